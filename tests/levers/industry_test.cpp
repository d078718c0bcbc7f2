// What labels do to their acts, and who stays in business: each alone, in small worlds of the same seeds.
#include <gtest/gtest.h>

#include <cmath>

#include "tests/levers/steady_world.hpp"

namespace hibiki::test {
namespace {

using W = WeekObservation;
constexpr int kSeeds = 8;
const std::string kA = "labels[home=A]";

Scenario many_acts() {
  Scenario s = steady_world({.markets = 2, .fans = 400, .weeks = 60});
  for (Label& l : s.labels) l.acts = 5;
  return s;
}

/// Mean over the live acts of a scene.
Measure over_acts(const std::string& scene, double (*value)(const World&, const ActState&), int since_week = -100'000) {
  return [=](const FinishedRun& r) {
    double sum = 0.0, count = 0.0;
    for (const ActState& act : r.world().industry.acts) {
      if (!act.in_use || act.retired || act.home.value != market_index(r.world(), scene) || act.debut_week < since_week)
        continue;
      sum += value(r.world(), act);
      ++count;
    }
    return sum / count;
  };
}

/// Mean over the releases of scene A in circulation.
Measure over_releases(double (*value)(const ReleaseState&)) {
  return [=](const FinishedRun& r) {
    double sum = 0.0, count = 0.0;
    for (const ReleaseState& release : r.world().industry.releases) {
      if (r.world().industry.act(release.act).home.value != market_index(r.world(), "A")) continue;
      sum += value(release);
      ++count;
    }
    return sum / count;
  };
}

/// Root mean square deviation over the live acts of scene A from their mean.
double spread_of_acts(const FinishedRun& r, const std::function<Style(const ActState&)>& point) {
  Style sum = Style::Zero(), squares = Style::Zero();
  double count = 0.0;
  for (const ActState& act : r.world().industry.acts) {
    if (!act.in_use || act.retired || act.home.value != market_index(r.world(), "A")) continue;
    sum += point(act);
    squares += point(act) * point(act);
    ++count;
  }
  return std::sqrt((squares / count - sum * sum / (count * count)).mean());
}

Effect log_of(const Scenario& base, const Scenario& variant, const Measure& measure) {
  return log_effect(run_pairs(base, variant, kSeeds), measure);
}
Effect difference_of(const Scenario& base, const Scenario& variant, const Measure& measure) {
  return difference(run_pairs(base, variant, kSeeds), measure);
}

TEST(Industry, RigidTrainingMakesActsAlike) {
  const Scenario base = with(many_acts(), kA, &Policy::training_rigidity, 0.0);
  const Pairs pairs = run_pairs(base, with(base, kA, &Policy::training_rigidity, 1.0), kSeeds);
  expect_falls("training_rigidity 0 -> 1 (A)", "spread of its acts' styles",
               log_effect(pairs, [](const FinishedRun& r) {
                 return spread_of_acts(r, [](const ActState& act) { return act.style; });
               }));
  expect_falls("training_rigidity 0 -> 1 (A)", "diversity in A", log_effect(pairs, mean_of(&W::diversity, "A")));
  expect_rises("training_rigidity 0 -> 1 (A)", "performance",
               difference(pairs, over_acts("A", [](const World&, const ActState& a) { return a.performance; })));
}

TEST(Industry, IndividualityBringsOutCraft) {
  const Scenario base = with(many_acts(), kA, &Policy::individuality, 0.0);
  const Pairs pairs = run_pairs(base, with(base, kA, &Policy::individuality, 1.0), kSeeds);
  expect_rises("individuality 0 -> 1 (A)", "craft",
               difference(pairs, over_acts("A", [](const World&, const ActState& a) { return a.craft; })));
  expect_falls("individuality 0 -> 1 (A)", "performance",
               difference(pairs, over_acts("A", [](const World&, const ActState& a) { return a.performance; })));
}

TEST(Industry, MoreReleasesOnOneBudgetAreEachPoorer) {
  const Scenario base = with(many_acts(), kA, &Policy::releases_per_year, 2.0);
  expect_falls("releases_per_year 2 -> 12 (A)", "quality of a release",
               difference_of(base, with(base, kA, &Policy::releases_per_year, 12.0),
                             over_releases([](const ReleaseState& r) { return r.quality; })));
}

TEST(Industry, TheProductionBudgetBuysQuality) {
  const Scenario base = many_acts();
  const Pairs pairs = run_pairs(base, with(base, kA, &Policy::production_budget, 10.0), kSeeds);
  expect_rises("production_budget 1 -> 10 (A)", "quality of a release",
               difference(pairs, over_releases([](const ReleaseState& r) { return r.quality; })));
}

TEST(Industry, TheVideoBudgetMovesQualityToTheVideo) {
  const Scenario base = with(many_acts(), kA, &Policy::video_budget, 0.05);
  const Pairs pairs = run_pairs(base, with(base, kA, &Policy::video_budget, 0.6), kSeeds);
  expect_rises("video_budget .05 -> .6 (A)", "quality of a video",
               log_effect(pairs, over_releases([](const ReleaseState& r) { return r.video_quality; })));
  expect_falls("video_budget .05 -> .6 (A)", "quality of a release",
               difference(pairs, over_releases([](const ReleaseState& r) { return r.quality; })));
}

TEST(Industry, RiskInSigningSpreadsTalent) {
  const Scenario base = with(many_acts(), kA, &Policy::signing_risk, 0.0);
  expect_rises("signing_risk 0 -> 1 (A)", "spread of its acts' talent",
               log_of(base, with(base, kA, &Policy::signing_risk, 1.0), [](const FinishedRun& r) {
                 return spread_of_acts(r, [](const ActState& act) { return Style::Constant(act.talent).eval(); });
               }));
}

/// A leads in C; B signs acts all the time.
Scenario led_by_a() {
  Scenario s = steady_world({.markets = 3, .fans = 400, .weeks = 80});
  set_lever(s, kA, &Policy::promotion_abroad, 0.5);
  set_lever(s, "labels[home=B]", &Policy::promotion_abroad, 0.0);
  set_lever(s, "labels[home=C]", &Policy::promotion_abroad, 0.0);
  s.assumptions.acts_per_label = 8.0;
  return s;
}

double from_leader(const World& world, const ActState& act) { return rms_distance(act.style, world.leader.style); }

TEST(Industry, ImitationMovesNewActsToTheLeader) {
  const Scenario base = led_by_a();
  expect_falls("imitation 0 -> .8 (B)", "distance of new acts from the leader",
               log_of(base, with(base, "labels[home=B]", &Policy::imitation, 0.8), over_acts("B", from_leader, 20)));
}

TEST(Industry, ImitatorsWhoAdaptFollowTheLeader) {
  const Scenario base = with(led_by_a(), "labels[home=B]", &Policy::imitation, 1.0);
  const Measure first_acts = [](const FinishedRun& r) {
    double sum = 0.0, count = 0.0;
    for (const ActState& act : r.world().industry.acts) {
      if (!act.in_use || act.home.value != market_index(r.world(), "B") || act.debut_week > 0) continue;
      sum += from_leader(r.world(), act);
      ++count;
    }
    return sum / count;
  };
  expect_falls("adaptivity 0 -> 1 (B, imitation 1)", "distance of its first acts from the leader",
               log_of(base, with(base, "labels[home=B]", &Policy::adaptivity, 1.0), first_acts));
}

TEST(Industry, DifferentiationKeepsNewActsOffTheLeader) {
  const Scenario base = led_by_a();
  expect_rises(
      "differentiation 0 -> 2 (B)", "distance of new acts from the leader",
      log_of(base, with(base, "labels[home=B]", &Policy::differentiation, 2.0), over_acts("B", from_leader, 20)));
}

TEST(Industry, AdaptivityCopiesWhatWorks) {
  Scenario base = steady_world({.markets = 2, .fans = 600, .weeks = 520});
  set_lever(base, "labels[kind=major]", &Policy::posts_per_week, 8.0);
  const Measure gap = [](const FinishedRun& r) {
    double sum = 0.0, squares = 0.0, count = 0.0;
    for (const LabelState& l : r.world().industry.labels) {
      sum += l.policy.posts_per_week;
      squares += l.policy.posts_per_week * l.policy.posts_per_week;
      ++count;
    }
    return std::sqrt(squares / count - sum * sum / (count * count));
  };
  expect_falls("adaptivity 0 -> 1 (all)", "spread of labels' posts",
               log_of(base, with(base, "labels", &Policy::adaptivity, 1.0), gap));
}

TEST(Industry, ReleasesGoWhereTheirStyleIsPulled) {
  const Scenario base = many_acts();
  expect_falls("style.western 0 -> .6 (A)", "distance of releases from the Western point",
               log_of(base, with(base, kA, &Policy::style_western, 0.6),
                      over_releases([](const ReleaseState& r) { return rms_distance(r.style, western_point()); })));
  expect_falls("style.traditional 0 -> .6 (A)", "distance of releases from the traditional point",
               log_of(base, with(base, kA, &Policy::style_traditional, 0.6),
                      over_releases([](const ReleaseState& r) { return rms_distance(r.style, traditional_point()); })));
  expect_falls("style.fusion 0 -> .6 (A)", "distance of releases from the fusion point",
               log_of(base, with(base, kA, &Policy::style_fusion, 0.6),
                      over_releases([](const ReleaseState& r) { return rms_distance(r.style, fusion_point()); })));
}

TEST(Industry, ConsciousReleasesAreAboutSociety) {
  const Scenario base = many_acts();
  expect_rises("conscious_share 0 -> .8 (A)", "releases' place on escapist-conscious",
               difference_of(base, with(base, kA, &Policy::conscious_share, 0.8),
                             over_releases([](const ReleaseState& r) { return double{r.style[7]}; })));
}

TEST(Industry, InnovationStraysAndConsistencyReturns) {
  const Scenario base = with(many_acts(), kA, &Policy::consistency, 0.0);
  const auto stray = over_releases([](const ReleaseState& r) { return r.break_distance; });
  expect_rises("innovation_step .1 -> .5 (A)", "distance of releases from the act's mean",
               log_of(base, with(base, kA, &Policy::innovation_step, 0.5), stray));
  expect_falls("consistency 0 -> .9 (A)", "distance of releases from the act's mean",
               log_of(base, with(base, kA, &Policy::consistency, 0.9), stray));
}

TEST(Industry, LabelsEnter) {
  const Scenario base = many_acts();
  expect_rises("industry.entry_rate 0 -> 10", "labels",
               log_of(base, with(base, &Assumptions::entry_rate, 10.0),
                      [](const FinishedRun& r) { return static_cast<double>(r.world().industry.labels.size()); }));
}

TEST(Industry, EntrantsComeWhereVideoIs) {
  Scenario base = with(steady_world({.markets = 2, .fans = 200, .weeks = 104}), &Assumptions::entry_rate, 4.0),
           online = base;
  for (Market& m : base.markets) m.internet = DatedValue(0.0);
  for (Market& m : online.markets) m.internet = DatedValue(1.0);
  expect_rises("internet 0 -> 1", "labels", log_of(base, online, [](const FinishedRun& r) {
                 return static_cast<double>(r.world().industry.labels.size());
               }));
}

TEST(Industry, ShortContractsTurnActsOver) {
  Scenario base = steady_world({.markets = 2, .fans = 300, .weeks = 160});
  expect_rises("industry.contract_years 50 -> 1", "acts that ever were",
               log_of(base, with(base, &Assumptions::contract_years, 1.0), [](const FinishedRun& r) {
                 return static_cast<double>(r.world().industry.act_registry.size());
               }));
}

TEST(Industry, LabelsSignAsManyActsAsTheyAreMeantTo) {
  const Scenario base = steady_world({.markets = 2, .fans = 300, .weeks = 104});
  expect_rises("industry.acts_per_label 2 -> 6", "acts that ever were",
               log_of(base, with(base, &Assumptions::acts_per_label, 6.0), [](const FinishedRun& r) {
                 return static_cast<double>(r.world().industry.act_registry.size());
               }));
}

TEST(Industry, PlatformsMoveTheirRankings) {
  Scenario base = steady_world({.markets = 3, .fans = 600, .weeks = 104});
  for (Platform& p : base.platforms) p.popularity_exponent = 0.7;
  expect_rises("platform.nudge 0 -> .05", "mean distance of exponents from .7",
               difference_of(base, with(base, &Assumptions::platform_nudge, 0.05), [](const FinishedRun& r) {
                 return (r.world().platforms.exponent.array() - 0.7).abs().mean();
               }));
}

}  // namespace
}  // namespace hibiki::test
