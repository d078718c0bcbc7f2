#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <set>

#include "sim/scenario/extend.hpp"
#include "sim/scenario/file_kind.hpp"
#include "sim/scenario/nearest.hpp"
#include "sim/scenario/read_fields.hpp"
#include "sim/scenario/sections.hpp"
#include "tools/calibration/plan_keys.hpp"
#include "tools/calibration/plan_measures.hpp"

namespace hibiki::inline calibration {

namespace {

namespace fs = std::filesystem;

/// Reads one plan; collects problems at their places.
class PlanReader {
 public:
  PlanReader(const Node& root, CalibrationPlan& plan, Reading& reading) : root_(root), plan_(plan), reading_(reading) {}

  void read() {
    read_table(root_, "plan", plan_, plan_keys(), {"scenario", "method", "parameter", "target"}, reading_);
    check_range("plan", plan_, plan_keys(), reading_);
    if (const Node* method = root_.find("method"); method != nullptr && is_table(*method, "method")) {
      read_table(*method, "method", plan_, method_keys(), {}, reading_);
      check_range("method", plan_, method_keys(), reading_);
    }
    read_list("parameter", plan_.parameters, parameter_keys(), {});
    read_list("target", plan_.targets, target_keys(), {"years", "relative_to"});
    if (!plan_.targets.empty() && std::ranges::none_of(plan_.targets, &PlanTarget::decides))
      complain(*root_.find("target"), "no target has weight: each is held out, unverified or without weight",
               "give one use = \"fit\", a source and mark = \"S\"");
    for (PlanParameter& parameter : plan_.parameters) check(parameter);
    check_structures();
    for (PlanTarget& target : plan_.targets) check(target);
  }

  std::string scenario() {
    const Node* node = root_.find("scenario");
    if (node != nullptr && node->kind == Node::Kind::text && !node->text.empty()) return node->text;
    complain(node == nullptr ? root_ : *node, "a plan needs the scenario to calibrate",
             "scenario = \"../history.toml\"");
    return {};
  }

  /// Checks of the plan against the scenario.
  void check_against(const Scenario& scenario) {
    if (!scenario.interventions.empty())
      complain(*root_.find("scenario"),
               "the scenario has interventions; a counterfactual cannot be fitted to the record",
               "calibrate the scenario it extends");
    for (const PlanTarget& target : plan_.targets) {
      const std::string where = "target." + key_part(target.name);
      require_known(where + ".scene", target.scene, names_of(scenario, &Market::scene));
      require_known(where + ".market", target.market, names_of(scenario, &Market::name));
      for (const std::string& market : target.markets)
        require_known(where + ".markets", market, names_of(scenario, &Market::name));
      std::vector<std::string> acts;
      for (const Act& act : scenario.acts) acts.push_back(act.name);
      require_known(where + ".act", target.act, acts);
      for (const auto& [key, years] : {std::pair("years", target.years), std::pair("relative_to", target.relative_to)})
        if (years.first != 0 &&
            (years.first < year_of(scenario.run.report_from) || years.last > year_of(scenario.run.end)))
          complain(place(where + "." + key),
                   fmt::format("{} to {} is not within the reported years of the scenario", years.first, years.last),
                   fmt::format("{} to {}", year_of(scenario.run.report_from), year_of(scenario.run.end)));
    }
  }

  void complain(const Node& node, std::string message, std::string_view hint) {
    reading_.problems.push_back(problem_at(node, std::move(message), hint));
  }
  const Node& place(const std::string& key) const {
    const auto it = reading_.places.find(key);
    return it == reading_.places.end() ? root_ : *it->second;
  }

 private:
  bool is_table(const Node& node, std::string_view key) {
    if (node.kind == Node::Kind::table) return true;
    complain(node, fmt::format("{} must be a table, not {}", key, kind_name(node.kind)), fmt::format("[{}]", key));
    return false;
  }

  template <class Owner>
  void read_list(const std::string& kind, std::vector<Owner>& owners, std::span<const Field<Owner>> fields,
                 const std::vector<std::string_view>& others) {
    const Node* list = root_.find(kind);
    if (list == nullptr || list->kind != Node::Kind::array || list->items.empty())
      return complain(list == nullptr ? root_ : *list, fmt::format("a plan needs at least one [[{}]]", kind),
                      fields.front().meaning);
    std::set<std::string> seen;
    for (const Node& item : list->items) {
      if (!is_table(item, kind)) continue;
      const Node* name = item.find(fields.front().key);
      const std::string text = name != nullptr && name->kind == Node::Kind::text ? name->text : "";
      if (!text.empty() && !seen.insert(text).second)
        complain(*name, fmt::format("{} '{}' is defined twice", kind, text), "keep one of them");
      Owner& owner = owners.emplace_back();
      const std::string where = kind + "." + key_part(text);
      read_table(item, where, owner, fields, others, reading_);
      check_range(where, owner, fields, reading_);
      if constexpr (std::is_same_v<Owner, PlanTarget>) {
        owner.years = read_years(item, "years", where);
        owner.relative_to = read_years(item, "relative_to", where);
      }
    }
  }

