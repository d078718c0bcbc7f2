#include "output/results/week_packing.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <map>
#include <numeric>

#include "output/results/chunk_packing.hpp"
#include "tests/output/results/synthetic_run.hpp"

namespace hibiki {
namespace {

constexpr std::size_t kWeeks = 90, kReported = 100;  // the last of a run's weeks may be fewer than chunks have room for

/// Chunks as the week says what they hold, by series and place; reals by their bits.
std::map<std::pair<std::size_t, std::size_t>, std::vector<std::int64_t>> expected_chunks() {
  std::map<std::pair<std::size_t, std::size_t>, std::vector<std::int64_t>> chunks;
  for (std::size_t w = 0; w < kWeeks; ++w) {
    const WeekObservation week = synthetic_week(4, static_cast<int>(w));
    for (std::size_t s = 0; s < series_table().size(); ++s) {
      const Series& series = series_table()[s];
      std::size_t row = 1;
      for (const Axis axis : series.axes) row *= synthetic_length(axis, week);
      const bool acts = !series.axes.empty() && series.axes[0] == Axis::act;
      const bool labels = !series.axes.empty() && series.axes[0] == Axis::label;
      const std::size_t places = acts || labels           ? row
                                 : series.axes.size() > 1 ? synthetic_length(series.axes[0], week)
                                                          : 1;
      const std::size_t width = places == 0 ? 1 : row / places;
      for (std::size_t i = 0; i < row; ++i) {
        const std::size_t place = acts ? week.acts[i] : labels ? week.labels[i] : i / width;
        std::visit(
            [&](auto member) {
              const auto value = (week.*member)[i];
              using Value = std::decay_t<decltype(value)>;
              const Value nothing = std::is_same_v<Value, double> ? static_cast<Value>(std::nan("")) : Value{};
              const auto chunk =
                  chunks.try_emplace({s, place}, kReported * width, std::bit_cast<std::int64_t>(nothing)).first;
              chunk->second[w * width + i % width] = std::bit_cast<std::int64_t>(value);
            },
            series.member);
      }
    }
  }
  return chunks;
}

WaitingWeeks waiting() {
  WaitingWeeks weeks;
  for (std::size_t w = 0; w < kWeeks; ++w) weeks.append(synthetic_week(4, static_cast<int>(w)));
  return weeks;
}

TEST(WaitingWeeks, PackWhatWasObserved) {
  const PackedWeeks packed = waiting().pack(synthetic_axes(), kReported);
  ASSERT_EQ(packed.days.size(), kWeeks);
  EXPECT_EQ(packed.days[1], synthetic_day(1).time_since_epoch().count());
  const WeekObservation second = synthetic_week(4, 1);
  EXPECT_EQ(packed.plays[1], std::accumulate(second.act_plays.begin(), second.act_plays.end(), People{0}));
  const auto expected = expected_chunks();
  ASSERT_EQ(packed.chunks.size(), expected.size());
  ChunkUnpacker unpacker;
  auto next = expected.begin();
  for (const PackedChunk& chunk : packed.chunks) {
    const auto& [where, values] = *next++;
    EXPECT_EQ(where, (std::pair<std::size_t, std::size_t>(chunk.series, chunk.place)));
    EXPECT_EQ(unpacker.counts(packed.packed(chunk), values.size()), values)
        << series_table()[chunk.series].name << " at " << chunk.place;
  }
}

TEST(WaitingWeeks, AreGoneOnceCleared) {
  WaitingWeeks weeks = waiting();
  weeks.clear();
  EXPECT_EQ(weeks.size(), 0u);
  EXPECT_TRUE(weeks.pack(synthetic_axes(), kReported).chunks.empty());
  for (std::size_t w = 0; w < kWeeks; ++w) weeks.append(synthetic_week(4, static_cast<int>(w)));
  EXPECT_EQ(weeks.pack(synthetic_axes(), kReported).bytes, waiting().pack(synthetic_axes(), kReported).bytes);
}

TEST(WaitingWeeks, WhatHoldsNothingIsLeftOut) {
  WeekObservation week = synthetic_week(4, 30);
  week.act_plays.assign(week.act_plays.size(), 0);
  week.act_plays[2] = 5;
  week.act_centrality.assign(week.act_centrality.size(), std::nan(""));
  week.gini.assign(week.gini.size(), std::nan(""));
  week.hhi = {0.0, std::nan(""), 0.0};  // 0 is a value, not a number none
  WaitingWeeks weeks;
  weeks.append(week);
  const PackedWeeks packed = weeks.pack(synthetic_axes(), 1);
  std::map<std::string_view, std::vector<std::uint32_t>> places;
  for (const PackedChunk& chunk : packed.chunks) places[series_table()[chunk.series].name].push_back(chunk.place);
  EXPECT_EQ(places["act_plays"], (std::vector<std::uint32_t>{week.acts[2]}));
  EXPECT_EQ(places.count("act_centrality"), 0u);
  EXPECT_EQ(places.count("gini"), 0u);
  EXPECT_EQ(places["hhi"], (std::vector<std::uint32_t>{0}));
}

}  // namespace
}  // namespace hibiki
