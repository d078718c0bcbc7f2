#include "tools/calibration/ensemble.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "output/results/finished_files.hpp"
#include "sim/scenario/extend.hpp"
#include "sim/scenario/file_kind.hpp"
#include "sim/scenario/read_fields.hpp"
#include "sim/scenario/toml_text.hpp"

namespace hibiki::inline calibration {

namespace {

// clang-format off
const Field<Ensemble> kFields[] = {
    {"format_version", &Ensemble::format_version, "", 1, 1, "Version of this file format: 1.", "", true},
    {"plan", &Ensemble::plan, "", 0, 0, "Plan of the calibration.", "", true},
    {"plan_digest", &Ensemble::plan_digest, "", 0, 0, "Of plan and scenario.", ""},
    {"digest", &Ensemble::digest, "", 0, 0, "Of the result.", ""},
    {"model_version", &Ensemble::model_version, "", 0, 0, "Model it was done with.", ""},
    {"verdict", &Ensemble::verdict, "", 0, 0, "Result of the calibration, in a sentence.", ""},
    {"seed", &Ensemble::seed, "", 0, 9e18, "First seed.", ""},
    {"not_rejected", &Ensemble::not_rejected, "sets", 0, 1e9, "Sets under the cutoff.", ""},
};
const Field<EnsembleSet> kSetFields[] = {
    {"id", &EnsembleSet::id, "", 0, 0, "Wave and point.", "", true},
    {"implausibility", &EnsembleSet::implausibility, "sd", 0, kUnbounded, "Largest of its targets.", ""},
};
// clang-format on

EnsembleSet read_set(const Node& item, Reading& reading) {
  EnsembleSet set;
  read_table(item, "set", set, std::span<const Field<EnsembleSet>>(kSetFields), {"values"}, reading);
  const Node* values = item.find("values");
  if (values == nullptr || values->kind != Node::Kind::table || values->members.empty()) {
    reading.problems.push_back(problem_at(item, "a set has values", "[set.values]"));
    return set;
  }
  for (const auto& [key, node] : values->members) {
    double value = 0;
    note(reading, "set.values." + key, node, read_value(node, value), "\"engagement.gain\" = 0.22");
    set.values.emplace_back(key, value);
  }
  return set;
}

/// The value a key has in the scenario, as TOML; empty when it has none.
std::string value_in(const LoadedScenario& loaded, const std::string& key) {
  for (const Origin& origin : loaded.origins)
    if (origin.key == key || origin.key == "assumptions." + key) return origin.value;
  return {};
}

}  // namespace

std::vector<std::string> EnsembleSet::sets() const {
  std::vector<std::string> all;
  for (const auto& [key, value] : values) all.push_back(key + "=" + toml_text(value));
  return all;
}

Ensemble load_ensemble(const std::filesystem::path& path) {
  require_as_written(path);
  Ensemble ensemble;
  ensemble.path = path;
  Reading reading;
  const Node root =
      parse_toml(std::make_shared<SourceText>(SourceText{path.string(), read_text(path), {}}), reading.problems);
  expect_kind(root, FileKind::ensemble);
  read_table(root, "ensemble", ensemble, std::span<const Field<Ensemble>>(kFields), {"set"}, reading);
  const Node* sets = root.find("set");
  if (sets == nullptr || sets->kind != Node::Kind::array || sets->items.empty())
    reading.problems.push_back(
        problem_at(root, "an ensemble has at least one [[set]]", "`hibiki calibrate` writes it"));
  else
    for (const Node& item : sets->items) ensemble.sets.push_back(read_set(item, reading));
  if (!reading.problems.empty()) throw ScenarioError(std::move(reading.problems));
  return ensemble;
}

std::string provenance(const Ensemble& ensemble, const LoadedScenario& loaded) {
  const EnsembleSet& central = ensemble.sets.front();
  std::vector<std::string> other;
  for (const auto& [key, value] : central.values)
    if (value_in(loaded, key) != toml_text(value)) other.push_back(key);
  std::string text = fmt::format("{} parameters from the plan {}", central.values.size(), ensemble.plan);
  if (!ensemble.digest.empty())
    text += fmt::format(" (seed {}, model version {}, result {}), {} set{} kept", ensemble.seed, ensemble.model_version,
                        ensemble.digest, ensemble.sets.size(), ensemble.sets.size() == 1 ? "" : "s");
  text += ": " + ensemble.verdict;
  if (!other.empty()) text += fmt::format("; changed after calibration: {}", fmt::join(other, ", "));
  return text;
}

}  // namespace hibiki::calibration
