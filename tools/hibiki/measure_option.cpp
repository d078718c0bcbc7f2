#include "tools/hibiki/measure_option.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <algorithm>

#include "tools/experiments/asked_measures.hpp"
#include "tools/hibiki/commands.hpp"
#include "tools/hibiki/streams.hpp"

namespace hibiki::inline program {

void add_measure_option(CLI::App& command, std::vector<std::string>& measures) {
  command
      .add_option("--measure", measures,
                  "Measure to put first, as the headline; may be repeated for further ones. A name of the report's "
                  "table (leadership), or of some markets, another scene, a label or an act: engaged[market=ID|TH], "
                  "play_share[scene=K-pop,market=JP], revenue[label=NAME], plays[act=NAME]")
      ->type_name("MEASURE")
      ->allow_extra_args(false);
}

namespace {

/// "TOBE is founded on 2023-03-17" for each that begins after `day`.
std::vector<std::string> starts_after(Day day, const AskedMeasure& asked,
                                      const std::vector<const Scenario*>& scenarios) {
  std::vector<std::string> late;
  for (const auto& [name, start] : starts_of(asked, scenarios))
    if (start > day)
      late.push_back(fmt::format("{} {} on {}", name,
                                 asked.entity->kind == EntityKind::label ? "is founded" : "has its debut",
                                 to_string(start)));
  return late;
}

void require_somebody(const AskedMeasure& asked, const std::vector<const Scenario*>& scenarios) {
  const Day end = scenarios.front()->run.end;
  const auto late = starts_after(end, asked, scenarios);
  if (asked.entity && late.size() == starts_of(asked, scenarios).size())
    throw UsageError(fmt::format("--measure '{}': {}, but the run ends on {}", asked.measure.name,
                                 fmt::join(late, ", "), to_string(end)));
}

}  // namespace

void ask_for(const std::vector<std::string>& texts, const std::vector<const Scenario*>& scenarios, ArmScope& scope) {
  for (const std::string& text : texts) {
    try {
      scope.asked.push_back(asked_measure(text, scenarios, scope.scene));
    } catch (const MeasureError& error) {
      throw UsageError(fmt::format("--measure '{}': {}", text, error.what()));
    }
    require_somebody(scope.asked.back(), scenarios);
    const auto same = [&](const AskedMeasure& asked) { return asked.measure.name == scope.asked.back().measure.name; };
    if (std::ranges::count_if(scope.asked, same) > 1)
      throw UsageError(fmt::format("--measure '{}' stands twice", text));
  }
  if (!scope.asked.empty() && scope.asked.front().measure.weekly == nullptr)
    throw UsageError(
        fmt::format("--measure '{}' cannot be the headline, since not every week has a value of it: put "
                    "another measure before it",
                    texts.front()));
}

void say_late_starts(const std::vector<const Scenario*>& scenarios, const ArmScope& scope) {
  const Day from = scenarios.front()->calendar().day(scope.from_week);
  for (const AskedMeasure& asked : scope.asked)
    if (const auto late = starts_after(from, asked, scenarios); !late.empty())
      say(fmt::format("{}: {}; weeks before count as 0", asked.measure.name, fmt::join(late, ", ")));
}

std::string identity_of_measures(const ArmScope& scope) {
  std::string identity;
  for (const AskedMeasure& asked : scope.asked) identity += "\nmeasure " + asked.measure.name;
  return identity;
}

}  // namespace hibiki::program
