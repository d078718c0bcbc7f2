// Progress of pairs or other groups of runs, with the time left, on standard error.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>

#include "sim/engine/run.hpp"
#include "tools/hibiki/status_line.hpp"

namespace hibiki::inline program {

/// The text of the line.
struct PairProgressState {
  std::string name;
  std::int64_t pairs = 0;                    ///< to be simulated
  std::int64_t weeks_a_pair = 1, weeks = 0;  ///< of a pair, and simulated so far in all pairs
  double seconds = 0;                        ///< since the first began
  std::string noun = "pairs";                ///< name of the counted groups
  std::int64_t weeks_before = 0;             ///< of the weeks: simulated by an earlier command, up to its checkpoints
};

/// For a terminal: without colours, at most `columns` wide. Bar and count are left out where they do not fit.
std::string pair_progress_line(const PairProgressState& state, std::size_t columns = 79);

/// For a log file: "early_video: 4 of 16 pairs, 25 %, 1 min 00 s left".
std::string plain_progress(const PairProgressState& state);

/// Takes weeks from several threads.
class PairProgress final : public Observer {
 public:
  PairProgress(std::string name, std::int64_t weeks_a_pair, std::string noun = "pairs");

  /// So many pairs are to be simulated in all, as far as is known.
  void expect(std::int64_t pairs);

  /// So many weeks were simulated by an earlier command.
  void resume(std::int64_t weeks);

  void tick(int week, int weeks) override;

 private:
  PairProgressState state_;
  std::atomic<std::int64_t> weeks_{0};
  std::mutex showing_;
  StatusLine status_;
  StatusLine::Clock::time_point start_ = StatusLine::Clock::now();
};

}  // namespace hibiki::program
