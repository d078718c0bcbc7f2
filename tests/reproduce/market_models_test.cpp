// The market experiments: that their scenarios are valid, that the market model does in them what a plain simulation of
// the experiment does, and what is measured of it.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <numeric>

#include "output/analysis/paired.hpp"
#include "sim/core/portable_math.hpp"
#include "sim/engine/gini.hpp"
#include "sim/scenario/load.hpp"
#include "tests/scenario/same_scenario.hpp"
#include "tests/support/threads.hpp"
#include "tools/reproduce/market_measures.hpp"
#include "tools/reproduce/market_scenarios.hpp"

namespace hibiki::test {
namespace {

/// Few songs, few listeners, strong influence: what is wrong shows soon.
TrialOffer small_market() {
  return {.songs = 6,
          .social = 1,
          .independent = 1,
          .shown = {1.0, 2.0, 0.7, false},
          .quality_spread = 0.5,
          .appeal = -1.0,
          .listeners = 60,
          .arrivals = 1,
          .attention = 0.4,
          .exposures = 8,
          .exposures_spread = 0.6,
          .repeats = false};
}

/// The experiment as one would write it down: listeners one after the other, songs met by weight until so many have
/// been met that they do not have yet.
class PlainMarket {
 public:
  PlainMarket(const TrialOffer& market, std::uint64_t seed) : market_(market), draws_(seed) {
    for (std::int64_t i = 0; i < market.songs; ++i) {
      quality_.push_back(normal());
      luck_.push_back(uniform());
    }
  }
  Downloads simulate(bool social) {
    downloads_.assign(quality_.size(), 0);
    for (std::int64_t listener = 0; listener < market_.listeners; ++listener)
      if (uniform() < market_.attention * 2.0 * uniform()) listen(social);
    return downloads_;
  }

 private:
  double uniform() { return draws_.uniform(Purpose::choice, 99, 0, next_++); }
  double normal() { return normal_from_uniform(uniform() + 0x1p-33); }
  std::size_t position(std::size_t song) const {
    std::size_t ahead = 0;
    for (std::size_t other = 0; other < quality_.size(); ++other)
      ahead +=
          downloads_[other] > downloads_[song] || (downloads_[other] == downloads_[song] && luck_[other] > luck_[song])
              ? 1
              : 0;
    return ahead + 1;
  }
  std::vector<double> weights(bool social) const {
    std::vector<double> all(quality_.size(), 1.0);
    for (std::size_t i = 0; social && i < all.size(); ++i)
      all[i] = std::pow(market_.shown.prior + static_cast<double>(downloads_[i]), market_.shown.exponent) *
               std::pow(static_cast<double>(position(i)), -market_.shown.position_exponent);
    return all;
  }
  void listen(bool social) {
    const std::vector<double> by_weight = weights(social);  // as they stood when the listener came
    const double total = std::accumulate(by_weight.begin(), by_weight.end(), 0.0), s = market_.exposures_spread;
    std::vector<bool> has(by_weight.size(), false);
    auto left =
        static_cast<int>(static_cast<double>(market_.exposures) * std::exp(s * normal() - s * s / 2) + uniform());
    for (int offers = 0; left > 0 && offers < 8192; ++offers) {
      double u = uniform() * total;
      std::size_t song = 0;
      while (song + 1 < by_weight.size() && u >= by_weight[song]) u -= by_weight[song++];
      if (has[song]) continue;
      --left;
      if (uniform() >= 1.0 / (1.0 + std::exp(-market_.appeal - market_.quality_spread * quality_[song]))) continue;
      has[song] = true;
      ++downloads_[song];
    }
  }

