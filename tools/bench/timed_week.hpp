// A simulation that measures the time of each phase.
#pragma once

#include <array>
#include <string_view>

#include "sim/engine/simulation.hpp"

namespace hibiki::inline bench {

/// The phases of the week in their order, then the measurement of the week (observe).
inline constexpr std::size_t kParts = kPhaseNames.size() + 1;
constexpr std::string_view part_name(std::size_t part) {
  return part < kPhaseNames.size() ? kPhaseNames[part] : "observe";
}

/// Seconds spent in each part of the week.
using PartSeconds = std::array<double, kParts>;

/// Measures the time of every phase.
class WeekTimer : public WeekProbe {
 public:
  void phase(Phase which, const std::function<void()>& body) override;
  bool rank_first() const override { return true; }

  const PartSeconds& spent() const { return spent_; }
  void add(std::size_t part, double seconds) { spent_[part] += seconds; }

 private:
  PartSeconds spent_{};
};

/// A simulation in weekly steps, with the time of each part.
class TimedRun {
 public:
  /// Builds tick 0. `scenario` must be valid.
  TimedRun(const Scenario& scenario, std::uint64_t seed) : simulation_(scenario, seed) { simulation_.probe(&timer_); }
  TimedRun(const TimedRun&) = delete;  // the simulation points to the timer
  TimedRun& operator=(const TimedRun&) = delete;

  /// Simulates and measures one week.
  void step();

  Simulation& simulation() { return simulation_; }
  const World& world() const { return simulation_.world(); }
  const PartSeconds& spent() const { return timer_.spent(); }
  /// Seconds of all parts of the last week.
  double last_week() const { return last_week_; }

 private:
  Simulation simulation_;
  WeekTimer timer_;
  double last_week_ = 0.0;
};

}  // namespace hibiki::bench
