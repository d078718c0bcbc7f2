#include "output/results_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <system_error>
#include <utility>

#include "output/chunk_packing.hpp"
#include "output/entity_axis.hpp"
#include "output/files.hpp"
#include "output/hdf5_file.hpp"
#include "output/manifest.hpp"
#include "output/results_coordinates.hpp"
#include "output/spool.hpp"
#include "output/unpredictability.hpp"
#include "sim/core/parallel.hpp"
#include "sim/scenario/load.hpp"

namespace hibiki {

namespace {

constexpr std::size_t kBlocksAThread = 2;         ///< under way at a time: one being packed, one that waits
constexpr std::size_t kBytesOfBlocks = 256 << 20;  ///< that those under way may take, as far as two do not take more

bool is_entity(Axis axis) { return axis == Axis::act || axis == Axis::label; }

/// Whether a series has a value only for the acts or labels there are.
bool is_sparse(const Series& series) { return !series.axes.empty() && is_entity(series.axes.front()); }

/// A series and its place in the file. A chunk holds `width` of a week's values: one act or label, whatever other
/// replicates have on the axis; all scenes or platforms of a market; all of a series of one other axis.
struct Sheet {
  const Series* series;
  Hdf5Dataset dataset;
  std::size_t row;    ///< values a week
  std::size_t width;  ///< a part of them
};

/// Successive weeks of a replicate: what a row of chunks holds.
struct Block {
  std::size_t replicate = 0, first_week = 0;
  std::vector<WeekObservation> weeks;
};

/// A chunk on its way to the file.
struct Parcel {
  Hdf5Dataset* dataset;
  Hdf5Extent offset;
  std::vector<std::byte> packed;
};

class ResultsWriter {
 public:
  ResultsWriter(Hdf5File& file, const Scenario& scenario, std::span<const Replicate> replicates)
      : file_(file),
        replicates_(replicates),
        acts_(entity_axis(replicates, &RunSummary::acts)),
        labels_(entity_axis(replicates, &RunSummary::labels)),
        days_(read_days(replicates.front().spool)) {
    write_globals(scenario);
    coordinates_.emplace(file, replicates, days_, acts_, labels_);
    create_sheets();
    std::vector<double> unpredictable;
    at_the_same_time([&] { write_weeks(); }, [&] { unpredictable = unpredictability(replicates_, acts_); });
    write_unpredictability(unpredictable);
    link();
  }

 private:
  static std::vector<std::int64_t> read_days(const std::filesystem::path& spool);
  void write_globals(const Scenario& scenario);
  void create_sheets();
  void write_weeks();
  std::vector<Parcel> pack(const Block& block);
  template <class Value>
  void pack(const Block& block, Sheet& sheet, std::vector<Value> WeekObservation::*series, ChunkPacker& packer,
            std::vector<Parcel>& parcels);
  void write_unpredictability(const std::vector<double>& weeks);
  void link();

