#include "tools/hibiki/status_line.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "tools/hibiki/streams.hpp"
#include "tools/hibiki/terminal.hpp"
#include "tools/hibiki/text.hpp"

namespace hibiki::inline program {

namespace {

constexpr std::size_t kLeastFirstPart = 8;

std::string joined(const std::vector<LinePart>& parts) {
  std::string line;
  for (const LinePart& part : parts) line += part.text;
  return line;
}

}  // namespace

std::string fitted_line(std::vector<LinePart> parts, std::size_t columns) {
  const auto width = [&] { return display_columns(joined(parts)); };
  const auto first_width = [&] { return display_columns(parts.front().text); };
  const auto drop = [&](int least_rank, const auto& still) {
    while (still()) {
      const auto worst = std::ranges::max_element(parts, {}, &LinePart::rank);
      if (worst->rank < least_rank) return;
      parts.erase(worst);
    }
  };
  drop(2, [&] { return width() > columns; });
  drop(1, [&] { return width() - first_width() + std::min(first_width(), kLeastFirstPart) > columns; });
  const std::size_t rest = width() - first_width();
  if (rest < columns) parts.front().text = cut_to(parts.front().text, columns - rest);
  return cut_to(joined(parts), columns);
}

StatusLine::StatusLine() : StatusLine(can_redraw(STDERR_FILENO), Clock::now()) {}

StatusLine::~StatusLine() {
  if (redrawn_) show_status("");
}

bool StatusLine::due(Clock::time_point now) {
  if (now - last_ < (redrawn_ ? Clock::duration(std::chrono::milliseconds(100)) : std::chrono::minutes(1)))
    return false;
  last_ = now;
  return true;
}

std::size_t StatusLine::columns() const { return std::max<std::size_t>(terminal_columns(STDERR_FILENO), 2) - 1; }

void StatusLine::show(const std::string& line) const {
  if (!redrawn_) return say(line);
  const bool colour = layout_of(STDERR_FILENO).colour;
  show_status(colour ? fmt::format("\033[36m{}\033[0m", line) : line);
}

}  // namespace hibiki::program
