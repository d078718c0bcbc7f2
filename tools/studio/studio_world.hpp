// A world of the studio: a run, the record that it is compared by, and the headline week by week.
#pragma once

#include <cstdint>
#include <vector>

#include "output/analysis/arm.hpp"
#include "sim/engine/replicate_run.hpp"
#include "tools/experiments/arms.hpp"

namespace hibiki::inline studio {

class StudioWorld {
 public:
  /// From the start. `scenario` must be valid.
  StudioWorld(const Scenario& scenario, std::uint64_t seed, const ArmScope& scope);

  /// Goes on from `past` under a scenario that has had the same past. The window of the record begins in week
  /// `window_from`, which is that of `past`, or not before past.week().
  StudioWorld(const StudioWorld& past, const Scenario& scenario, int window_from);

  int week() const { return run_.week(); }
  bool finished() const { return run_.finished(); }
  int window_from() const { return window_from_; }
  void advance();

  /// The headline of each reported week so far; NaN where it has no value.
  const std::vector<float>& headline() const { return headline_; }

  /// After the last week. The same numbers as those of simulate_arms().
  ArmReplicate finish();

 private:
  std::uint64_t seed_;
  ReplicateRun run_;
  ArmBuilder builder_;
  int window_from_;
  std::vector<float> headline_;
};

}  // namespace hibiki::studio
