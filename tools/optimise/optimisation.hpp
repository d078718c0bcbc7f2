// An optimisation as its file says it: the base, what is to be raised, the levers with their ranges and prices, a
// budget.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sim/core/error.hpp"
#include "tools/optimise/search.hpp"
#include "tools/studio/question.hpp"

namespace hibiki::inline optimise {

/// A lever that plans move: [[lever]].
struct PlanLever {
  std::string lever, target;
  double low = 0.0, high = 0.0;
  double price =
      -1.0;  ///< US dollars of 2015 a week and label for one unit more; negative: that of the studio, or none
  Day from{};
  Day until = make_day(9999, 12, 31);
  std::int64_t ramp_weeks = 52;
  std::vector<std::string> markets;
  Problem place = {};  ///< where it stands, without a message
};

/// A measure that plans must not lower below a limit: [[keep]].
struct PlanLimit {
  std::string measure;
  double least = 0.0;  ///< of the base, 0.95 for 95 %; of a measure that is compared by differences: the difference
  Problem place = {};  ///< where it stands, without a message
};

struct Optimisation {
  std::string name, title;
  std::string scenario;  ///< as the file says it
  std::string scene, rivals;
  std::vector<std::string> measures;  ///< to be raised, the first of which counts most; at least one
  double budget = 0.0;                ///< US dollars of 2015 a year, all labels together
  std::int64_t fans = 2000, seed = 1;
  std::int64_t points = 24, rounds = 3, batch = 6, pairs = 6, finalists = 5, fresh_pairs = 16;
  bool ensemble = false;
  std::vector<PlanLever> levers;
  std::vector<PlanLimit> limits;

  std::filesystem::path path, base;       ///< of the file; of the scenario
  std::map<std::string, Problem> places;  ///< of keys that are judged with the base, without messages
};

/// Throws ScenarioError with every problem, IoError.
Optimisation load_optimisation(const std::filesystem::path& path);

/// The problem at a place that was noted without a message; the hint stands behind the line.
Problem at_place(Problem place, std::string message, std::string_view hint = "");

/// The variables of its search: dated values cost nothing, prices are for all labels of the file that a target picks.
/// Throws ScenarioError where the low values cost more than the budget, or where two levers would both be paid for what
/// only one of them decides, or for a target that picks no label.
std::vector<PlanVariable> variables_of(const Optimisation& optimisation, const Scenario& base);

/// `as_ratio`: by effect, whether it is a log ratio; else a difference. Throws ScenarioError for limits that cannot be
/// meant: of ratios, what is not above 0 or more than 10; of differences of shares, more than half of all.
SearchSettings settings_of(const Optimisation& optimisation, std::size_t sets, const std::vector<bool>& as_ratio);

/// The what-if that makes these values.
WhatIf what_if_of(const Optimisation& optimisation, const std::vector<PlanVariable>& variables,
                  const std::vector<double>& values, const Scenario& base);

}  // namespace hibiki::optimise
