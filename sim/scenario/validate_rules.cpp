#include <fmt/format.h>

#include <algorithm>

#include "sim/scenario/findings.hpp"
#include "sim/scenario/nearest.hpp"
#include "sim/scenario/policies.hpp"
#include "sim/scenario/read_fields.hpp"
#include "sim/scenario/sections.hpp"
#include "sim/scenario/target.hpp"

namespace hibiki::inline scenario {

namespace {

/// The valid names in targets, and the labels to select from.
class TargetCheck {
 public:
  explicit TargetCheck(const Scenario& scenario) : scenario_(scenario) {
    for (const Market& market : scenario.markets) {
      homes_.push_back(market.name);
      scenes_.push_back(market.scene);
    }
    for (const Label& label : scenario.labels) names_.push_back(label.name);
  }

  /// Markets that the change is aimed at.
  void check_markets(const Intervention& change, const std::string& key, std::vector<Finding>& findings) const {
    if (change.markets.empty() || change.lever == nullptr) return;
    const std::size_t before = findings.size();
    const auto add = [&](std::size_t i, const std::string& message, const std::string& hint) {
      findings.push_back({key + ".markets", static_cast<int>(i), key + ".markets: " + message, hint});
    };
    for (std::size_t i = 0; i < change.markets.size(); ++i) {
      const std::string& market = change.markets[i];
      if (std::ranges::find(homes_, market) == homes_.end())
        add(i, fmt::format("there is no market '{}'", market), nearest_hint(market, homes_));
      else if (std::ranges::find(change.markets, market) - change.markets.begin() != static_cast<std::ptrdiff_t>(i))
        add(i, fmt::format("{} stands twice", market), "keep one of them");
    }
    const Field<Policy>& lever = lever_field(change.lever);
    if (lever.by_market == ByMarket::no)
      findings.push_back({key + ".markets", -1, fmt::format("{}: {} is not a lever by market", key, lever.key),
                          fmt::format("leave out markets; levers by market are {}", levers_by_market())});
    else if (change.lever == &Policy::collaboration_scope && change.change == Intervention::Change::scale)
      findings.push_back({key + ".scale", -1,
                          fmt::format("{}: {} in some markets has no usual value to scale", key, lever.key),
                          "give the share of joint releases with them: set = 0.5"});
    if (findings.size() == before && stays_at_home(change))
      add(0, "the labels are at home there, and the lever is about markets abroad", "name markets abroad");
  }

  void check(const std::string& text, const std::string& key, std::vector<Finding>& findings) const {
    std::string error;
    const auto target = Target::parse(text, error);
    if (!target) {
      findings.push_back({key, -1, fmt::format("{}: \"{}\" is not a target", key, text), error});
      return;
    }
    const std::size_t before = findings.size();
    check_words(target->homes, homes_, "home market", key, findings);
    check_words(target->scenes, scenes_, "scene", key, findings);
    for (const std::string& name : target->names)
      if (!names_a_label(name))
        findings.push_back({key, -1, fmt::format("{}: unknown label '{}'", key, name), nearest_hint(name, names_)});
    if (findings.size() == before && !selects_any(*target))
      findings.push_back(
          {key, -1, fmt::format("{}: \"{}\" selects no label", key, text),
           names_.empty() ? "the scenario has no labels" : fmt::format("existing labels: {}", some_names())});
  }

 private:
  static void check_words(const std::vector<std::string>& words, const std::vector<std::string>& known,
                          const char* what, const std::string& key, std::vector<Finding>& findings) {
    for (const std::string& word : words)
      if (std::find(known.begin(), known.end(), word) == known.end())
        findings.push_back({key, -1, fmt::format("{}: unknown {} '{}', so it selects no label", key, what, word),
                            nearest_hint(word, known)});
  }

  bool names_a_label(const std::string& name) const {
    return std::any_of(scenario_.labels.begin(), scenario_.labels.end(), [&](const Label& label) {
      if (label.name == name) return true;
      const auto full = full_names(label);
      return std::find(full.begin(), full.end(), name) != full.end();
    });
  }

  static std::string levers_by_market() {
    std::string names;
    for (const auto& field : lever_fields())
      if (field.by_market != ByMarket::no) names += (names.empty() ? "" : ", ") + std::string(field.key);
    return names;
  }

