#include "output/summary_csv.hpp"

#include <fmt/format.h>

#include <variant>

namespace hibiki {

namespace {

/// A column of YearSummary as rows of the table.
struct Measure {
  std::string_view name;
  std::variant<std::vector<double> YearSummary::*, std::vector<Cents> YearSummary::*> member;
  std::string_view unit;
};

const Measure kMeasures[] = {
    {"leadership", &YearSummary::leadership, "1"},
    {"leadership_people", &YearSummary::leadership_people, "1"},
    {"home_share", &YearSummary::home_share, "1"},
    {"plays_home_share", &YearSummary::plays_home_share, "1"},
    {"engaged_home", &YearSummary::engaged_home, "people"},
    {"engaged_abroad", &YearSummary::engaged_abroad, "people"},
    {"revenue_home", &YearSummary::revenue_home, "US dollars of 2015"},
    {"revenue_abroad", &YearSummary::revenue_abroad, "US dollars of 2015"},
    {"gini", &YearSummary::gini, "1"},
};

std::string quoted(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

/// The shortest text that reads back as the same number; money is in whole cents, so two digits say it all.
std::string value_text(double value) { return fmt::format("{}", value); }
std::string value_text(Cents cents) {
  const auto magnitude = cents < 0 ? 0 - static_cast<std::uint64_t>(cents) : static_cast<std::uint64_t>(cents);
  constexpr std::uint64_t kCentsInDollar = 100;
  return fmt::format("{}{}.{:02}", cents < 0 ? "-" : "", magnitude / kCentsInDollar, magnitude % kCentsInDollar);
}

}  // namespace

std::string summary_csv(std::span<const Replicate> replicates) {
  std::string csv = "replicate,seed,year,scene,measure,value,unit\n";
  for (std::size_t r = 0; r < replicates.size(); ++r) {
    const RunSummary& summary = replicates[r].result.summary;
    for (const YearSummary& year : summary.years) {
      for (const Measure& measure : kMeasures) {
        std::visit(
            [&](auto member) {
              const auto& values = year.*member;
              for (std::size_t s = 0; s < values.size(); ++s)
                csv +=
                    fmt::format("{},{},{},{},{},{},{}\n", r, replicates[r].seed, year.year,
                                quoted(summary.axes.scenes.at(s)), measure.name, value_text(values[s]), measure.unit);
            },
            measure.member);
      }
    }
  }
  return csv;
}

}  // namespace hibiki
