#include "tools/experiments/scenario_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <span>

#include "sim/scenario/responses.hpp"
#include "sim/scenario/rules.hpp"
#include "sim/scenario/sections.hpp"
#include "sim/scenario/toml_text.hpp"
#include "tools/experiments/comparison_scope.hpp"

namespace hibiki::inline experiments {

using Json = nlohmann::ordered_json;

namespace {

/// Rows of the table of parameters for one table of the scenario.
template <class Owner>
void add_parameters(Json& list, const std::string& section, const Owner& owner, std::span<const Field<Owner>> fields,
                    const std::map<std::string, std::string>& places) {
  const Owner defaults{};
  for (const Field<Owner>& field : fields) {
    if (!is_spelled_out(owner, field)) continue;
    const std::string value = toml_text(owner, field), standard = field.required ? "" : toml_text(defaults, field);
    const auto place = places.find(section + "." + std::string(field.key));
    const bool changed = value != standard;
    const bool placed = changed && place != places.end() && place->second != "default";
    list.push_back({{"section", section},
                    {"key", field.key},
                    {"value", value},
                    {"default", field.required ? Json(nullptr) : Json(standard)},
                    {"unit", field.unit},
                    {"source", placed ? place->second : std::string(field.source)},
                    {"changed", changed}});
  }
}

}  // namespace

Json levers_json(const Scenario& base, const Scenario& variant) {
  Json levers = Json::array();
  for (const Intervention& i : new_interventions(base, variant)) {
    const Field<Policy>* field = find_lever(lever_key(i.lever));
    const bool ends = i.until <= variant.run.end;
    levers.push_back({{"intervention", i.id},
                      {"target", i.target},
                      {"labels", labels_picked(variant, i.target)},
                      {"lever", field->key},
                      {"meaning", field->meaning},
                      {"change", change_text(i)},
                      {"from", to_string(i.from)},
                      {"until", ends ? Json(to_string(i.until)) : Json(nullptr)},
                      {"ramp_weeks", i.ramp_weeks},
                      {"cost_usd_week_label", i.cost}});
  }
  return levers;
}

namespace {

std::string answer_text(const Response& response, const Intervention& change) {
  const std::string who = fmt::format("{}: {}", response.id, response.by);
  const std::string lever = fmt::format("{} ({})", lever_key(change.lever), change.id);
  const std::string from = to_string(answer_begins(response, change));
  if (response.how == kNever) return fmt::format("{} never answer on {}", who, lever);
  if (response.how == kLearn)
    return fmt::format("{} learn {} from {} on from labels that grow more, {:.3g} of the way a year", who, lever, from,
                       response.rate);
  return fmt::format("{} change {} in the same way from {} on", who, lever, from);
}

}  // namespace

Json responses_json(const Scenario& base, const Scenario& variant) {
  Json list = Json::array();
  for (const Response& response : variant.responses) {
    if (std::ranges::find(base.responses, response) != base.responses.end()) continue;
    for (const Intervention* change : answered(variant, response))
      list.push_back({{"response", response.id},
                      {"by", response.by},
                      {"to", change->id},
                      {"how", response.how},
                      {"from", to_string(answer_begins(response, *change))},
                      {"text", answer_text(response, *change)}});
  }
  return list;
}

Json differences_json(const LoadedScenario& base, const LoadedScenario& variant) {
  const auto text = [](const std::string& value) { return value.empty() ? Json(nullptr) : Json(value); };
  Json list = Json::array();
  for (const ScenarioDifference& d : differences(base, variant))
    list.push_back({{"key", d.key}, {"base", text(d.base)}, {"variant", text(d.variant)}});
  return list;
}

Json parameters_json(const LoadedScenario& loaded) {
  std::map<std::string, std::string> places;
  for (const Origin& origin : loaded.origins) places[origin.key] = origin.place;
  Json list = Json::array();
  visit_tables(loaded.scenario, [&](const std::string& section, const auto& owner, auto fields) {
    add_parameters(list, section, owner, fields, places);
    if constexpr (std::is_same_v<std::decay_t<decltype(owner)>, PolicyRule>)
      for (const auto& [lever, value] : owner.levers) {
        const Field<Policy>* field = find_lever(lever_key(lever));
        const auto place = places.find(section + "." + std::string(field->key));
        list.push_back({{"section", section},
                        {"key", field->key},
                        {"value", toml_text(value)},
                        {"default", toml_text(Policy{}, *field)},
                        {"unit", field->unit},
                        {"source", place == places.end() ? std::string(field->source) : place->second},
                        {"changed", true}});
      }
  });
  return list;
}

}  // namespace hibiki::experiments
