#include "tools/hibiki/terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <string_view>

#include "tools/hibiki/environment.hpp"

namespace hibiki::inline program {

namespace {

/// As the terminal says; 0 where it does not.
std::size_t stated_columns(int descriptor) {
  struct winsize size = {};
  return ::ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

}  // namespace

bool is_terminal(int descriptor) { return ::isatty(descriptor) == 1; }

bool can_redraw(int descriptor) {
  const std::string_view kind = environment("TERM");
  return is_terminal(descriptor) && stated_columns(descriptor) > 0 && !kind.empty() && kind != "dumb";
}

std::size_t terminal_columns(int descriptor) {
  if (!is_terminal(descriptor)) return kUsualColumns;
  if (const std::size_t stated = stated_columns(descriptor); stated > 0) return stated;
  const int columns = std::atoi(environment("COLUMNS").data());
  return columns > 0 ? static_cast<std::size_t>(columns) : kUsualColumns;
}

Layout layout_of(int descriptor) {
  return {std::clamp(terminal_columns(descriptor), kLeastColumns, kUsualColumns),
          can_redraw(descriptor) && environment("NO_COLOR").empty()};
}

}  // namespace hibiki::program
