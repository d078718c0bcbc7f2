#include "tools/hibiki/environment.hpp"

#include <charconv>
#include <cstdlib>
#include <system_error>

namespace hibiki::inline program {

std::string_view environment(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? "" : value;
}

std::optional<int> number_in_environment(const char* name) {
  const std::string_view text = environment(name);
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() ? std::optional(number) : std::nullopt;
}

}  // namespace hibiki::program
