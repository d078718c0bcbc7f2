// Progress of a command on standard error: on a terminal one line that is redrawn, elsewhere one line per
// minute.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace hibiki::inline program {

/// A piece of a line. Where the line is too long, parts of the highest rank are left out first; rank 0 stays.
struct LinePart {
  std::string text;
  int rank = 0;
};

/// The parts in one line of at most `columns`. Once only ranks 0 and 1 are left, the first part is cut, down to eight
/// columns before rank 1 goes.
std::string fitted_line(std::vector<LinePart> parts, std::size_t columns);

class StatusLine {
 public:
  using Clock = std::chrono::steady_clock;

  StatusLine();  ///< for standard error as it is
  StatusLine(bool redrawn, Clock::time_point now) : redrawn_(redrawn), last_(redrawn ? Clock::time_point{} : now) {}
  StatusLine(const StatusLine&) = delete;
  StatusLine& operator=(const StatusLine&) = delete;
  ~StatusLine();

  /// Whether to show something now, and if so notes that it is shown: on a terminal a tenth of a second after the last
  /// time, elsewhere a minute after it, and after the beginning.
  bool due(Clock::time_point now = Clock::now());

  bool redrawn() const { return redrawn_; }
  std::size_t columns() const;  ///< for one line, without the terminal's last column, where cursors wrap

  void show(const std::string& line) const;

 private:
  bool redrawn_;
  Clock::time_point last_;
};

}  // namespace hibiki::program
