// What holds in every world, over worlds drawn at random. RC_PARAMS="seed=... max_success=..." repeats or widens a
// search.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "sim/scenario/load.hpp"
#include "sim/scenario/schema.hpp"
#include "tests/support/drawn_cases.hpp"
#include "tests/support/tiny_world.hpp"

namespace hibiki::test {
namespace {

double between(double low, double high) { return low + (high - low) * (*rc::gen::inRange(0, 1001)) / 1000.0; }

/// A scenario whose size, policies, fees, prices and barriers are drawn.
Scenario drawn_scenario() {
  Scenario s = tiny_scenario(
      {.markets = *rc::gen::inRange(1, 5), .fans = *rc::gen::inRange(1, 400), .weeks = *rc::gen::inRange(1, 70)});
  s.run.seed = *rc::gen::inRange(0, 1000);
  for (Market& m : s.markets) {
    m.foreign_barrier = DatedValue(between(0.0, 1.0));
    m.price_physical = DatedValue(between(0.0, 5000.0));
    m.price_stream = DatedValue(between(0.0, 3.0));
    m.gala_reach = *rc::gen::element(0.0, 12.0);
    m.third_market = *rc::gen::arbitrary<bool>();
    m.internet = DatedValue(between(0.0, 1.0));
  }
  for (Platform& p : s.platforms) p.fee = between(0.0, 1.0);
  s.assumptions.attention_mean = between(0.0, 0.5);
  s.assumptions.exposures = *rc::gen::inRange(0, 6);
  s.assumptions.release_weeks = *rc::gen::inRange(1, 80);
  s.assumptions.engagement_gain = between(0.05, 1.0);
  s.assumptions.entry_rate = between(0.0, 20.0);
  s.assumptions.contract_years = between(0.5, 5.0);
  s.assumptions.local_partner_share = between(0.0, 1.0);
  // A lever or two of anybody's, anywhere in its range.
  const auto levers = lever_fields();
  for (int i = *rc::gen::inRange(0, 6); i > 0; --i) {
    const auto& field = levers[*rc::gen::inRange<std::size_t>(0, levers.size())];
    const std::string target = *rc::gen::element<std::string>("labels", "labels[home=A]", "labels[kind=indie]");
    set_lever(s, target, std::get<double Policy::*>(field.member),
              between(field.minimum, std::min(field.maximum, 20.0)));
  }
  return s;
}

/// property(scenario) for `cases` drawn scenarios.
template <class Property>
void check(int cases, const Property& property) {
  check_drawn(cases, [&] {
    const Scenario s = drawn_scenario();
    RC_PRE(validate(s).empty());
    property(s);
  });
}

template <class Number>
Number row(const std::vector<Number>& cells, std::size_t m, std::size_t columns) {
  const auto first = cells.begin() + static_cast<std::ptrdiff_t>(m * columns);
  return std::accumulate(first, first + static_cast<std::ptrdiff_t>(columns), Number{});
}

TEST(Invariants, MoneyIsConserved) {
  check(40, [](const Scenario& s) {
    Simulation simulation(s, static_cast<std::uint64_t>(s.run.seed));
    while (!simulation.finished()) {
      simulation.step();
      const Ledger& l = simulation.world().ledger;
      Cents received = 0, of_labels = 0;
      for (std::size_t m = 0; m < l.paid.size(); ++m) {
        RC_ASSERT(l.paid[m] == l.to_labels[m] + l.to_platforms[m]);
        RC_ASSERT(l.to_labels[m] >= 0);
        RC_ASSERT(l.to_platforms[m] >= 0);
        received += l.to_labels[m];
      }
      for (const Cents cents : l.label_revenue) of_labels += cents;
      RC_ASSERT(received == of_labels);
    }
  });
}

TEST(Invariants, CountsStayWithinThePeopleThereAre) {
  check(40, [](const Scenario& s) {
    Simulation simulation(s, static_cast<std::uint64_t>(s.run.seed));
    const std::size_t markets = simulation.world().market_count(), platforms = simulation.world().platforms.size();
    while (!simulation.finished()) {
      simulation.step();
      const auto& people = simulation.world().markets.people;
      const WeekObservation w = simulation.observe();
      for (std::size_t m = 0; m < markets; ++m) {
        for (std::size_t scene = 0; scene < markets; ++scene) {
          const std::size_t cell = m * markets + scene;
          RC_ASSERT(w.engaged[cell] <= people[m]);
          RC_ASSERT(w.reach[cell] <= people[m]);
          RC_ASSERT(w.reach[cell] <= w.plays[cell]);
          RC_ASSERT(w.engaged[cell] <= w.engaged_pairs[cell]);
          RC_ASSERT(w.engaged_pairs[cell] <= kFavourites * w.engaged[cell]);
          RC_ASSERT(w.shares_abroad[cell] <= w.shares_home[cell]);
          RC_ASSERT(w.shares_home[cell] <= people[m]);
        }
        for (std::size_t p = 0; p < platforms; ++p) RC_ASSERT(w.adopted_platform[m * platforms + p] <= people[m]);
        RC_ASSERT(row(w.plays_by_channel, m, kChannels) == row(w.plays, m, markets));
        RC_ASSERT(row(w.plays, m, markets) <= people[m] * s.assumptions.exposures);
        RC_ASSERT(row(w.revenue, m, markets) == w.paid[m]);
      }
    }
  });
}

TEST(Invariants, LeadershipSharesSumToOneWhereAnybodyIsEngaged) {
  check(40, [](const Scenario& s) {
    Simulation simulation(s, static_cast<std::uint64_t>(s.run.seed));
    const auto& third = simulation.world().markets.third;
    while (!simulation.finished()) {
      simulation.step();
      const WeekObservation w = simulation.observe();
      const std::size_t markets = w.leadership.size();
      bool any = false;
      for (std::size_t m = 0; m < markets; ++m)
        for (std::size_t scene = 0; scene < markets; ++scene)
          any = any || (third[m] && m != scene && w.engaged_pairs[m * markets + scene] > 0);
      for (const auto* shares : {&w.leadership, &w.leadership_people}) {
        const double sum = row(*shares, 0, markets);
        RC_ASSERT((any ? std::abs(sum - 1.0) < 1e-9 : std::isnan(sum)));
      }
    }
  });
}

template <class List>
void shuffle(List& list, unsigned salt) {
  for (std::size_t i = list.size(); i > 1; --i) std::swap(list[i - 1], list[mix(salt + i) % i]);
}

TEST(Invariants, TheOrderOfEntitiesInTheFileChangesNothing) {
  check(25, [](Scenario s) {
    s.acts.push_back({.name = "One", .label = "A major"});
    s.acts.push_back({.name = "Two", .label = "A agency", .debut = kTinyStart + std::chrono::days(21)});
    s.acts.push_back({.name = "Three", .label = "A agency", .debut = kTinyStart + std::chrono::days(21)});
    for (const Market& m : s.markets)
      if (m.name != "A") {
        s.barriers.push_back({"ban " + m.name, "A", m.name, DatedValue(0.5), "all"});
        s.barriers.push_back({"also " + m.name, m.name, "A", DatedValue(0.1), "broadcast"});
      }
    Scenario shuffled = s;
    const auto salt = *rc::gen::arbitrary<unsigned>();
    shuffle(shuffled.markets, salt);
    shuffle(shuffled.platforms, salt);
    shuffle(shuffled.labels, salt);
    shuffle(shuffled.acts, salt);
    shuffle(shuffled.barriers, salt);
    const auto seed = static_cast<std::uint64_t>(s.run.seed);
    const int weeks = std::min(30, s.calendar().weeks);
    RC_ASSERT(weekly_digests(s, seed, weeks) == weekly_digests(shuffled, seed, weeks));
  });
}

TEST(Invariants, EveryFanHoldsActsThatExist) {
  check(25, [](const Scenario& s) {
    Simulation simulation(s, static_cast<std::uint64_t>(s.run.seed));
    while (!simulation.finished()) simulation.step();
    const World& world = simulation.world();
    for (std::size_t fan = 0; fan < world.fans.size(); ++fan)
      for (const ActId act : world.fans.favourites[fan]) RC_ASSERT((!act || world.industry.acts.at(act.value).in_use));
    for (std::size_t l = 0; l < world.industry.labels.size(); ++l) {
      std::uint32_t acts = 0;
      for (const ActState& act : world.industry.acts) acts += act.in_use && !act.retired && act.label == LabelId(l);
      RC_ASSERT(world.industry.labels[l].acts == acts);
    }
  });
}

}  // namespace
}  // namespace hibiki::test
