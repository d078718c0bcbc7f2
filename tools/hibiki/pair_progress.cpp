#include "tools/hibiki/pair_progress.hpp"

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

std::string pair_progress_line(const PairProgressState& state, std::size_t columns) {
  const auto all = static_cast<double>(state.pairs * state.weeks_a_pair);
  const double done = all > 0 ? std::clamp(static_cast<double>(state.weeks) / all, 0.0, 1.0) : 0.0;
  const auto filled = static_cast<std::size_t>(std::floor(done * kBarWidth));
  std::string line = fmt::format("{}  {} of {} {}  [{}{}] {:3.0f} %", state.name, state.weeks / state.weeks_a_pair,
                                 state.pairs, state.noun, std::string(filled, '='), std::string(kBarWidth - filled, ' '),
                                 std::floor(done * 100));
  if (state.seconds > 0 && done > 0) line += fmt::format("  {} left", duration_text(state.seconds * (1.0 - done) / done));
  return line.substr(0, columns);
}

PairProgress::PairProgress(std::string name, std::int64_t weeks_a_pair, std::string noun)
    : shown_(is_terminal(STDERR_FILENO)), colour_(wants_colour(STDERR_FILENO)) {
  state_.name = std::move(name);
  state_.noun = std::move(noun);
  state_.weeks_a_pair = std::max<std::int64_t>(weeks_a_pair, 1);
}

PairProgress::~PairProgress() {
  if (shown_) fmt::print(stderr, "\r\033[K");
}

void PairProgress::expect(std::int64_t pairs) {
  const std::lock_guard lock(drawing_);
  state_.pairs = pairs;
}

void PairProgress::tick(int, int) {
  ++weeks_;
  if (!shown_) return;
  const std::unique_lock lock(drawing_, std::try_to_lock);
  if (!lock || Clock::now() - drawn_ < std::chrono::milliseconds(100)) return;
  drawn_ = Clock::now();
  state_.weeks = weeks_;
  state_.seconds = std::chrono::duration<double>(drawn_ - start_).count();
  fmt::print(stderr, "\r\033[K{}{}{}", colour_ ? "\033[36m" : "", pair_progress_line(state_), colour_ ? "\033[0m" : "");
  std::fflush(stderr);
}

}  // namespace hibiki
