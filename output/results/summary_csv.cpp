#include "output/results/summary_csv.hpp"

#include <fmt/format.h>

#include <cmath>
#include <variant>

#include "output/results/csv_field.hpp"
#include "sim/scenario/trends.hpp"

namespace hibiki::inline results {

namespace {

constexpr double kCentsInDollar = 100.0;

/// A column of YearSummary as rows of the table.
struct Measure {
  std::string_view name;
  std::variant<std::vector<double> YearSummary::*, std::vector<Cents> YearSummary::*> member;
  std::string_view unit;
  std::vector<int> KnownWeeks::*known = nullptr;  ///< weeks behind each value; null: all of the year's
};

const Measure kMeasures[] = {
    {"leadership", &YearSummary::leadership, "1", &KnownWeeks::leadership},
    {"leadership_people", &YearSummary::leadership_people, "1", &KnownWeeks::leadership},
    {"leadership_plays", &YearSummary::leadership_plays, "1", &KnownWeeks::leadership_plays},
    {"leadership_engaged", &YearSummary::leadership_engaged, "1", &KnownWeeks::leadership_engaged},
    {"home_share", &YearSummary::home_share, "1", &KnownWeeks::home_share},
    {"plays_home_share", &YearSummary::plays_home_share, "1", &KnownWeeks::plays_home_share},
    {"engaged_home", &YearSummary::engaged_home, "people"},
    {"engaged_abroad", &YearSummary::engaged_abroad, "people"},
    {"revenue_home", &YearSummary::revenue_home, "US dollars of 2015 a year"},
    {"revenue_abroad", &YearSummary::revenue_abroad, "US dollars of 2015 a year"},
    {"gini", &YearSummary::gini, "1", &KnownWeeks::gini},
};

std::string value_text(const YearSummary&, double value) { return csv_number(value); }
/// A sum over the year's weeks as an amount a year.
std::string value_text(const YearSummary& year, Cents cents) {
  return fmt::format("{:.2f}", year.a_year(static_cast<double>(cents)) / kCentsInDollar);
}

}  // namespace

std::string summary_csv(std::span<const Replicate> replicates, const std::optional<Day>& record_end) {
  std::string csv = "replicate,seed,year,scene,measure,value,unit,weeks,after_record\n";
  for (std::size_t r = 0; r < replicates.size(); ++r) {
    const RunSummary& summary = replicates[r].result.summary;
    for (const YearSummary& year : summary.years) {
      for (const Measure& measure : kMeasures) {
        std::visit(
            [&](auto member) {
              const auto& values = year.*member;
              for (std::size_t s = 0; s < values.size(); ++s)
                csv += fmt::format("{},{},{},{},{},{},{},{},{}\n", r, replicates[r].seed, year.year,
                                   csv_field(summary.axes.scenes.at(s)), measure.name, value_text(year, values[s]),
                                   measure.unit, measure.known ? (year.known.*measure.known).at(s) : year.weeks,
                                   is_after_record(year.year, record_end) ? 1 : 0);
            },
            measure.member);
      }
    }
  }
  return csv;
}

}  // namespace hibiki::results
