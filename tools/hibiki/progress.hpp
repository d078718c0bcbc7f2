// One line on a terminal: how far the run is, how fast, how long it will take. Elsewhere: nothing.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "sim/engine/run.hpp"

namespace hibiki {

/// What the line says.
struct ProgressState {
  std::string name;
  int replicate = 0, replicates = 1;  ///< the one that runs, counted from 0
  int week = 0, weeks = 0;            ///< done and to do, of this replicate
  Day day;                            ///< that the week begins on
  std::int64_t fans = 0;
  double seconds = 0;  ///< since the first replicate began
};

/// The line without colours, at most `columns` wide.
std::string progress_line(const ProgressState& state, std::size_t columns = 79);

/// Draws the line on stderr, ten times a second at most, when that is a terminal.
class ProgressBar final : public Observer {
 public:
  ProgressBar(std::string name, const Calendar& calendar, std::int64_t fans, int replicates);
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;
  ~ProgressBar() override;

  /// The next ticks are of this replicate.
  void replicate(int number);

  void tick(int week, int weeks) override;

 private:
  using Clock = std::chrono::steady_clock;
  void draw();

  ProgressState state_;
  Calendar calendar_;
  bool shown_, colour_;
  Clock::time_point start_ = Clock::now(), drawn_{};
};

}  // namespace hibiki
