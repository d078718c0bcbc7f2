// One line on a terminal while pairs or other groups of worlds are simulated: how many are done, and how long the rest will take.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>

#include "sim/engine/run.hpp"

namespace hibiki {

/// What the line says.
struct PairProgressState {
  std::string name;
  std::int64_t pairs = 0;                    ///< to be simulated
  std::int64_t weeks_a_pair = 1, weeks = 0;  ///< of a pair, and simulated so far in all pairs
  double seconds = 0;                        ///< since the first began
  std::string noun = "pairs";                ///< what is counted
};

/// The line without colours, at most `columns` wide.
std::string pair_progress_line(const PairProgressState& state, std::size_t columns = 79);

/// Draws the line on stderr, ten times a second at most, when that is a terminal. Takes weeks from several threads.
class PairProgress final : public Observer {
 public:
  PairProgress(std::string name, std::int64_t weeks_a_pair, std::string noun = "pairs");
  PairProgress(const PairProgress&) = delete;
  PairProgress& operator=(const PairProgress&) = delete;
  ~PairProgress() override;

  /// So many pairs are to be simulated in all, as far as is known.
  void expect(std::int64_t pairs);

  void tick(int week, int weeks) override;

 private:
  using Clock = std::chrono::steady_clock;

  PairProgressState state_;
  std::atomic<std::int64_t> weeks_{0};
  std::mutex drawing_;
  bool shown_, colour_;
  Clock::time_point start_ = Clock::now(), drawn_{};
};

}  // namespace hibiki
