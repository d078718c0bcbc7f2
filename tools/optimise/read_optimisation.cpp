#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "sim/core/accurate_math.hpp"
#include "sim/core/input_file.hpp"
#include "sim/engine/summary.hpp"
#include "sim/scenario/file_kind.hpp"
#include "sim/scenario/nearest.hpp"
#include "sim/scenario/read_fields.hpp"
#include "sim/scenario/target.hpp"
#include "tools/experiments/comparison_scope.hpp"
#include "tools/optimise/optimisation.hpp"
#include "tools/studio/controls.hpp"

namespace hibiki::inline optimise {

namespace {

namespace fs = std::filesystem;

// clang-format off
const Field<Optimisation> kFields[] = {
    {"scenario", &Optimisation::scenario, "", 0, 0, "The scenario to change.", "", true},
    {"title", &Optimisation::title, "", 0, 0, "Title for people.", ""},
    {"scene", &Optimisation::scene, "", 0, 0, "Scene that is measured, by name or home market; that of the levers when absent.", ""},
    {"measures", &Optimisation::measures, "", 0, 0, "What is to be raised, as compare --measure takes it, one to three; the first counts most. engaged_abroad when absent.", ""},
    {"rivals", &Optimisation::rivals, "", 0, 0, "as_they_do, never, after_a_year or copy_what_works.", ""},
    {"budget", &Optimisation::budget, "USD of 2015 a year", 0, 1e12, "What all labels together may spend on the levers.", "", true},
    {"fans", &Optimisation::fans, "fans", 200, 4e9, "Fans of each world.", ""},
    {"seed", &Optimisation::seed, "1", 0, 9e15, "First seed of the worlds, and of the search.", ""},
    {"points", &Optimisation::points, "plans", 4, 2000, "Plans of the first design; at least two for each lever.", ""},
    {"rounds", &Optimisation::rounds, "1", 0, 100, "Rounds that add plans.", ""},
    {"batch", &Optimisation::batch, "plans", 1, 200, "Plans that a round adds.", ""},
    {"pairs", &Optimisation::pairs, "pairs", 2, 1000, "Pairs of worlds of each plan.", ""},
    {"finalists", &Optimisation::finalists, "plans", 1, 50, "Plans that are simulated anew.", ""},
    {"fresh_pairs", &Optimisation::fresh_pairs, "pairs", 2, 1000, "Pairs of each of them, with fresh seeds.", ""},
    {"ensemble", &Optimisation::ensemble, "", 0, 1, "Whether the finalists are simulated under every parameter set of the scenario's ensemble.", ""},
};
const Field<PlanLever> kLeverFields[] = {
    {"lever", &PlanLever::lever, "", 0, 0, "Lever, as intervention.lever.", "", true},
    {"target", &PlanLever::target, "", 0, 0, "Labels, as intervention.target.", "", true},
    {"low", &PlanLever::low, "the lever's", -kUnbounded, kUnbounded, "Smallest value.", "", true},
    {"high", &PlanLever::high, "the lever's", -kUnbounded, kUnbounded, "Largest value.", "", true},
    {"price", &PlanLever::price, "USD of 2015 a week and label", 0, 1e12, "Price of one unit beyond the dated value; that of the studio when absent.", ""},
    {"from", &PlanLever::from, "date", 0, 0, "First day.", "", true},
    {"until", &PlanLever::until, "date", 0, 0, "First day on which it no longer holds.", ""},
    {"ramp_weeks", &PlanLever::ramp_weeks, "weeks", 0, 5200, "Weeks to the new value.", ""},
    {"markets", &PlanLever::markets, "", 0, 0, "Where it holds; everywhere when absent.", ""},
};
const Field<PlanLimit> kLimitFields[] = {
    {"measure", &PlanLimit::measure, "", 0, 0, "What is to be kept, as compare --measure takes it.", "", true},
    {"least", &PlanLimit::least, "of the base", -kUnbounded, kUnbounded, "Least value: 0.95 for 95 % of the base; of a measure that is compared by differences, the least difference.", "", true},
};
// clang-format on

const Control* control_of(const std::string& lever) {
  const auto found =
      std::ranges::find(controls(), lever, [](const Control& c) { return std::string(lever_key(c.lever)); });
  return found == controls().end() ? nullptr : &*found;
}

void check_lever(const Node& item, const PlanLever& lever, Reading& reading) {
  const auto complain = [&](const char* key, std::string message, std::string_view hint) {
    const Node* node = item.find(key);
    reading.problems.push_back(problem_at(node != nullptr ? *node : item, std::move(message), hint));
  };
  const Field<Policy>* field = find_lever(lever.lever);
  std::vector<std::string> known;
  for (const Field<Policy>& one : lever_fields()) known.emplace_back(one.key);
  if (field == nullptr)
    return complain("lever", fmt::format("'{}' is not a lever", lever.lever), nearest_hint(lever.lever, known));
  for (const auto& [key, value] : {std::pair("low", lever.low), std::pair("high", lever.high)})
    if (value < field->minimum || value > field->maximum)
      complain(key, fmt::format("{} is out of range of {}", value, lever.lever),
               range_text(field->minimum, field->maximum, field->unit));
  if (lever.low >= lever.high) complain("high", "high must be larger than low", "low = 0.1, high = 0.9");
  std::string error;
  if (!Target::parse(lever.target, error)) complain("target", fmt::format("'{}' is not a target", lever.target), error);
}

/// Reads each table of a list into `items`; check(table, item, fine): whether it was read without a problem.
template <class Item, std::size_t kFieldCount, class Check>
void read_tables(const Node& list, const std::string& key, const Field<Item> (&table)[kFieldCount],
                 std::vector<Item>& items, Reading& reading, const Check& check) {
  const std::span<const Field<Item>> fields(table);
  for (const Node& node : list.items) {
    if (node.kind != Node::Kind::table) {
      reading.problems.push_back(problem_at(node, key + " must be a table", "[[" + key + "]]"));
      continue;
    }
    Item& item = items.emplace_back();
    const std::string where = fmt::format("{}.{}", key, items.size());
    const std::size_t before = reading.problems.size();
    read_table(node, where, item, fields, {}, reading);
    check_range(where, item, fields, reading);
    check(node, item, reading.problems.size() == before);
  }
}

void read_levers(const Node& root, Optimisation& optimisation, Reading& reading) {
  const Node* list = root.find("lever");
  if (list == nullptr || list->kind != Node::Kind::array || list->items.empty()) {
    reading.problems.push_back(problem_at(list == nullptr ? root : *list,
                                          "an optimisation needs at least one [[lever]]",
                                          "a lever with target, low, high and from"));
    return;
  }
  read_tables(*list, "lever", kLeverFields, optimisation.levers, reading,
              [&](const Node& node, PlanLever& lever, bool fine) {
                lever.place = problem_at(node, "", "");
                if (fine) check_lever(node, lever, reading);
              });
}

void read_limits(const Node& root, Optimisation& optimisation, Reading& reading) {
  const Node* list = root.find("keep");
  if (list == nullptr) return;
  if (list->kind != Node::Kind::array) {
    reading.problems.push_back(problem_at(*list, "keep must be a list of tables", "[[keep]]"));
    return;
  }
  read_tables(*list, "keep", kLimitFields, optimisation.limits, reading, [&](const Node& node, PlanLimit& limit, bool) {
    const auto complain = [&](std::string message, const char* hint) {
      reading.problems.push_back(problem_at(node, std::move(message), hint));
    };
    const Node* least = node.find("least");
    limit.place = problem_at(least != nullptr ? *least : node, "", "");
    if (std::ranges::count(optimisation.limits, limit.measure, &PlanLimit::measure) > 1)
      complain(fmt::format("{} is kept twice", limit.measure), "keep one of them");
    if (std::ranges::count(optimisation.measures, limit.measure) > 0)
      complain(fmt::format("{} is to be raised: it needs no limit", limit.measure), "leave it out");
  });
  if (constexpr std::size_t kMostLimits = 8; optimisation.limits.size() > kMostLimits)
    reading.problems.push_back(problem_at(*list, fmt::format("{} limits are too many", optimisation.limits.size()),
                                          fmt::format("at most {}", kMostLimits)));
}

void check_whole(const Node& root, const Optimisation& optimisation, Reading& reading) {
  const auto complain = [&](const char* key, std::string message, std::string_view hint) {
    const Node* node = root.find(key);
    reading.problems.push_back(problem_at(node != nullptr ? *node : root, std::move(message), hint));
  };
  if (const auto least = static_cast<std::int64_t>(2 * optimisation.levers.size()); optimisation.points < least)
    complain("points",
             fmt::format("{} points are too few for {} levers", optimisation.points, optimisation.levers.size()),
             fmt::format("at least {}", least));
  if (optimisation.measures.size() > kMostRaised)
    complain("measures", fmt::format("{} measures are too many", optimisation.measures.size()),
             fmt::format("at most {}; keep others with [[keep]]", kMostRaised));
  if (static_cast<std::size_t>(optimisation.finalists) < optimisation.measures.size())
    complain("finalists", "each measure has its best plan among the finalists",
             fmt::format("at least {}", optimisation.measures.size()));
  for (const std::string& measure : optimisation.measures)
    if (std::ranges::count(optimisation.measures, measure) > 1) {
      complain("measures", fmt::format("{} stands twice", measure), "name each measure once");
      break;
    }
  if (!optimisation.rivals.empty() && !rivals_named(optimisation.rivals))
    complain("rivals", fmt::format("'{}' is not one of the answers of rivals", optimisation.rivals),
             nearest_hint(optimisation.rivals, rivals_names()));
}

/// Whether both hold somewhere on some day.
bool meet(const PlanLever& a, const PlanLever& b) {
  const auto holds_in = [](const PlanLever& lever, const std::string& market) {
    return lever.markets.empty() || std::ranges::count(lever.markets, market) > 0;
  };
  const bool somewhere = a.markets.empty() ||
                         std::ranges::any_of(a.markets, [&](const std::string& market) { return holds_in(b, market); });
  return somewhere && a.from < b.until && b.from < a.until;
}

/// Of two levers that set the same for the same label, one decides; plans would pay for both.
void require_one_lever_each(const Optimisation& optimisation, const Scenario& base) {
  std::vector<Problem> problems;
  const std::vector<PlanLever>& levers = optimisation.levers;
  for (std::size_t i = 0; i < levers.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) {
      if (levers[i].lever != levers[j].lever || !meet(levers[i], levers[j])) continue;
      const std::string label = label_picked_by_both(base, levers[i].target, levers[j].target);
      if (label.empty()) continue;
      problems.push_back(
          at_place(levers[i].place,
                   fmt::format("levers {} and {} both set {} of {} at the same time, and only one of them would hold",
                               j + 1, i + 1, levers[i].lever, label),
                   "give them targets without common labels, or separate dates or markets"));
      break;
    }
  if (!problems.empty()) throw ScenarioError(std::move(problems));
}

/// US dollars a week and label for one unit more.
double price_of(const PlanLever& lever, const Scenario& base) {
  if (lever.price >= 0) return lever.price;
  const Control* control = control_of(lever.lever);
  if (control == nullptr) return 0.0;
  const bool part = control->each_market && !lever.markets.empty();
  return control->price *
         (part ? static_cast<double>(lever.markets.size()) / static_cast<double>(base.markets.size() - 1) : 1.0);
}

}  // namespace

Optimisation load_optimisation(const fs::path& path) {
  Optimisation optimisation;
  optimisation.path = path;
  optimisation.name = path.stem().string();
  Reading reading;
  const Node root =
      parse_toml(std::make_shared<SourceText>(SourceText{path.string(), read_whole_file(path), {}}), reading.problems);
  expect_kind(root, FileKind::optimisation);
  const std::span<const Field<Optimisation>> fields(kFields);
  read_table(root, "optimisation", optimisation, fields, {"lever", "keep"}, reading);
  check_range("optimisation", optimisation, fields, reading);
  if (optimisation.measures.empty()) optimisation.measures = {"engaged_abroad"};
  read_levers(root, optimisation, reading);
  read_limits(root, optimisation, reading);
  check_whole(root, optimisation, reading);
  if (!reading.problems.empty()) throw ScenarioError(std::move(reading.problems));
  for (const char* key : {"measures", "scene"})
    if (const Node* node = root.find(key)) optimisation.places[key] = problem_at(*node, "", "");
  optimisation.base = fs::absolute(path.parent_path() / optimisation.scenario).lexically_normal();
  return optimisation;
}

Problem at_place(Problem place, std::string message, std::string_view hint) {
  place.message = std::move(message);
  if (!hint.empty()) place.excerpt += fmt::format(" {}", hint);
  return place;
}

namespace {

/// The lever, with as much more as tells it from others.
std::string name_of(const PlanLever& lever, const std::vector<PlanLever>& levers) {
  std::string name = lever.lever;
  const auto alone = [&](const auto& alike) { return std::ranges::count_if(levers, alike) == 1; };
  if (alone([&](const PlanLever& o) { return o.lever == lever.lever; })) return name;
  name += " of " + lever.target;
  if (alone([&](const PlanLever& o) { return o.lever == lever.lever && o.target == lever.target; })) return name;
  name += " from " + to_string(lever.from);
  return lever.markets.empty() ? name : fmt::format("{} in {}", name, fmt::join(lever.markets, ", "));
}

/// The mean of its dated values.
double free_of(const PlanLever& lever, const Scenario& base) try {
  const auto member = std::get<double Policy::*>(find_lever(lever.lever)->member);
  return dated_mean(base, lever.target, member, lever.from);
} catch (const QuestionError& error) {
  throw ScenarioError({at_place(lever.place, error.what())});
}

}  // namespace

std::vector<PlanVariable> variables_of(const Optimisation& optimisation, const Scenario& base) {
  require_one_lever_each(optimisation, base);
  std::vector<PlanVariable> variables;
  std::vector<double> lows;
  for (const PlanLever& lever : optimisation.levers) {
    const double labels = static_cast<double>(labels_picked(base, lever.target));
    variables.push_back({name_of(lever, optimisation.levers), lever.low, lever.high, free_of(lever, base),
                         price_of(lever, base) * labels * kWeeksInYear});
    lows.push_back(lever.low);
  }
  if (const double least = cost_of(variables, lows); least > optimisation.budget)
    throw ScenarioError(
        {Problem{optimisation.path.string(), 0, 0,
                 fmt::format("the low values of the levers cost ${:.0f} a year, more than the budget of "
                             "${:.0f}",
                             least, optimisation.budget),
                 "lower some low, or raise the budget"}});
  return variables;
}

SearchSettings settings_of(const Optimisation& optimisation, std::size_t sets, const std::vector<bool>& as_ratio) {
  const auto size = [](std::int64_t number) { return static_cast<std::size_t>(number); };
  std::vector<double> limits;
  std::vector<Problem> problems;
  const auto complain = [&](const PlanLimit& limit, std::string message, const char* hint) {
    problems.push_back(at_place(limit.place, std::move(message), hint));
  };
  for (const PlanLimit& limit : optimisation.limits) {
    const bool ratio = as_ratio[optimisation.measures.size() + limits.size()];
    constexpr double kMostRatio = 10.0, kMostDifference = 0.5;
    if (ratio && (limit.least <= 0 || limit.least > kMostRatio))
      complain(
          limit,
          fmt::format("{} is compared by ratios: {:g} of the base cannot be its least", limit.measure, limit.least),
          "least = 0.95 keeps 95 % of the base");
    if (!ratio && limit.least > kMostDifference)
      complain(
          limit,
          fmt::format("{} is compared by differences: a rise of {:g} cannot be its least", limit.measure, limit.least),
          "least = -0.02 allows a fall of .02, two points of a share");
    limits.push_back(ratio && limit.least > 0 ? accurate::log(limit.least) : limit.least);
  }
  if (!problems.empty()) throw ScenarioError(std::move(problems));
  return {optimisation.budget,
          size(optimisation.points),
          size(optimisation.rounds),
          size(optimisation.batch),
          size(optimisation.pairs),
          size(optimisation.finalists),
          size(optimisation.fresh_pairs),
          sets,
          static_cast<std::uint64_t>(optimisation.seed),
          optimisation.measures.size(),
          limits};
}

WhatIf what_if_of(const Optimisation& optimisation, const std::vector<PlanVariable>& variables,
                  const std::vector<double>& values, const Scenario& base) {
  WhatIf what_if{optimisation.title.empty() ? optimisation.name : optimisation.title,
                 {},
                 rivals_named(optimisation.rivals).value_or(Rivals::as_they_do)};
  for (std::size_t i = 0; i < values.size(); ++i) {
    const PlanLever& lever = optimisation.levers[i];
    const double price = price_of(lever, base);
    what_if.changes.push_back({lever.lever, lever.target, values[i], to_string(lever.from),
                               lever.until == PlanLever{}.until ? "" : to_string(lever.until), lever.ramp_weeks,
                               lever.markets,
                               std::round(price * std::max(0.0, values[i] - variables[i].free) * 100) / 100});
  }
  return what_if;
}

}  // namespace hibiki::optimise
