#include "sim/engine/simulation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "tests/support/threads.hpp"
#include "tests/support/tiny_world.hpp"

namespace hibiki::test {
namespace {

constexpr int kWeeks = 60;  // over a new year

std::vector<std::uint64_t> digests(std::size_t chunk, const Scenario& s = tiny_scenario({.fans = 2500})) {
  return weekly_digests(s, 7, kWeeks, {.communities_per_chunk = chunk});
}

TEST(Simulation, HasTheSameBitsForAnyThreadsAndChunks) {
  const auto reference = with_threads(1, [] { return digests(0); });
  EXPECT_EQ(std::set<std::uint64_t>(reference.begin(), reference.end()).size(), reference.size()) << "every week moves";
  for_thread_counts([&] {
    for (const std::size_t chunk : {std::size_t{0}, std::size_t{1}, std::size_t{17}})
      EXPECT_EQ(digests(chunk), reference) << "chunks of " << chunk;
  });
}

/// Notes the phases as they run.
class Note final : public WeekProbe {
 public:
  explicit Note(bool rank_first) : rank_first_(rank_first) {}
  void phase(Phase which, const std::function<void()>& body) override {
    phases.emplace_back(kPhaseNames[static_cast<std::size_t>(which)]);
    body();
  }
  bool rank_first() const override { return rank_first_; }
  void ranked(const World&, int, const Exposure&) override { phases.emplace_back("-"); }
  std::vector<std::string> phases;

