#include "tools/experiments/comparison.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

#include "output/analysis/market_size.hpp"
#include "output/analysis/misfits.hpp"
#include "output/results/machine.hpp"
#include "output/results/manifest.hpp"
#include "sim/core/error.hpp"
#include "sim/engine/run.hpp"
#include "sim/scenario/trends.hpp"
#include "tools/experiments/effect_json.hpp"
#include "tools/experiments/effects.hpp"
#include "tools/experiments/ensemble_effects.hpp"
#include "tools/experiments/implausible.hpp"
#include "tools/experiments/json_parts.hpp"
#include "tools/experiments/market_effects.hpp"
#include "tools/experiments/scenario_json.hpp"
#include "tools/experiments/variant_ranking.hpp"
#include "tools/experiments/verdict.hpp"

namespace hibiki::inline experiments {

namespace {

using Json = nlohmann::ordered_json;

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

Json axes_json(const RunAxes& axes, const Scenario& scenario, const ArmRecord& record) {
  Json third = Json::array(), quarters = Json::array();
  for (const std::string& code : axes.markets)
    for (const Market& market : scenario.markets)
      if (market.name == code) third.push_back(market.third_market);
  for (const Day quarter : record.quarters) quarters.push_back(to_string(quarter));
  Json foundings = Json::array();
  for (const Founding& founding : kFoundings) foundings.push_back(founding.name);
  return {{"markets", axes.markets},        {"market_titles", axes.market_titles},
          {"scenes", axes.scenes},          {"third", third},
          {"years", record.years},          {"year_weeks", record.year_weeks},
          {"quarters", quarters},           {"channels", kChannelNames},
          {"label_kinds", kLabelKindNames}, {"sources", kSourceNames},
          {"foundings", foundings}};
}

/// Weeks of all replicates over which a measure is a mean, and how many there are: those that any measure has.
Json weeks_json(const std::vector<const ArmReplicate*>& replicates, std::size_t measure) {
  double known = 0, all = 0;
  for (const ArmReplicate* replicate : replicates) {
    known += replicate->record.measure_weeks[measure];
    all += std::ranges::max(replicate->record.measure_weeks);
  }
  return {{"known", std::llround(known)}, {"of", std::llround(all)}};
}

Json levels_json(const std::vector<const ArmReplicate*>& replicates, const MeasureList& measures) {
  Json levels = Json::object();
  for (std::size_t i = 0; i < measures.size(); ++i) {
    std::vector<double> values;
    for (const ArmReplicate* replicate : replicates)
      if (std::isfinite(replicate->record.measures[i])) values.push_back(replicate->record.measures[i]);
    Json level = values.empty() ? Json(nullptr) : interval_json(mean_interval(values));
    if (!values.empty())
      level.update({{"replicates", values.size()},
                    {"weeks", measures[i]->weekly == nullptr ? Json(nullptr) : weeks_json(replicates, i)}});
    levels[measures[i]->name] = std::move(level);
  }
  return levels;
}

/// Tables in which some replicate lacks a value: how many have each.
Json incomplete_json(std::span<const ArmRecord* const> records) {
  Json incomplete = Json::object();
  for (std::size_t t = 0; t < arm_tables().size(); ++t) {
    const ArmTable counts = replicates_with_value(records, t);
    if (std::ranges::all_of(counts.values, [&](double n) { return n == static_cast<double>(records.size()); }))
      continue;
    incomplete[std::string(arm_tables()[t].name)] = table_json(counts, arm_tables()[t].flat);
  }
  return incomplete;
}

Json founding_json(const ArmTable& table) {
  Json list = Json::array();
  for (std::size_t i = 0; i < kFoundings.size(); ++i)
    list.push_back({{"founded", kFoundings[i].name}, {"value", number_json(table.values[i])}});
  return list;
}

/// Markets in which fans pay implausibly much.
Json oversized_json(const Scenario& scenario, const std::vector<const ArmReplicate*>& replicates) {
  Summaries runs;
  for (const ArmReplicate* replicate : replicates) runs.push_back(&replicate->replicate.result.summary);
  Json list = Json::array();
  for (const OversizedMarket& market : oversized_markets(scenario, runs))
    list.push_back({{"market", market.title},
                    {"year", market.year},
                    {"paid_usd", number_json(market.paid)},
                    {"recorded_usd", number_json(market.size)},
                    {"text", oversized_text(market)}});
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
               {"resolved_digest", text_digest(to_toml(scenario))},
               {"seeds", seeds},
               {"digests", digests},
               {"levels", levels_json(replicates, comparison.scope.measures())},
               {"oversized_markets", oversized_json(scenario, replicates)}};
  if (records.empty()) return json;
  const ArmRecord mean = mean_record(records);
  for (std::size_t t = 0; t < arm_tables().size(); ++t)
    json[std::string(arm_tables()[t].name)] = table_json(mean.tables[t], arm_tables()[t].flat);
  json["replicates_with_value"] = incomplete_json(records);
  json["label_revenue_by_age"] = founding_json(mean.table("label_revenue_by_age"));
  return json;
}

/// Null without an ensemble.
Json ensemble_json(const Comparison& comparison) {
  if (!comparison.ensemble) return nullptr;
  const ComparedEnsemble& ensemble = *comparison.ensemble;
  return {{"plan", ensemble.plan},
          {"digest", ensemble.digest},
          {"verdict", ensemble.verdict},
          {"sets", ensemble.sets},
          {"seeds", comparison.outcomes.size()}};
}

Json variant_ensemble_json(const Comparison& comparison, std::size_t arm) {
  if (!comparison.ensemble) return nullptr;
  OutcomesBySet sets{&comparison.outcomes};
  for (const auto& outcomes : comparison.ensemble->others) sets.push_back(&outcomes);
  return ensemble_effects_json(ensemble_effects(sets, arm, comparison.scope.measures()));
}

bool states_a_cost(const Scenario& scenario) {
  return std::ranges::any_of(
             scenario.interventions,
             [](const Intervention& i) { return i.cost != 0 || i.lever == &Policy::production_budget; }) ||
         std::ranges::any_of(scenario.policies, [](const PolicyRule& rule) {
           return std::ranges::any_of(rule.levers,
                                      [](const auto& set) { return set.first == &Policy::production_budget; });
         });
}

/// Ends of the intervals of the difference in each cell of "flow"; null for fewer than two pairs.
Json flow_interval_json(const PairedRecords& pairs) {
  if (pairs.size() < 2) return nullptr;
  const std::size_t table = arm_table_index("flow");
  ArmTable low = pairs.base[0]->tables[table], high = low;
  const std::vector<CellEffect> effects = table_effects(pairs, table);
  for (std::size_t cell = 0; cell < effects.size(); ++cell) {
    low.values[cell] = effects[cell].difference.low.value_or(std::nan(""));
    high.values[cell] = effects[cell].difference.high.value_or(std::nan(""));
  }
  return {{"low", table_json(low, false)}, {"high", table_json(high, false)}};
}

Json variant_json(const Comparison& comparison, std::size_t arm) {
  const ComparedScenario &base = comparison.arms[0], &variant = comparison.arms[arm];
  const PairedRecords pairs = pairs_of(comparison.outcomes, arm);
  const std::vector<Effect> effects = effects_of(pairs, comparison.scope.measures());
  Json json = arm_json(comparison, arm);
  json["question"] = variant.loaded.scenario.question;
  json["levers"] = levers_json(base.loaded.scenario, variant.loaded.scenario);
  json["differences"] = differences_json(base.loaded, variant.loaded);
  json["effects"] = effects_json(effects);
  json["flow_difference"] = flow_interval_json(pairs);
  json["cost_usd"] = number_json(extra_cost(pairs));
  json["cost_stated"] = states_a_cost(base.loaded.scenario) || states_a_cost(variant.loaded.scenario);
  const auto back = return_per_dollar(pairs);
  json["return_per_usd"] = back ? interval_json(*back) : Json(nullptr);
  json["implausible"] = implausible(base.loaded.scenario, variant.loaded.scenario, back);
  json["paired"] = over_time_json(headline_over_time(pairs), *effects.front().measure);
  json["ensemble"] = variant_ensemble_json(comparison, arm);
  json["verdict"] =
      verdict(effects.front(), pairs, subject_of_effect(effects.front(), comparison), base.loaded.scenario);
  return json;
}

void add_failed(Json& failed, const Comparison& comparison, const std::vector<SeedOutcome>& outcomes, const Json& set) {
  for (const SeedOutcome& outcome : outcomes)
    for (std::size_t arm = 0; arm < outcome.errors.size(); ++arm) {
      if (outcome.errors[arm].empty()) continue;
      failed.push_back({{"arm", comparison.arms[arm].loaded.scenario.name}, {"seed", outcome.seed}});
      if (!set.is_null()) failed.back()["set"] = set;
      failed.back()["error"] = outcome.errors[arm];
    }
}

/// With an ensemble, those under every set, since any of them is a reason to try again.
Json failed_json(const Comparison& comparison) {
  Json failed = Json::array();
  if (!comparison.ensemble) {
    add_failed(failed, comparison, comparison.outcomes, nullptr);
    return failed;
  }
  const ComparedEnsemble& ensemble = *comparison.ensemble;
  add_failed(failed, comparison, comparison.outcomes, ensemble.sets.front());
  for (std::size_t i = 0; i < ensemble.others.size(); ++i)
    add_failed(failed, comparison, ensemble.others[i], ensemble.sets[i + 1]);
  return failed;
}

Summaries summaries_of(const Comparison& comparison, std::size_t arm, bool paired) {
  Summaries summaries;
  for (const SeedOutcome& outcome : comparison.outcomes)
    if (outcome.arms[arm] && (!paired || outcome.arms[0]))
      summaries.push_back(&outcome.arms[arm]->replicate.result.summary);
  return summaries;
}

std::vector<Pattern> patterns_of(const Comparison& comparison) {
  std::map<std::string, Summaries> variants;
  for (std::size_t arm = 1; arm < comparison.arms.size(); ++arm)
    variants[comparison.arms[arm].loaded.scenario.name] = summaries_of(comparison, arm, true);
  return check_patterns(summaries_of(comparison, 0, false), variants);
}

Json patterns_json(const std::vector<Pattern>& patterns) {
  Json list = Json::array();
  for (const Pattern& p : patterns)
    list.push_back({{"id", p.id},
                    {"text", p.text},
                    {"result", result_name(p.result)},
                    {"measured", p.verdict.empty() ? p.measured : p.verdict + "; " + p.measured}});
  return list;
}

Json misfits_json(const std::vector<Misfit>& misfits) {
  Json list = Json::array();
  for (const Misfit& m : misfits)
    list.push_back({{"id", m.id},
                    {"text", m.text},
                    {"off", m.off},
                    {"measured", m.measured},
                    {"years", m.years},
                    {"held_out", m.held_out},
                    {"verified", m.verified}});
  return list;
}

const ArmReplicate* any_replicate(const Comparison& comparison) {
  const auto replicates = replicates_of(comparison, 0);
  return replicates.empty() ? nullptr : replicates.front();
}

/// The measures of the comparison; those that were asked for are marked.
Json marked_measures_json(const ArmScope& scope) {
  Json list = measures_json(scope.measures());
  for (std::size_t i = 0; i < scope.asked.size(); ++i) list[i]["asked"] = true;
  return list;
}

Json head(const Comparison& comparison, const char* kind, const std::string& question) {
  const Scenario& base = comparison.arms[0].loaded.scenario;
  const ArmReplicate* any = any_replicate(comparison);
  HIBIKI_ASSERT(any != nullptr);
  const RunSummary& summary = any->replicate.result.summary;
  const Calendar calendar = base.calendar();
  const auto record_end = record_ends(base);
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
          {"record_ends", record_end ? Json(to_string(*record_end)) : Json(nullptr)},
          {"window", {{"from", to_string(calendar.day(comparison.scope.from_week))}, {"to", to_string(base.run.end)}}},
          {"scene", {{"name", scene_title(comparison)}, {"market", comparison.scope.scene.market}}},
          {"challenger", summary.challenger},
          {"incumbent", summary.incumbent},
          {"axes", axes_json(summary.axes, base, any->record)},
          {"measures", marked_measures_json(comparison.scope)}};
}

}  // namespace

