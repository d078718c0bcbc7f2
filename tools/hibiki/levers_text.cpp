#include "tools/hibiki/levers_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/scenario/nearest.hpp"
#include "sim/scenario/responses.hpp"
#include "sim/scenario/rules.hpp"
#include "sim/scenario/schema.hpp"
#include "tools/experiments/comparison_scope.hpp"
#include "tools/hibiki/commands.hpp"
#include "tools/hibiki/table.hpp"
#include "tools/hibiki/text.hpp"

namespace hibiki::inline program {

namespace {

constexpr std::size_t kCauseColumns = 26;

const LabelState& living_label(const World& world, const std::string& name) {
  std::vector<std::string> living;
  for (const LabelState& label : world.industry.labels) {
    if (label.alive && label.identity.name == name) return label;
    if (label.alive) living.push_back(label.identity.name);
  }
  throw UsageError(fmt::format("--levers: no label '{}' on that day; {}", name, nearest_hint(name, living)));
}

/// An id, with the markets in which alone its change holds: the value in force is that elsewhere.
std::string named(const std::string& id, const Intervention& change) {
  return change.markets.empty() ? id : fmt::format("{} ({})", id, where_text(change));
}

/// Ids of the interventions, and of the answers to those of others, that hold `lever` of `label` on `day`.
std::string interventions_on(const Scenario& scenario, const LabelState& label, double Policy::*lever, Day day) {
  std::string ids;
  for (const Intervention& i : scenario.interventions) {
    if (i.lever == lever && in_force(i, day) && selects(i.target, label.identity) &&
        !names_home_alone(i, label.identity.home))
      ids += (ids.empty() ? "" : ", ") + named(i.id, i);
    if (const Response* response = response_to(scenario, i, label.identity);
        i.lever == lever && response != nullptr && response->how == kSame && in_force(same_change(*response, i), day))
      ids += (ids.empty() ? "" : ", ") + named(response->id, i);
  }
  return ids;
}

std::string cause(const World& world, const LabelState& label, double Policy::*lever, Day day) {
  std::string text = interventions_on(world.scenario, label, lever, day);
  if (label.learnt.*lever != 0.0)
    text += fmt::format("{}learnt {:+.3g}", text.empty() ? "" : " over ", label.learnt.*lever);
  return text;
}

}  // namespace

std::string levers_text(const World& world, const std::string& name, Day day, std::size_t columns) {
  const LabelState& label = living_label(world, name);
  const Policy dated = label.plan.dated(day);
  const Table table({{35}, {9}, {10}, {kCauseColumns, 1}}, columns);
  std::string text = fmt::format("{} in the week of {}\n\n", name, to_string(day)) +
                     table.row({"lever", "dated", "in force", "because of"}) + "\n";
  for (const auto& field : lever_fields()) {
    const auto lever = std::get<double Policy::*>(field.member);
    const std::string because = cause(world, label, lever, day);
    const bool fits = because.size() < kCauseColumns;
    text += table.row({std::string(field.key), fmt::format("{:.4g}", dated.*lever),
                       fmt::format("{:.4g}", label.policy.*lever), fits ? because : ""}) +
            "\n";
    if (!fits) text += wrapped("because of " + because, 4, columns) + "\n";
  }
  return text + "\n" +
         wrapped(
             "dated: by the policy rules of the scenario, or the default. in force: after learning, interventions and "
             "answers to those of others; changes in some markets, named in brackets, aside.",
             0, columns) +
         "\n";
}

}  // namespace hibiki::program
