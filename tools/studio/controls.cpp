#include "tools/studio/controls.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "output/analysis/entity_measures.hpp"
#include "output/analysis/measures.hpp"
#include "sim/core/calendar.hpp"
#include "sim/scenario/policies.hpp"
#include "sim/scenario/schema.hpp"
#include "sim/scenario/target.hpp"
#include "sim/scenario/trends.hpp"
#include "tools/experiments/comparison_scope.hpp"
#include "tools/studio/question.hpp"

namespace hibiki::inline studio {

using Json = nlohmann::ordered_json;

namespace {

// Prices are those of scenarios/strategies, for labels with about four acts: estimates [M].
constexpr std::array<Control, 12> kControls = {{
    {&Policy::official_uploads_video, "Official videos", "%", 1.0, 1450.0,
     "one person at $70,000 a year who prepares and clears the uploads"},
    {&Policy::official_uploads_streaming_abroad, "Streaming abroad", "%", 1.0, 1450.0,
     "one person at $70,000 a year for licences and deliveries"},
    {&Policy::promotion_abroad, "Promotion abroad", "% of promotion", 0.8, 0.0, "taken from promotion at home"},
    {&Policy::promotion_online, "Promotion online", "% of promotion", 1.0, 0.0, "taken from broadcast promotion"},
    {&Policy::posts_per_week, "Posts between releases", "per act and week", 10.0, 1000.0,
     "about $250 per post, for 4 acts"},
    {&Policy::livestreams, "Paid livestreams", "per act and year", 12.0, 2300.0, "$30,000 per stream, for 4 acts"},
    {&Policy::tours_abroad, "Tours abroad", "per act, market and year", 2.0, 30000.0,
     "$30,000 per tour and market not covered by promoters, for 4 acts and 13 markets", true},
    {&Policy::collaboration_rate, "Joint songs", "% of releases", 0.6, 5200.0,
     "travel, and one person who arranges them"},
    {&Policy::collaboration_scope, "with Asian partners", "% of joint songs", 1.0, 0.0, "paid with the joint songs"},
    {&Policy::local_partners, "Local partners", "% of markets", 1.0, 0.0, "they keep a share of the revenue"},
    {&Policy::production_budget, "Money for songs and videos", "times the budget", 4.0, 0.0,
     "what it adds is paid from the labels' cash; the result says how much it was"},
    {&Policy::differentiation, "Distance from the leading style", "spreads of styles", 3.0, 0.0, "no cost is assumed"},
}};

Json measure_json(const Measure& measure) {
  return {{"name", measure.name}, {"title", measure.title}, {"unit", measure.unit}, {"definition", measure.definition}};
}

/// Those that have a value every week: the others cannot be the headline.
template <class Measures>
Json weekly_measures(const Measures& measures) {
  Json list = Json::array();
  for (const Measure& measure : measures)
    if (measure.weekly != nullptr) list.push_back(measure_json(measure));
  return list;
}

Json measures_of_scenes() {
  Json list = weekly_measures(measure_table());
  for (const Json& more : weekly_measures(further_measures())) list.push_back(more);
  return list;
}

Json controls_json() {
  Json list = Json::array();
  for (const Control& control : kControls) {
    const Field<Policy>& field = lever_field(control.lever);
    list.push_back({{"lever", field.key},
                    {"title", control.title},
                    {"unit", control.unit},
                    {"least", field.minimum},
                    {"most", std::min(control.most, field.maximum)},
                    {"meaning", field.meaning},
                    {"price", control.price},
                    {"paid", control.paid},
                    {"each_market", control.each_market},
                    {"by_market", field.by_market != ByMarket::no}});
  }
  return list;
}

/// Of the labels that a target picks. Throws QuestionError where it picks none.
std::vector<PolicyPlan> plans_of(const Scenario& base, const std::string& target) {
  std::string error;
  const auto parsed = Target::parse(target, error);
  if (!parsed) throw QuestionError("target", error);
  std::vector<PolicyPlan> plans;
  for (const LabelIdentity& label : identities_of(base))
    if (parsed->selects(label.kind, label.home, label.scene, label.entry, label.name)) plans.emplace_back(base, label);
  if (plans.empty()) throw QuestionError("target", fmt::format("no label is '{}'", target));
  return plans;
}

}  // namespace

double dated_mean(const Scenario& base, const std::string& target, double Policy::*lever, Day day) {
  const std::vector<PolicyPlan> plans = plans_of(base, target);
  double sum = 0.0;
  for (const PolicyPlan& plan : plans) sum += plan.dated(day).*lever;
  return sum / static_cast<double>(plans.size());
}

std::span<const Control> controls() { return kControls; }

Json setup_json(const LoadedScenario& base) {
  const Scenario& scenario = base.scenario;
  Json markets = Json::array(), labels = Json::array(), acts = Json::array();
  for (const Market& market : scenario.markets)
    markets.push_back(
        {{"name", market.name}, {"title", market.title.empty() ? market.name : market.title}, {"scene", market.scene}});
  for (const Label& label : scenario.labels)
    labels.push_back({{"name", label.name},
                      {"home", label.home},
                      {"kind", kLabelKindNames[static_cast<std::size_t>(label.kind)]},
                      {"count", label.count},
                      {"founded", to_string(label.founded)}});
  for (const Act& act : scenario.acts)
    acts.push_back({{"name", act.name}, {"label", act.label}, {"debut", to_string(act.debut)}});
  const auto record_end = record_ends(scenario);
  return {{"title", scenario.title.empty() ? scenario.name : scenario.title},
          {"base", base.path.string()},
          {"start", to_string(scenario.run.start)},
          {"report_from", to_string(scenario.run.report_from)},
          {"end", to_string(scenario.run.end)},
          {"record_ends", record_end ? Json(to_string(*record_end)) : Json(nullptr)},
          {"scene", asked_scene(scenario, {}).market},
          {"markets", markets},
          {"labels", labels},
          {"acts", acts},
          {"measures",
           {{"scene", measures_of_scenes()},
            {"label", weekly_measures(entity_measures(EntityKind::label))},
            {"act", weekly_measures(entity_measures(EntityKind::act))}}},
          {"controls", controls_json()},
          {"most_pinned", kMostPinned}};
}

Json levers_of(const Scenario& base, const std::string& target) {
  const std::vector<PolicyPlan> plans = plans_of(base, target);
  const int first = year_of(base.run.start), last = year_of(base.run.end);
  Json values = Json::object();
  for (const Control& control : kControls) values[std::string(lever_key(control.lever))] = Json::array();
  for (int year = first; year <= last; ++year) {
    std::vector<double> sums(kControls.size());
    for (const PolicyPlan& plan : plans) {
      const Policy dated = plan.dated(make_day(year, 1, 1));
      for (std::size_t i = 0; i < kControls.size(); ++i) sums[i] += dated.*kControls[i].lever;
    }
    for (std::size_t i = 0; i < kControls.size(); ++i)
      values[std::string(lever_key(kControls[i].lever))].push_back(sums[i] / static_cast<double>(plans.size()));
  }
  return {{"target", target}, {"labels", plans.size()}, {"first_year", first}, {"values", values}};
}

}  // namespace hibiki::studio
