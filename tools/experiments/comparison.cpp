#include "tools/experiments/comparison.hpp"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "output/machine.hpp"
#include "output/patterns.hpp"
#include "sim/core/error.hpp"
#include "sim/engine/run.hpp"
#include "sim/scenario/sections.hpp"
#include "sim/scenario/toml_text.hpp"
#include "tools/experiments/effects.hpp"
#include "tools/experiments/figures.hpp"
#include "tools/experiments/json_parts.hpp"
#include "tools/experiments/question.hpp"
#include "tools/experiments/verdict.hpp"

namespace hibiki {

namespace {

using Json = nlohmann::ordered_json;

/// An interval a tenth as wide is what `replicates_for` is about.
constexpr double kNarrower = 10.0;
constexpr std::size_t kShownPairs = 32;

Json table_json(const ArmTable& table, bool flat) {
  if (flat) return list_json(table.values);
  Json rows = Json::array();
  for (std::size_t r = 0; r < table.rows; ++r)
    rows.push_back(list_json(std::span(table.values).subspan(r * table.columns, table.columns)));
  return rows;
}

/// Replicates of an arm that did not fail.
std::vector<const ArmReplicate*> replicates_of(const Comparison& comparison, std::size_t arm) {
  std::vector<const ArmReplicate*> found;
  for (const SeedOutcome& outcome : comparison.outcomes)
    if (outcome.arms[arm]) found.push_back(&*outcome.arms[arm]);
  return found;
}

/// Pairs of which neither half failed.
PairedRecords pairs_of(const Comparison& comparison, std::size_t variant) {
  PairedRecords pairs;
  for (const SeedOutcome& outcome : comparison.outcomes) {
    if (!outcome.arms[0] || !outcome.arms[variant]) continue;
    pairs.base.push_back(&outcome.arms[0]->record);
    pairs.variant.push_back(&outcome.arms[variant]->record);
  }
  return pairs;
}

Json axes_json(const RunAxes& axes, const Scenario& scenario, const ArmRecord& record) {
  Json third = Json::array(), quarters = Json::array();
  for (const std::string& code : axes.markets)
    for (const Market& market : scenario.markets)
      if (market.name == code) third.push_back(market.third_market);
  for (const Day quarter : record.quarters) quarters.push_back(to_string(quarter));
  Json foundings = Json::array();
  for (const Founding& founding : kFoundings) foundings.push_back(founding.name);
  return {{"markets", axes.markets},   {"market_titles", axes.market_titles},
          {"scenes", axes.scenes},     {"third", third},
          {"years", record.years},     {"quarters", quarters},
          {"channels", kChannelNames}, {"label_kinds", kLabelKindNames},
          {"sources", kSourceNames},   {"foundings", foundings}};
}

Json levels_json(const std::vector<const ArmReplicate*>& replicates) {
  Json levels = Json::object();
  for (std::size_t i = 0; i < measure_table().size(); ++i) {
    std::vector<double> values;
    for (const ArmReplicate* replicate : replicates)
      if (std::isfinite(replicate->record.measures[i])) values.push_back(replicate->record.measures[i]);
    levels[std::string(measure_table()[i].name)] =
        values.empty() ? Json(nullptr) : interval_json(mean_interval(values));
  }
  return levels;
}

Json founding_json(const ArmTable& table) {
  Json list = Json::array();
  for (std::size_t i = 0; i < kFoundings.size(); ++i)
    list.push_back({{"founded", kFoundings[i].name}, {"value", number_json(table.values[i])}});
  return list;
}

Json arm_json(const Comparison& comparison, std::size_t arm) {
  const ComparedScenario& what = comparison.arms[arm];
  const Scenario& scenario = what.loaded.scenario;
  const auto replicates = replicates_of(comparison, arm);
  Json digests = Json::array(), seeds = Json::array();
  std::vector<const ArmRecord*> records;
  for (const ArmReplicate* replicate : replicates) {
    digests.push_back(replicate->replicate.result.digest);
    seeds.push_back(replicate->replicate.seed);
    records.push_back(&replicate->record);
  }
  Json json = {{"name", scenario.name},
               {"title", scenario.title.empty() ? scenario.name : scenario.title},
               {"scenario", what.path},
               {"run", what.folder},
               {"seeds", seeds},
               {"digests", digests},
               {"levels", levels_json(replicates)}};
  if (records.empty()) return json;
  const ArmRecord mean = mean_record(records);
  for (const ArmTableEntry& table : arm_tables())
    json[std::string(table.name)] = table_json(mean.*table.member, table.flat);
  json["label_revenue_by_age"] = founding_json(mean.label_revenue_by_age);
  return json;
}

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

Json differences_json(const LoadedScenario& base, const LoadedScenario& variant) {
  const auto text = [](const std::string& value) { return value.empty() ? Json(nullptr) : Json(value); };
  Json list = Json::array();
  for (const ScenarioDifference& d : differences(base, variant))
    list.push_back({{"key", d.key}, {"base", text(d.base)}, {"variant", text(d.variant)}});
  return list;
}

Json replicates_for_json(const Effect& effect) {
  const auto half = half_width(effect.interval());
  if (!half || *half == 0) return nullptr;
  const double wanted = *half / kNarrower;
  const std::string text = effect.as_ratio() ? fmt::format("{:.2g} %", (std::exp(wanted) - 1) * 100)
                                             : difference_text(effect.measure->unit, wanted).substr(1);
  return {{"half_width", text}, {"replicates", replicates_for(*half, effect.paired->pairs, wanted)}};
}

Json effect_json(const Effect& effect) {
  Json json = {{"measure", effect.measure->name}, {"pairs", effect.paired ? effect.paired->pairs : 0}};
  if (effect.paired) {
    const PairedEffect& paired = *effect.paired;
    json["base"] = number_json(paired.base);
    json["variant"] = number_json(paired.variant);
    json["difference"] = interval_json(paired.difference);
    json["ratio"] = paired.log_ratio ? interval_json(ratio_of(*paired.log_ratio)) : Json(nullptr);
    json["chance_positive"] = number_json(effect.chance_positive());
    json["pairs_positive"] = paired.positive;
    json["pairs_negative"] = paired.negative;
    json["pairs_equal"] = paired.equal;
    json["variance_saved"] = number_json(effect.variance_saved());
    json["replicates_for"] = replicates_for_json(effect);
  } else {
    for (const char* key : {"base", "variant", "difference", "ratio", "chance_positive"}) json[key] = nullptr;
    for (const char* key : {"pairs_positive", "pairs_negative", "pairs_equal"}) json[key] = 0;
    for (const char* key : {"variance_saved", "replicates_for"}) json[key] = nullptr;
  }
  json["singles"] = list_json(effect.singles);
  return json;
}

Json paired_json(const DifferenceOverTime& over_time) {
  Json time = Json::array(), mean = Json::array(), low = Json::array(), high = Json::array(), pairs = Json::array();
  for (std::size_t q = 0; q < over_time.quarters.size(); ++q) {
    time.push_back(to_string(over_time.quarters[q]));
    mean.push_back(number_json(over_time.difference[q].mean));
    low.push_back(number_json(over_time.difference[q].low));
    high.push_back(number_json(over_time.difference[q].high));
  }
  for (std::size_t i = 0; i < std::min(over_time.singles.size(), kShownPairs); ++i)
    pairs.push_back(list_json(over_time.singles[i]));
  const Measure& headline = measure_table().front();
  return {{"measure", headline.name},
          {"unit", headline.unit},
          {"time", time},
          {"mean", mean},
          {"low", low},
          {"high", high},
          {"pairs", pairs}};
}

Json variant_json(const Comparison& comparison, std::size_t arm) {
  const ComparedScenario &base = comparison.arms[0], &variant = comparison.arms[arm];
  const PairedRecords pairs = pairs_of(comparison, arm);
  const std::vector<Effect> effects = effects_of(pairs);
  Json json = arm_json(comparison, arm);
  json["question"] = variant.loaded.scenario.question;
  json["levers"] = levers_json(base.loaded.scenario, variant.loaded.scenario);
  json["differences"] = differences_json(base.loaded, variant.loaded);
  json["effects"] = Json::array();
  for (const Effect& effect : effects) json["effects"].push_back(effect_json(effect));
  json["cost_usd"] = number_json(extra_cost(pairs));
  const auto back = return_per_dollar(pairs);
  json["return_per_usd"] = back ? interval_json(*back) : Json(nullptr);
  json["paired"] = paired_json(headline_over_time(pairs));
  json["verdict"] = verdict(effects.front(), scene_title(comparison), base.loaded.scenario);
  return json;
}

Json failed_json(const Comparison& comparison) {
  Json failed = Json::array();
  for (const SeedOutcome& outcome : comparison.outcomes)
    for (std::size_t arm = 0; arm < outcome.errors.size(); ++arm)
      if (!outcome.errors[arm].empty())
        failed.push_back({{"arm", comparison.arms[arm].loaded.scenario.name},
                          {"seed", outcome.seed},
                          {"error", outcome.errors[arm]}});
  return failed;
}

Summaries summaries_of(const Comparison& comparison, std::size_t arm, bool paired) {
  Summaries summaries;
  for (const SeedOutcome& outcome : comparison.outcomes)
    if (outcome.arms[arm] && (!paired || outcome.arms[0]))
      summaries.push_back(&outcome.arms[arm]->replicate.result.summary);
  return summaries;
}

Json patterns_json(const Comparison& comparison) {
  std::map<std::string, Summaries> variants;
  for (std::size_t arm = 1; arm < comparison.arms.size(); ++arm)
    variants[comparison.arms[arm].loaded.scenario.name] = summaries_of(comparison, arm, true);
  Json list = Json::array();
  for (const Pattern& p : check_patterns(summaries_of(comparison, 0, false), variants))
    list.push_back({{"id", p.id},
                    {"text", p.text},
                    {"result", result_name(p.result)},
                    {"measured", p.verdict.empty() ? p.measured : p.verdict + "; " + p.measured}});
  return list;
}

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

const ArmReplicate* any_replicate(const Comparison& comparison) {
  const auto replicates = replicates_of(comparison, 0);
  return replicates.empty() ? nullptr : replicates.front();
}

Json head(const Comparison& comparison, const char* kind, const std::string& question) {
  const Scenario& base = comparison.arms[0].loaded.scenario;
  const ArmReplicate* any = any_replicate(comparison);
  HIBIKI_ASSERT(any != nullptr);
  const RunSummary& summary = any->replicate.result.summary;
  const Calendar calendar = base.calendar();
  return {{"format_version", 1},
          {"kind", kind},
          {"program", project_version()},
          {"model_version", kModelVersion},
          {"command", comparison.command},
          {"identity", comparison.identity},
          {"question", question},
          {"seed", comparison.outcomes.front().seed},
          {"replicates", comparison.outcomes.size()},
          {"fans", base.run.fans},
          {"start", to_string(base.run.start)},
          {"report_from", to_string(base.run.report_from)},
          {"end", to_string(base.run.end)},
          {"window", {{"from", to_string(calendar.day(comparison.scope.from_week))}, {"to", to_string(base.run.end)}}},
          {"scene", {{"name", scene_title(comparison)}, {"market", comparison.scope.scene.market}}},
          {"challenger", summary.challenger},
          {"incumbent", summary.incumbent},
          {"axes", axes_json(summary.axes, base, any->record)},
          {"measures", measures_json()}};
}

}  // namespace

std::string scene_title(const Comparison& comparison) {
  for (const Market& market : comparison.arms[0].loaded.scenario.markets)
    if (market.name == comparison.scope.scene.market) return market.scene;
  return comparison.scope.scene.market;
}

Json comparison_json(const Comparison& comparison) {
  const LoadedScenario& base = comparison.arms[0].loaded;
  const bool alone = comparison.arms.size() == 1;
  const std::string question = (alone ? base : comparison.arms[1].loaded).scenario.question;
  Json json = head(comparison, alone ? "run" : "comparison", question);
  json["base"] = arm_json(comparison, 0);
  json["variants"] = Json::array();
  for (std::size_t arm = 1; arm < comparison.arms.size(); ++arm)
    json["variants"].push_back(variant_json(comparison, arm));
  json["failed"] = failed_json(comparison);
  json["patterns"] = patterns_json(comparison);
  json["parameters"] = parameters_json(base);
  json["ensemble"] = nullptr;
  return json;
}

/// Names and paths need not be UTF-8.
std::string json_text(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n"; }

}  // namespace hibiki
