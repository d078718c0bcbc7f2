// One replicate in progress: the line from world to summary, week by week, so that it can be forked.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/core/digest.hpp"
#include "sim/engine/run.hpp"
#include "sim/engine/simulation.hpp"

namespace cereal {
class access;
}

namespace hibiki::inline engine {

class ReplicateRun {
 public:
  /// `scenario` must be valid.
  ReplicateRun(const Scenario& scenario, std::uint64_t seed, const Execution& execution = {});

  /// Goes on from where `past` is, under a scenario with the same past (first_difference() is not before week()):
  /// results and digest are as if `scenario` had been run from the start.
  ReplicateRun(const ReplicateRun& past, const Scenario& scenario);

  /// The week that the next advance() simulates.
  int week() const { return simulation_.week(); }
  bool finished() const { return simulation_.finished(); }
  const Simulation& simulation() const { return simulation_; }
  Simulation& simulation() { return simulation_; }

  /// Announces the run to observers. The past of a fork is reported to its observers by its creator.
  void begin(const std::vector<Observer*>& observers) const;
  /// Simulates and measures a week.
  void advance(const std::vector<Observer*>& observers);
  /// After the last week.
  RunResult finish(const std::vector<Observer*>& observers) const;

 private:
  friend class cereal::access;
  /// Reading needs a run of the same scenario and seed that has not begun (run_archive.hpp).
  template <class Archive>
  void serialize(Archive& archive) {
    archive(simulation_, summary_, digest_, acts_, labels_);
  }

  Simulation simulation_;
  int first_reported_;
  SummaryBuilder summary_;
  Digest digest_;
  std::vector<RegistryEntry> acts_, labels_;  ///< registries
};

}  // namespace hibiki::engine
