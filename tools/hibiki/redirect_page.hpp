// A file that leads a browser to an address that others must not see.
#pragma once

#include <filesystem>
#include <string>

namespace hibiki::inline program {

/// A page that leads to the address, readable by this user alone and removed at the end: other users can list the words
/// of commands, and the address of the studio holds its token. Throws IoError or the standard library's
/// filesystem_error.
class RedirectPage {
 public:
  explicit RedirectPage(const std::string& address);
  RedirectPage(const RedirectPage&) = delete;
  RedirectPage& operator=(const RedirectPage&) = delete;
  ~RedirectPage();
  const std::filesystem::path& file() const { return file_; }

 private:
  std::filesystem::path file_;
};

}  // namespace hibiki::program
