#include "tools/experiments/attribution_json.hpp"

#include <nlohmann/json.hpp>

#include "output/results/machine.hpp"
#include "sim/engine/run.hpp"
#include "tools/experiments/effects.hpp"
#include "tools/experiments/interaction_text.hpp"
#include "tools/experiments/json_parts.hpp"
#include "tools/experiments/share_texts.hpp"
#include "tools/experiments/verdict.hpp"

namespace hibiki::inline experiments {

namespace {

using Json = nlohmann::ordered_json;

Json ids_json(const AttributionDesign& design, Coalition on) {
  Json ids = Json::array();
  for (std::size_t i = 0; i < design.players(); ++i)
    if (on & only(i)) ids.push_back(design.ids()[i]);
  return ids;
}

Json shares_json(const AttributionDesign& design, const AttributedEffect& effect, const ShareTexts& texts) {
  Json list = Json::array();
  for (std::size_t i = 0; i < design.players(); ++i)
    list.push_back({{"intervention", design.ids()[i]},
                    {"share", interval_json(effect.shares[i])},
                    {"text", texts.shares[i]},
                    {"alone", effect.alone.empty() ? Json(nullptr) : interval_json(effect.alone[i])}});
  return list;
}

Json interactions_json(const AttributionDesign& design, const AttributedEffect& effect) {
  if (!effect.as_ratio || design.method() != AttributionMethod::factorial) return nullptr;
  Json list = Json::array();
  for (const Interaction& i : effect.interactions) {
    const auto& ids = design.ids();
    list.push_back({{"interventions", {ids[i.intervention], ids[i.beside]}},
                    {"log_ratio", interval_json(i.log_ratio)},
                    {"with", number_json(i.with)},
                    {"without", number_json(i.without)},
                    {"seen", is_seen(i.log_ratio)},
                    {"text", interaction_text({ids[i.intervention], ids[i.beside], i.with, i.without, i.log_ratio})}});
  }
  return list;
}

Json effect_json(const AttributionDesign& design, const AttributedEffect& effect) {
  std::vector<double> means;
  for (const Interval& share : effect.shares) means.push_back(share.mean);
  const ShareTexts texts = share_texts(means, effect.whole.mean, effect.as_ratio ? kLogPoints : effect.measure->unit);
  Json subsets = Json::array();
  for (std::size_t i = 0; i < effect.coalitions.size(); ++i)
    subsets.push_back({{"on", ids_json(design, effect.coalitions[i])}, {"level", number_json(effect.levels[i])}});
  return {{"measure", effect.measure->name},
          {"replicates", effect.replicates},
          {"scale", scale_name(effect.as_ratio ? Scale::ratio : Scale::difference)},
          {"whole", interval_json(effect.whole)},
          {"text", texts.whole},
          {"shares", shares_json(design, effect, texts)},
          {"beyond_parts", effect.beyond_parts ? interval_json(*effect.beyond_parts) : Json(nullptr)},
          {"interactions", interactions_json(design, effect)},
          {"subsets", subsets}};
}

std::string verdict_of(const Comparison& ends) {
  const PairedRecords pairs = pairs_of(ends.outcomes, 1);
  const Effect headline = effects_of(pairs, ends.scope.measures()).front();
  return verdict(headline, pairs, subject_of_effect(headline, ends), ends.arms[0].loaded.scenario);
}

Json failed_json(const std::vector<AttributionReplicate>& replicates) {
  Json failed = Json::array();
  for (const AttributionReplicate& r : replicates)
    if (!r.failed.empty()) failed.push_back({{"seed", r.seed}, {"error", r.failed}});
  return failed;
}

}  // namespace

ComparedScenario without_interventions(const ComparedScenario& whole) {
  ComparedScenario base = whole;
  Scenario& scenario = base.loaded.scenario;
  const std::string title = scenario.title.empty() ? scenario.name : scenario.title;
  scenario = with_interventions(scenario, 0);
  scenario.title = title + ", without its interventions";
  scenario.name += "_without_interventions";
  std::erase_if(base.loaded.origins, [](const Origin& origin) { return origin.key.starts_with("intervention."); });
  return base;
}

Json attribution_json(const Attribution& attribution) {
  const Comparison& ends = attribution.ends;
  const AttributionDesign& design = attribution.design;
  const Scenario& whole = ends.arms[1].loaded.scenario;
  Json effects = Json::array();
  for (const AttributedEffect& effect : attributed_effects(design, attribution.replicates, ends.scope.measures()))
    effects.push_back(effect_json(design, effect));
  return {
      {"format_version", 1},
      {"kind", "attribution"},
      {"program", project_version()},
      {"model_version", kModelVersion},
      {"command", ends.command},
      {"identity", ends.identity},
      {"scenario", ends.arms[1].path},
      {"title", whole.title.empty() ? whole.name : whole.title},
      {"question", whole.question},
      {"interventions", design.ids()},
      {"method", method_name(design.method())},
      {"seed", attribution.replicates.front().seed},
      {"replicates", attribution.replicates.size()},
      {"fans", whole.run.fans},
      {"scene", {{"name", scene_title(ends)}, {"market", ends.scope.scene.market}}},
      {"window", {{"from", to_string(whole.calendar().day(ends.scope.from_week))}, {"to", to_string(whole.run.end)}}},
      {"measures", measures_json(ends.scope.measures())},
      {"verdict", verdict_of(ends)},
      {"effects", effects},
      {"failed", failed_json(attribution.replicates)}};
}

}  // namespace hibiki::experiments
