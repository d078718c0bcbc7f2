// A run in progress: the world, the state of the ranking between weeks, and the memory of the metrics.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/engine/observation.hpp"
#include "sim/engine/run.hpp"
#include "sim/engine/week_probe.hpp"
#include "sim/phases/phases.hpp"
#include "sim/world/world.hpp"

namespace cereal {
class access;
}

namespace hibiki::inline engine {

/// Earlier values for metrics that compare; never read by the simulation.
struct MetricsMemory {
  std::vector<std::vector<Key>> top;             ///< last week's top releases of each market, sorted by key
  std::vector<Style> scene_style;                ///< mean style of each scene's new releases, last year's
  std::vector<std::vector<Style>> new_releases;  ///< this year's, by scene
  std::vector<double> style_pull;                ///< of the last whole year, by scene
  GraphMeasures industry;                        ///< at the last quarter's turn
  std::vector<Key> industry_acts;                ///< acts in the slots at that time
};

/// What rank 0 tells the others to do: with their part of the world, or (seeds) with worlds of their own.
enum class Command : std::int32_t { build, step, digest, save, load, traffic, seeds, end };

class Simulation {
 public:
  /// Builds tick 0. `scenario` must be valid. With ranks: on rank 0 by a caller, on the others by follow().
  Simulation(const Scenario& scenario, std::uint64_t seed, const Execution& execution = {});

  /// Goes on from where `past` is, under a scenario that has had the same past. Every later bit is as if `scenario`
  /// had been simulated from the start. At tick 0 there is no past to share: the world is built from `scenario`.
  Simulation(const Simulation& past, const Scenario& scenario);

  /// From now on `probe` observes the weeks; nullptr: none. It must outlive the simulation or be removed before.
  void probe(WeekProbe* probe) { probe_ = probe; }

  /// Before a week: replay_ties() and replay_market() from `base`, which is at the same week.
  void hear_what_is_shared_in(const Simulation& base);
  void meet_the_market_of(const Simulation& base);

  const World& world() const { return world_; }
  int week() const { return week_; }
  bool finished() const { return week_ >= world_.calendar.weeks; }

  /// What the other ranks do while rank 0 writes or reads the state.
  void help_save();
  void help_load();

  /// Simulates one week.
  void step();

  /// Measures the week just simulated. Call it every week: turnover and pull of styles compare with those before.
  WeekObservation observe();

  /// Digest of fans, labels, acts, releases, joint releases, familiarity and centroids of markets, ranking rules and
  /// their trials, and the leading scene.
  std::uint64_t state_digest() const;

  RunAxes axes() const;
  /// All that have appeared, without the first `known`: they stay as they are.
  std::vector<RegistryEntry> act_registry(std::size_t known = 0) const;
  std::vector<RegistryEntry> label_registry(std::size_t known = 0) const;

 private:
  template <class Body>
  void phase(Phase which, const Body& body);
  Tallies rank_and_listen();
  Tallies rank_then_listen();
  ListenRecords listen_records();
  /// Rank 0 tells the others, which follow.
  void lead(Command command) const;
  void hand_out(bool whole);

  friend class cereal::access;
  /// Exposure is left out: all that it keeps from week to week is drawn again.
  template <class Archive>
  void serialize(Archive& archive) {
    if constexpr (!Archive::is_loading::value) {
      lead(Command::save);
      archive(world_, memory_, week_);
    } else {
      lead(Command::load);
      try {
        archive(world_, memory_, week_);
      } catch (...) {
        hand_out(false);
        throw;
      }
      hand_out(true);
    }
  }

  World world_;
  Exposure exposure_;  ///< its release draws and its memory go from week to week
  Execution execution_;
  MetricsMemory memory_;
  WeekProbe* probe_ = nullptr;
  int week_ = 0;
};

/// Fills an observation from last week's tallies and money.
WeekObservation measure(const World& world, int week, MetricsMemory& memory);

}  // namespace hibiki::engine