  const TrialOffer& market_;
  Draws draws_;
  std::uint32_t next_ = 0;
  std::vector<double> quality_, luck_;
  Downloads downloads_;
};

double total(const Downloads& downloads) {
  return static_cast<double>(std::accumulate(downloads.begin(), downloads.end(), std::int64_t{0}));
}
double top(const Downloads& downloads) {
  return static_cast<double>(*std::ranges::max_element(downloads)) / std::max(1.0, total(downloads));
}

/// Two means of independent worlds are equal but for chance: five standard errors of their difference.
void expect_same_mean(const std::vector<double>& model, const std::vector<double>& plain, const char* what) {
  const Interval a = mean_interval(model), b = mean_interval(plain);
  const double error = std::hypot(*a.high - a.mean, *b.high - b.mean) / 1.96;
  EXPECT_NEAR(a.mean, b.mean, 5.0 * error) << what;
}

TEST(MarketModels, TheMarketModelIsThePlainExperiment) {
  const TrialOffer market = small_market();
  const Scenario scenario = trial_offer_scenario(market);
  struct Measures {
    std::vector<double> totals, tops, ginis;
    void add(const Downloads& d) {
      totals.push_back(total(d));
      tops.push_back(top(d));
      ginis.push_back(gini(d));
    }
  } model_social, plain_social, model_alone, plain_alone;
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    const TrialOfferCourse course =
        with_threads(1, [&] { return run_trial_offer(scenario, seed); });  // too small to share
    for (const MarketCourse& m : course.markets)
      (m.name == social_market(0) ? model_social : model_alone).add(m.downloads);
    PlainMarket plain(market, 10'000 + seed);
    plain_social.add(plain.simulate(true));
    plain_alone.add(plain.simulate(false));
  }
  expect_same_mean(model_social.totals, plain_social.totals, "downloads, social");
  expect_same_mean(model_social.tops, plain_social.tops, "share of the top song, social");
  expect_same_mean(model_social.ginis, plain_social.ginis, "inequality, social");
  expect_same_mean(model_alone.totals, plain_alone.totals, "downloads, alone");
  expect_same_mean(model_alone.tops, plain_alone.tops, "share of the top song, alone");
  EXPECT_GT(mean_interval(model_social.ginis).mean, mean_interval(model_alone.ginis).mean + 0.05)
      << "the test can tell";
}

TEST(MarketModels, ScenariosAreValid) {
  TrialOffer large;
  large.songs = 500;
  large.social = 50;
  large.independent = 2;
  large.listeners = kMostTrialWeeks;
  large.exposures = 1000;
  for (const TrialOffer& market : {TrialOffer{}, small_market(), large})
    for (const Problem& problem : validate(trial_offer_scenario(market))) ADD_FAILURE() << problem.message;
}

TEST(MarketModels, TheExampleIsWhatIsRun) {
  TrialOffer market;
  market.independent = 2;
  market.shown = {1.0, 5.0, 0.4, false};
  market.exposures = 145;
  market.exposures_spread = 1.4;
  Scenario scenario = trial_offer_scenario(market);
  const Scenario file = load_scenario(std::filesystem::path(HIBIKI_SCENARIOS) / "examples" / "musiclab.toml").scenario;
  scenario.name = file.name;
  scenario.title = file.title;
  scenario.question = file.question;
  EXPECT_EQ(differences(file, scenario), "");
}

TEST(MarketModels, ThreadsChangeNothing) {
  const Scenario scenario = trial_offer_scenario(small_market());
  const auto run = [&] { return run_trial_offer(scenario, 3, "world"); };
  const TrialOfferCourse one = with_threads(1, run);
  test::for_thread_counts([&] {
    const TrialOfferCourse other = run();
    ASSERT_EQ(one.markets.size(), other.markets.size());
    EXPECT_EQ(one.quality, other.quality);
    for (std::size_t m = 0; m < one.markets.size(); ++m) {
      EXPECT_EQ(one.markets[m].downloads, other.markets[m].downloads);
      EXPECT_EQ(one.markets[m].by_week, other.markets[m].by_week);
    }
  });
}

TEST(MarketModels, SharesSettleAtTheEquilibriumOfASublinearSignal) {
  TrialOffer market{.songs = 4,
                    .social = 1,
                    .shown = {0.25, 1.0, 0.5, true},
                    .quality_spread = 0.4,
                    .appeal = -1.0,
                    .listeners = 800,
                    .exposures = 1000,
                    .repeats = true};
  const TrialOfferCourse course = run_trial_offer(trial_offer_scenario(market), 5);
  std::vector<double> predicted;
  for (const double quality : course.quality) {
    const auto better =
        std::count_if(course.quality.begin(), course.quality.end(), [&](double q) { return q > quality; });
    const double chance = portable::logistic(market.appeal + market.quality_spread * quality);
    predicted.push_back(std::pow(std::pow(static_cast<double>(better + 1), -0.5) * chance, 1.0 / 0.75));
  }
  const double all = std::accumulate(predicted.begin(), predicted.end(), 0.0);
  const std::vector<double> came_out = shares(course.markets[0].downloads);
  for (std::size_t i = 0; i < predicted.size(); ++i) EXPECT_NEAR(came_out[i] / (predicted[i] / all), 1.0, 0.04) << i;
}

TEST(MarketMeasures, UnpredictabilityIsTheMeanDifferenceOfShares) {
  // Shares .5 .5, .75 .25, 1 0: differences of the pairs .25, .5, .25 for each of two songs.
  EXPECT_NEAR(unpredictability({{2, 2}, {3, 1}, {4, 0}}), (0.25 + 0.5 + 0.25) / 3.0, 1e-12);
}

TEST(MarketMeasures, HalvesOfListenersWhoAgreeAreAlike) {
  const std::vector<Downloads> alike(10, Downloads{1, 1, 0});
  const HalfSplits halves = half_splits(alike, 20, Draws(1));
  EXPECT_EQ(halves.unpredictability, 0.0);
  EXPECT_NEAR(halves.gini, gini({5, 5, 0}), 1e-12);
}

TEST(MarketMeasures, HalvesAreHalves) {
  // Two listeners: each half is one of them.
  const HalfSplits halves = half_splits({{1, 0}, {0, 1}}, 50, Draws(2));
  EXPECT_NEAR(halves.unpredictability, 1.0, 1e-12);
  // Four listeners of two kinds: two of a kind fall together in a third of all splits, and then nothing is shared.
  const HalfSplits four = half_splits({{1, 0}, {1, 0}, {0, 1}, {0, 1}}, 2000, Draws(3));
  EXPECT_NEAR(four.unpredictability, 1.0 / 3.0, 5.0 * std::sqrt(2.0 / 9.0 / 2000.0));
}

}  // namespace
}  // namespace hibiki::test
