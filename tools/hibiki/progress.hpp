// Progress of a run with its speed and the time left, on standard error.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "sim/engine/run.hpp"
#include "tools/hibiki/status_line.hpp"

namespace hibiki::inline program {

/// The text of the line.
struct ProgressState {
  std::string name;
  int replicate = 0, replicates = 1;  ///< the one that runs, counted from 0
  int week = 0, weeks = 0;            ///< done and to do, of this replicate
  Day day;                            ///< that the week begins on
  std::int64_t fans = 0;
  double seconds = 0;             ///< since the first replicate began
  std::int64_t weeks_before = 0;  ///< of those done: simulated by an earlier command, up to its checkpoint
};

/// For a terminal: without colours, at most `columns` wide. Rate, bar and date are left out where they do not fit.
std::string progress_line(const ProgressState& state, std::size_t columns = 79);

/// For a log file: "history: replicate 3 of 16, 42 %, 3 min 05 s left".
std::string plain_progress(const ProgressState& state);

class ProgressBar final : public Observer {
 public:
  ProgressBar(std::string name, const Calendar& calendar, std::int64_t fans, int replicates);

  /// The next ticks are of this replicate.
  void replicate(int number);

  /// So many weeks were simulated by an earlier command.
  void resume(std::int64_t weeks) { state_.weeks_before += weeks; }

  void tick(int week, int weeks) override;

 private:
  void show();

  ProgressState state_;
  Calendar calendar_;
  StatusLine status_;
  StatusLine::Clock::time_point start_ = StatusLine::Clock::now();
};

}  // namespace hibiki::program
