// What tastes, rankings and ties do to what is heard: each alone, in small worlds of the same seeds.
#include <gtest/gtest.h>

#include <cmath>

#include "tests/levers/steady_world.hpp"

namespace hibiki::test {
namespace {

using W = WeekObservation;
constexpr int kSeeds = 8;

Scenario one_market(int fans = 500, int weeks = 104) {
  return steady_world({.markets = 1, .fans = fans, .weeks = weeks});
}

TEST(Listening, OpennessLetsInTheForeign) {
  Scenario base = with(steady_world(), "labels", &Policy::promotion_abroad, 0.4);
  for (const auto& [from, to] : {std::pair<std::size_t, const char*>{0, "B"}, {0, "C"}, {1, "C"}})
    base.markets[from].distance[to] = 1.2;
  base.assumptions.openness_mean = 0.2;
  // Scenes that sound unlike each other: otherwise the foreign is no more diverse than home.
  base.markets[0].taste.fill(-0.4);
  base.markets[1].taste.fill(0.4);
  const Pairs pairs = run_pairs(base, with(base, &Assumptions::openness_mean, 0.9), kSeeds);
  expect_rises("taste.openness .2 -> .9", "cross-border share of plays", log_effect(pairs, foreign_share()));
  expect_rises("taste.openness .2 -> .9", "diversity", log_effect(pairs, mean_of(&W::diversity, "A")));
}

Scenario ranked_by(double exponent) {
  Scenario s = with(one_market(), "labels", &Policy::official_uploads_video, 1.0);
  for (Platform& p : s.platforms) p.popularity_exponent = exponent;
  return s;
}

TEST(Listening, RankingByPopularityMakesPlaysUnequal) {
  // A crowded market: the weekly Gini leaves out what nobody plays, and where little is on offer that hides the rest.
  Scenario flat = ranked_by(0.3), steep = ranked_by(1.2);
  for (Scenario* s : {&flat, &steep})
    for (Label& l : s->labels) l.acts = 8;
  const Pairs pairs = run_pairs(flat, steep, kSeeds);
  expect_rises("popularity_exponent .3 -> 1.2", "Gini of plays", log_effect(pairs, mean_of(&W::gini, "A")));
  expect_rises("popularity_exponent .3 -> 1.2", "concentration of plays on acts",
               log_effect(pairs, mean_of(&W::hhi, "A")));
}

TEST(Listening, RankingByPopularityMakesSuccessUnpredictable) {
  // Two labels alike in everything but luck: how their plays split differs from world to world.
  const Measure log_odds = [](const FinishedRun& r) {
    const auto records = r.simulation.label_registry();
    double one = 1.0, other = 1.0;
    for (const W& w : r.weeks)
      for (std::size_t i = 0; i < w.labels.size(); ++i) {
        if (records[w.labels[i]].name == "A indie 1") one += static_cast<double>(w.label_plays[i]);
        if (records[w.labels[i]].name == "A indie 2") other += static_cast<double>(w.label_plays[i]);
      }
    return std::log(one / other);
  };
  expect_rises("popularity_exponent .3 -> 1.2", "spread over worlds of two like labels' odds",
               log_spread_effect(run_pairs(ranked_by(0.3), ranked_by(1.2), 40), log_odds));
}

TEST(Listening, PersonalisationIsTried) {
  const Scenario base = with(one_market(), &Assumptions::personalisation, 0.0);
  expect_rises("media.personalisation 0 -> 1", "plays on streaming",
               log_effect(run_pairs(base, with(base, &Assumptions::personalisation, 1.0), kSeeds),
                          plays_by(Channel::streaming)));
}

TEST(Listening, NoveltyLeadsToWhatIsAsFarAsIsLiked) {
  Scenario base = one_market();
  base.assumptions.novelty_gap_openness = 0.0;
  base.assumptions.novelty_width = 0.35;
  base.assumptions.try_novelty = 0.0;
  Scenario far = base, near = base;
  far.assumptions.novelty_gap = 0.8;
  far.assumptions.try_novelty = 1.5;
  near.assumptions.novelty_gap = 0.0;
  near.assumptions.try_novelty = 1.5;
  expect_rises("try.novelty 0 -> 1.5 (best gap .8)", "diversity",
               log_effect(run_pairs(base, far, kSeeds), mean_of(&W::diversity, "A")));
  expect_falls("try.novelty 0 -> 1.5 (best gap 0)", "diversity",
               log_effect(run_pairs(base, near, kSeeds), mean_of(&W::diversity, "A")));
}

TEST(Listening, SimilarTiesShareWhatIsTried) {
  Scenario base = one_market(900);
  base.assumptions.ties_community = 1;
  base.assumptions.ties_market = 14;
  base.assumptions.tie_similarity = 0.0;
  base.assumptions.tie_tail = 0.0;
  base.assumptions.try_match = 2.0;
  Scenario similar = base;
  similar.assumptions.tie_similarity = 1.0;
  expect_rises("network.similarity 0 -> 1", "plays through friends",
               log_effect(run_pairs(base, similar, 20), plays_by(Channel::friends)));
}

TEST(Listening, StreamingLicencesAreHeard) {
  const Scenario base = with(one_market(), "labels", &Policy::official_uploads_streaming, 0.2);
  expect_rises("official_uploads.streaming .2 -> 1", "plays on streaming",
               log_effect(run_pairs(base, with(base, "labels", &Policy::official_uploads_streaming, 1.0), kSeeds),
                          plays_by(Channel::streaming)));
}

TEST(Listening, FriendsMakePlaysUnequal) {
  const Scenario base = with(one_market(), &Assumptions::share_chance, 0.0);
  expect_rises(
      "share.chance 0 -> 1", "Gini of plays",
      log_effect(run_pairs(base, with(base, &Assumptions::share_chance, 1.0), kSeeds), mean_of(&W::gini, "A")));
}

/// Music that is more Western than anybody's taste, for three years.
Scenario trend(double plasticity) {
  Scenario s = one_market(600, 160);
  set_lever(s, "labels", &Policy::style_western, 0.8);
  s.assumptions.plasticity = plasticity;
  s.assumptions.plasticity_peak_age = 17.0;
  s.assumptions.plasticity_width = 6.0;
  s.assumptions.market_taste_spread = 0.0;
  s.assumptions.imprinting = 0.0;
  s.assumptions.attention_mean = 0.5;
  return s;
}

constexpr int kWesternAxis = 5;

/// Mean Western taste of fans between two ages at the end who were there from the start.
double western_taste(const World& world, int youngest, int oldest) {
  double sum = 0.0, fans = 0.0;
  for (const Community& c : world.fans.communities) {
    const int age = world.calendar.year(world.calendar.weeks - 1) - c.birth_year;
    if (c.generation > 0 || age < youngest || age > oldest) continue;
    for (std::uint32_t fan = c.first; fan < c.first + c.size; ++fan) sum += unpack(world.fans.taste[fan])[kWesternAxis];
    fans += c.size;
  }
  return sum / fans;
}

TEST(Listening, PlasticityMakesCohorts) {
  const Measure cohort_effect = [](const FinishedRun& r) {
    return western_taste(r.world(), 10, 25) - western_taste(r.world(), 40, 69);
  };
  const Pairs pairs = run_pairs(trend(0.0), trend(0.1), kSeeds);
  expect_rises("taste.plasticity 0 -> .1", "Western taste of the young less the old's",
               difference(pairs, cohort_effect));
  expect_little("taste.plasticity 0", "Western taste of the young less the old's",
                mean_effect(pairs.base, cohort_effect), 0.06);
}

TEST(Listening, WithoutPlasticityNobodysTasteMoves) {
  Simulation simulation(trend(0.0), 1);
  const auto before = simulation.world().fans.taste;
  for (int w = 0; w < 40; ++w) simulation.step();
  EXPECT_TRUE(simulation.world().fans.taste == before);
}

TEST(Listening, TheYoungAreImprintedByWhatIsPlayed) {
  Scenario base = trend(0.0);
  base.markets[0].people =
      DatedRows{.points = {{kTinyStart, {1, 1, 1, 1, 1, 8}}}};  // many grow too old, as many are reborn
  const Measure gap = [](const FinishedRun& r) {
    const World& world = r.world();
    Style sum = Style::Zero();
    double fans = 0.0;
    for (const Community& c : world.fans.communities)
      for (std::uint32_t fan = c.first; c.generation > 0 && fan < c.first + c.size; ++fan, ++fans)
        sum += unpack(world.fans.taste[fan]);
    return rms_distance(sum / fans, world.markets.centroid[0]);
  };
  expect_falls("taste.imprinting 0 -> .9", "distance of the young's taste from what is played",
               log_effect(run_pairs(base, with(base, &Assumptions::imprinting, 0.9), kSeeds), gap));
}

}  // namespace
}  // namespace hibiki::test
