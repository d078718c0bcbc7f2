#include "sim/engine/run.hpp"

#include "sim/core/digest.hpp"
#include "sim/engine/simulation.hpp"

namespace hibiki {

namespace {

void add_series(Digest& digest, const WeekObservation& week) {
  for (const Series& series : series_table())
    std::visit([&](auto member) {
      digest.add(static_cast<std::uint64_t>((week.*member).size()));
      for (const auto value : week.*member) {
        if constexpr (std::is_same_v<decltype(value), const double>)
          digest.add(value);
        else
          digest.add(static_cast<std::uint64_t>(value));
      }
    }, series.member);
}

}  // namespace

RunResult run_replicate(const Scenario& scenario, std::uint64_t seed, const std::vector<Observer*>& observers, const Execution& execution) {
  Simulation simulation(scenario, seed, execution);
  const Calendar& calendar = simulation.world().calendar;
  const int first_reported = std::max(0, calendar.week_on_or_after(scenario.run.report_from));
  const RunAxes axes = simulation.axes();
  for (Observer* o : observers) o->begin(axes, calendar.weeks - first_reported);

  SummaryBuilder summary(simulation.world().scenario, axes);
  Digest digest;
  std::vector<EntityRecord> acts, labels;
  while (!simulation.finished()) {
    simulation.step();
    const WeekObservation week = simulation.observe();
    if (week.week >= first_reported) {
      if (acts.size() != simulation.world().industry.act_records.size()) acts = simulation.act_records();
      if (labels.size() != simulation.world().industry.label_records.size()) labels = simulation.label_records();
      add_series(digest, week);
      summary.add(week, acts);
      for (Observer* o : observers) o->week(week, acts, labels);
    }
    for (Observer* o : observers) o->tick(week.week, calendar.weeks);
  }
  digest.add(simulation.state_digest());
  RunResult result{summary.finish(simulation.act_records(), simulation.label_records()), digest.hex(), calendar.weeks,
                   static_cast<std::int64_t>(simulation.world().fans.size())};
  for (Observer* o : observers) o->end(result);
  return result;
}

}  // namespace hibiki
