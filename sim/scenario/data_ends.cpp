#include "sim/scenario/data_ends.hpp"

#include <map>
#include <optional>
#include <type_traits>
#include <variant>

#include "sim/scenario/schema.hpp"

namespace hibiki::inline scenario {

namespace {

/// Last date of a value that changes over time; nothing for others.
std::optional<Day> last_date(const Market& market, const Field<Market>& field) {
  return std::visit(
      [&](auto member) -> std::optional<Day> {
        using T = std::remove_cvref_t<decltype(market.*member)>;
        if constexpr (std::is_same_v<T, DatedValue> || std::is_same_v<T, DatedRows>)
          if ((market.*member).points.size() > 1) return (market.*member).points.back().first;
        return std::nullopt;
      },
      field.member);
}

double trend_of(const Trends& trends, std::string_view key) {
  for (const Field<Trends>& field : trend_fields())
    if (field.key == key) return trends.*std::get<double Trends::*>(field.member);
  return 0.0;
}

}  // namespace

std::vector<DataEnd> data_ends(const Scenario& scenario) {
  constexpr std::chrono::days kYear{366};
  std::vector<DataEnd> ends;
  for (const Field<Market>& field : market_fields()) {
    std::map<int, std::size_t> years;
    for (const Market& market : scenario.markets)
      if (const auto last = last_date(market, field); last && *last + kYear < scenario.run.end) ++years[year_of(*last)];
    for (const auto& [year, markets] : years)
      ends.push_back(
          {field.key, year, markets, scenario.run.now < scenario.run.end ? trend_of(scenario.trends, field.key) : 0.0});
  }
  return ends;
}

}  // namespace hibiki::scenario
