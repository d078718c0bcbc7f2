#include <algorithm>
#include <cmath>
#include <functional>

#include "tools/reproduce/reproduction.hpp"

namespace hibiki::inline reproduction {

namespace {

/// Whether the rule holds for one seed; a seed without the values does not comply.
bool complies(const EvidenceTarget& target, const CaseOutcome& outcome, std::size_t seed) {
  std::vector<double> values;
  for (const std::string& measure : target.measures) {
    const auto& value = outcome.of(measure).by_seed[seed];
    if (!value) return false;
    values.push_back(*value);
  }
  if (target.rule == Rule::at_least) return values[0] >= *target.value;
  if (target.rule == Rule::at_most) return values[0] <= *target.value;
  return std::adjacent_find(values.begin(), values.end(), std::greater_equal<>()) == values.end();
}

Verdict judge_seeds(const EvidenceTarget& target, const CaseOutcome& outcome) {
  const std::size_t seeds = outcome.measured.front().by_seed.size();
  std::size_t complying = 0;
  for (std::size_t seed = 0; seed < seeds; ++seed) complying += complies(target, outcome, seed);
  const double share = static_cast<double>(complying) / static_cast<double>(seeds);
  return {&target, &outcome, share >= target.share ? Result::pass : Result::fail, share, true};
}

Verdict judge_value(const EvidenceTarget& target, const CaseOutcome& outcome) {
  const Measured& measured = outcome.of(target.measures[0]);
  Verdict verdict{&target, &outcome, target.rule == Rule::shown ? Result::shown : Result::fail, {}, false};
  if (measured.seeds == 0) return verdict;
  verdict.came_out = measured.mean.mean;
  const bool within = std::abs(measured.mean.mean - *target.value) <= target.tolerance;
  const bool inside = *measured.low <= *target.value && *target.value <= *measured.high;
  if (target.rule == Rule::within ? within : target.rule == Rule::inside_interval && inside)
    verdict.result = Result::pass;
  return verdict;
}

/// One less than the next, seed by seed, where both have a value.
std::vector<double> steps(const Measured& lower, const Measured& higher) {
  std::vector<double> differences;
  for (std::size_t seed = 0; seed < lower.by_seed.size(); ++seed)
    if (lower.by_seed[seed] && higher.by_seed[seed])
      differences.push_back(*higher.by_seed[seed] - *lower.by_seed[seed]);
  return differences;
}

/// came_out is the smallest of the mean steps.
Verdict judge_means(const EvidenceTarget& target, const CaseOutcome& outcome) {
  Verdict verdict{&target, &outcome, Result::pass, {}, false};
  for (std::size_t i = 0; i + 1 < target.measures.size(); ++i) {
    const std::vector<double> up = steps(outcome.of(target.measures[i]), outcome.of(target.measures[i + 1]));
    const Interval step = up.empty() ? Interval{} : mean_interval(up);
    if (!verdict.came_out || step.mean < *verdict.came_out) verdict.came_out = step.mean;
    if (!(step.low ? *step.low > 0 : step.mean > 0)) verdict.result = Result::fail;
  }
  return verdict;
}

Verdict judge(const EvidenceTarget& target, const CaseOutcome* outcome) {
  if (outcome == nullptr) return {&target, nullptr, Result::changed, {}, false};
  if (target.rule == Rule::ordered_means) return judge_means(target, *outcome);
  const bool over_seeds = target.rule == Rule::at_least || target.rule == Rule::at_most || target.rule == Rule::ordered;
  return over_seeds ? judge_seeds(target, *outcome) : judge_value(target, *outcome);
}

}  // namespace

std::vector<Verdict> judge_case(const Evidence& evidence, const std::string& of_case, const CaseOutcome& outcome) {
  std::vector<Verdict> verdicts;
  for (const EvidenceTarget& target : evidence.targets)
    if (target.of_case == of_case) verdicts.push_back(judge(target, &outcome));
  return verdicts;
}

std::vector<Verdict> judge(const Evidence& evidence, const std::vector<CaseOutcome>& outcomes) {
  std::vector<Verdict> verdicts;
  for (const EvidenceTarget& target : evidence.targets) {
    const auto named = [&](const EvidenceCase& one) { return one.name == target.of_case; };
    const auto meant = std::find_if(evidence.cases.begin(), evidence.cases.end(), named);
    const auto wanted = parameters_of(evidence, *meant).values();
    const auto same = [&](const CaseOutcome& one) { return one.run.parameters.values() == wanted; };
    const auto outcome = std::find_if(outcomes.begin(), outcomes.end(), same);
    verdicts.push_back(judge(target, outcome == outcomes.end() ? nullptr : &*outcome));
  }
  return verdicts;
}

}  // namespace hibiki::reproduction
