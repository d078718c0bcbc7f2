#include "tools/hibiki/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "tools/hibiki/text.hpp"

namespace hibiki {

namespace {
constexpr std::size_t kBarWidth = 20;
}

std::string progress_line(const ProgressState& state, std::size_t columns) {
  const double weeks_done = static_cast<double>(state.replicate) * state.weeks + state.week;
  const double weeks_all = static_cast<double>(state.replicates) * state.weeks;
  const double done = weeks_all > 0 ? weeks_done / weeks_all : 0.0;
  std::string line = state.name;
  if (state.replicates > 1) line += fmt::format(" {}/{}", state.replicate + 1, state.replicates);
  if (state.week == 0) {
    line += "  building the world";
  } else {
    const auto filled = static_cast<std::size_t>(std::floor(done * kBarWidth));
    line += fmt::format("  {}  [{}{}] {:3.0f} %", to_string(state.day), std::string(filled, '='),
                        std::string(kBarWidth - filled, ' '), std::floor(done * 100));
    if (state.seconds > 0)
      line += fmt::format("  {} fan-weeks/s  {} left",
                          rate_text(weeks_done * static_cast<double>(state.fans) / state.seconds),
                          duration_text(state.seconds * (1.0 - done) / done));
  }
  return line.substr(0, columns);
}

ProgressBar::ProgressBar(std::string name, const Calendar& calendar, std::int64_t fans, int replicates)
    : calendar_(calendar), shown_(is_terminal(STDERR_FILENO)), colour_(wants_colour(STDERR_FILENO)) {
  state_.name = std::move(name);
  state_.replicates = replicates;
  state_.weeks = calendar.weeks;
  state_.fans = fans;
}

ProgressBar::~ProgressBar() {
  if (shown_) fmt::print(stderr, "\r\033[K");
}

void ProgressBar::replicate(int number) {
  state_.replicate = number;
  state_.week = 0;
  if (shown_) draw();
}

void ProgressBar::tick(int week, int weeks) {
  state_.week = week + 1;
  state_.weeks = weeks;
  if (!shown_ || Clock::now() - drawn_ < std::chrono::milliseconds(100)) return;
  draw();
}

void ProgressBar::draw() {
  drawn_ = Clock::now();
  state_.seconds = std::chrono::duration<double>(drawn_ - start_).count();
  state_.day = calendar_.day(std::max(state_.week - 1, 0));
  fmt::print(stderr, "\r\033[K{}{}{}", colour_ ? "\033[36m" : "", progress_line(state_), colour_ ? "\033[0m" : "");
  std::fflush(stderr);
}

}  // namespace hibiki
