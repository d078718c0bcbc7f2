// A replicate in progress, and the result of a finished one, as a checkpoint holds them (sim/core/archive.hpp).
#pragma once

#include "sim/engine/replicate_run.hpp"
#include "sim/world/world_archive.hpp"

namespace hibiki::inline engine {

template <class Archive>
void serialize(Archive& archive, MetricsMemory& memory) {
  static_assert(kMembers<MetricsMemory> == 6);
  archive(memory.top, memory.scene_style, memory.new_releases, memory.style_pull, memory.industry,
          memory.industry_acts);
}

template <class Archive>
void serialize(Archive& archive, RunAxes& axes) {
  static_assert(kMembers<RunAxes> == 4);
  archive(axes.markets, axes.market_titles, axes.scenes, axes.platforms);
}

template <class Archive>
void serialize(Archive& archive, RegistryEntry& entry) {
  static_assert(kMembers<RegistryEntry> == 6);
  archive(entry.key, entry.name, entry.home, entry.label, entry.since, entry.closed);
}

template <class Archive>
void serialize(Archive& archive, KnownWeeks& known) {
  static_assert(kMembers<KnownWeeks> == 6);
  archive(known.leadership, known.leadership_plays, known.leadership_engaged, known.home_share, known.plays_home_share,
          known.gini);
}

template <class Archive>
void serialize(Archive& archive, YearSummary& y) {
  static_assert(kMembers<YearSummary> == 19);
  archive(y.year, y.weeks, y.known, y.leadership, y.leadership_people, y.leadership_plays, y.leadership_engaged,
          y.home_share, y.engaged_home, y.engaged_abroad, y.revenue_home, y.revenue_abroad, y.plays_home_share, y.gini,
          y.revenue, y.received, y.plays, y.act_plays, y.revenue_recorded);
}

template <class Archive>
void serialize(Archive& archive, LivestreamPeak& peak) {
  static_assert(kMembers<LivestreamPeak> == 5);
  archive(peak.act, peak.label, peak.home, peak.day, peak.viewers);
}

template <class Archive>
void serialize(Archive& archive, RunSummary& s) {
  static_assert(kMembers<RunSummary> == 14);
  archive(s.axes, s.years, s.challenger, s.incumbent, s.challenger_index, s.incumbent_index, s.overtake,
          s.led_from_start, s.livestreams, s.acts, s.labels, s.paid, s.to_labels, s.to_platforms);
}

template <class Archive>
void serialize(Archive& archive, RunResult& result) {
  static_assert(kMembers<RunResult> == 4);
  archive(result.summary, result.digest, result.weeks, result.fans);
}

}  // namespace hibiki::engine
