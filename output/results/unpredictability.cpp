#include "output/results/unpredictability.hpp"

#include <algorithm>

#include "output/results/chunk_packing.hpp"
#include "output/results/spool.hpp"
#include "sim/core/interrupt.hpp"
#include "sim/core/money.hpp"

namespace hibiki::inline results {

namespace {

/// Mean difference of two replicates in an act's share: `shares` are those of replicates that play it; else 0.
double mean_difference(std::span<double> shares, std::size_t worlds) {
  std::sort(shares.begin(), shares.end());
  const auto n = static_cast<double>(worlds);
  const std::size_t without = worlds - shares.size();
  double sum = 0.0;
  for (std::size_t i = 0; i < shares.size(); ++i) sum += (2.0 * static_cast<double>(without + i) + 1.0 - n) * shares[i];
  return sum / (n * (n - 1.0) / 2.0);
}

/// Sum over the acts of a week.
struct WeekSums {
  double sum = 0.0;
  std::size_t acts = 0;

  /// `shares` of an act, without those that are 0.
  void add(std::span<double> shares, std::size_t worlds) {
    if (shares.empty()) return;
    sum += mean_difference(shares, worlds);
    ++acts;
  }
  double mean() const { return acts > 0 ? sum / static_cast<double>(acts) : kMissing; }
};

/// Plays of a replicate's acts over some weeks, packed, because all replicates are in memory together.
struct WorldPlays {
  struct Act {
    std::size_t at;  ///< on the axis of the acts of all replicates
    std::vector<std::byte> packed;
  };
  std::filesystem::path spool;
  std::vector<Act> acts;      ///< in order of `at`
  std::vector<double> plays;  ///< by week, of all acts
  std::size_t next = 0;       ///< next act
};

WorldPlays plays_of(const std::filesystem::path& spool, const PackedWeeks& weeks,
                    const std::vector<std::uint32_t>& position) {
  WorldPlays world;
  world.spool = spool;
  for (const PackedChunk& chunk : weeks.chunks) {
    if (series_table()[chunk.series].name != "act_plays") continue;
    const auto packed = weeks.packed(chunk);
    world.acts.push_back({position.at(chunk.place), {packed.begin(), packed.end()}});
  }
  std::ranges::sort(world.acts, {}, &WorldPlays::Act::at);
  world.plays.assign(weeks.plays.begin(), weeks.plays.end());
  return world;
}

/// By week. Act by act, so that one act's plays alone are unpacked at a time.
std::vector<double> unpredictability_of(std::vector<WorldPlays>& worlds, std::size_t acts, std::size_t weeks,
                                        ChunkUnpacker& unpacker) {
  std::vector<WeekSums> sums(weeks);
  std::vector<std::vector<double>> shares(weeks);
  for (std::size_t a = 0; a < acts; ++a) {
    for (WorldPlays& world : worlds) {
      if (world.next == world.acts.size() || world.acts[world.next].at != a) continue;
      const auto plays = unpacker.counts(world.acts[world.next++].packed, kBlockWeeks);
      if (!plays || plays->size() < weeks) throw torn_spool(world.spool);
      for (std::size_t w = 0; w < weeks; ++w)
        if (const People people = (*plays)[w]; people != 0)
          shares[w].push_back(static_cast<double>(people) / world.plays[w]);
    }
    for (std::size_t w = 0; w < weeks; ++w) {
      sums[w].add(shares[w], worlds.size());
      shares[w].clear();
    }
  }
  std::vector<double> means;
  for (const WeekSums& week : sums) means.push_back(week.mean());
  return means;
}

}  // namespace

double unpredictability_of(std::span<const double> shares, std::size_t replicates) {
  const std::size_t acts = shares.size() / replicates;
  WeekSums sums;
  for (std::size_t a = 0; a < acts; ++a) {
    std::vector<double> played;
    for (std::size_t r = 0; r < replicates; ++r)
      if (const double share = shares[r * acts + a]; share != 0.0) played.push_back(share);
    sums.add(played, replicates);
  }
  return sums.mean();
}

std::vector<double> unpredictability(std::span<const Replicate> replicates, const EntityAxis& acts) {
  std::vector<double> means;
  if (replicates.size() < 2) return means;
  replicates = replicates.first(std::min(replicates.size(), kMostWorlds));
  std::vector<SpoolReader> readers;
  for (const Replicate& replicate : replicates) readers.emplace_back(replicate.spool);
  ChunkUnpacker unpacker;
  for (PackedWeeks weeks;;) {
    throw_if_interrupted();
    std::vector<WorldPlays> worlds;
    for (std::size_t r = 0; r < readers.size(); ++r) {
      if (!readers[r].next(weeks)) {
        if (r > 0) throw torn_spool(replicates[r].spool);  // replicates have the same weeks
        return means;
      }
      worlds.push_back(plays_of(replicates[r].spool, weeks, acts.position[r]));
    }
    const std::vector<double> block = unpredictability_of(worlds, acts.entities.size(), weeks.days.size(), unpacker);
    means.insert(means.end(), block.begin(), block.end());
  }
}

}  // namespace hibiki::results
