#include "tools/experiments/preregistration.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "output/results/manifest.hpp"
#include "sim/core/accurate_math.hpp"
#include "sim/core/error.hpp"
#include "sim/scenario/extend.hpp"
#include "sim/scenario/file_kind.hpp"
#include "sim/scenario/nearest.hpp"
#include "sim/scenario/read_fields.hpp"
#include "tools/experiments/number_text.hpp"

namespace hibiki::inline experiments {

namespace {

using P = Preregistration;

// clang-format off
const Field<P> kFields[] = {
    {"hypothesis", &P::hypothesis, "", 0, 0, "What is expected, in words.", "", true},
    {"base", &P::base, "", 0, 0, "Scenario file of the base, relative to this file.", "", true},
    {"variant", &P::variant, "", 0, 0, "Scenario file of the variant.", "", true},
    {"set", &P::sets, "", 0, 0, "Changes of both, as --set takes them.", ""},
    {"until", &P::until, "", 0, 0, "Last day; the scenarios' when absent.", ""},
    {"scene", &P::scene, "", 0, 0, "Measured scene, as --scene takes it.", ""},
    {"measures", &P::measures, "", 0, 0, "Measures, as --measure takes them; the first is judged.", ""},
    {"expect", &P::expect, "", 0, 0, "up, down or none.", "", true},
    {"margin", &P::margin, "", 0, 1e12, "By how much: a ratio less 1, or a difference.", ""},
    {"seed", &P::seed, "1", 0, 9e18, "First seed.", "", true},
    {"pairs", &P::pairs, "pairs", 2, 100000, "Pairs after which the comparison stops.", "", true},
    {"fans", &P::fans, "fans", 1, 4e9, "Fans of each run.", "", true},
    {"model_version", &P::model_version, "", 0, 0, "Model version of the program.", "", true},
    {"base_digest", &P::base_digest, "", 0, 0, "Digest of the base with all values.", "", true},
    {"variant_digest", &P::variant_digest, "", 0, 0, "Digest of the variant with all values.", "", true},
};
// clang-format on

/// A text in quotes: a string of JSON is one of TOML.
std::string quoted(const std::string& text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string quoted(const std::vector<std::string>& texts) {
  std::vector<std::string> all;
  for (const std::string& text : texts) all.push_back(quoted(text));
  return fmt::format("[{}]", fmt::join(all, ", "));
}

/// The margin on the scale of the effect's interval, upwards; downwards it is the same with the other sign.
double margin_of(const P& preregistration, const Effect& effect) {
  return effect.as_ratio() ? accurate::log(1.0 + preregistration.margin) : preregistration.margin;
}

/// "a rise of more than +10 %", "a fall of more than 1 point", "no effect beyond x1.1 either way".
std::string expectation_text(const P& preregistration, const Effect& effect) {
  const double margin = preregistration.margin;
  const bool up = preregistration.expect != "down";
  const std::string size = effect.as_ratio() ? change_in_percent(up ? 1.0 + margin : 1.0 / (1.0 + margin))
                                             : difference_text(effect.measure->unit, up ? margin : -margin);
  if (preregistration.expect == "none") return fmt::format("no effect beyond {} or its opposite", size);
  const char* direction = up ? "a rise" : "a fall";
  return margin == 0 ? std::string(direction) : fmt::format("{} beyond {}", direction, size);
}

std::string interval_text(const Effect& effect) {
  const Interval& interval = effect.interval();
  if (!interval.low) return "no interval";
  const std::string range = effect.as_ratio() ? ratio_range(accurate::exp(*interval.low), accurate::exp(*interval.high))
                                              : difference_text(effect.measure->unit, *interval.low) + " to " +
                                                    difference_text(effect.measure->unit, *interval.high);
  return "95 % interval " + range;
}

}  // namespace

std::string preregistration_toml(const Preregistration& p) {
  std::string text = "# A comparison that was fixed before it was simulated. To simulate it:\n";
  text += fmt::format("#   hibiki compare --preregistered {}\n", p.path.filename().string());
  const auto line = [&](const char* key, const std::string& value) { text += fmt::format("{} = {}\n", key, value); };
  line("hypothesis", quoted(p.hypothesis));
  line("base", quoted(p.base));
  line("variant", quoted(p.variant));
  if (!p.sets.empty()) line("set", quoted(p.sets));
  if (!p.until.empty()) line("until", quoted(p.until));
  if (!p.scene.empty()) line("scene", quoted(p.scene));
  if (!p.measures.empty()) line("measures", quoted(p.measures));
  line("expect", quoted(p.expect));
  line("margin", fmt::format("{}", p.margin));
  line("seed", fmt::format("{}", p.seed));
  line("pairs", fmt::format("{}", p.pairs));
  line("fans", fmt::format("{}", p.fans));
  line("model_version", quoted(p.model_version));
  line("base_digest", quoted(p.base_digest));
  line("variant_digest", quoted(p.variant_digest));
  return text;
}

Preregistration load_preregistration(const std::filesystem::path& path) {
  Preregistration p;
  p.path = path;
  const std::string text = read_text(path);
  p.digest = text_digest(text);
  const auto source = std::make_shared<SourceText>(SourceText{path.string(), text, {}});
  Reading reading;
  const Node root = parse_toml(source, reading.problems);
  expect_kind(root, FileKind::preregistration);
  read_table(root, "preregistration", p, std::span<const Field<P>>(kFields), {}, reading);
  check_range("preregistration", p, std::span<const Field<P>>(kFields), reading);
  if (reading.problems.empty() && std::ranges::find(kExpectations, p.expect) == std::end(kExpectations))
    reading.problems.push_back(problem_at(
        *root.find("expect"), fmt::format("'{}' must be one of {}", p.expect, fmt::join(kExpectations, ", ")),
        nearest_hint(p.expect, {std::begin(kExpectations), std::end(kExpectations)})));
  if (reading.problems.empty() && p.expect == "none" && !(p.margin > 0))
    reading.problems.push_back(problem_at(
        *root.find("expect"), "no effect is expected within a margin: margin must be above 0", "margin = 0.05"));
  if (!reading.problems.empty()) throw ScenarioError(std::move(reading.problems));
  return p;
}

std::string judged(const Preregistration& preregistration, const Effect& effect) {
  if (!effect.paired || !effect.interval().low) return "undecided";
  const double margin = margin_of(preregistration, effect);
  double low = *effect.interval().low, high = *effect.interval().high;
  if (preregistration.expect == "none") {
    if (low > -margin && high < margin) return "confirmed";
    return low > margin || high < -margin ? "refuted" : "undecided";
  }
  if (preregistration.expect == "down") {
    std::swap(low, high);
    low = -low, high = -high;
  }
  return low > margin ? "confirmed" : high < margin ? "refuted" : "undecided";
}

nlohmann::ordered_json preregistration_json(const Preregistration& p, const Effect& effect) {
  const std::string result = judged(p, effect);
  const std::string expected = effect.paired ? expectation_text(p, effect) : "an effect";
  return {
      {"file", p.path.filename().string()},
      {"digest", p.digest},
      {"hypothesis", p.hypothesis},
      {"expect", p.expect},
      {"margin", p.margin},
      {"result", result},
      {"text", fmt::format("Preregistered ({}): {}. Expected is {}: {}{}.", p.path.filename().string(), p.hypothesis,
                           expected, result, effect.paired ? " (" + interval_text(effect) + ")" : "")}};
}

}  // namespace hibiki::experiments
