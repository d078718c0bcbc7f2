// An evidence file repeated over seeds, and the results.
#pragma once

#include <functional>
#include <optional>

#include "output/analysis/paired.hpp"
#include "tools/reproduce/evidence.hpp"

namespace hibiki::inline reproduction {

/// A measure over seeds.
struct Measured {
  const ModelMeasure* measure = nullptr;
  std::vector<std::optional<double>> by_seed;
  std::size_t seeds = 0;            ///< in which it has a value
  Interval mean;                    ///< Student's t; of an event, Wilson's interval of its frequency; 0 seeds: none
  std::optional<double> low, high;  ///< between which the middle 95 % of seeds lie
  std::optional<double> theory;
};

/// A curve over the first twenty seeds: of lines, the mean; of points, those of the first.
struct MeasuredCurve {
  std::string name;
  std::vector<double> x, y;
  std::vector<std::vector<double>> single;  ///< lines one by one
  std::size_t figure = 0;                   ///< of the model's
};

/// One case over all seeds.
struct CaseOutcome {
  CaseRun run;
  std::vector<Measured> measured;  ///< every measure of the model, in its order
  std::vector<MeasuredCurve> curves;
  std::vector<Curve> theory_curves;

  const Measured& of(const std::string& measure) const;
};

/// Simulates every run with every seed, as many at once as there are threads; the same bits for any number of them.
std::vector<CaseOutcome> repeat(const ReferenceModel& model, std::vector<CaseRun> runs, std::uint64_t first_seed,
                                std::size_t replicates);

enum class Result { pass, fail, shown, changed };  ///< changed: the parameters are not those the target is about

struct Verdict {
  const EvidenceTarget* target = nullptr;
  const CaseOutcome* outcome = nullptr;  ///< nullptr where `changed`
  Result result = Result::shown;
  /// The judged value: the mean, or the share of seeds that comply. Empty without a value.
  std::optional<double> came_out;
  bool of_seeds = false;  ///< came_out is a share of seeds
};

/// Judges the targets of the file by the results.
std::vector<Verdict> judge(const Evidence& evidence, const std::vector<CaseOutcome>& outcomes);

/// Judges the targets of one case by a result, whatever its parameters.
std::vector<Verdict> judge_case(const Evidence& evidence, const std::string& of_case, const CaseOutcome& outcome);

/// Wrong parameters, judged: some target must fail.
struct WrongOutcome {
  EvidenceWrong wrong;
  std::vector<std::string> failed;  ///< what failed, in words: "time_clustered 55, not 28 +-0"
  bool refuted() const { return !failed.empty(); }
};

/// An evidence file, repeated and judged.
struct Reproduction {
  Evidence evidence;
  Overrides overrides;
  std::vector<CaseOutcome> outcomes;
  std::vector<Verdict> verdicts;     ///< point into the two above
  std::vector<WrongOutcome> wrongs;  ///< empty where overrides change the parameters
  bool passed() const;               ///< no target failed, and all wrong parameters did
};

Reproduction reproduce(Evidence evidence, Overrides overrides);

}  // namespace hibiki::reproduction
