#include "output/unpredictability.hpp"

#include <algorithm>
#include <numeric>

#include "output/spool.hpp"

namespace hibiki {

namespace {

/// An act's shares of plays in each world: mean difference of two.
double mean_difference(std::vector<double>& shares) {
  std::sort(shares.begin(), shares.end());
  const auto n = static_cast<double>(shares.size());
  double sum = 0.0;
  for (std::size_t i = 0; i < shares.size(); ++i) sum += (2.0 * static_cast<double>(i) + 1.0 - n) * shares[i];
  return sum / (n * (n - 1.0) / 2.0);
}

void add_shares(const WeekObservation& week, const std::vector<std::uint32_t>& position, std::span<double> row) {
  const People all = std::accumulate(week.act_plays.begin(), week.act_plays.end(), People{0});
  for (std::size_t i = 0; all > 0 && i < week.acts.size(); ++i)
    row[position[week.acts[i]]] = static_cast<double>(week.act_plays[i]) / static_cast<double>(all);
}

}  // namespace

double unpredictability_of(std::span<const double> shares, std::size_t replicates) {
  const std::size_t acts = shares.size() / replicates;
  double sum = 0.0;
  std::size_t played = 0;
  std::vector<double> of_act(replicates);
  for (std::size_t a = 0; a < acts; ++a) {
    for (std::size_t r = 0; r < replicates; ++r) of_act[r] = shares[r * acts + a];
    if (std::ranges::all_of(of_act, [](double share) { return share == 0.0; })) continue;
    sum += mean_difference(of_act);
    ++played;
  }
  return played > 0 ? sum / static_cast<double>(played) : 0.0;
}

std::vector<double> unpredictability(std::span<const Replicate> replicates, const EntityAxis& acts) {
  std::vector<double> weeks;
  if (replicates.size() < 2) return weeks;
  replicates = replicates.first(std::min(replicates.size(), kMostWorlds));
  std::vector<SpoolReader> readers;
  for (const Replicate& replicate : replicates) readers.emplace_back(replicate.spool);
  std::vector<double> shares(replicates.size() * acts.entities.size());
  for (WeekObservation week;;) {
    std::ranges::fill(shares, 0.0);
    for (std::size_t r = 0; r < readers.size(); ++r) {
      if (!readers[r].next(week)) return weeks;
      add_shares(week, acts.position[r], std::span(shares).subspan(r * acts.entities.size(), acts.entities.size()));
    }
    weeks.push_back(unpredictability_of(shares, replicates.size()));
  }
}

}  // namespace hibiki