  Hdf5File& file_;
  std::span<const Replicate> replicates_;
  EntityAxis acts_, labels_;
  std::vector<std::int64_t> days_;
  std::optional<ResultsCoordinates> coordinates_;
  std::vector<Sheet> sheets_;
  std::optional<Hdf5Dataset> unpredictability_;
};

std::vector<std::int64_t> ResultsWriter::read_days(const std::filesystem::path& spool) {
  std::vector<std::int64_t> days;
  SpoolReader reader(spool);
  for (WeekObservation week; reader.next(week);) days.push_back(week.day.time_since_epoch().count());
  return days;
}

void ResultsWriter::write_globals(const Scenario& scenario) {
  file_.attribute("Conventions", "CF-1.10");
  file_.attribute("title", scenario.title.empty() ? scenario.name : scenario.title);
  if (!scenario.question.empty()) file_.attribute("question", scenario.question);
  file_.attribute("source", fmt::format("hibiki, model version {}", kModelVersion));
  file_.attribute("model_version", kModelVersion);
  file_.attribute("scenario", scenario.name);
  file_.attribute("scenario_digest", text_digest(to_toml(scenario)));
  file_.attribute("comment",
                  "Weekly series; people and money are weighted to the real population. Money is whole US cents "
                  "of 2015. Acts and labels hold 0 (reals: NaN) in weeks in which they do not exist.");
}

void ResultsWriter::create_sheets() {
  for (const Series& series : series_table()) {
    const bool whole = std::holds_alternative<std::vector<std::int64_t> WeekObservation::*>(series.member);
    Hdf5Extent extent = {replicates_.size(), days_.size()}, chunk = {1, kBlockWeeks};
    std::string coordinates;
    std::size_t row = 1, width = 1;
    for (const Axis axis : series.axes) {
      const std::string name(axis_name(axis));
      extent.push_back(coordinates_->scale(name).extent().front());
      const bool alone = is_entity(axis) || (series.axes.size() > 1 && axis == series.axes.front());
      chunk.push_back(alone ? 1 : extent.back());
      width *= chunk.back();
      row *= extent.back();
      if (axis == Axis::market) coordinates = "market_title";
      if (axis == Axis::act) coordinates = "act_home act_label act_debut";
      if (axis == Axis::label) coordinates = "label_home label_kind label_founded";
    }
    const bool sparse = is_sparse(series);
    const double fill = sparse ? std::numeric_limits<double>::quiet_NaN() : 0.0;
    Hdf5Dataset dataset =
        file_.create(std::string(series.name), whole ? Hdf5Kind::integer : Hdf5Kind::real, extent, chunk, fill);
    dataset.attribute("long_name", series.long_name);
    dataset.attribute("units", series.units);
    if (!coordinates.empty()) dataset.attribute("coordinates", std::string_view(coordinates));
    if (sparse && !whole) dataset.attribute("_FillValue", fill);
    sheets_.push_back({&series, std::move(dataset), row, width});
  }
}

/// The weeks of replicates one after the other, a block at a time.
class BlockReader {
 public:
  BlockReader(std::span<const Replicate> replicates, std::span<const std::int64_t> days) : replicates_(replicates), days_(days) {}

  /// None after the last block of the last replicate.
  std::optional<Block> next() {
    while (replicate_ < replicates_.size()) {
      if (!reader_) reader_.emplace(replicates_[replicate_].spool);
      Block block{replicate_, week_, {}};
      for (WeekObservation week; block.weeks.size() < kBlockWeeks && reader_->next(week);) {
        HIBIKI_ASSERT(week_ < days_.size() && days_[week_] == week.day.time_since_epoch().count());
        block.weeks.push_back(std::move(week));
        ++week_;
      }
      if (!block.weeks.empty()) return block;
      HIBIKI_ASSERT(week_ == days_.size());
      ++replicate_;
      week_ = 0;
      reader_.reset();
    }
    return std::nullopt;
  }