  /// 2010, or [2010, 2012]: both ends included.
  YearRange read_years(const Node& table, const std::string& key, const std::string& where) {
    const Node* node = table.find(key);
    if (node == nullptr) return {};
    reading_.places[where + "." + key] = node;
    const bool pair = node->kind == Node::Kind::array && node->items.size() == 2;
    const Node &first = pair ? node->items[0] : *node, &last = pair ? node->items[1] : *node;
    const auto is_year = [](const Node& n) {
      return n.kind == Node::Kind::integer && n.integer >= kEarliestYear && n.integer <= kLatestYear;
    };
    if (is_year(first) && is_year(last) && first.integer <= last.integer)
      return {static_cast<int>(first.integer), static_cast<int>(last.integer)};
    complain(*node, fmt::format("{} must be a year or [first, last]", key), "2010 or [2008, 2012]");
    return {};
  }

  void require_one_of(const std::string& key, const std::string& value, const std::vector<std::string>& words) {
    if (std::ranges::find(words, value) == words.end())
      complain(place(key), fmt::format("'{}' must be one of {}", value, fmt::join(words, ", ")),
               nearest_hint(value, words));
  }
  void require_known(const std::string& key, const std::string& value, const std::vector<std::string>& names) {
    if (!value.empty() && std::ranges::find(names, value) == names.end())
      complain(place(key), fmt::format("the scenario has no '{}'", value), nearest_hint(value, names));
  }
  static std::vector<std::string> names_of(const Scenario& scenario, std::string Market::*member) {
    std::vector<std::string> names;
    for (const Market& market : scenario.markets) names.push_back(market.*member);
    return names;
  }

  void check(const PlanParameter& parameter) {
    const std::string where = "parameter." + key_part(parameter.key);
    require_one_of(where + ".scale", parameter.scale, {"linear", "log"});
    if (!(parameter.low < parameter.high)) complain(place(where + ".high"), "high must be above low", "low < high");
    if (parameter.scale == "log" && !(parameter.low > 0))
      complain(place(where + ".low"), "a range on a log scale must be positive", "low > 0");
    if (parameter.start < parameter.low || parameter.start > parameter.high)
      complain(place(where + ".start"), "start is outside low to high", "widen the range or leave start out");
    else if (!std::isnan(parameter.start) && parameter.low < parameter.high &&
             std::abs(parameter.rounded(parameter.unit_of(parameter.start)) - parameter.unit_of(parameter.start)) >
                 1e-9)
      complain(place(where + ".start"), "start is between the levels", "low, high or a level between them");
  }

  /// Each combination of levels is a structure, which needs candidates of its own.
  void check_structures() {
    constexpr double kFewestCandidates = 100;
    double structures = 1;
    std::string last;
    for (const PlanParameter& parameter : plan_.parameters) {
      if (parameter.levels < 2) continue;
      structures *= static_cast<double>(parameter.levels);
      last = "parameter." + key_part(parameter.key) + ".levels";
    }
    if (structures > 1 && structures * kFewestCandidates > static_cast<double>(plan_.candidates))
      complain(
          place(last),
          fmt::format("{:.0f} combinations of levels are too many for {} candidates", structures, plan_.candidates),
          fmt::format("at least {:.0f} candidates, or fewer levels", structures * kFewestCandidates));
  }

  void check(const PlanTarget& target) {
    const std::string where = "target." + key_part(target.name);
    require_one_of(where + ".scale", target.scale, {"log", "difference"});
    require_one_of(where + ".mark", target.mark, {"S", "C", "P", "M"});
    require_one_of(where + ".use", target.use, {"fit", "held_out"});
    if (target.scale == "log" && !(target.value > 0))
      complain(place(where + ".value"), "a ratio needs a positive value", "scale = \"difference\"");
    if (!(target.band > 0)) complain(place(where + ".band"), "band must be positive", "band > 0");
    check_period(target, where);
    check_measure(target, where);
  }

