#include "tools/hibiki/pair_progress.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tools/hibiki/text.hpp"

namespace hibiki::inline program {

namespace {

/// Share of all weeks.
double done(const PairProgressState& state) {
  const auto all = static_cast<double>(state.pairs * state.weeks_a_pair);
  return all > 0 ? std::clamp(static_cast<double>(state.weeks) / all, 0.0, 1.0) : 0.0;
}

std::string count_text(const PairProgressState& state) {
  return fmt::format("{} of {} {}", state.weeks / state.weeks_a_pair, state.pairs, state.noun);
}

/// Empty while it cannot be told.
std::string left_text(const PairProgressState& state, std::string_view before) {
  const auto here = static_cast<double>(state.weeks - state.weeks_before);
  const auto all = static_cast<double>(state.pairs * state.weeks_a_pair - state.weeks_before);
  if (!(state.seconds > 0 && here > 0 && all > 0)) return "";
  return std::string(before) + time_left_text(std::min(here / all, 1.0), state.seconds);
}

}  // namespace

std::string pair_progress_line(const PairProgressState& state, std::size_t columns) {
  return fitted_line({{state.name},
                      {"  " + count_text(state), 2},
                      {"  " + bar_text(done(state)), 3},
                      {fmt::format(" {:3.0f} %", std::floor(done(state) * 100))},
                      {left_text(state, "  "), 1}},
                     columns);
}

std::string plain_progress(const PairProgressState& state) {
  return fmt::format("{}: {}, {:.0f} %{}", state.name, count_text(state), std::floor(done(state) * 100),
                     left_text(state, ", "));
}

PairProgress::PairProgress(std::string name, std::int64_t weeks_a_pair, std::string noun) {
  state_.name = std::move(name);
  state_.noun = std::move(noun);
  state_.weeks_a_pair = std::max<std::int64_t>(weeks_a_pair, 1);
}

void PairProgress::expect(std::int64_t pairs) {
  const std::lock_guard lock(showing_);
  state_.pairs = pairs;
}

void PairProgress::resume(std::int64_t weeks) {
  weeks_ += weeks;
  const std::lock_guard lock(showing_);
  state_.weeks_before += weeks;
}

void PairProgress::tick(int, int) {
  ++weeks_;
  const std::unique_lock lock(showing_, std::try_to_lock);
  if (!lock || !status_.due()) return;
  state_.weeks = weeks_;
  state_.seconds = std::chrono::duration<double>(StatusLine::Clock::now() - start_).count();
  status_.show(status_.redrawn() ? pair_progress_line(state_, status_.columns()) : plain_progress(state_));
}

}  // namespace hibiki::program
