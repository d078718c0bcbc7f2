#include "tools/hibiki/redirect_page.hpp"

#include <fmt/format.h>

#include <span>
#include <system_error>

#include "output/results/files.hpp"
#include "sim/core/error.hpp"
#include "tools/studio/guard.hpp"

namespace hibiki::inline program {

namespace fs = std::filesystem;

RedirectPage::RedirectPage(const std::string& address)
    : file_(fs::temp_directory_path() / fmt::format("hibiki-studio-{}.html", random_token())) {
  auto out = OutputFile::create(file_);
  if (!out) throw IoError(fmt::format("{} is there already", file_.string()));
  fs::permissions(file_, fs::perms::owner_read | fs::perms::owner_write);  // before the address is in it
  const std::string page =
      fmt::format("<!doctype html>\n<meta http-equiv=\"refresh\" content=\"0; url={}\">\n", address);
  out->write(std::as_bytes(std::span(page)));
  out->close();
}

RedirectPage::~RedirectPage() {
  std::error_code ignored;
  fs::remove(file_, ignored);
}

}  // namespace hibiki::program