  void check_period(const PlanTarget& target, const std::string& where) {
    const int last = std::max(target.years.last, target.relative_to.last);
    if (plan_.held_out_from != 0 && target.use == "fit" && last >= plan_.held_out_from)
      complain(place(where + ".years"),
               fmt::format("{} is held out from fitting (held_out_from = {})", last, plan_.held_out_from),
               "use = \"held_out\"");
  }

  void check_measure(const PlanTarget& target, const std::string& where) {
    const Node& at = place(where + ".measure");
    if (is_counterfactual(target.measure))
      return complain(at, fmt::format("'{}' is a counterfactual and cannot be a target", target.measure),
                      "remove the target");
    const TargetMeasure* measure = find_target_measure(target.measure);
    if (measure == nullptr) {
      std::vector<std::string> names;
      for (const TargetMeasure& known : target_measures()) names.emplace_back(known.name);
      return complain(at, fmt::format("unknown measure '{}'", target.measure), nearest_hint(target.measure, names));
    }
    const auto need = [&](bool needed, bool given, std::string_view key) {
      if (needed != given)
        complain(at, fmt::format("{} {} '{}'", measure->name, needed ? "needs" : "takes no", key), measure->definition);
    };
    need(measure->scene, !target.scene.empty(), "scene");
    need(measure->market, !target.market.empty(), "market");
    need(measure->markets, !target.markets.empty(), "markets");
    need(measure->act, !target.act.empty(), "act");
    need(measure->years, target.years.first != 0, "years");
    if (measure->market && measure->markets && std::ranges::find(target.markets, target.market) != target.markets.end())
      complain(at, fmt::format("'{}' is the market and one of the markets", target.market), measure->definition);
    if (!measure->years && target.relative_to.first != 0)
      complain(at, fmt::format("{} takes no 'relative_to'", measure->name), measure->definition);
  }

  const Node& root_;
  CalibrationPlan& plan_;
  Reading& reading_;
};

void apply(const PlanChanges& changes, CalibrationPlan& plan) {
  if (changes.fans > 0) plan.fans = changes.fans;
  if (changes.replicates > 0) plan.replicates = changes.replicates;
  if (changes.seed >= 0) plan.seed = changes.seed;
}

/// Why the scenario is invalid with `value` for parameter `i` and all others at their start; empty when it is valid.
std::string complaint_with(const CalibrationPlan& plan, std::size_t i, double value) {
  std::vector<double> values = plan.start_values();
  values[i] = value;
  try {
    plan.scenario_with(values);
  } catch (const ScenarioError& error) {
    return error.problems().front().message;
  }
  return {};
}

/// The scenario at both ends of every range: an end the schema forbids is said at the plan's parameter.
void check_ends(const CalibrationPlan& plan, PlanReader& reader) {
  for (std::size_t i = 0; i < plan.parameters.size(); ++i) {
    const PlanParameter& parameter = plan.parameters[i];
    const std::string low = complaint_with(plan, i, parameter.low), high = complaint_with(plan, i, parameter.high);
    const auto complain = [&](const std::string& field, const std::string& complaint) {
      if (complaint.empty()) return;
      reader.complain(reader.place(fmt::format("parameter.{}.{}", key_part(parameter.key), field)),
                      "invalid for the scenario: " + complaint, "see hibiki params");
    };
    for (std::int64_t level = 1; level + 1 < parameter.levels; ++level)
      complain("levels",
               complaint_with(plan, i,
                              parameter.at(static_cast<double>(level) / static_cast<double>(parameter.levels - 1))));
    if (low == high) {
      complain("key", low);  // no value would do
    } else {
      complain("low", low);
      complain("high", high);
    }
  }
}

}  // namespace

CalibrationPlan load_plan(const fs::path& path, const PlanChanges& changes) {
  CalibrationPlan plan;
  plan.path = path;
  plan.name = path.stem().string();
  plan.text = read_text(path);
  Reading reading;
  const Node root =
      parse_toml(std::make_shared<SourceText>(SourceText{path.string(), plan.text, {}}), reading.problems);
  expect_kind(root, FileKind::plan);
  PlanReader reader(root, plan, reading);
  reader.read();
  const std::string scenario = reader.scenario();
  apply(changes, plan);
  if (reading.problems.empty()) {
    plan.scenario = (path.parent_path() / scenario).lexically_normal();
    plan.resolved = to_toml(load_scenario(plan.scenario).scenario);
    check_ends(plan, reader);
    if (reading.problems.empty()) reader.check_against(plan.scenario_with(plan.start_values()).scenario);
  }
  if (!reading.problems.empty()) throw ScenarioError(std::move(reading.problems));
  return plan;
}

}  // namespace hibiki::calibration
