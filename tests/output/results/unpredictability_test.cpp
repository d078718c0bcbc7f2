#include "output/results/unpredictability.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <numeric>

#include "tests/output/results/synthetic_run.hpp"

namespace hibiki {
namespace {

TEST(Unpredictability, IsTheMeanDifferenceOfShares) {
  // Two worlds, two acts: |.5 - .3| and |.5 - .7|.
  EXPECT_DOUBLE_EQ(unpredictability_of(std::vector{0.5, 0.5, 0.3, 0.7}, 2), 0.2);
  // Three worlds, one act: pairs differ by .1, .4 and .5.
  EXPECT_DOUBLE_EQ(unpredictability_of(std::vector{0.1, 0.2, 0.6}, 3), (0.1 + 0.4 + 0.5) / 3.0);
}

TEST(Unpredictability, LeavesOutActsThatNobodyPlayed) {
  EXPECT_DOUBLE_EQ(unpredictability_of(std::vector{0.5, 0.0, 0.5, 0.3, 0.0, 0.7}, 2), 0.2);
  EXPECT_TRUE(std::isnan(unpredictability_of(std::vector{0.0, 0.0}, 2))) << "nothing to measure";
}

TEST(Unpredictability, OfTheSameWorldTwiceIsZero) {
  const TestFolder folder;
  const std::vector<Replicate> twins = {synthetic_replicate(1, 40, folder / "a"),
                                        synthetic_replicate(1, 40, folder / "b")};
  const auto weeks = unpredictability(twins, entity_axis(twins, &RunSummary::acts));
  EXPECT_THAT(weeks, testing::SizeIs(40));
  EXPECT_THAT(weeks, testing::Each(0.0));
}

/// Shares of a world's act by name, straight from the week.
std::map<std::string, double> shares_of(std::uint64_t seed, const Replicate& replicate, int week) {
  const WeekObservation w = synthetic_week(seed, week);
  const double all = static_cast<double>(std::accumulate(w.act_plays.begin(), w.act_plays.end(), People{0}));
  std::map<std::string, double> shares;
  for (std::size_t i = 0; i < w.acts.size(); ++i)
    shares[replicate.result.summary.acts[w.acts[i]].name] = static_cast<double>(w.act_plays[i]) / all;
  return shares;
}

TEST(Unpredictability, ComparesActsByWhoTheyAre) {
  const TestFolder folder;
  const std::vector<Replicate> worlds = {synthetic_replicate(1, 60, folder / "a"),
                                         synthetic_replicate(2, 60, folder / "b")};
  const auto weeks = unpredictability(worlds, entity_axis(worlds, &RunSummary::acts));
  for (const int week : {0, 30, 59}) {
    auto one = shares_of(1, worlds[0], week), two = shares_of(2, worlds[1], week);
    for (const auto& [name, share] : two) one.try_emplace(name, 0.0);
    double sum = 0.0;
    for (const auto& [name, share] : one) sum += std::abs(share - two[name]);
    EXPECT_NEAR(weeks[static_cast<std::size_t>(week)], sum / static_cast<double>(one.size()), 1e-12) << week;
  }
}

TEST(Unpredictability, NamesTheSpoolThatIsDamaged) {
  const TestFolder folder;
  const std::vector<Replicate> worlds = {synthetic_replicate(1, 5, folder / "a"),
                                         synthetic_replicate(2, 5, folder / "b")};
  PackedWeeks weeks;
  SpoolReader(folder / "b").next(weeks);
  for (std::byte& byte : weeks.bytes) byte = std::byte{0};
  SpoolWriter damaged(folder / "b");
  damaged.append(weeks);
  damaged.close();
  const std::string message = io_error_of([&] { unpredictability(worlds, entity_axis(worlds, &RunSummary::acts)); });
  EXPECT_THAT(message, testing::AllOf(testing::HasSubstr((folder / "b").string()), testing::HasSubstr("incomplete")));
}

TEST(Unpredictability, NeedsAnotherWorld) {
  const TestFolder folder;
  const std::vector<Replicate> alone = {synthetic_replicate(1, 5, folder / "a")};
  EXPECT_THAT(unpredictability(alone, entity_axis(alone, &RunSummary::acts)), testing::IsEmpty());
}

}  // namespace
}  // namespace hibiki
