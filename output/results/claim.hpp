// One folder, one owner: the claim is a file in the folder that names the process writing there. It needs no
// locks of the file system (cluster file systems may have none): it is made by link(2), or where there are no links by
// an exclusive open, which succeeds for one process only.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "output/results/process.hpp"

namespace hibiki::inline results {

/// Name of the claim in its folder. Temporary files of a process that takes a claim begin with it too.
inline constexpr std::string_view kClaimName = ".hibiki-claim";

/// The content of the file.
struct ClaimRecord {
  std::string token;  ///< random: no two claims have the same
  ProcessIdentity process;
  std::string since;  ///< utc_now() when it was taken
  bool operator==(const ClaimRecord&) const = default;
};

std::string to_json(const ClaimRecord& record);

/// A folder held by this process, from the constructor to the destructor. A process that runs refreshes the time of its
/// claim every ten seconds; the claim of a process that is gone, or of one on another machine which has not been
/// refreshed for a minute by the file server's clock, is taken over.
class Claim {
 public:
  /// Makes the folder where it is not there. Throws IoError: another process holds the folder, or it cannot be written.
  explicit Claim(std::filesystem::path folder);
  Claim(const Claim&) = delete;
  Claim& operator=(const Claim&) = delete;
  /// Gives the folder up, and removes the folders that the constructor made where they are empty.
  ~Claim();

  const std::string& token() const { return record_.token; }

  /// Whether the claim is there and this process's. Throws IoError when that cannot be read.
  bool is_held() const;
  /// Throws IoError when the claim was removed or another process has taken it over: then the result must not be
  /// published.
  void require_held() const;

  /// Whether a name in a folder is a claim's.
  static bool is_name_of_claim(std::string_view name) { return name.starts_with(kClaimName); }

 private:
  void start_refreshing();
  void stop_refreshing();
  void refresh_until_stopped();

  std::filesystem::path folder_;
  ClaimRecord record_;
  std::vector<std::filesystem::path> made_folders_;

  int descriptor_ = -1;  ///< of the claim; its time is refreshed through it
  std::mutex stopping_;
  std::condition_variable wake_;
  bool stopped_ = false;
  std::thread refresher_;
};

}  // namespace hibiki::results
