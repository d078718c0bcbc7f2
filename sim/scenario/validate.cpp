#include <fmt/format.h>

#include <algorithm>

#include "sim/scenario/findings.hpp"
#include "sim/scenario/label_name.hpp"
#include "sim/scenario/load.hpp"
#include "sim/scenario/sections.hpp"

namespace hibiki::inline scenario {

namespace {

constexpr std::int64_t kFormatVersion = 1;
constexpr std::int64_t kMostLabels = 10'000;

void check_run(const Scenario& scenario, std::vector<Finding>& findings) {
  const RunSettings& run = scenario.run;
  const auto bounds = fmt::format("the run goes from {} to {}", to_string(run.start), to_string(run.end));
  if (run.end < run.start) {
    findings.push_back({"run.end", -1, "run.end is before run.start", "it starts on " + to_string(run.start)});
    return;
  }
  if (run.report_from < run.start)
    findings.push_back({"run.report_from", -1, "run.report_from is before the start", bounds});
  if (run.report_from > run.end)
    findings.push_back({"run.report_from", -1, "run.report_from is after the end", bounds});
  constexpr int kMostYears = 1000;
  if (years_between(run.start, run.end) > kMostYears)
    findings.push_back({"run.end", -1, "the run is too long", fmt::format("at most {} years", kMostYears)});
}

void check_sizes(const Scenario& scenario, std::vector<Finding>& findings) {
  if (scenario.format_version != kFormatVersion)
    findings.push_back({"format_version", -1, fmt::format("format_version {} is unknown", scenario.format_version),
                        fmt::format("this program reads {}", kFormatVersion)});
  if (scenario.markets.empty())
    findings.push_back({"", -1, "the scenario has no market", "add [[market]], or did you forget extends = \"...\"?"});
  if (scenario.markets.size() > kMostMarkets)
    findings.push_back({"", -1, fmt::format("{} markets are too many", scenario.markets.size()),
                        fmt::format("at most {}", kMostMarkets)});
  if (scenario.platforms.size() > kMostPlatforms)
    findings.push_back({"", -1, fmt::format("{} platforms are too many", scenario.platforms.size()),
                        fmt::format("at most {}", kMostPlatforms)});
  std::int64_t labels = 0;
  for (const Label& label : scenario.labels) labels += label.count;
  if (scenario.labels.empty())
    findings.push_back({"", -1, "the scenario has no label", "add [[label]], or did you forget extends = \"...\"?"});
  if (labels > kMostLabels)
    findings.push_back({"", -1, fmt::format("{} labels are too many", labels), fmt::format("at most {}", kMostLabels)});
}

}  // namespace

std::vector<Finding> find_problems(const Scenario& scenario) {
  std::vector<Finding> findings;
  check_sizes(scenario, findings);
  check_run(scenario, findings);
  find_range_problems(scenario, findings);
  find_name_problems(scenario, findings);
  find_rule_problems(scenario, findings);
  find_effect_problems(scenario, findings);
  find_response_problems(scenario, findings);
  return findings;
}

std::vector<Problem> validate(const Scenario& scenario) {
  std::vector<Problem> problems;
  for (const Finding& finding : find_problems(scenario))
    problems.push_back({{}, 0, 0, finding.message, finding.hint.empty() ? "" : "  " + finding.hint});
  return problems;
}

std::vector<std::string> full_names(const Label& entry) {
  // More than this is an error by itself; names are still needed for the other messages.
  const auto count = std::clamp<std::int64_t>(entry.count, 1, kMostLabels);
  if (count == 1) return {entry.name};
  std::vector<std::string> names;
  for (std::int64_t i = 0; i < count; ++i) names.push_back(label_name(entry, i));
  return names;
}

}  // namespace hibiki::scenario
