#include "tools/reproduce/reproduction_csv.hpp"

#include <fmt/format.h>

#include "output/results/csv_field.hpp"

namespace hibiki::inline reproduction {

namespace {

std::string csv_number(const std::optional<double>& value) { return value ? fmt::format("{}", *value) : ""; }

std::string csv_rows(const CaseOutcome& outcome, const std::string& before) {
  std::string text;
  for (const Measured& m : outcome.measured)
    text += fmt::format("{}{},{},{},{},{},{},{},{},{}\n", before, csv_field(outcome.run.name), m.measure->name, m.seeds,
                        m.seeds > 0 ? csv_number(m.mean.mean) : "", csv_number(m.mean.low), csv_number(m.mean.high),
                        csv_number(m.low), csv_number(m.high), csv_number(m.theory));
  return text;
}

constexpr const char* kCsvHead = "case,measure,seeds,mean,mean_low,mean_high,seeds_low,seeds_high,theory\n";

}  // namespace

std::string reproduction_csv(const Reproduction& reproduction) {
  std::string text = kCsvHead;
  for (const CaseOutcome& outcome : reproduction.outcomes) text += csv_rows(outcome, "");
  return text;
}

std::string sweep_csv(const Sweep& sweep) {
  std::string text;
  for (const SweepAxis& axis : sweep.axes) text += csv_field(axis.name) + ",";
  text += kCsvHead;
  for (const SweepPoint& point : sweep.points) {
    std::string before;
    for (const double at : point.at) before += fmt::format("{},", at);
    text += csv_rows(point.outcome, before);
  }
  return text;
}

}  // namespace hibiki::reproduction