std::string scene_title(const Comparison& comparison) {
  for (const Market& market : comparison.arms[0].loaded.scenario.markets)
    if (market.name == comparison.scope.scene.market) return market.scene;
  return comparison.scope.scene.market;
}

std::string subject_of_effect(const Effect& effect, const Comparison& comparison) {
  return effect.measure->subject.empty() ? scene_title(comparison) : effect.measure->subject;
}

namespace {

/// Null where the comparison was not preregistered.
Json registered_json(const Comparison& comparison) {
  if (!comparison.preregistration) return nullptr;
  const auto effects = effects_of(pairs_of(comparison.outcomes, 1), comparison.scope.measures());
  return preregistration_json(*comparison.preregistration, effects.front());
}

/// Of each variant that others answer, the difference that the answers make to the headline.
Json answered_json(const Comparison& comparison) {
  Json list = Json::array();
  for (const auto& [variant, unanswered] : comparison.answered) {
    const PairedRecords pairs = pairs_of(comparison.outcomes, unanswered, variant);
    const std::vector<Effect> effects = effects_of(pairs, comparison.scope.measures());
    const ComparedScenario &with = comparison.arms[variant], &without = comparison.arms[unanswered];
    list.push_back({{"variant", variant - 1},
                    {"unanswered", unanswered - 1},
                    {"responses", responses_json(with.loaded.scenario)},
                    {"effects", effects_json(effects)},
                    {"verdict", verdict(effects.front(), pairs, subject_of_effect(effects.front(), comparison),
                                        without.loaded.scenario)}});
  }
  return list;
}

}  // namespace

