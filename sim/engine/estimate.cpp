// Estimated memory, disk and time of a run, from the sizes in its scenario. Memory and disk were fitted to runs of
// scenarios/history.toml and scenarios/examples at 600 to 1,000,000 fans; speeds were measured on Zen 4 cores.
#include <algorithm>
#include <cmath>

#include "sim/core/parallel.hpp"
#include "sim/core/portable_math.hpp"
#include "sim/engine/run.hpp"
#include "sim/engine/simulation.hpp"

namespace hibiki::inline engine {

namespace {

constexpr double kProgramBytes = 21e6;  ///< program, libraries, threads, small tables
constexpr double kWriterBytes = 8e6;    ///< memory of HDF5 while results are written
constexpr double kThreadBytes = 1.5e6;  ///< an allocator's arena of its own, with room that it does not give back
constexpr double kReleaseBytes = 600.0;
constexpr double kIndustryBytes = 1500.0;  ///< an act or label that ever was: its state, plans and names
constexpr double kRecordBytes = 300.0, kSceneYearBytes = 1000.0;  ///< of it, and of a scene's year, in a summary
constexpr double kBlockWeeks = 512.0;    ///< that wait to be packed: kBlockWeeks of output/results/week_packing.hpp
constexpr double kRoomForWaiting = 1.2;  ///< columns that have the same length every week, and one series of chunks
constexpr double kRoomForEntities =
    2.2;  ///< columns of acts and labels double as they grow, and there are more than at first
constexpr double kRoomForPacking = 2.7;  ///< chunks of acts double as they grow, in every thread that packs
constexpr double kLeftByReplicates =
    0.15;  ///< of a world without its fans: memory that the next replicate finds in pieces
constexpr double kCachedChunkBytes = 800.0, kMostCachedBytes = 32e6;  ///< HDF5's cache of where chunks are

// Disk, in bytes. A chunk is a series of one act, label or market over a block of weeks.
constexpr double kEmptyResults = 230e3;  ///< results.h5 without weeks: every series has its header
constexpr double kChunkBytes = 78.0;     ///< its place in the index
constexpr double kEntityBytes = 140.0;   ///< name, home, label and key of an act or label, twice
constexpr double kTextBytes = 3e3;       ///< scenario.toml, resolved.toml, manifest.json, summary.txt and summary.json
constexpr double kTextBytesAnEntry = 8e2;   ///< the same for each market, label and platform
constexpr double kSummaryRowBytes = 500.0;  ///< a scene's year in summary.csv

constexpr double kEntitySeries = 5.0;  ///< of an act, and of a label

constexpr double kNanosecondsAFanWeek = 150.0;       ///< one thread, history scenario with 2,000 and 20,000 fans
constexpr double kSecondsAReleaseMarketWeek = 4e-7;  ///< rank, settle, metrics; the same runs
constexpr double kSpread = 2.0;                      ///< machines and scenarios differ by so much either way

/// How much there is of everything; fractions, because acts and labels come and go.
struct Sizes {
  double fans, ties, markets, platforms, replicates;
  double weeks, reported;       ///< weeks
  double acts = 0, labels = 0;  ///< at one time
  double new_acts, new_labels;  ///< a year
  double releases;              ///< in circulation

