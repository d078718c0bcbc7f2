#include "output/results/week_packing.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <type_traits>

#include "output/results/chunk_packing.hpp"
#include "sim/core/error.hpp"
#include "sim/core/parallel.hpp"

namespace hibiki::inline results {

namespace {

bool is_entity(Axis axis) { return axis == Axis::act || axis == Axis::label; }

std::size_t length_of(Axis axis, const RunAxes& axes) {
  switch (axis) {
    case Axis::market:
      return axes.markets.size();
    case Axis::scene:
      return axes.scenes.size();
    case Axis::platform:
      return axes.platforms.size();
    case Axis::source:
      return kSources;
    case Axis::channel:
      return kChannels;
    case Axis::age:
      return kAgeGroups;
    case Axis::act:
    case Axis::label:
      break;  // come and go
  }
  return 1;
}

/// The fill value of a chunk.
template <class Value>
constexpr Value kNothing = std::is_same_v<Value, double> ? static_cast<Value>(kMissing) : Value{0};

/// One chunk.
struct Place {
  std::uint32_t at;
  std::vector<std::byte> packed;
};

/// Chunks of a series, each made when the first of its values comes.
template <class Value>
class Chunks {
 public:
  Chunks(std::size_t size, Value nothing) : size_(size), nothing_(nothing) {}

  void put(std::size_t place, std::size_t at, Value value) {
    if (value == nothing_ || (value != value && nothing_ != nothing_)) return;
    if (place >= chunk_.size()) chunk_.resize(place + 1, kNone);
    if (chunk_[place] == kNone) {
      chunk_[place] = values_.size();
      values_.resize(values_.size() + size_, nothing_);
    }
    values_[chunk_[place] + at] = value;
  }

  std::vector<Place> packed() const {
    ChunkPacker packer;
    std::vector<Place> places;
    for (std::size_t i = 0; i < chunk_.size(); ++i)
      if (chunk_[i] != kNone)
        places.push_back({static_cast<std::uint32_t>(i), packer.pack(std::span(values_).subspan(chunk_[i], size_))});
    return places;
  }

 private:
  static constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

  std::size_t size_;
  Value nothing_;
  std::vector<std::size_t> chunk_;  ///< by place: where it begins
  std::vector<Value> values_;
};

template <class Value>
std::vector<Place> pack_present(const std::vector<Value>& values, const PresentEntities& present,
                                std::size_t chunk_weeks) {
  HIBIKI_ASSERT(values.size() == present.entities.size());
  Chunks<Value> chunks(chunk_weeks, kNothing<Value>);
  for (std::size_t w = 0, i = 0; w < present.end.size(); ++w)
    for (; i < present.end[w]; ++i) chunks.put(present.entities[i], w, values[i]);
  return chunks.packed();
}

template <class Value>
std::vector<Place> pack_dense(const std::vector<Value>& values, std::size_t weeks, const Series& series,
                              const RunAxes& axes, std::size_t chunk_weeks) {
  std::size_t row = 1, width = 1;  // values a week; of them in a chunk
  for (const Axis axis : series.axes) {
    row *= length_of(axis, axes);
    if (!lies_apart(series, axis)) width *= length_of(axis, axes);
  }
  HIBIKI_ASSERT(values.size() == weeks * row);
  Chunks<Value> chunks(chunk_weeks * width, kNothing<Value>);
  for (std::size_t w = 0; w < weeks; ++w)
    for (std::size_t i = 0; i < row; ++i) chunks.put(i / width, w * width + i % width, values[w * row + i]);
  return chunks.packed();
}

}  // namespace

bool is_sparse(const Series& series) { return !series.axes.empty() && is_entity(series.axes.front()); }

bool lies_apart(const Series& series, Axis axis) {
  return is_entity(axis) || (series.axes.size() > 1 && axis == series.axes.front());
}

WaitingWeeks::WaitingWeeks() {
  for (const Series& series : series_table())
    std::visit([&](auto member) { series_.emplace_back(std::decay_t<decltype(WeekObservation{}.*member)>()); },
               series.member);
}

void WaitingWeeks::append(const WeekObservation& week) {
  const auto add = [](auto& to, const auto& from) { to.insert(to.end(), from.begin(), from.end()); };
  days_.push_back(week.day.time_since_epoch().count());
  plays_.push_back(std::accumulate(week.act_plays.begin(), week.act_plays.end(), People{0}));
  add(acts_.entities, week.acts);
  add(labels_.entities, week.labels);
  acts_.end.push_back(acts_.entities.size());
  labels_.end.push_back(labels_.entities.size());
  for (std::size_t s = 0; s < series_.size(); ++s)
    std::visit([&](auto member) { add(std::get<std::decay_t<decltype(week.*member)>>(series_[s]), week.*member); },
               series_table()[s].member);
}

void WaitingWeeks::clear() {
  days_.clear();
  plays_.clear();
  acts_ = labels_ = {};
  for (auto& series : series_) std::visit([](auto& values) { values.clear(); }, series);
}

PackedWeeks WaitingWeeks::pack(const RunAxes& axes, std::size_t reported_weeks) const {
  HIBIKI_ASSERT(size() <= kBlockWeeks && size() <= reported_weeks);
  const std::size_t chunk_weeks = std::min(kBlockWeeks, reported_weeks);
  std::vector<std::vector<Place>> packed(series_.size());
  for_each_index(series_.size(), 1, [&](std::size_t s) {
    const Series& series = series_table()[s];
    const PresentEntities& present = is_sparse(series) && series.axes.front() == Axis::label ? labels_ : acts_;
    std::visit(
        [&](const auto& values) {
          packed[s] = is_sparse(series) ? pack_present(values, present, chunk_weeks)
                                        : pack_dense(values, size(), series, axes, chunk_weeks);
        },
        series_[s]);
  });
  PackedWeeks weeks{days_, plays_, {}, {}};
  for (std::size_t s = 0; s < packed.size(); ++s)
    for (const Place& place : packed[s]) {
      const std::size_t begin = weeks.bytes.size();
      weeks.bytes.insert(weeks.bytes.end(), place.packed.begin(), place.packed.end());
      weeks.chunks.push_back({static_cast<std::uint32_t>(s), place.at, begin, weeks.bytes.size()});
    }
  return weeks;
}

}  // namespace hibiki::results
