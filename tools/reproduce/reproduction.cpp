#include "tools/reproduce/reproduction.hpp"

#include <algorithm>
#include <cmath>

#include "output/analysis/statistics.hpp"
#include "sim/core/error.hpp"
#include "sim/core/interrupt.hpp"
#include "sim/core/parallel.hpp"
#include "tools/reproduce/verdict_text.hpp"

namespace hibiki::inline reproduction {

namespace {

constexpr std::size_t kDrawn = 20;  ///< number of seeds with kept curves

/// Wilson's 95 % interval of a frequency: sensible at 0 and 1, unlike Student's t.
Interval frequency_interval(std::span<const double> events) {
  constexpr double kNormal = 1.959963984540054;
  const auto n = static_cast<double>(events.size());
  double happened = 0;
  for (const double event : events) happened += event;
  const double p = happened / n, z2 = kNormal * kNormal / n;
  const double middle = (p + z2 / 2) / (1 + z2), half = kNormal * std::sqrt((p * (1 - p) + z2 / 4) / n) / (1 + z2);
  // Exactly 0 and 1 where nothing or everything happened: rounding would leave 1e-18.
  return {p, p == 0 ? 0 : middle - half, p == 1 ? 1 : middle + half};
}

Measured summarise(const ModelMeasure& measure, const std::vector<Outcome>& outcomes) {
  Measured measured;
  measured.measure = &measure;
  std::vector<double> values;
  for (const Outcome& outcome : outcomes) {
    const auto it = outcome.values.find(measure.name);
    measured.by_seed.push_back(it == outcome.values.end() ? std::nullopt : std::optional(it->second));
    if (measured.by_seed.back()) values.push_back(it->second);
  }
  measured.seeds = values.size();
  if (values.empty()) return measured;
  measured.mean = measure.event ? frequency_interval(values) : mean_interval(values);
  measured.low = quantile_of(values, 0.025), measured.high = quantile_of(values, 0.975);
  return measured;
}

MeasuredCurve summarise_curve(std::size_t which, const std::vector<Outcome>& outcomes,
                              const std::vector<ModelFigure>& figures) {
  const Curve& first = outcomes.front().curves[which];
  if (figures.at(first.figure).points) return {first.name, first.x, first.y, {}, first.figure};
  MeasuredCurve curve{first.name, first.x, {}, {}, first.figure};
  for (const Outcome& outcome : outcomes) {
    if (outcome.curves.size() <= which) continue;
    const Curve& line = outcome.curves[which];
    if (line.x.size() > curve.x.size()) curve.x = line.x;
    curve.single.push_back(line.y);
  }
  curve.y.resize(curve.x.size());
  for (std::vector<double>& line : curve.single) {
    line.resize(curve.x.size(), line.back());  // a course that has ended stays where it ended
    for (std::size_t i = 0; i < line.size(); ++i) curve.y[i] += line[i] / static_cast<double>(curve.single.size());
  }
  return curve;
}

CaseOutcome summarise(const ReferenceModel& model, CaseRun run, const std::vector<Outcome>& outcomes) {
  CaseOutcome result{std::move(run), {}, {}, {}};
  const Outcome theory = model.theory ? model.theory(result.run.parameters) : Outcome{};
  for (const ModelMeasure& measure : model.measures) {
    result.measured.push_back(summarise(measure, outcomes));
    const auto it = theory.values.find(measure.name);
    if (it != theory.values.end()) result.measured.back().theory = it->second;
  }
  for (std::size_t which = 0; which < outcomes.front().curves.size(); ++which)
    result.curves.push_back(summarise_curve(which, outcomes, model.figures));
  result.theory_curves = theory.curves;
  return result;
}

}  // namespace

const Measured& CaseOutcome::of(const std::string& measure) const {
  const auto it =
      std::find_if(measured.begin(), measured.end(), [&](const Measured& one) { return one.measure->name == measure; });
  HIBIKI_ASSERT(it != measured.end());
  return *it;
}

std::vector<CaseOutcome> repeat(const ReferenceModel& model, std::vector<CaseRun> runs, std::uint64_t first_seed,
                                std::size_t replicates) {
  std::vector<std::vector<Outcome>> outcomes(runs.size(), std::vector<Outcome>(replicates));
  for_each_task(runs.size() * replicates, static_cast<std::size_t>(thread_count()), [&](std::size_t task) {
    if (interrupting_signal != 0) return;  // reported below, when running seeds have ended
    const std::size_t run = task / replicates, seed = task % replicates;
    outcomes[run][seed] = model.measure(runs[run].parameters, first_seed + seed);
    if (seed >= kDrawn) outcomes[run][seed].curves.clear();
  });
  throw_if_interrupted();
  std::vector<CaseOutcome> results;
  for (std::size_t run = 0; run < runs.size(); ++run)
    results.push_back(summarise(model, std::move(runs[run]), outcomes[run]));
  return results;
}

bool Reproduction::passed() const {
  return std::ranges::none_of(verdicts, [](const Verdict& v) { return v.result == Result::fail; }) &&
         std::ranges::all_of(wrongs, &WrongOutcome::refuted);
}

namespace {

/// Only targets that the right parameters meet can tell a wrong model apart.
std::vector<WrongOutcome> refute(const Evidence& of, const std::vector<Verdict>& right) {
  std::vector<CaseRun> runs;
  for (const EvidenceWrong& wrong : of.wrongs)
    runs.push_back({wrong.of_case, parameters_of(of, wrong_case(of, wrong))});
  const std::vector<CaseOutcome> outcomes = repeat(*of.model, std::move(runs), of.first_seed, of.replicates);
  std::vector<WrongOutcome> wrongs;
  for (std::size_t i = 0; i < of.wrongs.size(); ++i) {
    WrongOutcome& wrong = wrongs.emplace_back();
    wrong.wrong = of.wrongs[i];
    for (const Verdict& verdict : judge_case(of, wrong.wrong.of_case, outcomes[i]))
      if (verdict.result == Result::fail && std::ranges::any_of(right, [&](const Verdict& one) {
            return one.target == verdict.target && one.result == Result::pass;
          }))
        wrong.failed.push_back(failed_text(verdict));
  }
  return wrongs;
}

}  // namespace

Reproduction reproduce(Evidence evidence, Overrides overrides) {
  Reproduction reproduction{std::move(evidence), std::move(overrides), {}, {}};
  const Evidence& of = reproduction.evidence;
  reproduction.outcomes = repeat(*of.model, runs_of(of, reproduction.overrides), of.first_seed, of.replicates);
  reproduction.verdicts = judge(of, reproduction.outcomes);
  if (reproduction.overrides.empty()) reproduction.wrongs = refute(of, reproduction.verdicts);
  return reproduction;
}

}  // namespace hibiki::reproduction