 private:
  std::span<const Replicate> replicates_;
  std::span<const std::int64_t> days_;
  std::size_t replicate_ = 0, week_ = 0;
  std::optional<SpoolReader> reader_;
};

void ResultsWriter::write_weeks() {
  BlockReader blocks(replicates_, days_);
  const std::size_t week_bytes = std::filesystem::file_size(replicates_.front().spool) / std::max<std::size_t>(1, days_.size());
  const std::size_t fit = kBytesOfBlocks / std::max<std::size_t>(1, week_bytes * kBlockWeeks);
  for_each_in_line(
      std::max<std::size_t>(2, std::min(fit, kBlocksAThread * static_cast<std::size_t>(thread_count()))), [&] { return blocks.next(); },
      [&](const Block& block) { return pack(block); },
      [](const std::vector<Parcel>& parcels) {
        for (const Parcel& parcel : parcels) parcel.dataset->write_packed(parcel.offset, parcel.packed);
      });
}

std::vector<Parcel> ResultsWriter::pack(const Block& block) {
  ChunkPacker packer;
  std::vector<Parcel> parcels;
  for (Sheet& sheet : sheets_) std::visit([&](auto member) { pack(block, sheet, member, packer, parcels); }, sheet.series->member);
  return parcels;
}

/// The chunks of a series. One that holds nothing is never made, and what else a chunk has room for is nothing: 0, or NaN
/// where there is no such act or label.
template <class Value>
void ResultsWriter::pack(const Block& block, Sheet& sheet, std::vector<Value> WeekObservation::*series, ChunkPacker& packer,
                         std::vector<Parcel>& parcels) {
  const bool sparse = is_sparse(*sheet.series), by_act = sparse && sheet.series->axes.front() == Axis::act;
  const Value nothing = sparse && std::is_same_v<Value, double> ? std::numeric_limits<Value>::quiet_NaN() : Value{0};
  const auto is_nothing = [&](Value value) { return nothing != nothing ? value != value : value == nothing; };
  const auto& position = (by_act ? acts_ : labels_).position[block.replicate];
  const std::size_t chunk_weeks = std::min(kBlockWeeks, days_.size());
  std::vector<std::vector<Value>> chunks(sparse ? position.size() : sheet.row / std::max<std::size_t>(1, sheet.width));
  for (std::size_t w = 0; w < block.weeks.size(); ++w) {
    const std::vector<Value>& values = block.weeks[w].*series;
    const auto& who = by_act ? block.weeks[w].acts : block.weeks[w].labels;
    HIBIKI_ASSERT(values.size() == (sparse ? who.size() : sheet.row));
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (is_nothing(values[i])) continue;
      const std::size_t at = sparse ? who[i] : i;
      std::vector<Value>& chunk = chunks.at(at / sheet.width);
      if (chunk.empty()) chunk.assign(chunk_weeks * sheet.width, nothing);
      chunk[w * sheet.width + at % sheet.width] = values[i];
    }
  }
  for (std::size_t i = 0; i < chunks.size(); ++i) {
    if (chunks[i].empty()) continue;
    Hdf5Extent offset(sheet.dataset.extent().size(), 0);
    offset[0] = block.replicate;
    offset[1] = block.first_week;
    if (offset.size() > 2) offset[2] = sparse ? position[i] : i;
    parcels.push_back({&sheet.dataset, std::move(offset), packer.pack(chunks[i])});
  }
}

/// The one series that needs several worlds.
void ResultsWriter::write_unpredictability(const std::vector<double>& weeks) {
  if (weeks.empty()) return;
  unpredictability_ = file_.create("unpredictability", Hdf5Kind::real, {days_.size()}, {kBlockWeeks}, 0.0);
  unpredictability_->attribute("long_name", "mean difference between two replicates in an act's share of plays");
  unpredictability_->attribute("units", "1");
  unpredictability_->write(unpredictability_->whole(), std::span<const double>(weeks));
}

/// Attaches the scales, so that readers name the dimensions.
void ResultsWriter::link() {
  std::vector<Hdf5Dimensions> links = coordinates_->links();
  for (const Sheet& sheet : sheets_) {
    auto& link = links.emplace_back(
        Hdf5Dimensions{&sheet.dataset, {&coordinates_->scale("replicate"), &coordinates_->scale("time")}});
    for (const Axis axis : sheet.series->axes) link.scales.push_back(&coordinates_->scale(axis_name(axis)));
  }
  if (unpredictability_) links.push_back({&*unpredictability_, {&coordinates_->scale("time")}});
  file_.link(links);
}

}  // namespace

void write_results(const std::filesystem::path& path, const Scenario& scenario, std::span<const Replicate> replicates) {
  HIBIKI_ASSERT(!replicates.empty());
  const std::filesystem::path temporary = temporary_of(path);
  try {
    Hdf5File file = Hdf5File::create(temporary);
    { ResultsWriter(file, scenario, replicates); }
    file.close();
    rename_whole_file(temporary, path);
  } catch (...) {
    std::error_code ignored;
    std::filesystem::remove(temporary, ignored);
    throw;
  }
}

}  // namespace hibiki