  double years(double of_weeks) const { return of_weeks / kWeeksInYear; }
  double growth() const { return 0.7 + years(reported) / 70.0; }  ///< of an industry in its later years
  double entities() const { return acts + labels + (new_acts + new_labels) * years(weeks); }  ///< of a replicate, ever
  double blocks() const { return std::ceil(std::max(reported, 1.0) / kBlockWeeks); }
};

Sizes sizes_of(const Scenario& scenario, const Estimate& e) {
  const Assumptions& a = scenario.assumptions;
  Sizes s{};
  s.fans = static_cast<double>(e.fans);
  s.ties = static_cast<double>(e.ties);
  s.markets = static_cast<double>(scenario.markets.size());
  s.platforms = static_cast<double>(scenario.platforms.size());
  s.replicates = static_cast<double>(scenario.run.replicates);
  s.weeks = e.weeks;
  s.reported = e.reported_weeks;
  s.acts = static_cast<double>(scenario.acts.size());
  for (const Label& label : scenario.labels) {
    s.labels += static_cast<double>(label.count);
    s.acts += static_cast<double>(label.count) * std::max(static_cast<double>(label.acts), a.acts_per_label);
  }
  s.new_acts = 1.5 * s.acts / a.contract_years;
  s.new_labels = 0.3 * a.entry_rate * s.markets;
  s.releases = s.acts * 2.0 * static_cast<double>(a.release_weeks) / 52.0;
  return s;
}

double tally_bytes(const Sizes& s) { return 8.0 * s.markets * (3.0 * s.releases + s.acts); }

/// A world without its fans and their network.
double table_bytes(const Sizes& s) {
  const double threads = thread_count();
  const double tallies = (threads + 2.0) * tally_bytes(s);
  const double exposure =
      std::min(s.markets, threads + 1.0) * (  // of the markets that are worked on at a time
                                               s.releases * sizeof(ExposureRow) + s.platforms * 2048.0 * 28.0);
  return tallies + exposure + s.releases * kReleaseBytes + s.entities() * kIndustryBytes;
}

double block_bytes(const Sizes& s) { return std::min(kBlockWeeks, s.reported) * sizeof(double); }

double waiting_bytes(const Sizes& s) {
  return block_bytes(s) * (kRoomForWaiting * s.markets * (9.0 * s.markets + s.platforms + 34.0) +
                           kRoomForEntities * s.growth() * kEntitySeries * (s.acts + s.labels));
}

/// Threads pack in turn, however many worlds there are.
double packing_bytes(const Sizes& s) {
  const double acts_in_block = s.acts + s.new_acts * s.years(std::min(kBlockWeeks, s.reported));
  return kRoomForPacking * s.growth() * thread_count() * block_bytes(s) * acts_in_block;
}

double result_bytes(const Sizes& s) {
  return s.entities() * kRecordBytes + s.years(s.reported) * s.markets * kSceneYearBytes;
}

/// Chunks of a replicate's weeks in results.h5.
double chunks_of(const Sizes& s) {
  const double acts = s.acts + s.new_acts * s.years(s.reported), labels = s.labels + s.new_labels * s.years(s.reported);
  return kEntitySeries * (acts + labels * (1.0 + s.blocks()) / 2.0) + s.blocks() * (12.0 * s.markets + 10.0);
}

/// Weeks of a replicate, packed.
double packed_bytes(const Sizes& s) {
  const double fans_a_market = s.fans / s.markets, fans_an_act = std::max(1.0, s.fans / std::max(1.0, s.acts));
  const double act = 5.5 + 3.6 * portable::log10(fans_an_act);  // plays of few fans are mostly 0 and pack well
  const double scene_in_market = 1.9 * fans_a_market / (fans_a_market + 250.0);
  const double week = s.acts * act + 18.0 * s.labels + 9.0 * s.markets * s.markets * scene_in_market +
                      s.markets * (108.0 + 0.8 * s.platforms);
  return s.reported * week + chunks_of(s) * kChunkBytes;
}

double summary_bytes(const Sizes& s) {
  return kTextBytes + kTextBytesAnEntry * (s.markets + s.labels + s.platforms) +
         s.replicates * (1.0 + std::floor(s.years(s.reported))) * s.markets * kSummaryRowBytes;
}

double results_bytes(const Sizes& s) {
  const double years = s.years(s.weeks);
  const double entities = s.acts + s.labels + s.replicates * (s.new_acts + s.new_labels) * years;
  return kEmptyResults + entities * kEntityBytes + s.replicates * packed_bytes(s);
}

std::int64_t whole(double bytes) { return static_cast<std::int64_t>(bytes); }

}  // namespace

std::int64_t Estimate::memory_with(const WorldsInMemory& worlds) const {
  const std::int64_t waiting = worlds.weekly ? waiting_bytes : 0;
  return (worlds.weekly ? memory_bytes : plain_bytes) +
         (worlds.at_once - 1) * (world_bytes + waiting + whole(kThreadBytes)) +
         worlds.at_once * (worlds.depth - 1) * (fork_bytes + waiting) + (worlds.results - 1) * result_bytes;
}

std::int64_t tally_bytes(const Scenario& scenario) { return whole(tally_bytes(sizes_of(scenario, {}))); }

Estimate estimate(const Scenario& scenario) {
  Estimate e;
  const Calendar calendar = scenario.calendar();
  const Assumptions& a = scenario.assumptions;
  e.fans = scenario.run.fans;
  const std::int64_t far = a.ties_market + (scenario.markets.size() > 1 ? a.ties_abroad : 0);
  e.ties = e.fans * (a.ties_community + far);
  e.weeks = calendar.weeks;
  e.reported_weeks = calendar.weeks - std::max(0, calendar.week_on_or_after(scenario.run.report_from));

  const Sizes s = sizes_of(scenario, e);
  const double tables = table_bytes(s), result = result_bytes(s), waiting = waiting_bytes(s),
               packing = packing_bytes(s);
  const double fork = tables + result + s.fans * bytes_per_fan(),
               world = fork + network_bytes(s.fans, static_cast<double>(a.ties_community), static_cast<double>(far));
  const double writer = kWriterBytes + std::min(kMostCachedBytes, s.replicates * chunks_of(s) * kCachedChunkBytes);
  const double left = s.replicates > 1 ? kLeftByReplicates * (tables + waiting + packing) : 0.0;
  const double results = (s.replicates - 1) * result;
  e.fork_bytes = whole(fork);
  e.world_bytes = whole(world);
  e.waiting_bytes = whole(waiting);
  e.result_bytes = whole(result);
  e.plain_bytes = whole(kProgramBytes + world + results);
  e.memory_bytes = whole(kProgramBytes + results + std::max(world + waiting + packing + left, writer));
  e.summary_bytes = whole(summary_bytes(s));
  e.kept_bytes = whole(summary_bytes(s) + results_bytes(s));
  e.disk_bytes = whole(summary_bytes(s) + results_bytes(s) + s.replicates * packed_bytes(s));
  const double state = s.fans * bytes_per_fan() + s.releases * kReleaseBytes + s.entities() * kRecordBytes +
                       8.0 * s.markets * (3.0 * s.releases + 3.0 * s.acts) + result;
  e.plain_checkpoint_bytes = whole(state);
  e.checkpoint_bytes = whole(state + waiting);
  const double busy = std::min(thread_count(), processor_count());  // more only take turns
  const double seconds =
      s.replicates * s.weeks *
      (s.fans * kNanosecondsAFanWeek * 1e-9 / busy + s.releases * s.markets * kSecondsAReleaseMarketWeek);
  e.seconds_low = seconds / kSpread;
  e.seconds_high = seconds * kSpread;
  return e;
}

}  // namespace hibiki::engine