  /// Whether the change names only the home of all its labels.
  bool stays_at_home(const Intervention& change) const {
    std::string error;
    if (!Target::parse(change.target, error)) return false;
    auto labels = identities_of(scenario_);
    std::erase_if(labels, [&](const LabelIdentity& label) { return !selects(change.target, label); });
    return !labels.empty() && std::ranges::all_of(labels, [&](const LabelIdentity& label) {
      return names_home_alone(change, label.home);
    });
  }

  bool selects_any(const Target& target) const {
    return std::any_of(scenario_.labels.begin(), scenario_.labels.end(), [&](const Label& label) {
      const auto full = full_names(label);
      return std::any_of(full.begin(), full.end(), [&](const std::string& name) {
        return target.selects(label.kind, label.home, scene_of(label), label.name, name);
      });
    });
  }

  std::string scene_of(const Label& label) const {
    for (const Market& market : scenario_.markets)
      if (market.name == label.home) return market.scene;
    return {};
  }

  std::string some_names() const {
    constexpr std::size_t kEnough = 6;
    std::string text;
    for (std::size_t i = 0; i < std::min(kEnough, names_.size()); ++i) text += (i > 0 ? ", " : "") + names_[i];
    return names_.size() > kEnough ? text + " ..." : text;
  }

  const Scenario& scenario_;
  std::vector<std::string> homes_, scenes_, names_;
};

void check_change(const Intervention& change, const std::string& key, std::vector<Finding>& findings) {
  if (change.lever == nullptr) {
    findings.push_back({key + ".lever", -1, key + " names no lever", ""});
    return;
  }
  const bool set = change.change == Intervention::Change::set;
  const auto* lever = &lever_field(change.lever);
  const double minimum = set ? lever->minimum : 0.0, maximum = set ? lever->maximum : kLargestScale;
  if (change.change == Intervention::Change::current || (change.value >= minimum && change.value <= maximum)) return;
  findings.push_back({key + (set ? ".set" : ".scale"), -1,
                      fmt::format("{}.{} is {}, out of range{}", key, set ? "set" : "scale", change.value,
                                  set ? fmt::format(" of {}", lever->key) : ""),
                      range_text(minimum, maximum, set ? lever->unit : "")});
}

void check_paid_from(const Intervention& change, const std::string& key, std::vector<Finding>& findings) {
  const std::vector<std::string> words(kPaidFrom.begin(), kPaidFrom.end());
  if (std::ranges::find(words, change.paid_from) == words.end())
    findings.push_back({key + ".paid_from", -1, fmt::format("{}.paid_from is '{}'", key, change.paid_from),
                        nearest_hint(change.paid_from, words)});
}

void check_dates(const Intervention& change, const RunSettings& run, const std::string& key,
                 std::vector<Finding>& findings) {
  const auto bounds = fmt::format("the run goes from {} to {}", to_string(run.start), to_string(run.end));
  if (change.from < run.start)
    findings.push_back(
        {key + ".from", -1, fmt::format("{}.from {} is before the start", key, to_string(change.from)), bounds});
  // An end before the start is reported by itself.
  if (change.from > run.end && run.end >= run.start)
    findings.push_back(
        {key + ".from", -1, fmt::format("{}.from {} is after the end", key, to_string(change.from)), bounds});
  if (change.until <= change.from)
    findings.push_back({key + ".until", -1, fmt::format("{}.until {} is not after from", key, to_string(change.until)),
                        "it begins on " + to_string(change.from)});
  if (change.ramp_weeks < 0 || change.ramp_weeks > kLongestRamp)
    findings.push_back({key + ".ramp", -1, fmt::format("{}.ramp is {} weeks, out of range", key, change.ramp_weeks),
                        range_text(0, kLongestRamp, "weeks")});
}

}  // namespace

void find_rule_problems(const Scenario& scenario, std::vector<Finding>& findings) {
  const TargetCheck targets(scenario);
  for (const PolicyRule& rule : scenario.policies)
    targets.check(rule.target, "policy." + key_part(rule.id) + ".target", findings);
  for (const Intervention& change : scenario.interventions) {
    const std::string key = "intervention." + key_part(change.id);
    targets.check(change.target, key + ".target", findings);
    check_change(change, key, findings);
    targets.check_markets(change, key, findings);
    check_paid_from(change, key, findings);
    check_dates(change, scenario.run, key, findings);
  }
  for (const Response& response : scenario.responses)
    targets.check(response.by, "response." + key_part(response.id) + ".by", findings);
}

}  // namespace hibiki::scenario
