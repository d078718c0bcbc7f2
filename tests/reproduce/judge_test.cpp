#include <gmock/gmock.h>

#include <cmath>

#include "tests/support/threads.hpp"
#include "tools/reproduce/reproduction.hpp"
#include "tools/reproduce/verdict_text.hpp"

namespace hibiki {
namespace {

/// A model whose measure is the seed, and another ten above it; under seed 13 it has no value.
const ReferenceModel kSeedModel = {
    .name = "seeds",
    .title = "The seed itself",
    .parameters = {{"scale", "1", "times the seed", 1, 0, 10}},
    .measures = {{"seed", "1", "the seed"}, {"above", "1", "ten more"}, {"even", "share", "of even seeds", true}},
    .figures = {{"tick", "share"}},
    .check = nullptr,
    .measure =
        [](const Parameters& p, std::uint64_t seed) {
          if (seed == 13) return Outcome{};
          const double value = p["scale"] * static_cast<double>(seed);
          return Outcome{{{"seed", value}, {"above", value + 10}, {"even", seed % 2 == 0 ? 1.0 : 0.0}},
                         {{"line", {0, 1}, {0, value}}}};
        },
    .theory = nullptr};

Evidence evidence_with(EvidenceTarget target, std::uint64_t first, std::size_t replicates) {
  Evidence evidence;
  evidence.model = &kSeedModel;
  evidence.first_seed = first, evidence.replicates = replicates;
  evidence.cases.emplace_back();
  evidence.targets.push_back(std::move(target));
  return evidence;
}

EvidenceTarget target_of(Rule rule, std::vector<std::string> measures, double value, double tolerance = 0,
                         double share = 1) {
  EvidenceTarget target;
  target.rule = rule, target.measures = std::move(measures), target.value = value;
  target.tolerance = tolerance, target.share = share;
  return target;
}

/// Judged on seeds 1 to 9, whose mean is 5.
Result judged(const EvidenceTarget& target) { return reproduce(evidence_with(target, 1, 9), {}).verdicts.at(0).result; }

TEST(Judge, WithinIsAboutTheMean) {
  EXPECT_EQ(judged(target_of(Rule::within, {"seed"}, 5.4, 0.5)), Result::pass);
  EXPECT_EQ(judged(target_of(Rule::within, {"seed"}, 5.6, 0.5)), Result::fail);
  EXPECT_EQ(judged(target_of(Rule::within, {"seed"}, 5, 0)), Result::pass);
}

TEST(Judge, InsideIntervalIsAboutTheMiddleOfSeeds) {
  EXPECT_EQ(judged(target_of(Rule::inside_interval, {"seed"}, 1.3)), Result::pass);  // from 1.2
  EXPECT_EQ(judged(target_of(Rule::inside_interval, {"seed"}, 1.1)), Result::fail);
  EXPECT_EQ(judged(target_of(Rule::inside_interval, {"seed"}, 8.9)), Result::fail);
}

TEST(Judge, AtLeastAndAtMostAreAboutEverySeedOrAShare) {
  EXPECT_EQ(judged(target_of(Rule::at_least, {"seed"}, 1)), Result::pass);
  EXPECT_EQ(judged(target_of(Rule::at_least, {"seed"}, 2)), Result::fail);
  EXPECT_EQ(judged(target_of(Rule::at_least, {"seed"}, 2, 0, 0.88)), Result::pass);  // 8 of 9
  EXPECT_EQ(judged(target_of(Rule::at_most, {"seed"}, 9)), Result::pass);
  EXPECT_EQ(judged(target_of(Rule::at_most, {"seed"}, 8)), Result::fail);
}

TEST(Judge, OrderIsStrictAndSeedBySeed) {
  EXPECT_EQ(judged(target_of(Rule::ordered, {"seed", "above"}, 0)), Result::pass);
  EXPECT_EQ(judged(target_of(Rule::ordered, {"above", "seed"}, 0)), Result::fail);
  EXPECT_EQ(judged(target_of(Rule::ordered, {"seed", "seed"}, 0)), Result::fail);
}

TEST(Judge, MeansAscendWhereEveryStepIsClear) {
  EXPECT_EQ(judged(target_of(Rule::ordered_means, {"even", "seed", "above"}, 0)), Result::pass);
  EXPECT_EQ(judged(target_of(Rule::ordered_means, {"seed", "even"}, 0)), Result::fail);
  // Seeds 1 and 2: 0.5 even on average, 1.5 seeds; a step of 1 each, so clear however few there are.
  EXPECT_EQ(reproduce(evidence_with(target_of(Rule::ordered_means, {"even", "seed"}, 0), 1, 2), {}).verdicts[0].result,
            Result::pass);
}

TEST(Judge, ShownIsNeverJudged) { EXPECT_EQ(judged(target_of(Rule::shown, {"seed"}, 1000)), Result::shown); }

TEST(Judge, OtherParametersAreNotTheTargets) {
  const Reproduction other = reproduce(evidence_with(target_of(Rule::within, {"seed"}, 5, 0.1), 1, 9), {{"scale", 2}});
  EXPECT_EQ(other.verdicts[0].result, Result::changed);
  EXPECT_TRUE(other.passed());
  EXPECT_EQ(other.outcomes[0].of("seed").mean.mean, 10);
  // The same value given again changes nothing.
  EXPECT_EQ(
      reproduce(evidence_with(target_of(Rule::within, {"seed"}, 5, 0.1), 1, 9), {{"scale", 1}}).verdicts[0].result,
      Result::pass);
}

TEST(Judge, WrongParametersMustFailSomeTarget) {
  Evidence evidence = evidence_with(target_of(Rule::within, {"seed"}, 5, 0.1), 1, 9);
  evidence.targets.push_back(target_of(Rule::shown, {"above"}, 0));
  evidence.wrongs = {{"", {{"scale", 2}}, "twice as much"}};
  const Reproduction told = reproduce(evidence, {});
  ASSERT_EQ(told.wrongs.size(), 1U);
  EXPECT_EQ(told.wrongs[0].failed, std::vector<std::string>{"seed 10, not 5 +-0.1"});
  EXPECT_TRUE(told.passed());
  EXPECT_EQ(wrong_text(told.wrongs[0]), "Wrong on purpose, scale = 2: refuted by seed 10, not 5 +-0.1");
  evidence.targets[0].tolerance = 10;
  const Reproduction lenient = reproduce(evidence, {});
  EXPECT_EQ(lenient.verdicts[0].result, Result::pass);
  EXPECT_FALSE(lenient.passed()) << "the target tells nothing";
  EXPECT_THAT(wrong_text(lenient.wrongs[0]), testing::HasSubstr("NOT REFUTED"));
  evidence.targets[0] = target_of(Rule::within, {"seed"}, 7, 0.1);  // the right parameters miss it, too
  EXPECT_FALSE(reproduce(evidence, {}).wrongs[0].refuted()) << "it tells nothing apart";
  EXPECT_TRUE(reproduce(evidence, {{"scale", 3}}).wrongs.empty()) << "other parameters are not judged";
}

TEST(Judge, WorldsWithoutAValueCountAgainstSeedsButNotInMeans) {
  const Reproduction result = reproduce(evidence_with(target_of(Rule::at_least, {"seed"}, 0), 12, 3), {});
  EXPECT_EQ(result.outcomes[0].of("seed").seeds, 2u);
  EXPECT_EQ(result.outcomes[0].of("seed").mean.mean, 13);
  EXPECT_EQ(result.verdicts[0].result, Result::fail);
  const Reproduction nothing = reproduce(evidence_with(target_of(Rule::within, {"seed"}, 0, 100), 13, 1), {});
  EXPECT_EQ(nothing.verdicts[0].result, Result::fail);
  EXPECT_FALSE(nothing.verdicts[0].came_out);
  EXPECT_FALSE(nothing.passed());
}

TEST(Repeat, AFrequencyHasWilsonsInterval) {
  const Reproduction result = reproduce(evidence_with(target_of(Rule::shown, {"even"}, 0), 1, 9), {});
  const Interval even = result.outcomes[0].of("even").mean;
  EXPECT_NEAR(even.mean, 4.0 / 9, 1e-12);
  EXPECT_NEAR(*even.low, 0.1888, 1e-4);  // Wilson (1927) for 4 of 9
  EXPECT_NEAR(*even.high, 0.7333, 1e-4);
  const Reproduction never = reproduce(evidence_with(target_of(Rule::shown, {"even"}, 0), 1, 1), {});
  EXPECT_EQ(*never.outcomes[0].of("even").mean.low, 0.0);
  EXPECT_NEAR(*never.outcomes[0].of("even").mean.high, 0.7935, 1e-4);
}

TEST(Repeat, CurvesAreMeansOfTheFirstSeeds) {
  const Reproduction result = reproduce(evidence_with(target_of(Rule::shown, {"seed"}, 0), 1, 9), {});
  ASSERT_EQ(result.outcomes[0].curves.size(), 1u);
  EXPECT_EQ(result.outcomes[0].curves[0].y, (std::vector<double>{0, 5}));
  EXPECT_EQ(result.outcomes[0].curves[0].single.size(), 9u);
}

TEST(Repeat, ThreadsChangeNothing) {
  const ReferenceModel& model = *find_model("watts");
  test::same_on_any_threads([&] {
    std::vector<double> all;
    const CaseRun run{"", Parameters({{"nodes", 2000}, {"z", 3}, {"threshold", 0.18}, {"large", 0.1}})};
    const auto outcomes = repeat(model, {run}, 1, 30);
    for (const auto& value : outcomes[0].of("share").by_seed) all.push_back(*value);
    return all;
  });
}

}  // namespace
}  // namespace hibiki