 private:
  bool rank_first_;
};

TEST(Simulation, ProbesChangeNothingAndSeeThePhasesInTheirOrder) {
  const Scenario s = tiny_scenario({.fans = 2500});
  const auto reference = digests(0);
  for_thread_counts([&] {
    for (const bool rank_first : {false, true}) {
      Simulation simulation(s, 7);
      Note note(rank_first);
      simulation.probe(&note);
      std::vector<std::uint64_t> weeks = {simulation.state_digest()};
      for (int week = 0; week < kWeeks; ++week) {
        note.phases.clear();
        simulation.step();
        weeks.push_back(simulation.state_digest());
        std::vector<std::string> expected = {"access", "release"};
        if (rank_first) expected.insert(expected.end(), {"rank", "-", "listen"});
        expected.emplace_back("settle");
        const Calendar& calendar = simulation.world().calendar;
        if (calendar.new_quarter(week)) expected.insert(expected.begin(), "adapt");
        if (calendar.new_year(week)) expected.insert(expected.begin(), "renew");
        EXPECT_EQ(note.phases, expected) << "week " << week;
      }
      EXPECT_EQ(weeks, reference) << "ranked first: " << rank_first;
    }
  });
}

TEST(Simulation, RunsTwiceAlike) { EXPECT_EQ(digests(0), digests(0)); }

TEST(Simulation, OtherSeedsAreOtherWorlds) {
  const Scenario s = tiny_scenario();
  EXPECT_NE(weekly_digests(s, 1, 3), weekly_digests(s, 2, 3));
}

TEST(Simulation, LookingAtItChangesNothing) {
  const Scenario s = tiny_scenario();
  Simulation watched(s, 7), alone(s, 7);
  for (int week = 0; week < kWeeks; ++week) {
    watched.step();
    alone.step();
    watched.observe();
    if (week % 5 == 0) watched.observe();
    ASSERT_EQ(watched.state_digest(), alone.state_digest()) << "week " << week;
  }
}

// A digest that overlooked a column would prove nothing.
TEST(Simulation, ItsDigestSeesASingleFan) {
  const Scenario s = tiny_scenario();
  Simulation one(s, 7), other(s, 7);
  EXPECT_EQ(one.state_digest(), other.state_digest());
  for_each_column(const_cast<World&>(other.world()).fans, [&](const char* name, auto column) {
    if (std::string(name) == "shared_next") return;  // written before it is read
    auto* bytes = reinterpret_cast<unsigned char*>(column.data());
    bytes[column.size_bytes() / 2] ^= 1;
    EXPECT_NE(one.state_digest(), other.state_digest()) << name;
    bytes[column.size_bytes() / 2] ^= 1;
  });
  EXPECT_EQ(one.state_digest(), other.state_digest());
}

TEST(Simulation, EndsWithTheLastWeek) {
  Simulation simulation(tiny_scenario({.weeks = 5}), 1);
  int steps = 0;
  for (; !simulation.finished(); ++steps) {
    EXPECT_EQ(simulation.week(), steps);
    simulation.step();
  }
  EXPECT_EQ(steps, 5);
}

/// A long, lively run with much coming and going among the acts.
Scenario restless() {
  Scenario s = tiny_scenario({.markets = 3, .fans = 400, .weeks = 52 * 15});
  s.assumptions.contract_years = 1.0;
  s.assumptions.release_weeks = 20;
  s.assumptions.engagement_decay = 0.1;
  s.assumptions.entry_rate = 4.0;
  set_lever(s, "labels", &Policy::collaboration_rate, 0.3);
  return s;
}

/// Acts that fans hold, that they shared, or that a release credits.
std::set<std::size_t> referred_acts(const World& world) {
  std::set<std::size_t> acts;
  for (std::uint32_t fan = 0; fan < world.fans.size(); ++fan) {
    for (const ActId act : world.fans.favourites[fan])
      if (act) acts.insert(act.value);
    if (world.fans.sharing.test(fan)) acts.insert(world.fans.shared[fan].value);
  }
  for (const ReleaseState& r : world.industry.releases) {
    acts.insert(r.act.value);
    if (r.partner) acts.insert(r.partner.value);
  }
  return acts;
}

TEST(Simulation, ReusesTheSlotsOfActsOnlyWhenNobodyRefersToThem) {
  Simulation simulation(restless(), 3);
  std::vector<Key> keys;
  std::set<std::size_t> referred;
  int reused = 0;
  while (!simulation.finished()) {
    simulation.step();
    const auto& acts = simulation.world().industry.acts;
    for (std::size_t a = 0; a < keys.size(); ++a)
      if (acts[a].in_use && keys[a] != 0 && acts[a].key != keys[a]) {
        ++reused;
        EXPECT_FALSE(referred.contains(a)) << "slot " << a << " in week " << simulation.week();
      }
    keys.resize(acts.size(), 0);
    for (std::size_t a = 0; a < acts.size(); ++a)
      if (acts[a].in_use) keys[a] = acts[a].key;
    referred = referred_acts(simulation.world());
    for (const std::size_t a : referred)
      EXPECT_TRUE(acts.at(a).in_use) << "slot " << a << " in week " << simulation.week();
    for (const auto& edge : simulation.world().collaborations.edges()) {
      EXPECT_TRUE(acts.at(edge.first.value).in_use);
      EXPECT_TRUE(acts.at(edge.second.value).in_use);
    }
  }
  EXPECT_GT(reused, 20);
}

TEST(Simulation, FavouritesAreDistinctAndFreeSlotsEmpty) {
  Simulation simulation(restless(), 4);
  for (int week = 0; week < 150; ++week) simulation.step();
  const Fans& fans = simulation.world().fans;
  std::size_t held = 0;
  for (std::size_t fan = 0; fan < fans.size(); ++fan)
    for (std::size_t s = 0; s < kFavourites; ++s) {
      if (!fans.favourites[fan][s]) {
        EXPECT_EQ(fans.engagement[fan][s], 0);
        continue;
      }
      ++held;
      for (std::size_t other = 0; other < s; ++other) EXPECT_NE(fans.favourites[fan][s], fans.favourites[fan][other]);
    }
  EXPECT_GT(held, fans.size() / 4);
}

}  // namespace
}  // namespace hibiki::test
