#include "tools/calibration/calibration_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "output/analysis/statistics.hpp"
#include "output/results/machine.hpp"
#include "output/results/manifest.hpp"
#include "sim/engine/run.hpp"
#include "sim/scenario/sections.hpp"
#include "sim/scenario/toml_text.hpp"
#include "tools/calibration/plan_measures.hpp"
#include "tools/experiments/json_parts.hpp"

namespace hibiki::inline calibration {

namespace {

using Json = nlohmann::ordered_json;

Json years_json(YearRange years) { return years.first == 0 ? Json(nullptr) : Json({years.first, years.last}); }

Json parameter_json(const PlanParameter& p) {
  Json json = {{"key", p.key},     {"low", p.low}, {"high", p.high},    {"before", number_json(p.start)},
               {"scale", p.scale}, {"why", p.why}, {"source", p.source}};
  if (p.levels > 0) json["levels"] = p.levels;
  return json;
}

Json target_json(const PlanTarget& t) {
  const TargetMeasure* measure = find_target_measure(t.measure);
  return {{"name", t.name},
          {"measure", t.measure},
          {"definition", measure->definition},
          {"unit", measure->unit},
          {"scene", t.scene},
          {"market", t.market},
          {"markets", t.markets},
          {"act", t.act},
          {"years", years_json(t.years)},
          {"relative_to", years_json(t.relative_to)},
          {"observed", t.value},
          {"band", t.band},
          {"scale", t.scale},
          {"weight", t.weight},
          {"mark", t.mark},
          {"source", t.source},
          {"use", t.use}};
}

Json plan_json(const CalibrationPlan& plan) {
  Json parameters = Json::array(), targets = Json::array();
  for (const PlanParameter& p : plan.parameters) parameters.push_back(parameter_json(p));
  for (const PlanTarget& t : plan.targets) targets.push_back(target_json(t));
  return {{"name", plan.name},
          {"title", plan.title},
          {"scenario", plan.scenario.filename().string()},
          {"fans", plan.fans},
          {"replicates", plan.replicates},
          {"seed", plan.seed},
          {"held_out_from", plan.held_out_from},
          {"method",
           {{"waves", plan.waves},
            {"points", plan.points},
            {"candidates", plan.candidates},
            {"cutoff", plan.cutoff},
            {"finalists", plan.finalists},
            {"final_replicates", plan.final_replicates}}},
          {"parameters", parameters},
          {"targets", targets}};
}

std::string digest_of(const Calibration& calibration) {
  Json points = Json::array();
  for (const CalibrationPoint& point : calibration.points)
    points.push_back({list_json(point.values), point.outcomes, point.error});
  return text_digest(calibration_identity(calibration.plan) +
                     points.dump(-1, ' ', false, Json::error_handler_t::replace));
}

Json range_json(std::vector<double> values) {
  std::erase_if(values, [](double value) { return !std::isfinite(value); });
  if (values.empty()) return nullptr;
  const auto [low, high] = std::ranges::minmax(values);
  return {{"low", low}, {"median", median_of(values)}, {"high", high}};
}

const CalibrationPoint& point_of(const Calibration& calibration, const KeptSet& set) {
  return calibration.points[set.point];
}

/// The mean outcome of a point, over seeds, on the target's scale.
double outcome_of(const PlanTarget& target, std::size_t t, const CalibrationPoint& point) {
  return target.outcome(mean_residual(target, t, point));
}

/// "met", "missed" or, where it counts for nothing, "unverified".
const char* verdict_of(const PlanTarget& target, double implausibility, double cutoff) {
  if (!target.verified()) return "unverified";
  return implausibility < cutoff ? "met" : "missed";
}

Json target_result(const Calibration& calibration, std::size_t t) {
  const PlanTarget& target = calibration.plan.targets[t];
  std::vector<double> prior, kept, off;
  for (const CalibrationPoint& point : calibration.points)
    if (point.wave == 1 && !point.failed()) prior.push_back(outcome_of(target, t, point));
  for (const KeptSet& set : calibration.kept) {
    kept.push_back(outcome_of(target, t, point_of(calibration, set)));
    off.push_back(implausibility_of(calibration, point_of(calibration, set), t));
  }
  const CalibrationPoint& first = calibration.points.front();
  const bool begun =
      std::ranges::none_of(calibration.plan.parameters, [](const PlanParameter& p) { return std::isnan(p.start); });
  Json json = target_json(target);
  json["verified"] = target.verified();
  json["decides"] = target.decides();
  json["before"] = begun && !first.failed() ? Json(outcome_of(target, t, first)) : Json(nullptr);
  json["prior"] = range_json(prior);
  json["kept"] = range_json(kept);
  json["central"] = kept.front();
  json["seed_deviation"] = std::sqrt(calibration.seed_variance[t]);
  json["implausibility"] = {{"central", off.front()}, {"lowest", *std::ranges::min_element(off)}};
  json["verdict"] = verdict_of(target, off.front(), calibration.plan.cutoff);
  return json;
}

Json parameter_result(const Calibration& calibration, std::size_t i) {
  std::vector<double> kept;
  for (const KeptSet& set : calibration.kept) kept.push_back(point_of(calibration, set).values[i]);
  Json json = parameter_json(calibration.plan.parameters[i]);
  json["kept"] = range_json(kept);
  json["central"] = kept.front();
  return json;
}

Json wave_json(const Calibration& calibration, const CalibrationWave& wave) {
  Json json = {{"wave", wave.number}, {"finals", wave.finals}, {"points", wave.points}, {"failed", wave.failed}};
  if (wave.candidates == 0) return json;
  json["candidates"] = wave.candidates;
  json["not_ruled_out"] = wave.passed;
  json["cutoff"] = wave.cutoff;
  json["least_implausible"] = wave.least_together;
  json["hardest_target"] = calibration.plan.targets[wave.hardest].name;
  json["emulators"] = Json::array();
  const auto decisive = decisive_targets(calibration.plan);
  for (std::size_t k = 0; k < wave.emulators.size(); ++k)
    json["emulators"].push_back({{"target", calibration.plan.targets[decisive[k]].name},
                                 {"r2_left_out", wave.emulators[k].r2},
                                 {"error_left_out", wave.emulators[k].error},
                                 {"coverage_left_out", wave.emulators[k].coverage},
                                 {"least_implausible", wave.least[k]}});
  return json;
}

Json structure_json(const Calibration& calibration, const Structure& structure) {
  Json values = Json::array();
  std::size_t next = 0;
  for (const PlanParameter& parameter : calibration.plan.parameters)
    if (parameter.levels > 1) values.push_back({{"key", parameter.key}, {"value", structure.values[next++]}});
  return {{"values", values},
          {"candidates", structure.candidates},
          {"not_ruled_out", structure.passed},
          {"least_implausible", structure.least_together},
          {"hardest_target", calibration.plan.targets[structure.hardest].name}};
}

std::string verdict_text(const Calibration& calibration) {
  const std::string judged = calibration.waves.back().finals ? "finalists" : "points";
  const std::size_t of = calibration.waves.back().finals ? calibration.waves.back().points : calibration.points.size();
  std::string text = fmt::format("{} of {} {} not rejected (largest implausibility below {:g})",
                                 calibration.not_rejected, of, judged, calibration.plan.cutoff);
  if (!calibration.all_kept_pass())
    text += fmt::format("; the nearest, at {:.1f}, was kept alone", calibration.kept.back().implausibility);
  return text;
}

/// "# ..." for every line of the header.
std::string header(const Calibration& calibration, const std::string& what) {
  const CalibrationPlan& plan = calibration.plan;
  return fmt::format(
      "# {}\n# Made by `hibiki calibrate` from the plan {} (seed {}, {} seeds a point, model version {});\n# plan {}, "
      "result {}. {}.\n"
      "# Do not edit: change the plan and calibrate again.\n",
      what, plan.path.filename().string(), plan.seed, plan.replicates, kModelVersion, calibration_identity(plan),
      digest_of(calibration), verdict_text(calibration));
}

/// A key of the plan taken apart.
struct KeyPlace {
  std::string kind, name, key;
};

KeyPlace place_of(const std::string& key) {
  for (const auto& field : assumption_fields())
    if (field.key == key) return {"assumptions", "", key};
  if (key.starts_with("assumptions.")) return {"assumptions", "", key.substr(std::string("assumptions.").size())};
  const auto dot = key.find('.');
  const std::string kind = key.substr(0, dot);
  std::string rest = key.substr(dot + 1);
  if (kind == "run") return {"run", "", rest};
  if (rest.starts_with('"')) {
    const auto end = rest.find('"', 1);
    return {kind, rest.substr(1, end - 1), rest.substr(end + 2)};
  }
  const auto end = rest.find('.');
  return {kind, rest.substr(0, end), rest.substr(end + 1)};
}

}  // namespace

std::string calibration_identity(const CalibrationPlan& plan) {
  return text_digest(std::string(kModelVersion) + "\n" + plan_json(plan).dump() + "\n" +
                     to_toml(plan.scenario_with(plan.start_values()).scenario));
}

Json calibration_json(const Calibration& calibration) {
  const CalibrationPlan& plan = calibration.plan;
  Json json = {{"format_version", 1},
               {"kind", "calibration"},
               {"program", project_version()},
               {"model_version", kModelVersion},
               {"identity", calibration_identity(plan)},
               {"digest", digest_of(calibration)},
               {"plan", plan_json(plan)},
               {"verdict", verdict_text(calibration)},
               {"not_rejected", calibration.not_rejected},
               {"sets", calibration.kept.size()}};
  json["waves"] = Json::array();
  for (const CalibrationWave& wave : calibration.waves) json["waves"].push_back(wave_json(calibration, wave));
  json["parameters"] = Json::array();
  for (std::size_t i = 0; i < plan.parameters.size(); ++i)
    json["parameters"].push_back(parameter_result(calibration, i));
  json["targets"] = Json::array();
  for (std::size_t t = 0; t < plan.targets.size(); ++t) json["targets"].push_back(target_result(calibration, t));
  json["structures"] = Json::array();
  for (const Structure& structure : calibration.structures)
    json["structures"].push_back(structure_json(calibration, structure));
  json["kept"] = Json::array();
  for (const KeptSet& set : calibration.kept) {
    const CalibrationPoint& point = point_of(calibration, set);
    json["kept"].push_back({{"wave", point.wave},
                            {"index", point.index},
                            {"implausibility", set.implausibility},
                            {"values", list_json(point.values)}});
  }
  json["failed"] = Json::array();
  for (const CalibrationPoint& point : calibration.points)
    if (point.failed())
      json["failed"].push_back({{"wave", point.wave}, {"index", point.index}, {"error", point.error}});
  return json;
}

std::string parameters_toml(const Calibration& calibration) {
  const CalibrationPlan& plan = calibration.plan;
  const CalibrationPoint& central = point_of(calibration, calibration.kept.front());
  std::string text = header(
      calibration, fmt::format("The central set of {}: the set whose largest implausibility is smallest ({:.2f}).",
                               plan.name, calibration.kept.front().implausibility));
  if (!plan.extends.empty()) text += fmt::format("extends = {}\n", toml_text(plan.extends));
  // Each table is written once, in any order of the plan; arrays of tables follow.
  std::vector<std::pair<std::string, std::string>> tables;
  std::string rows;
  for (std::size_t i = 0; i < plan.parameters.size(); ++i) {
    const KeyPlace place = place_of(plan.parameters[i].key);
    const std::string line = fmt::format("{} = {}\n", place.key, toml_text(central.values[i]));
    if (!place.name.empty()) {
      const bool by_id = place.kind == "policy" || place.kind == "intervention" || place.kind == "barrier";
      const bool lever = place.kind == "policy" && find_lever(place.key) != nullptr;
      rows += fmt::format("\n[[{}]]\n{} = {}\n{}{}", place.kind, by_id ? "id" : "name", toml_text(place.name),
                          lever ? "levers." : "", line);
      continue;
    }
    auto table = std::ranges::find(tables, place.kind, &std::pair<std::string, std::string>::first);
    if (table == tables.end()) table = tables.insert(table, {place.kind, fmt::format("\n[{}]\n", place.kind)});
    table->second += line;
  }
  for (const auto& [kind, lines] : tables) text += lines;
  return text + rows;
}

std::string ensemble_toml(const Calibration& calibration) {
  const CalibrationPlan& plan = calibration.plan;
  std::string text = header(
      calibration, fmt::format("All parameter sets kept by the calibration {}, the central one first.", plan.name));
  text += fmt::format(
      "format_version = 1\nplan = {}\nplan_digest = {}\nseed = {}\nmodel_version = {}\ndigest = {}\nnot_rejected = "
      "{}\nverdict = {}\n",
      toml_text(plan.path.filename().string()), toml_text(calibration_identity(plan)), plan.seed,
      toml_text(kModelVersion), toml_text(digest_of(calibration)), calibration.not_rejected,
      toml_text(verdict_text(calibration)));
  for (const KeptSet& set : calibration.kept) {
    const CalibrationPoint& point = point_of(calibration, set);
    text += fmt::format("\n[[set]]\nid = \"{}-{}\"\nimplausibility = {}\n[set.values]\n", point.wave, point.index,
                        toml_text(set.implausibility));
    for (std::size_t i = 0; i < plan.parameters.size(); ++i)
      text += fmt::format("{} = {}\n", toml_text(plan.parameters[i].key), toml_text(point.values[i]));
  }
  return text;
}

}  // namespace hibiki::calibration
