// The week with a clock at every phase: the steps of Simulation::step() and observe(), in their order. A test holds
// it to the same results.
#pragma once

#include <array>
#include <string_view>

#include "sim/engine/simulation.hpp"

namespace hibiki::inline bench {

enum class Part { release, rank, listen, settle, adapt, renew, observe };
inline constexpr std::size_t kParts = 7;
inline constexpr std::string_view kPartNames[kParts] = {"release", "rank",  "listen", "settle",
                                                        "adapt",   "renew", "observe"};

/// Seconds spent in each part of the week. Access curves count as release.
using PartSeconds = std::array<double, kParts>;

/// A world that moves week by week and knows where its time goes.
class TimedRun {
 public:
  /// Builds tick 0. `scenario` must be valid.
  TimedRun(const Scenario& scenario, std::uint64_t seed) : world_(make_world(scenario, seed)) {}

  /// Simulates and measures one week.
  void step();

  bool finished() const { return week_ >= world_.calendar.weeks; }
  int week() const { return week_; }
  World& world() { return world_; }
  const PartSeconds& spent() const { return spent_; }
  /// Seconds of all parts of the last week.
  double last_week() const { return last_week_; }

  /// The first half of a week: this week's exposure tables, with all listeners still waiting.
  const Exposure& prepare_listening();

 private:
  template <class Body>
  void timed(Part part, const Body& body);

  World world_;
  Exposure exposure_;
  MetricsMemory memory_;
  PartSeconds spent_{};
  double last_week_ = 0.0;
  int week_ = 0;
};

}  // namespace hibiki::bench
