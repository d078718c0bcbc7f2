#include "output/unpredictability.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "output/spool.hpp"

namespace hibiki {

namespace {

/// Mean difference of two worlds in an act's share: `shares` are those of the worlds that play it, 0 in the others.
double mean_difference(std::span<double> shares, std::size_t worlds) {
  std::sort(shares.begin(), shares.end());
  const auto n = static_cast<double>(worlds);
  const std::size_t without = worlds - shares.size();
  double sum = 0.0;
  for (std::size_t i = 0; i < shares.size(); ++i) sum += (2.0 * static_cast<double>(without + i) + 1.0 - n) * shares[i];
  return sum / (n * (n - 1.0) / 2.0);
}

/// The shares of a week, by act: few acts of the axis are played in a week, and few worlds have the same.
class Shares {
 public:
  Shares(std::size_t acts, std::size_t worlds) : worlds_(worlds), played_(acts, 0), shares_(acts * worlds) {}

  void add(std::size_t act, double share) {
    if (share != 0.0) shares_[act * worlds_ + played_[act]++] = share;
  }
  void add(const WeekObservation& week, const std::vector<std::uint32_t>& position) {
    const People all = std::accumulate(week.act_plays.begin(), week.act_plays.end(), People{0});
    for (std::size_t i = 0; all > 0 && i < week.acts.size(); ++i)
      add(position[week.acts[i]], static_cast<double>(week.act_plays[i]) / static_cast<double>(all));
  }

  /// Of the week, which is forgotten.
  double unpredictability() {
    double sum = 0.0;
    std::size_t acts = 0;
    for (std::size_t a = 0; a < played_.size(); ++a) {
      if (played_[a] == 0) continue;
      sum += mean_difference(std::span(shares_).subspan(a * worlds_, std::exchange(played_[a], 0)), worlds_);
      ++acts;
    }
    return acts > 0 ? sum / static_cast<double>(acts) : 0.0;
  }

 private:
  std::size_t worlds_;
  std::vector<std::uint32_t> played_;  ///< by act: worlds that play it
  std::vector<double> shares_;         ///< (act, world): first those of the worlds that play it
};

}  // namespace

double unpredictability_of(std::span<const double> shares, std::size_t replicates) {
  const std::size_t acts = shares.size() / replicates;
  Shares week(acts, replicates);
  for (std::size_t i = 0; i < shares.size(); ++i) week.add(i % acts, shares[i]);
  return week.unpredictability();
}

std::vector<double> unpredictability(std::span<const Replicate> replicates, const EntityAxis& acts) {
  std::vector<double> weeks;
  if (replicates.size() < 2) return weeks;
  replicates = replicates.first(std::min(replicates.size(), kMostWorlds));
  std::vector<SpoolReader> readers;
  for (const Replicate& replicate : replicates) readers.emplace_back(replicate.spool);
  Shares shares(acts.entities.size(), replicates.size());
  for (WeekObservation week;;) {
    for (std::size_t r = 0; r < readers.size(); ++r) {
      if (!readers[r].next(week)) return weeks;
      shares.add(week, acts.position[r]);
    }
    weeks.push_back(shares.unpredictability());
  }
}

}  // namespace hibiki