Json comparison_json(const Comparison& comparison) {
  const LoadedScenario& base = comparison.arms[0].loaded;
  const bool alone = comparison.arms.size() == 1;
  const std::string question = (alone ? base : comparison.arms[1].loaded).scenario.question;
  Json json = head(comparison, alone ? "run" : "comparison", question);
  json["preregistration"] = registered_json(comparison);
  json["base"] = arm_json(comparison, 0);
  json["variants"] = Json::array();
  for (std::size_t arm = 1; arm < comparison.arms.size(); ++arm)
    json["variants"].push_back(variant_json(comparison, arm));
  json["ranking"] =
      comparison.arms.size() > 2
          ? ranking_json(ranking_of(comparison.outcomes, comparison.arms.size(), comparison.scope.measures()))
          : Json(nullptr);
  json["answered"] = answered_json(comparison);
  json["failed"] = failed_json(comparison);
  const std::vector<Pattern> patterns = patterns_of(comparison);
  json["patterns"] = patterns_json(patterns);
  json["misfits"] = misfits_json(known_misfits(summaries_of(comparison, 0, false), patterns));
  json["parameters"] = parameters_json(base);
  json["ensemble"] = ensemble_json(comparison);
  return json;
}

/// Names and paths need not be UTF-8.
std::string json_text(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n"; }

}  // namespace hibiki::experiments
