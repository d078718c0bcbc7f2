#include "sim/engine/replicate_run.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <span>

#include "sim/core/error.hpp"

namespace hibiki::inline engine {

namespace {

/// The digest of a run has not changed since model version 3: a missing value was written as 0, and closed labels
/// were left out. Both still are here, so that equal simulations keep equal digests.
void add_series(Digest& digest, const WeekObservation& week) {
  for (const Series& series : series_table())
    std::visit(
        [&](auto member) {
          const bool of_labels = !series.axes.empty() && series.axes.front() == Axis::label;
          const auto values = std::span(week.*member).first(of_labels ? week.open_labels : (week.*member).size());
          digest.add(static_cast<std::uint64_t>(values.size()));
          for (const auto value : values) {
            if constexpr (std::is_same_v<decltype(value), const double>)
              digest.add(std::isnan(value) ? 0.0 : value);
            else
              digest.add(static_cast<std::uint64_t>(value));
          }
        },
        series.member);
}

int first_reported(const Scenario& scenario) {
  return std::max(0, scenario.calendar().week_on_or_after(scenario.run.report_from));
}

}  // namespace

ReplicateRun::ReplicateRun(const Scenario& scenario, std::uint64_t seed, const Execution& execution)
    : simulation_(scenario, seed, execution),
      first_reported_(first_reported(scenario)),
      summary_(simulation_.world().scenario, simulation_.axes()) {}

ReplicateRun::ReplicateRun(const ReplicateRun& past, const Scenario& scenario)
    : simulation_(past.simulation_, scenario),
      first_reported_(first_reported(scenario)),
      summary_(past.week() > 0 ? past.summary_ : SummaryBuilder(simulation_.world().scenario, simulation_.axes())),
      digest_(past.digest_),
      acts_(past.acts_),
      labels_(past.labels_) {}

void ReplicateRun::begin(const std::vector<Observer*>& observers) const {
  const RunAxes axes = simulation_.axes();
  for (Observer* o : observers) o->begin(axes, simulation_.world().calendar.weeks - first_reported_);
}

void ReplicateRun::advance(const std::vector<Observer*>& observers) {
  simulation_.step();
  const WeekObservation week = simulation_.observe();
  if (week.week >= first_reported_) {
    std::ranges::move(simulation_.act_registry(acts_.size()), std::back_inserter(acts_));
    std::ranges::move(simulation_.label_registry(labels_.size()), std::back_inserter(labels_));
    add_series(digest_, week);
    summary_.add(week, acts_);
    for (Observer* o : observers) o->week(week, acts_, labels_);
  }
  for (Observer* o : observers) o->tick(week.week, simulation_.world().calendar.weeks);
}

RunResult ReplicateRun::finish(const std::vector<Observer*>& observers) const {
  HIBIKI_ASSERT(finished());
  Digest digest = digest_;
  digest.add(simulation_.state_digest());
  RunResult result{summary_.finish(simulation_.act_registry(), simulation_.label_registry()), digest.hex(),
                   simulation_.world().calendar.weeks, static_cast<std::int64_t>(simulation_.world().fans.total())};
  for (Observer* o : observers) o->end(result);
  return result;
}

}  // namespace hibiki::engine
