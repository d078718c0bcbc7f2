#include "sim/reference/complex_contagion.hpp"

#include <gmock/gmock.h>

#include "tests/reference/twins.hpp"
#include "tests/support/threads.hpp"

namespace hibiki {
namespace {

using namespace test;

TEST(ComplexContagion, SpreadsAsTheTwinDoes) {
  const Draws draws(4);
  const auto ties = rewired(ring_ties(500, 6), 1, draws);
  const auto neighbours = neighbours_of(500, ties);
  Agents first = neighbours[20];
  first.insert(20);
  const auto twin = slow_spread(neighbours, first, 25, draws, [](std::uint32_t, std::size_t on, std::size_t) {
    return on >= 2 ? 1.0 : on == 1 ? 0.01 : 0.0;
  });
  const CsrNetwork network = mutual_network(500, ties);
  const Course course = complex_contagion(network, 20, {2, 0.01}, 25, draws);
  EXPECT_EQ(agents_in(course.last, 500), twin[course.on.size() - 1]);
  EXPECT_GT(course.reached(), first.size());
}

TEST(ComplexContagion, ARingAdvancesTwoADirectionATick) {
  // Degree 6, two needed: of the three next on the ring the nearest hears three and the second two.
  const CsrNetwork ring = mutual_network(200, ring_ties(200, 6));
  const Course course = complex_contagion(ring, 100, {2, 0}, 1000, Draws(1));
  EXPECT_EQ(course.on[0], 7u);
  EXPECT_EQ(course.on[1], 11u);
  EXPECT_EQ(course.on[10], 47u);
  EXPECT_EQ(course.reached(), 200u);
  EXPECT_EQ(ticks_until(course, 200, 0.5), 24);  // 7 + 4 t >= 100
}

TEST(ComplexContagion, OnePathCarriesNothingThatTakesTwo) {
  const CsrNetwork network = mutual_network(7, triangle_with_tail());
  const Course course = complex_contagion(network, 0, {2, 0}, 100, Draws(1));
  EXPECT_EQ(agents_in(course.last, 7), (Agents{0, 1, 2}));
  EXPECT_FALSE(ticks_until(course, 7, 0.5));
  EXPECT_EQ(complex_contagion(network, 0, {1, 0}, 100, Draws(1)).reached(), 6u);
}

TEST(ComplexContagion, ThreadsChangeNothing) {
  const Draws draws(9);
  const CsrNetwork network = mutual_network(20'000, rewired(ring_ties(20'000, 6), 2, draws));
  same_on_any_threads([&] { return complex_contagion(network, 3, {2, 0.02}, 200, draws).on; });
}

}  // namespace
}  // namespace hibiki
