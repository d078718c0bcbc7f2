#include "tools/reproduce/evidence.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "sim/core/error.hpp"
#include "sim/scenario/nearest.hpp"
#include "sim/scenario/read_fields.hpp"

namespace hibiki::inline reproduction {

namespace {

[[noreturn]] void refuse(const std::string& said, const std::string& what) {
  throw ScenarioError({Problem{{}, 0, 0, said + ": " + what, {}}});
}

}  // namespace

std::vector<std::string> fitted_parameters(const Evidence& evidence) {
  std::vector<std::string> names;
  for (const auto& [name, given] : evidence.parameters)
    if (given.mark == "fitted") names.push_back(name);
  return names;
}

void check_value(const ModelParameter& parameter, double value, const std::string& said) {
  if (!(value >= parameter.minimum && value <= parameter.maximum))
    refuse(said, fmt::format("{} is out of range; {}", parameter.name,
                             range_text(parameter.minimum, parameter.maximum, parameter.unit)));
  if (parameter.whole && value != std::trunc(value))
    refuse(said, fmt::format("{} must be a whole number ({})", parameter.name, parameter.unit));
}

void add_override(Overrides& overrides, const ReferenceModel& model, const std::string& text) {
  const std::string said = "--set " + text;
  const auto equals = text.find('=');
  if (equals == std::string::npos || equals == 0) refuse(said, "write KEY=VALUE, as in --set z=3");
  const std::string key = text.substr(0, equals);
  const ModelParameter* parameter = find_parameter(model, key);
  if (parameter == nullptr) {
    std::vector<std::string> names;
    for (const ModelParameter& one : model.parameters) names.push_back(one.name);
    refuse(said, fmt::format("model '{}' has no parameter '{}'; {}", model.name, key, nearest_hint(key, names)));
  }
  double value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data() + equals + 1, end, value);
  if (error != std::errc{} || stop != end) refuse(said, fmt::format("{} must be a number", key));
  check_value(*parameter, value, said);
  if (!overrides.emplace(key, value).second) refuse(said, fmt::format("{} is set twice; give it once", key));
}

Parameters parameters_of(const Evidence& evidence, const EvidenceCase& of, const Overrides& overrides) {
  std::map<std::string, double> values;
  for (const ModelParameter& parameter : evidence.model->parameters) values[parameter.name] = parameter.usual;
  for (const auto& [name, given] : evidence.parameters) values[name] = given.value;
  for (const auto& [name, value] : of.set) values[name] = value;
  for (const auto& [name, value] : overrides) values[name] = value;
  return Parameters(std::move(values));
}

EvidenceCase wrong_case(const Evidence& evidence, const EvidenceWrong& wrong) {
  EvidenceCase of = *std::ranges::find(evidence.cases, wrong.of_case, &EvidenceCase::name);
  for (const auto& [name, value] : wrong.set) of.set[name] = value;
  return of;
}

std::vector<CaseRun> runs_of(const Evidence& evidence, const Overrides& overrides) {
  std::vector<CaseRun> runs;
  for (const EvidenceCase& one : evidence.cases) {
    Parameters parameters = parameters_of(evidence, one, overrides);
    if (const auto& check = evidence.model->check)
      if (const std::string problem = check(parameters); !problem.empty()) refuse("--set", problem);
    const auto alike = [&](const CaseRun& run) { return run.parameters.values() == parameters.values(); };
    if (std::any_of(runs.begin(), runs.end(), alike)) continue;
    const bool overridden = !one.set.empty() && std::all_of(one.set.begin(), one.set.end(), [&](const auto& pair) {
      return overrides.contains(pair.first);
    });
    runs.push_back({overridden ? "" : one.name, std::move(parameters)});
  }
  return runs;
}

}  // namespace hibiki::reproduction
