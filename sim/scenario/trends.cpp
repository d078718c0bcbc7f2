#include "sim/scenario/trends.hpp"

#include <algorithm>

#include "sim/core/error.hpp"
#include "sim/scenario/schema.hpp"

namespace hibiki::inline scenario {

void apply_trends(Scenario& scenario) {
  for (const Field<Trends>& trend : trend_fields()) {
    const auto series = std::ranges::find(market_fields(), trend.key, &Field<Market>::key);
    HIBIKI_ASSERT(series != market_fields().end());
    const auto member = std::get<DatedValue Market::*>(series->member);
    const double rate = scenario.trends.*std::get<double Trends::*>(trend.member);
    const bool of_share = member == &Market::internet;
    const Trend going_on = rate == 0.0 ? Trend{} : Trend{rate, of_share, scenario.run.now};
    for (Market& market : scenario.markets) (market.*member).trend = going_on;
  }
}

std::optional<Day> record_ends(const Scenario& scenario) {
  const RunSettings& run = scenario.run;
  return run.now > run.start && run.now < run.end ? std::optional(run.now) : std::nullopt;
}

bool is_after_record(int year, const std::optional<Day>& record_end) {
  return record_end && make_day(year, 7, 1) > *record_end;
}

}  // namespace hibiki::scenario
