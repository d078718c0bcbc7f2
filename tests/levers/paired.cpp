#include "tests/levers/paired.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <optional>

#include "sim/core/parallel.hpp"

namespace hibiki::test {

namespace {

Effect effect_of(const std::vector<double>& values) {
  const auto n = static_cast<double>(values.size());
  Effect effect{std::accumulate(values.begin(), values.end(), 0.0) / n, 0.0, static_cast<int>(values.size())};
  double squares = 0.0;
  for (const double v : values) squares += (v - effect.mean) * (v - effect.mean);
  effect.error = std::sqrt(squares / (n - 1.0) / n);
  return effect;
}

std::string line(const std::string& change, const std::string& measure, const Effect& e) {
  return fmt::format("| {} | {} | {:+.3f} +- {:.3f}{} | {} |", change, measure, e.mean, e.error,
                     e.absolute ? " (difference)" : "", e.pairs);
}

std::vector<double> measured(const std::vector<FinishedRun>& runs, const Measure& measure) {
  std::vector<double> values;
  for (const FinishedRun& r : runs) values.push_back(measure(r));
  return values;
}

double spread(const std::vector<double>& values, std::size_t without) {
  double sum = 0.0, squares = 0.0, n = 0.0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i == without) continue;
    sum += values[i];
    squares += values[i] * values[i];
    ++n;
  }
  return std::sqrt((squares - sum * sum / n) / (n - 1.0));
}

}  // namespace

FinishedRun run(const Scenario& scenario, std::uint64_t seed) {
  FinishedRun r{Simulation(scenario, seed), {}};
  while (!r.simulation.finished()) {
    const bool reported = r.world().calendar.day(r.simulation.week()) >= scenario.run.report_from;
    r.simulation.step();
    if (reported) r.weeks.push_back(r.simulation.observe());
  }
  return r;
}

Pairs run_pairs(const Scenario& base, const Scenario& variant, int seeds) {
  const auto count = static_cast<std::size_t>(seeds);
  std::vector<std::optional<FinishedRun>> runs(2 * count);
  for_each_index(2 * count, 1, [&](std::size_t i) { runs[i] = run(i < count ? base : variant, i % count + 1); });
  Pairs pairs;
  for (std::size_t i = 0; i < 2 * count; ++i) (i < count ? pairs.base : pairs.variant).push_back(std::move(*runs[i]));
  return pairs;
}

Effect log_effect(const Pairs& pairs, const Measure& measure) {
  const auto base = measured(pairs.base, measure), variant = measured(pairs.variant, measure);
  std::vector<double> logs;
  for (std::size_t i = 0; i < base.size(); ++i) {
    EXPECT_GT(base[i], 0.0) << "seed " << i + 1;
    EXPECT_GT(variant[i], 0.0) << "seed " << i + 1;
    logs.push_back(std::log(variant[i] / base[i]));
  }
  return effect_of(logs);
}

Effect difference(const Pairs& pairs, const Measure& measure) {
  auto differences = measured(pairs.variant, measure);
  const auto base = measured(pairs.base, measure);
  for (std::size_t i = 0; i < base.size(); ++i) differences[i] -= base[i];
  Effect effect = effect_of(differences);
  effect.absolute = true;
  return effect;
}

Effect mean_effect(const std::vector<FinishedRun>& runs, const Measure& measure) {
  Effect effect = effect_of(measured(runs, measure));
  effect.absolute = true;
  return effect;
}

Effect log_spread_effect(const Pairs& pairs, const Measure& measure) {
  const auto base = measured(pairs.base, measure), variant = measured(pairs.variant, measure);
  const auto ratio = [&](std::size_t without) { return std::log(spread(variant, without) / spread(base, without)); };
  std::vector<double> left_out;
  for (std::size_t i = 0; i < base.size(); ++i) left_out.push_back(ratio(i));
  Effect effect = effect_of(left_out);
  effect.mean = ratio(base.size());
  effect.error *= static_cast<double>(base.size()) - 1.0;  // of the mean of n values each n - 1 times too alike
  return effect;
}

void expect_rises(const std::string& change, const std::string& measure, const Effect& effect) {
  fmt::print("{}\n", line(change, measure, effect));
  EXPECT_GT(effect.mean, 2.0 * effect.error) << line(change, measure, effect);
  EXPECT_GT(effect.mean, 0.0) << line(change, measure, effect);
}

void expect_falls(const std::string& change, const std::string& measure, const Effect& effect) {
  fmt::print("{}\n", line(change, measure, effect));
  EXPECT_LT(effect.mean, -2.0 * effect.error) << line(change, measure, effect);
  EXPECT_LT(effect.mean, 0.0) << line(change, measure, effect);
}

void expect_little(const std::string& change, const std::string& measure, const Effect& effect, double most) {
  fmt::print("{}\n", line(change, measure, effect));
  EXPECT_LT(std::abs(effect.mean), most) << line(change, measure, effect);
}

Measure abroad(std::vector<std::int64_t> WeekObservation::*series, const std::string& scene) {
  return [=](const FinishedRun& r) {
    const std::size_t markets = r.world().market_count(), s = market_index(r.world(), scene);
    double sum = 0.0;
    for (const WeekObservation& w : r.weeks)
      for (std::size_t m = 0; m < markets; ++m)
        if (m != s) sum += static_cast<double>((w.*series)[m * markets + s]);
    return sum;
  };
}

Measure within(const std::string& market, std::vector<std::int64_t> WeekObservation::*series,
               const std::string& scene) {
  return [=](const FinishedRun& r) {
    const std::size_t cell =
        market_index(r.world(), market) * r.world().market_count() + market_index(r.world(), scene);
    double sum = 0.0;
    for (const WeekObservation& w : r.weeks) sum += static_cast<double>((w.*series)[cell]);
    return sum;
  };
}

Measure foreign_share(const std::string& market) {
  return [=](const FinishedRun& r) {
    const std::size_t markets = r.world().market_count();
    double all = 0.0, foreign = 0.0;
    for (const WeekObservation& w : r.weeks)
      for (std::size_t m = 0; m < markets; ++m)
        for (std::size_t s = 0; s < markets; ++s) {
          if (!market.empty() && m != market_index(r.world(), market)) continue;
          const auto plays = static_cast<double>(w.plays[m * markets + s]);
          all += plays;
          foreign += m != s ? plays : 0.0;
        }
    return foreign / all;
  };
}

Measure mean_of(std::vector<double> WeekObservation::*series, const std::string& market) {
  return [=](const FinishedRun& r) {
    double sum = 0.0;
    for (const WeekObservation& w : r.weeks) sum += (w.*series)[market_index(r.world(), market)];
    return sum / static_cast<double>(r.weeks.size());
  };
}

Measure plays_by(Channel channel) {
  return [=](const FinishedRun& r) {
    double sum = 0.0;
    for (const WeekObservation& w : r.weeks)
      for (std::size_t m = 0; m < r.world().market_count(); ++m)
        sum += static_cast<double>(w.plays_by_channel[m * kChannels + static_cast<std::size_t>(channel)]);
    return sum;
  };
}

}  // namespace hibiki::test
