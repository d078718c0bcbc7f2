// What a run will need, from the sizes in its scenario and speeds measured on Zen 4 cores.
#include <algorithm>
#include <cmath>

#include "sim/core/parallel.hpp"
#include "sim/engine/run.hpp"
#include "sim/engine/simulation.hpp"

namespace hibiki {

namespace {

constexpr double kProgramBytes = 11e6;             ///< program, libraries, small tables
constexpr double kNanosecondsAFanWeek = 150.0;     ///< one thread, history scenario with 2,000 and 20,000 fans
constexpr double kSecondsAReleaseMarketWeek = 4e-7;  ///< rank, settle, metrics; the same runs
constexpr double kSpread = 2.0;                    ///< machines and scenarios differ by so much either way
constexpr double kReleaseBytes = 600.0;
constexpr double kWeeksWaiting = 512.0;            ///< to be packed: kBlockWeeks of output/week_packing.hpp
constexpr double kRoomForWaiting = 2.5;            ///< columns double as they grow, and chunks are made of them
constexpr double kPackedBytes = 4.0;               ///< of a number of eight

}  // namespace

Estimate estimate(const Scenario& scenario) {
  Estimate e;
  const Calendar calendar = scenario.calendar();
  const Assumptions& a = scenario.assumptions;
  e.fans = scenario.run.fans;
  e.ties = e.fans * (a.ties_community + a.ties_market + (scenario.markets.size() > 1 ? a.ties_abroad : 0));
  e.weeks = calendar.weeks;
  e.reported_weeks = calendar.weeks - std::max(0, calendar.week_on_or_after(scenario.run.report_from));

  double labels = 0.0, acts = static_cast<double>(scenario.acts.size());
  for (const Label& label : scenario.labels) {
    labels += static_cast<double>(label.count);
    acts += static_cast<double>(label.count) * std::max(static_cast<double>(label.acts), a.acts_per_label);
  }
  const auto markets = static_cast<double>(scenario.markets.size());
  const double releases = acts * 2.0 * static_cast<double>(a.release_weeks) / 52.0;
  const double threads = thread_count();
  const double tallies = (threads + 2.0) * 8.0 * markets * (3.0 * releases + acts);
  const double exposure = markets * (releases * sizeof(ExposureRow) + static_cast<double>(scenario.platforms.size()) * 2048.0 * 28.0);
  const double cells = markets * (7.0 * markets + static_cast<double>(scenario.platforms.size()) + 16.0) + 4.0 * acts + 5.0 * labels;
  const double waiting = kRoomForWaiting * std::min<double>(kWeeksWaiting, e.reported_weeks) * cells * 8.0;
  e.memory_bytes = static_cast<std::int64_t>(kProgramBytes + static_cast<double>(e.fans) * bytes_per_fan() +
                                             network_bytes(static_cast<double>(e.fans), static_cast<double>(e.ties)) + tallies + exposure +
                                             releases * kReleaseBytes + waiting);
  // Packed weeks are there twice while results.h5 is made of them.
  e.disk_bytes = static_cast<std::int64_t>(static_cast<double>(scenario.run.replicates) * e.reported_weeks * cells * 2.0 * kPackedBytes);
  const double busy = std::min(thread_count(), processor_count());  // more only take turns
  const double seconds = static_cast<double>(scenario.run.replicates) * e.weeks *
                         (static_cast<double>(e.fans) * kNanosecondsAFanWeek * 1e-9 / busy + releases * markets * kSecondsAReleaseMarketWeek);
  e.seconds_low = seconds / kSpread;
  e.seconds_high = seconds * kSpread;
  return e;
}

}  // namespace hibiki
