#include "tools/experiments/preregistration.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <limits>
#include <memory>
#include <nlohmann/json.hpp>

#include "output/results/file_digest.hpp"
#include "output/results/manifest.hpp"
#include "sim/core/accurate_math.hpp"
#include "sim/core/error.hpp"
#include "sim/scenario/extend.hpp"
#include "sim/scenario/file_kind.hpp"
#include "sim/scenario/nearest.hpp"
#include "sim/scenario/read_fields.hpp"
#include "sim/scenario/toml_text.hpp"
#include "tools/experiments/number_text.hpp"
#include "tools/experiments/verdict.hpp"

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
    {"margin", &P::margin, "", 0, 1e12, "By how much: a ratio less 1, or a difference.", "", true},
    {"seed", &P::seed, "1", 0, 9e18, "First seed.", "", true},
    {"pairs", &P::pairs, "pairs", 2, 100000, "Pairs after which the comparison stops.", "", true},
    {"fans", &P::fans, "fans", 1, 4e9, "Fans of each run.", "", true},
    {"model_version", &P::model_version, "", 0, 0, "Model version of the program.", "", true},
    {"base_digest", &P::base_digest, "", 0, 0, "Digest of the base with all values.", "", true},
    {"variant_digest", &P::variant_digest, "", 0, 0, "Digest of the variant with all values.", "", true},
    {"check", &P::check, "", 0, 0, "Digest of the lines before it.", "", true},
};
// clang-format on

bool is_ratio(const Effect& effect) { return effect.measure->scale == Scale::ratio; }

/// The ends of the margin on the scale of the effect's interval. A margin of 0.1 of a ratio is x0.9 and x1.1.
struct Margin {
  double down = 0, up = 0;
};

Margin margin_of(const P& p, const Effect& effect) {
  if (!is_ratio(effect)) return {-p.margin, p.margin};
  return {p.margin < 1.0 ? accurate::log(1.0 - p.margin) : -std::numeric_limits<double>::infinity(),
          accurate::log(1.0 + p.margin)};
}

/// An effect of this size in words: "+10 %", "-1.2 points".
std::string size_text(const Effect& effect, double size) {
  return is_ratio(effect) ? change_in_percent(1.0 + size) : difference_text(effect.measure->unit, size);
}

/// "a rise beyond +10 %", "a fall", "an effect between -10 % and +10 %".
std::string expectation_text(const P& p, const Effect& effect) {
  if (p.expect == "none")
    return fmt::format("an effect between {} and {}", size_text(effect, -p.margin), size_text(effect, p.margin));
  const bool up = p.expect == "up";
  const char* direction = up ? "a rise" : "a fall";
  return p.margin == 0 ? direction
                       : fmt::format("{} beyond {}", direction, size_text(effect, up ? p.margin : -p.margin));
}

/// Why an effect cannot be judged; empty where it can.
std::string why_open(const P& p, const Effect& effect) {
  const std::size_t pairs = effect.paired ? effect.paired->pairs : 0;
  if (static_cast<std::int64_t>(pairs) != p.pairs)
    return fmt::format("{} of the {} pairs have a value", pairs, p.pairs);
  // The margin was fixed as a ratio.
  return is_ratio(effect) && !effect.as_ratio() ? "a run has the value 0, so that there is no ratio" : "";
}

/// A sentence without the full stop at its end, on one line.
std::string sentence(std::string text) {
  std::ranges::replace_if(
      text, [](unsigned char c) { return c < ' '; }, ' ');
  while (text.ends_with('.') || text.ends_with(' ')) text.pop_back();
  return text;
}

constexpr const char* kCheck = "check = ";

/// With its last line, which has the digest of the lines before it.
std::string sealed_text(const std::string& text) { return text + kCheck + toml_text(text_digest(text)) + "\n"; }

}  // namespace

std::string preregistration_toml(const Preregistration& p) {
  std::string text = fmt::format("{}\n#   hibiki compare --preregistered FILE\n", kPreregistrationHead);
  for (const Field<P>& field : kFields) {
    if (field.member == Member<P>(&P::check)) continue;
    if (field.required || toml_text(p, field) != toml_text(P{}, field))
      text += fmt::format("{} = {}\n", field.key, toml_text(p, field));
  }
  return sealed_text(text);
}

Preregistration load_preregistration(const std::filesystem::path& path) {
  return parse_preregistration(read_text(path), path);
}

Preregistration parse_preregistration(const std::string& text, const std::filesystem::path& path) {
  Preregistration p;
  p.path = path;
  p.digest = written_text(path.filename().string(), text).sha256;
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
  if (reading.problems.empty() && text != sealed_text(text.substr(0, text.rfind(kCheck))))
    reading.problems.push_back(problem_at(*root.find("check"), "the file was changed after it was written",
                                          "restore it, or preregister anew"));
  if (!reading.problems.empty()) throw ScenarioError(std::move(reading.problems));
  return p;
}

std::string judged(const Preregistration& p, const Effect& effect) {
  if (!why_open(p, effect).empty()) return "undecided";
  const Margin margin = margin_of(p, effect);
  const double low = *effect.interval().low, high = *effect.interval().high;
  if (p.expect == "up") return low > margin.up ? "confirmed" : high <= margin.up ? "refuted" : "undecided";
  if (p.expect == "down") return high < margin.down ? "confirmed" : low >= margin.down ? "refuted" : "undecided";
  if (low > margin.down && high < margin.up) return "confirmed";
  return low >= margin.up || high <= margin.down ? "refuted" : "undecided";
}

nlohmann::ordered_json preregistration_json(const Preregistration& p, const Effect& effect) {
  const std::string result = judged(p, effect), open = why_open(p, effect);
  return {{"file", p.path.filename().string()},
          {"digest", p.digest},
          {"hypothesis", p.hypothesis},
          {"expect", p.expect},
          {"margin", p.margin},
          {"result", result},
          {"text", fmt::format("Preregistered ({}): {}. Expected: {}; {} ({}).", p.path.filename().string(),
                               sentence(p.hypothesis), expectation_text(p, effect), result,
                               open.empty() ? "95 % interval " + range_text(effect) : open)}};
}

}  // namespace hibiki::experiments
