#include "sim/engine/observation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "tests/support/tiny_world.hpp"

namespace hibiki::test {
namespace {

using testing::DoubleNear;

/// A run of four markets over a year and a half, measured weekly.
const std::vector<WeekObservation>& run() {
  static const std::vector<WeekObservation> weeks =
      observe_run(tiny_scenario({.markets = 4, .fans = 1500, .weeks = 80}), 2);
  return weeks;
}
constexpr std::size_t kMarkets = 4, kPlatforms = 7;

std::size_t length(Axis axis, const WeekObservation& week) {
  switch (axis) {
    case Axis::market:
    case Axis::scene:
      return kMarkets;
    case Axis::platform:
      return kPlatforms;
    case Axis::source:
      return kSources;
    case Axis::channel:
      return kChannels;
    case Axis::age:
      return kAgeGroups;
    case Axis::act:
      return week.acts.size();
    case Axis::label:
      return week.labels.size();
  }
  return 0;
}

TEST(SeriesTable, NamesEverySeriesOnce) {
  std::set<std::string_view> names;
  for (const Series& series : series_table()) {
    EXPECT_TRUE(names.insert(series.name).second) << series.name;
    EXPECT_FALSE(series.units.empty()) << series.name;
    EXPECT_FALSE(series.long_name.empty()) << series.name;
  }
}

TEST(SeriesTable, GivesTheShapeOfEverySeries) {
  for (const WeekObservation& week : run())
    for (const Series& series : series_table()) {
      std::size_t cells = 1;
      for (const Axis axis : series.axes) cells *= length(axis, week);
      std::visit(
          [&](auto member) { EXPECT_EQ((week.*member).size(), cells) << series.name << " in week " << week.week; },
          series.member);
    }
}

TEST(SeriesTable, HoldsOnlyNumbersOrNothingAndNoNegativeCounts) {
  for (const WeekObservation& week : run())
    for (const Series& series : series_table())
      std::visit(
          [&](auto member) {
            for (const auto value : week.*member) {
              if constexpr (std::is_same_v<decltype(value), const double>) {
                EXPECT_FALSE(std::isinf(value)) << series.name;
              } else if (series.name != "label_cash") {
                EXPECT_GE(value, 0) << series.name;
              }
            }
          },
          series.member);
}

template <class Number>
Number row(const std::vector<Number>& cells, std::size_t first, std::size_t count) {
  return std::accumulate(cells.begin() + static_cast<std::ptrdiff_t>(first),
                         cells.begin() + static_cast<std::ptrdiff_t>(first + count), Number{});
}

TEST(Observation, PartsAddUpToTheirWholes) {
  for (const WeekObservation& week : run()) {
    People act_plays = row(week.act_plays, 0, week.act_plays.size()), plays = row(week.plays, 0, kMarkets * kMarkets);
    EXPECT_EQ(act_plays, plays);
    EXPECT_EQ(row(week.act_revenue, 0, week.act_revenue.size()), row(week.paid, 0, kMarkets));
    EXPECT_EQ(row(week.revenue_by_source, 0, kSources * kMarkets), row(week.paid, 0, kMarkets));
    EXPECT_EQ(row(week.label_revenue, 0, week.label_revenue.size()), row(week.to_labels, 0, kMarkets))
        << "closed labels earn too";
    EXPECT_EQ(row(week.act_engaged, 0, week.act_engaged.size()), row(week.engaged_pairs, 0, kMarkets * kMarkets));
    for (std::size_t s = 0; s < kMarkets; ++s) {
      People by_age = 0, by_market = 0;
      for (std::size_t g = 0; g < kAgeGroups; ++g) by_age += week.engaged_by_age[g * kMarkets + s];
      for (std::size_t m = 0; m < kMarkets; ++m) by_market += week.engaged[m * kMarkets + s];
      EXPECT_EQ(by_age, by_market);
    }
    for (std::size_t m = 0; m < kMarkets; ++m) {
      EXPECT_EQ(row(week.revenue, m * kMarkets, kMarkets), week.paid[m]);
      EXPECT_EQ(row(week.received, m * kMarkets, kMarkets), week.to_labels[m]);
      EXPECT_EQ(row(week.plays_by_channel, m * kChannels, kChannels), row(week.plays, m * kMarkets, kMarkets));
      for (std::size_t s = 0; s < kMarkets; ++s) {
        EXPECT_GE(week.engaged_pairs[m * kMarkets + s], week.engaged[m * kMarkets + s]);
        EXPECT_LE(week.reach[m * kMarkets + s], week.plays[m * kMarkets + s]);
      }
    }
  }
}

TEST(Observation, SharingCrossesTiesAndBorders) {
  People abroad = 0, friends = 0;
  double most_steps = 0.0;
  for (const WeekObservation& week : run()) {
    abroad = std::accumulate(week.cascade_abroad.begin(), week.cascade_abroad.end(), abroad);
    for (std::size_t m = 0; m < 4; ++m)
      friends += week.plays_by_channel[m * kChannels + static_cast<std::size_t>(Channel::friends)];
    most_steps = std::max(most_steps, *std::ranges::max_element(week.cascade_steps));
  }
  EXPECT_GT(abroad, 0);
  EXPECT_LT(abroad, friends) << "it is a part of what is met through ties";
  EXPECT_GT(most_steps, 0.5);
}

TEST(Observation, TheIndustryIsMeasured) {
  double most = 0.0;
  for (const WeekObservation& week : run()) {
    ASSERT_EQ(week.industry_components.size(), 1u);
    EXPECT_GE(week.industry_components[0], 1);
    EXPECT_LE(static_cast<std::size_t>(week.industry_components[0]), week.labels.size());
    for (const double c : week.act_centrality) most = std::max(most, c);
  }
  EXPECT_GT(most, 0.0);
}

TEST(Observation, IndicesStayInTheirRange) {
  for (const WeekObservation& week : run())
    for (std::size_t m = 0; m < kMarkets; ++m) {
      for (const double share : {week.gini[m], week.hhi[m], week.turnover[m], week.tries_per_exposure[m],
                                 week.leadership[m], week.leadership_people[m]}) {
        EXPECT_FALSE(share < 0.0 || share > 1.0 + 1e-12)
            << share << " (missing where nothing is played or nobody engaged)";
      }
      EXPECT_GE(week.diversity[m], 0.0);
      EXPECT_LE(week.diversity[m], 2.0);
      if (!std::isnan(week.fan_age[m])) {
        EXPECT_GE(week.fan_age[m], kYoungest);
        EXPECT_LT(week.fan_age[m], kOldest);
      }
    }
}

// Leadership told again from the engaged pairs: C and D are the third markets.
TEST(Observation, LeadershipIsTheShareOfForeignPairsInThirdMarkets) {
  const WeekObservation& week = run().back();
  std::vector<double> mean(kMarkets, 0.0), people(kMarkets, 0.0);
  double all = 0.0;
  for (const std::size_t m : {std::size_t{2}, std::size_t{3}}) {
    double foreign = 0.0;
    for (std::size_t s = 0; s < kMarkets; ++s)
      foreign += s == m ? 0.0 : static_cast<double>(week.engaged_pairs[m * kMarkets + s]);
    ASSERT_GT(foreign, 0.0);
    all += foreign;
    for (std::size_t s = 0; s < kMarkets; ++s) {
      if (s == m) continue;
      mean[s] += static_cast<double>(week.engaged_pairs[m * kMarkets + s]) / foreign / 2.0;
      people[s] += static_cast<double>(week.engaged_pairs[m * kMarkets + s]);
    }
  }
  for (std::size_t s = 0; s < kMarkets; ++s) {
    EXPECT_THAT(week.leadership[s], DoubleNear(mean[s], 1e-9));
    EXPECT_THAT(week.leadership_people[s], DoubleNear(people[s] / all, 1e-9));
  }
  EXPECT_THAT(row(week.leadership, 0, kMarkets), DoubleNear(1.0, 1e-9));
}

TEST(Observation, ActsAndLabelsAreInTheirRegistries) {
  Simulation simulation(tiny_scenario({.weeks = 40}), 2);
  while (!simulation.finished()) {
    simulation.step();
    const WeekObservation week = simulation.observe();
    const auto acts = simulation.act_registry();
    const auto labels = simulation.label_registry();
    std::set<std::uint32_t> seen;
    for (const std::uint32_t act : week.acts) {
      ASSERT_LT(act, acts.size());
      EXPECT_TRUE(seen.insert(act).second) << acts[act].name << " twice";
      EXPECT_LE(acts[act].since, week.day + std::chrono::days(7));
    }
    for (const std::uint32_t label : week.labels) ASSERT_LT(label, labels.size());
  }
}

TEST(Observation, AClosedLabelIsListedWhileItEarns) {
  Simulation simulation(tiny_scenario({.weeks = 40}), 2);
  while (!simulation.finished()) simulation.step();
  World world = simulation.world();
  MetricsMemory memory;
  const WeekObservation open = measure(world, 39, memory);
  const auto& received = world.ledger.label_revenue;
  const auto best = static_cast<std::size_t>(std::ranges::max_element(received) - received.begin());
  ASSERT_GT(received[best], 0);
  world.industry.labels[best].alive = false;
  const WeekObservation closed = measure(world, 39, memory);
  EXPECT_EQ(closed.open_labels, open.open_labels - 1);
  ASSERT_EQ(closed.labels.size(), open.labels.size());
  EXPECT_EQ(closed.labels.back(), world.industry.labels[best].registry_row) << "after those that are open";
  EXPECT_EQ(closed.label_revenue.back(), received[best]);
}

TEST(Observation, AdoptionFollowsAccess) {
  const WeekObservation &first = run().front(), &last = run().back();
  const Scenario s = canonical(tiny_scenario({.markets = 4}));
  for (std::size_t m = 0; m < kMarkets; ++m)
    for (std::size_t p = 0; p < kPlatforms; ++p) {
      const People before = first.adopted_platform[m * kPlatforms + p],
                   after = last.adopted_platform[m * kPlatforms + p];
      if (s.platforms[p].online) {
        EXPECT_GT(after, before) << s.platforms[p].name;
      } else {
        EXPECT_NEAR(static_cast<double>(after), 15.5e6, 1e4) << "everybody";
      }
    }
}

TEST(Observation, AWorldWithoutReleasesHasNoIndices) {
  for (const WeekObservation& week : observe_run(tiny_scenario({.fans = 200, .weeks = 5, .labels = false}), 1)) {
    EXPECT_EQ(row(week.plays, 0, 9), 0);
    EXPECT_EQ(row(week.paid, 0, 3), 0);
    for (const auto* series :
         {&week.leadership, &week.leadership_people, &week.fan_age, &week.cascade_steps, &week.gini, &week.hhi,
          &week.diversity, &week.turnover, &week.tries_per_exposure, &week.style_pull})
      EXPECT_THAT(*series, testing::Each(testing::IsNan()));
    EXPECT_TRUE(week.acts.empty());
  }
}

}  // namespace
}  // namespace hibiki::test
