#include "sim/reference/cascade.hpp"

#include <gmock/gmock.h>

#include "sim/reference/closed_forms.hpp"
#include "tests/reference/twins.hpp"
#include "tests/support/threads.hpp"

namespace hibiki {
namespace {

using namespace test;

/// Who is on in the end, one agent at a time in any order: thresholds have one end state whatever the order.
Agents one_by_one(const Neighbours& neighbours, Agents on, double threshold) {
  for (bool moved = true; moved;) {
    moved = false;
    for (std::uint32_t agent = 0; agent < neighbours.size(); ++agent) {
      if (on.contains(agent) || neighbours[agent].empty()) continue;
      double share = 0;
      for (const auto other : neighbours[agent]) share += on.contains(other);
      if (share / static_cast<double>(neighbours[agent].size()) < threshold) continue;
      on.insert(agent);
      moved = true;
    }
  }
  return on;
}

TEST(ThresholdCascade, NeedsItsShareOfNeighbours) {
  const CsrNetwork network = mutual_network(7, triangle_with_tail());
  EXPECT_THAT(needed_neighbours(network, 0.5), testing::ElementsAre(1, 1, 2, 1, 1, 1, 1));
  EXPECT_THAT(needed_neighbours(network, 1.0), testing::ElementsAre(2, 2, 3, 2, 2, 1, 1));
  // A third of three neighbours is one, though 1.0 / 3 * 3 may round upwards.
  EXPECT_EQ(needed_neighbours(network, 1.0 / 3)[2], 1u);
}

TEST(ThresholdCascade, EndsWhereTheTwinDoes) {
  for (const std::uint64_t seed : {1, 2, 3, 4, 5, 6}) {
    const Draws draws(seed);
    const auto ties = random_ties(600, 4, draws);
    const CsrNetwork network = mutual_network(600, ties);
    const std::uint32_t first = drawn_agent(600, draws);
    const Course course = threshold_cascade(network, needed_neighbours(network, 0.18), {&first, 1});
    EXPECT_EQ(agents_in(course.last, 600), one_by_one(neighbours_of(600, ties), {first}, 0.18)) << seed;
  }
}

TEST(ThresholdCascade, ThreadsChangeNothing) {
  const Draws draws(2);
  const CsrNetwork network = mutual_network(20'000, random_ties(20'000, 4, draws));
  const std::vector<std::uint32_t> first = {1, 2, 3};
  const auto on =
      same_on_any_threads([&] { return threshold_cascade(network, needed_neighbours(network, 0.18), first).on; });
  EXPECT_GT(on.back(), 10'000u);
}

TEST(ThresholdCascade, TheFirstIsEquallyOftenAnybody) {
  std::vector<int> found(4);
  for (std::uint64_t seed = 0; seed < 4000; ++seed) ++found[drawn_agent(4, Draws(seed))];
  for (const int count : found) EXPECT_NEAR(count, 1000, 4.5 * std::sqrt(4000 * 0.25 * 0.75));
}

TEST(CascadeWindow, BranchingIsCountedOnTheTies) {
  // Threshold .4: whoever has at most two neighbours is vulnerable: all but agent 2.
  // Vulnerable ties: 0-1, 3-4, 4-5. Six arrivals; from 3 one comes to 4 and on to 5, and back: two further.
  const CsrNetwork network = mutual_network(7, triangle_with_tail());
  EXPECT_DOUBLE_EQ(vulnerable_branching(network, 0.4), 2.0 / 6.0);
}

TEST(CascadeWindow, LiesWhereTheoryHasIt) {
  const CascadeWindow theory = cascade_window_in_theory(0.18);
  const CascadeWindow window = cascade_window(100'000, 0.18, 20, Draws(4));
  // Branching of a network of n nodes scatters by some 2 / sqrt(n) around theory, over slopes of about 1 at both edges.
  EXPECT_NEAR(window.low, theory.low, 0.03);
  EXPECT_NEAR(window.high, theory.high, 0.06);
}

TEST(CascadeWindow, NoneWhereNobodyIsVulnerable) {
  EXPECT_EQ(cascade_window(1000, 0.9, 20, Draws(1)).high, 0.0);
  EXPECT_EQ(cascade_window_in_theory(0.9).high, 0.0);
}

TEST(Cascades, ComeAsOftenAndAsLargeAsGeneratingFunctionsSay) {
  constexpr int kSeeds = 300;
  for (const double z : {1.5, 4.0}) {
    int large = 0;
    double size = 0;
    for (int seed = 1; seed <= kSeeds; ++seed) {
      const Draws draws(static_cast<std::uint64_t>(seed));
      const CsrNetwork network = mutual_network(5000, random_ties(5000, z, draws));
      const std::uint32_t first = drawn_agent(5000, draws);
      const double share =
          static_cast<double>(threshold_cascade(network, needed_neighbours(network, 0.18), {&first, 1}).reached()) /
          5000;
      if (share > 0.1) ++large, size += share;
    }
    const CascadeTheory theory = cascade_theory(z, 0.18);
    // Binomial frequency over the seeds: four standard deviations.
    EXPECT_NEAR(large / double{kSeeds}, theory.trigger, 4 * std::sqrt(theory.trigger * (1 - theory.trigger) / kSeeds))
        << z;
    EXPECT_NEAR(size / large, theory.share, 0.01) << z;
  }
}

}  // namespace
}  // namespace hibiki
