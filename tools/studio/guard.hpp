// Who may drive the studio: the pages that it served itself, on this machine, to whom the token was shown. Against
// pages of other sites in the same browser (Origin, Sec-Fetch-Site), names of other sites that lead here (Host), and
// other users of the machine (token).
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace hibiki::inline studio {

/// The headers of a request, by name; empty where there is none.
using Headers = std::function<std::string(std::string_view name)>;

class Guard {
 public:
  /// `port`: on which the studio listens.
  Guard(int port, std::string token);

  const std::string& token() const { return token_; }
  /// Cookies are sent to every port of a host: the name tells several studios apart.
  const std::string& cookie() const { return cookie_; }

  /// Why a request is refused; empty when it is not. `is_page`: it is for the page, to which links of other sites may
  /// lead, and whose address may hold the token.
  std::string refusal(const Headers& headers, bool is_page, std::string_view token_of_address) const;

 private:
  int port_;
  std::string token_, cookie_;
};

/// 128 random bits of the system, as hexadecimal digits.
std::string random_token();

/// Whether `name` can be the name of a scenario file that is saved: letters, digits, spaces, _ and -, at most 60, not
/// beginning with a space.
bool is_file_name(std::string_view name);

}  // namespace hibiki::studio
