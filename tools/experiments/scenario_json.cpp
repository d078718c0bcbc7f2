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

/// What the value of the intervention's lever is.
std::string_view meaning_of(const Intervention& change) {
  if (!change.markets.empty() && change.lever == &Policy::promotion_abroad)
    return "Share of all promotion that these markets get together.";
  if (!change.markets.empty() && change.lever == &Policy::local_partners)
    return "Share of these markets with a licensee that promotes and distributes for a share of revenue.";
  if (!change.markets.empty() && change.lever == &Policy::collaboration_scope)
    return "Share of joint releases whose partner is from these markets.";
  return lever_field(change.lever).meaning;
}

}  // namespace

Json levers_json(const Scenario& base, const Scenario& variant) {
  Json levers = Json::array();
  for (const Intervention& i : new_interventions(base, variant)) {
    const bool ends = i.until <= variant.run.end;
    levers.push_back({{"intervention", i.id},
                      {"target", i.target},
                      {"labels", labels_picked(variant, i.target)},
                      {"lever", lever_key(i.lever)},
                      {"meaning", meaning_of(i)},
                      {"change", change_text(i)},
                      {"markets", i.markets},
                      {"from", to_string(i.from)},
                      {"until", ends ? Json(to_string(i.until)) : Json(nullptr)},
                      {"ramp_weeks", i.ramp_weeks},
                      {"cost_usd_week_label", i.cost},
                      {"paid_from", i.paid_from}});
  }
  return levers;
}

namespace {

/// Labels of the file that answer an intervention by this response.
std::size_t labels_answering(const Scenario& scenario, const Response& response, const Intervention& change) {
  return static_cast<std::size_t>(std::ranges::count_if(identities_of(scenario), [&](const LabelIdentity& label) {
    return response_to(scenario, change, label) == &response;
  }));
}

std::string answer_text(const Response& response, const Intervention& change, std::size_t labels, Day run_end) {
  const Day begins = answer_begins(response, change);
  const Day end = response.how == kSame ? same_change(response, change).until : response.until;
  const std::string time = end > run_end ? fmt::format("from {} on", to_string(begins))
                                         : fmt::format("from {} to {}", to_string(begins), to_string(end));
  const std::string who =
      fmt::format("{}: {} of {}", response.id, labels == 1 ? "1 label" : fmt::format("{} labels", labels), response.by);
  const std::string where = where_text(change);
  const std::string lever =
      fmt::format("{}{}{} ({})", lever_key(change.lever), where.empty() ? "" : " ", where, change.id);
  if (response.how == kNever) return fmt::format("{}, who do not learn {} {}", who, lever, time);
  if (response.how == kLearn)
    return fmt::format("{}, who learn {} from labels that grow more, {:.3g} of the way a year, {}", who, lever,
                       response.rate, time);
  return fmt::format("{}, who change {} in the same way {}, where they are not further already", who, lever, time);
}

}  // namespace

Json responses_json(const Scenario& scenario) {
  Json list = Json::array();
  for (const Response& response : scenario.responses)
    for (const Intervention* change : answered(scenario, response)) {
      const std::size_t labels = labels_answering(scenario, response, *change);
      if (labels == 0 || !answer_happens(scenario, response, *change)) continue;
      list.push_back({{"response", response.id},
                      {"by", response.by},
                      {"labels", labels},
                      {"to", change->id},
                      {"how", response.how},
                      {"from", to_string(answer_begins(response, *change))},
                      {"text", answer_text(response, *change, labels, scenario.run.end)}});
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
        const Field<Policy>* field = &lever_field(lever);
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
