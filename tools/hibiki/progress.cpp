#include "tools/hibiki/progress.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tools/hibiki/text.hpp"

namespace hibiki::inline program {

namespace {

double weeks_done(const ProgressState& state) {
  return static_cast<double>(state.replicate) * state.weeks + state.week;
}

double all_weeks(const ProgressState& state) { return static_cast<double>(state.replicates) * state.weeks; }

/// Share of all weeks.
double done(const ProgressState& state) { return all_weeks(state) > 0 ? weeks_done(state) / all_weeks(state) : 0.0; }

/// Weeks that took the time so far, and their share of those that this command simulates.
double weeks_timed(const ProgressState& state) { return weeks_done(state) - static_cast<double>(state.weeks_before); }
double done_here(const ProgressState& state) {
  const double all = all_weeks(state) - static_cast<double>(state.weeks_before);
  return all > 0 ? weeks_timed(state) / all : 0.0;
}

}  // namespace

std::string progress_line(const ProgressState& state, std::size_t columns) {
  std::vector<LinePart> parts = {{state.name}};
  if (state.replicates > 1) parts.push_back({fmt::format(" {}/{}", state.replicate + 1, state.replicates)});
  if (state.week == 0) {
    parts.push_back({"  building the world"});
    return fitted_line(std::move(parts), columns);
  }
  parts.push_back({"  " + to_string(state.day), 2});
  parts.push_back({"  " + bar_text(done(state)), 3});
  parts.push_back({fmt::format(" {:3.0f} %", std::floor(done(state) * 100))});
  if (state.seconds > 0 && weeks_timed(state) > 0) {
    const double rate = weeks_timed(state) * static_cast<double>(state.fans) / state.seconds;
    parts.push_back({fmt::format("  {} fan-weeks/s", rate_text(rate)), 4});
    parts.push_back({"  " + time_left_text(done_here(state), state.seconds), 1});
  }
  return fitted_line(std::move(parts), columns);
}

std::string plain_progress(const ProgressState& state) {
  std::string text = state.name + ": ";
  if (state.replicates > 1) text += fmt::format("replicate {} of {}, ", state.replicate + 1, state.replicates);
  text += fmt::format("{:.0f} %", std::floor(done(state) * 100));
  if (state.week > 0 && state.seconds > 0 && weeks_timed(state) > 0)
    text += ", " + time_left_text(done_here(state), state.seconds);
  return text;
}

ProgressBar::ProgressBar(std::string name, const Calendar& calendar, std::int64_t fans, int replicates)
    : calendar_(calendar) {
  state_.name = std::move(name);
  state_.replicates = replicates;
  state_.weeks = calendar.weeks;
  state_.fans = fans;
}

void ProgressBar::replicate(int number) {
  state_.replicate = number;
  state_.week = 0;
  if (status_.redrawn()) show();
}

void ProgressBar::tick(int week, int weeks) {
  state_.week = week + 1;
  state_.weeks = weeks;
  if (status_.due()) show();
}

void ProgressBar::show() {
  state_.seconds = std::chrono::duration<double>(StatusLine::Clock::now() - start_).count();
  state_.day = calendar_.day(std::max(state_.week - 1, 0));
  status_.show(status_.redrawn() ? progress_line(state_, status_.columns()) : plain_progress(state_));
}

}  // namespace hibiki::program
