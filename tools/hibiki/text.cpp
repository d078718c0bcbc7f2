#include "tools/hibiki/text.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>

#include "tools/experiments/number_text.hpp"

namespace hibiki::inline program {

namespace {

/// Two figures below ten, whole numbers above.
std::string short_number(double value) {
  return value < 9.95 ? fmt::format("{:.1f}", value) : fmt::format("{:.0f}", value);
}

/// Divides by 1000 until the number is short; `units` are the names of the steps.
template <std::size_t n>
std::string scaled(double value, const std::array<const char*, n>& units) {
  std::size_t step = 0;
  while (value >= 999.5 && step + 1 < n) {
    value /= 1000.0;
    ++step;
  }
  return fmt::format("{} {}", step == 0 ? fmt::format("{:.0f}", value) : short_number(value), units[step]);
}

}  // namespace

std::string grouped(std::int64_t number) {
  const std::string text = std::to_string(number);
  return number < 0 ? "-" + with_commas(text.substr(1)) : with_commas(text);
}

std::string counted(std::size_t number, std::string_view noun) {
  return fmt::format("{} {}{}", grouped(static_cast<std::int64_t>(number)), noun, number == 1 ? "" : "s");
}

std::string bytes_text(std::int64_t bytes) {
  return scaled(static_cast<double>(bytes), std::array{"bytes", "kB", "MB", "GB", "TB", "PB"});
}

std::string duration_text(double seconds) {
  if (seconds < 9.95) return fmt::format("{:.1f} s", seconds);
  const auto whole = static_cast<long long>(std::llround(seconds));
  if (whole < 60) return fmt::format("{} s", whole);
  if (whole < 3600) return fmt::format("{} min {:02} s", whole / 60, whole % 60);
  return fmt::format("{} h {:02} min", whole / 3600, whole % 3600 / 60);
}

std::string rate_text(double per_second) {
  const std::string text = scaled(per_second, std::array{"", "k", "M", "bn"});
  return text.substr(0, text.find_last_not_of(' ') + 1);
}

std::string bar_text(double done) {
  constexpr std::size_t kBarWidth = 20;
  const auto filled = static_cast<std::size_t>(std::floor(done * kBarWidth));
  return fmt::format("[{}{}]", std::string(filled, '='), std::string(kBarWidth - filled, ' '));
}

std::string time_left_text(double done, double seconds) {
  return duration_text(seconds * (1.0 - done) / done) + " left";
}

std::string wrapped(std::string_view text, std::size_t indent, std::size_t width) {
  std::string lines, line(indent, ' ');
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    const std::string_view word = text.substr(at, end - at);
    at = end + 1;
    if (word.empty()) continue;
    const bool first = line.size() == indent;
    if (!first && line.size() + 1 + word.size() > width) {
      lines += line + "\n";
      line.assign(indent, ' ');
    } else if (!first) {
      line += ' ';
    }
    line += word;
  }
  return lines + line;
}

/// fmt knows how wide characters are and says so only by its padding.
std::size_t display_columns(std::string_view text) {
  const std::size_t more = text.size();
  return 2 * more - (fmt::formatted_size("{:<{}}", text, 2 * more) - more);
}

std::string cut_to(std::string_view text, std::size_t columns) {
  while (display_columns(text) > columns) {
    while ((static_cast<unsigned char>(text.back()) & 0xC0) == 0x80) text.remove_suffix(1);  // of a character's bytes
    text.remove_suffix(1);
  }
  return std::string(text);
}

}  // namespace hibiki::program
