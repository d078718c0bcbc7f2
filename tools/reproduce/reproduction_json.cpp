#include "tools/reproduce/reproduction_json.hpp"

#include "output/results/machine.hpp"
#include "tools/experiments/json_parts.hpp"
#include "tools/reproduce/verdict_text.hpp"

namespace hibiki::inline reproduction {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kResultNames[] = {"pass", "fail", "shown", "changed"};

/// How the model's curves and bars are drawn.
Json figures_json(const ReferenceModel& model) {
  Json list = Json::array();
  for (const ModelFigure& figure : model.figures) {
    Json bars = Json::array();
    for (const ModelBar& bar : figure.bars) bars.push_back({{"measure", bar.measure}, {"label", bar.label}});
    list.push_back({{"x", figure.x},
                    {"y", figure.y},
                    {"points", figure.points},
                    {"diagonal", figure.diagonal},
                    {"logarithmic", figure.logarithmic},
                    {"bars", std::move(bars)}});
  }
  return list;
}

Json head_json(const char* kind, const Evidence& evidence) {
  Json measures = Json::array();
  for (const ModelMeasure& measure : evidence.model->measures)
    measures.push_back({{"name", measure.name}, {"unit", measure.unit}, {"meaning", measure.meaning}});
  return {{"kind", kind},
          {"name", evidence.name},
          {"title", evidence.title},
          {"question", evidence.question},
          {"source", evidence.source},
          {"model", evidence.model->name},
          {"program", project_version()},
          {"seed", evidence.first_seed},
          {"replicates", evidence.replicates},
          {"measures", measures},
          {"figures", figures_json(*evidence.model)},
          {"label", evidence.figure.label},
          {"edges", evidence.figure.edges}};
}

/// The parameters in the file; cases and the command line may override them.
Json parameters_json(const Evidence& evidence, const Overrides& overrides) {
  Json list = Json::array();
  for (const ModelParameter& parameter : evidence.model->parameters) {
    Json json = {{"name", parameter.name},
                 {"value", parameter.usual},
                 {"unit", parameter.unit},
                 {"meaning", parameter.meaning},
                 {"mark", "usual"}};
    if (const auto given = evidence.parameters.find(parameter.name); given != evidence.parameters.end()) {
      json["value"] = given->second.value;
      json["mark"] = given->second.mark;
      if (!given->second.source.empty()) json["source"] = given->second.source;
    }
    if (const auto set = overrides.find(parameter.name); set != overrides.end())
      json["value"] = set->second, json["mark"] = "set";
    list.push_back(std::move(json));
  }
  return list;
}

Json measured_json(const CaseOutcome& outcome, bool by_seed) {
  Json list = Json::array();
  for (const Measured& measured : outcome.measured) {
    Json json = {{"name", measured.measure->name},
                 {"seeds", measured.seeds},
                 {"mean", nullptr},
                 {"low", nullptr},
                 {"high", nullptr}};
    if (measured.seeds > 0) json.update(interval_json(measured.mean));
    json["seeds_low"] = number_json(measured.low);
    json["seeds_high"] = number_json(measured.high);
    json["theory"] = number_json(measured.theory);
    if (by_seed) {
      Json values = Json::array();
      for (const auto& value : measured.by_seed) values.push_back(number_json(value));
      json["by_seed"] = std::move(values);
    }
    list.push_back(std::move(json));
  }
  return list;
}

Json curves_json(const CaseOutcome& outcome) {
  Json list = Json::array();
  for (const MeasuredCurve& curve : outcome.curves) {
    Json singles = Json::array();
    for (const auto& single : curve.single) singles.push_back(list_json(single));
    list.push_back({{"name", curve.name},
                    {"figure", curve.figure},
                    {"x", list_json(curve.x)},
                    {"y", list_json(curve.y)},
                    {"single", singles}});
  }
  return list;
}

Json theory_curves_json(const CaseOutcome& outcome) {
  Json list = Json::array();
  for (const Curve& curve : outcome.theory_curves)
    list.push_back(
        {{"name", curve.name}, {"figure", curve.figure}, {"x", list_json(curve.x)}, {"y", list_json(curve.y)}});
  return list;
}

Json outcome_json(const CaseOutcome& outcome, bool everything) {
  Json json = {{"case", outcome.run.name},
               {"parameters", outcome.run.parameters.values()},
               {"measured", measured_json(outcome, everything)}};
  if (everything) json["curves"] = curves_json(outcome), json["theory_curves"] = theory_curves_json(outcome);
  return json;
}

Json verdict_json(const Verdict& verdict) {
  const EvidenceTarget& target = *verdict.target;
  return {{"case", target.of_case},
          {"measures", target.measures},
          {"rule", kRuleNames[static_cast<std::size_t>(target.rule)]},
          {"value", number_json(target.value)},
          {"tolerance", target.rule == Rule::within ? Json(target.tolerance) : Json()},
          {"share_of_seeds", verdict.of_seeds ? Json(target.share) : Json()},
          {"text", target_text(target)},
          {"mark", target.mark},
          {"source", target.source},
          {"came_out", number_json(verdict.came_out)},
          {"result", kResultNames[static_cast<std::size_t>(verdict.result)]}};
}

}  // namespace

Json reproduction_json(const Reproduction& reproduction) {
  Json json = head_json("reproduction", reproduction.evidence);
  json["parameters"] = parameters_json(reproduction.evidence, reproduction.overrides);
  json["passed"] = reproduction.passed();
  json["fitted"] = fitted_parameters(reproduction.evidence);
  json["targets"] = Json::array();
  for (const Verdict& verdict : reproduction.verdicts) json["targets"].push_back(verdict_json(verdict));
  json["wrong"] = Json::array();
  for (const WrongOutcome& wrong : reproduction.wrongs)
    json["wrong"].push_back({{"case", wrong.wrong.of_case},
                             {"set", wrong.wrong.set},
                             {"why", wrong.wrong.why},
                             {"refuted", wrong.refuted()},
                             {"failed", wrong.failed},
                             {"text", wrong_text(wrong)}});
  json["cases"] = Json::array();
  for (const CaseOutcome& outcome : reproduction.outcomes) json["cases"].push_back(outcome_json(outcome, true));
  return json;
}

Json sweep_json(const Sweep& sweep) {
  Json json = head_json("sweep", sweep.evidence);
  json["parameters"] = parameters_json(sweep.evidence, sweep.overrides);
  json["axes"] = Json::array();
  for (const SweepAxis& axis : sweep.axes) {
    const ModelParameter& parameter = *find_parameter(*sweep.evidence.model, axis.name);
    json["axes"].push_back(
        {{"name", axis.name}, {"unit", parameter.unit}, {"meaning", parameter.meaning}, {"values", axis.values}});
  }
  json["shown"] = sweep.shown;
  // Only the file's own axis has them.
  const auto& own = sweep.evidence.figure.sweeps;
  json["edges_on"] = own.size() == 1 ? own.front().substr(0, own.front().find('=')) : "";
  json["points"] = Json::array();
  for (const SweepPoint& point : sweep.points) {
    Json one = {{"at", point.at}};
    one.update(outcome_json(point.outcome, false));
    json["points"].push_back(std::move(one));
  }
  return json;
}

}  // namespace hibiki::reproduction
