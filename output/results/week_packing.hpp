// Weeks of a replicate as chunks of results.h5. A chunk depends only on its own replicate, so that weeks
// are packed during the run, and weeks common to several arms only once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <variant>
#include <vector>

#include "sim/engine/observation.hpp"

namespace cereal {
class access;
}

namespace hibiki::inline results {

/// Successive weeks that chunks hold.
inline constexpr std::size_t kBlockWeeks = 512;

/// Whether a series has a value only for the acts or labels there are.
bool is_sparse(const Series& series);

/// Whether each position on an axis of a series has chunks to itself: acts and labels, of which other replicates have
/// others, and the first of two axes.
bool lies_apart(const Series& series, Axis axis);

/// A chunk: kBlockWeeks weeks (all there are, in a shorter run) of the values of a series in one place.
struct PackedChunk {
  std::uint32_t series;      ///< in series_table()
  std::uint32_t place;       ///< on the axis that lies apart: of a sparse series, in the replicate's registry; else 0
  std::uint64_t begin, end;  ///< in PackedWeeks::bytes
};

struct PackedWeeks {
  std::vector<std::int64_t> days;   ///< first day of each week, days since 1970-01-01
  std::vector<People> plays;        ///< of all acts, in each week
  std::vector<PackedChunk> chunks;  ///< in order of series and place; empty ones are left out
  std::vector<std::byte> bytes;     ///< as ChunkPacker packs them

  std::span<const std::byte> packed(const PackedChunk& chunk) const {
    return std::span(bytes).subspan(chunk.begin, chunk.end - chunk.begin);
  }
};

/// Acts or labels there are, week after week.
struct PresentEntities {
  std::vector<std::uint32_t> entities;  ///< in the replicate's registry
  std::vector<std::size_t> end;         ///< by week
};

/// Weeks that wait to be packed: each series a column, week after week. Weeks kept one by one would lie all over the
/// memory that the simulation works in, and slow it down.
class WaitingWeeks {
 public:
  WaitingWeeks();

  std::size_t size() const { return days_.size(); }
  void append(const WeekObservation& week);
  void clear();

  /// At most kBlockWeeks weeks of a run on these axes that reports so many. The rest of a chunk is
  /// filled with 0, or NaN for a missing act or label.
  PackedWeeks pack(const RunAxes& axes, std::size_t reported_weeks) const;

 private:
  friend class cereal::access;
  template <class Archive>
  void serialize(Archive& archive) {
    archive(days_, plays_, acts_.entities, acts_.end, labels_.entities, labels_.end);
    for (auto& series : series_) std::visit([&](auto& column) { archive(column); }, series);
  }

  std::vector<std::int64_t> days_;
  std::vector<People> plays_;
  PresentEntities acts_, labels_;
  std::vector<std::variant<std::vector<std::int64_t>, std::vector<double>>>
      series_;  ///< in the order of series_table()
};

}  // namespace hibiki::results
