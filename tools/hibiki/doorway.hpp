// A file that leads a browser to an address that others must not see.
#pragma once

#include <filesystem>
#include <string>

namespace hibiki::inline program {

/// A page that leads to the address, readable by this user alone and removed at the end: other users can list the words
/// of commands, and the address of the studio holds its token. Throws IoError.
class Doorway {
 public:
  explicit Doorway(const std::string& address);
  Doorway(const Doorway&) = delete;
  Doorway& operator=(const Doorway&) = delete;
  ~Doorway();
  const std::filesystem::path& file() const { return file_; }

 private:
  std::filesystem::path file_;
};

}  // namespace hibiki::program
