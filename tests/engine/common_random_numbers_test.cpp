// Two arms of a comparison differ only where the difference between them reaches.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "tests/support/tiny_world.hpp"

namespace hibiki::test {
namespace {

constexpr int kWeeks = 80;
constexpr std::uint64_t kSeed = 12;

std::vector<std::uint64_t> digests(const Scenario& s) { return weekly_digests(s, kSeed, kWeeks); }

/// First week whose state differs; kWeeks + 1 when none does.
int first_difference(const Scenario& base, const Scenario& variant) {
  const auto one = digests(base), other = digests(variant);
  return static_cast<int>(std::mismatch(one.begin(), one.end(), other.begin()).first - one.begin());
}

TEST(CommonRandomNumbers, AVariantIsTheBaseUntilItsInterventionBegins) {
  for (const int week : {1, 30, 53}) {
    Scenario variant = tiny_scenario();
    intervene(variant, "labels[home=B]", &Policy::posts_per_week, 7.0, week);
    // Digests are taken after each week: position w + 1 is the first that week w can have touched.
    EXPECT_EQ(first_difference(tiny_scenario(), variant), week + 1) << "from week " << week;
  }
}

TEST(CommonRandomNumbers, ARampBeginsWithTheValueBefore) {
  Scenario variant = tiny_scenario();
  intervene(variant, "labels[home=B]", &Policy::posts_per_week, 7.0, 30).ramp_weeks = 20;
  EXPECT_EQ(first_difference(tiny_scenario(), variant), 30 + 2)
      << "in its first week the ramp is still at the old value";
}

TEST(CommonRandomNumbers, ThePlaceboIsTheBaseToTheEnd) {
  Scenario variant = tiny_scenario({.weeks = 52 * 4});
  for (double Policy::*lever :
       {&Policy::posts_per_week, &Policy::official_uploads_video, &Policy::releases_per_year, &Policy::imitation})
    intervene(variant, "labels", lever, 0.0, 20).change = Intervention::Change::current;
  const Scenario base = tiny_scenario({.weeks = 52 * 4});
  EXPECT_EQ(weekly_digests(base, kSeed, 52 * 4), weekly_digests(variant, kSeed, 52 * 4));
  EXPECT_EQ(run_replicate(base, kSeed, {}).digest, run_replicate(variant, kSeed, {}).digest);
}

TEST(CommonRandomNumbers, SettingWhatIsAlreadySoChangesNothing) {
  Scenario variant = tiny_scenario();
  set_lever(variant, "labels", &Policy::adaptivity, 0.0);
  const Scenario base = variant;
  intervene(variant, "labels[home=B]", &Policy::posts_per_week, 1.0, 20);  // as in the policy of tiny worlds
  EXPECT_EQ(digests(base), digests(variant));
}

TEST(CommonRandomNumbers, TheEndOfTheRunDoesNotReachBack) {
  const auto shorter = weekly_digests(tiny_scenario({.weeks = 40}), kSeed, 40),
             longer = weekly_digests(tiny_scenario({.weeks = 90}), kSeed, 40);
  EXPECT_EQ(shorter, longer);
}

/// What is drawn once for each release, by key.
std::map<Key, std::pair<double, PackedStyle>> births(const World& world) {
  std::map<Key, std::pair<double, PackedStyle>> found;
  for (const ReleaseState& r : world.industry.releases) found[r.key] = {r.quality, r.packed};
  return found;
}

Scenario fixed_industry() {
  Scenario s = tiny_scenario();
  s.assumptions.reinvestment = 0.0;  // budgets do not follow success
  set_lever(s, "labels", &Policy::collaboration_rate, 0.0);
  set_lever(s, "labels", &Policy::adaptivity, 0.0);
  return s;
}

World world_after(const Scenario& s, int weeks) {
  Simulation simulation(s, kSeed);
  for (int week = 0; week < weeks; ++week) simulation.step();
  return std::move(const_cast<World&>(simulation.world()));
}

TEST(CommonRandomNumbers, AnotherLabelChangesNobodyElsesDraws) {
  Scenario more = fixed_industry();
  more.labels.push_back({.name = "An early name", .kind = LabelKind::agency, .home = "A", .acts = 3});
  const World base = world_after(fixed_industry(), 12), added = world_after(more, 12);
  const auto before = births(base), after = births(added);
  ASSERT_GT(before.size(), 5u);
  EXPECT_GT(after.size(), before.size());
  for (const auto& [key, birth] : before) {
    ASSERT_TRUE(after.contains(key));
    EXPECT_EQ(after.at(key), birth);
  }
  std::set<Key> acts;
  for (const ActState& act : added.industry.acts) acts.insert(act.key);
  for (const ActState& act : base.industry.acts) EXPECT_TRUE(acts.contains(act.key));
  EXPECT_EQ(added.fans.readiness, base.fans.readiness);
  EXPECT_EQ(added.fans.activity, base.fans.activity);
  EXPECT_EQ(added.fans.openness, base.fans.openness);
}

// A label without acts spends its money on nobody: no fan can notice.
TEST(CommonRandomNumbers, ALabelWithoutActsIsNoticedByNobody) {
  Scenario more = fixed_industry();
  more.labels.push_back({.name = "An early name", .kind = LabelKind::agency, .home = "A", .acts = 0});
  const World base = world_after(fixed_industry(), 12), added = world_after(more, 12);  // before it signs anybody
  EXPECT_EQ(births(base), births(added));
  for_each_column(base.fans, [&](const char* name, auto column) {
    for_each_column(added.fans, [&](const char* other, auto theirs) {
      if (std::string(name) != other) return;
      EXPECT_TRUE(std::equal(std::as_bytes(column).begin(), std::as_bytes(column).end(), std::as_bytes(theirs).begin()))
          << name;
    });
  });
}

TEST(CommonRandomNumbers, AnActYetToDebutIsNoticedByNobody) {
  Scenario more = tiny_scenario();
  more.acts.push_back({.name = "Someday", .label = "A major", .debut = kTinyStart + std::chrono::days(7 * 40)});
  EXPECT_EQ(first_difference(tiny_scenario(), more), 41);
}

TEST(CommonRandomNumbers, AnotherPlatformYetToLaunchIsNoticedByNobody) {
  Scenario more = tiny_scenario();
  Platform later;
  later.name = "zz later";
  later.kind = PlatformKind::video;
  later.launch = kTinyStart + std::chrono::days(7 * 500);
  more.platforms.push_back(later);
  const World base = world_after(fixed_industry(), 20);
  Scenario fixed = fixed_industry();
  fixed.platforms.push_back(later);
  const World added = world_after(fixed, 20);
  EXPECT_EQ(births(base), births(added));
  EXPECT_EQ(base.fans.engagement, added.fans.engagement);
  EXPECT_EQ(base.fans.favourites, added.fans.favourites);
}

// Fans of a community keep their luck whatever the order in which a file names the markets.
TEST(CommonRandomNumbers, OrderInTheFileMeansNothing) {
  Scenario s = tiny_scenario({.markets = 4}), shuffled = s;
  std::reverse(shuffled.markets.begin(), shuffled.markets.end());
  std::rotate(shuffled.labels.begin(), shuffled.labels.begin() + 3, shuffled.labels.end());
  std::reverse(shuffled.platforms.begin(), shuffled.platforms.end());
  EXPECT_EQ(digests(s), digests(shuffled));
}

}  // namespace
}  // namespace hibiki::test
