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

/// Acts or labels in a chunk: those who live at a time stand together, so most chunks of a week are never written.
constexpr std::uint64_t kChunkEntities = 256;

bool is_entity(Axis axis) { return axis == Axis::act || axis == Axis::label; }

/// Whether a series has a value only for the acts or labels there are.
bool is_sparse(const Series& series) { return !series.axes.empty() && is_entity(series.axes.front()); }

/// A series and its place in the file, with the weeks of the block being filled.
struct Sheet {
  const Series* series;
  Hdf5Dataset dataset;
  std::size_t row;  ///< values a week
  std::variant<std::vector<std::int64_t>, std::vector<double>> block;
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
    for (std::size_t r = 0; r < replicates.size(); ++r) write_replicate(r);
    write_unpredictability();
    link();
  }

 private:
  static std::vector<std::int64_t> read_days(const std::filesystem::path& spool);
  void write_globals(const Scenario& scenario);
  void create_sheets();
  void write_replicate(std::size_t replicate);
  void fill(std::size_t replicate, std::size_t at, const WeekObservation& week);
  void write_block(std::size_t replicate, std::size_t first_week, std::size_t weeks);
  void write_unpredictability();
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
    std::size_t row = 1;
    for (const Axis axis : series.axes) {
      const std::string name(axis_name(axis));
      extent.push_back(coordinates_->scale(name).extent().front());
      chunk.push_back(is_entity(axis) ? kChunkEntities : extent.back());
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
    Sheet sheet{&series, std::move(dataset), row, {}};
    if (whole)
      sheet.block = std::vector<std::int64_t>(row * kBlockWeeks);
    else
      sheet.block = std::vector<double>(row * kBlockWeeks, fill);
    sheets_.push_back(std::move(sheet));
  }
}

void ResultsWriter::write_replicate(std::size_t replicate) {
  SpoolReader reader(replicates_[replicate].spool);
  std::size_t first = 0, filled = 0;
  for (WeekObservation week; reader.next(week);) {
    HIBIKI_ASSERT(first + filled < days_.size() && days_[first + filled] == week.day.time_since_epoch().count());
    fill(replicate, filled++, week);
    if (filled == kBlockWeeks) {
      write_block(replicate, first, filled);
      first += std::exchange(filled, 0);
    }
  }
  if (filled > 0) write_block(replicate, first, filled);
  HIBIKI_ASSERT(first + filled == days_.size());
}

/// Puts a week into row `at` of every sheet's block.
void ResultsWriter::fill(std::size_t replicate, std::size_t at, const WeekObservation& week) {
  for (Sheet& sheet : sheets_) {
    std::visit(
        [&](auto member) {
          const auto& values = week.*member;
          auto& block = std::get<std::decay_t<decltype(values)>>(sheet.block);
          const auto row = block.begin() + static_cast<std::ptrdiff_t>(at * sheet.row);
          if (!is_sparse(*sheet.series)) {
            HIBIKI_ASSERT(values.size() == sheet.row);
            std::ranges::copy(values, row);
            return;
          }
          const Axis axis = sheet.series->axes.front();
          const auto& who = axis == Axis::act ? week.acts : week.labels;
          const auto& position = (axis == Axis::act ? acts_ : labels_).position[replicate];
          HIBIKI_ASSERT(values.size() == who.size());
          for (std::size_t i = 0; i < who.size(); ++i) row[position.at(who[i])] = values[i];
        },
        sheet.series->member);
  }
}

/// A chunk on its way to the file.
struct Parcel {
  Hdf5Dataset* dataset;
  Hdf5Extent offset;
  ChunkOf what;
  std::vector<std::byte> bytes;  ///< numbers, then packed
};

/// The columns [begin, end) of a block, filled up to a whole chunk with what is there where nothing was written; no
/// bytes where they hold nothing else.
template <class Value>
std::vector<std::byte> chunk_of(std::span<const Value> block, std::size_t row, std::size_t weeks, std::size_t begin,
                                std::size_t end, std::size_t chunk_weeks, std::size_t width, Value nothing) {
  std::vector<Value> values(chunk_weeks * width, nothing);
  for (std::size_t week = 0; week < weeks; ++week)
    std::ranges::copy(block.subspan(week * row + begin, end - begin),
                      values.begin() + static_cast<std::ptrdiff_t>(week * width));
  const auto is_nothing = [&](Value value) { return nothing != nothing ? value != value : value == nothing; };
  if (std::ranges::all_of(values, is_nothing)) return {};
  const auto bytes = std::as_bytes(std::span(values));
  return {bytes.begin(), bytes.end()};
}

void ResultsWriter::write_block(std::size_t replicate, std::size_t first_week, std::size_t weeks) {
  const std::size_t chunk_weeks = std::min(kBlockWeeks, days_.size());
  std::vector<Parcel> parcels;
  for (Sheet& sheet : sheets_) {
    std::visit(
        [&](auto& block) {
          using Value = typename std::decay_t<decltype(block)>::value_type;
          const bool sparse = is_sparse(*sheet.series);
          const ChunkOf what = std::is_same_v<Value, double> ? ChunkOf::reals : ChunkOf::counts;
          const Value nothing =
              sparse && std::is_same_v<Value, double> ? std::numeric_limits<Value>::quiet_NaN() : Value{0};
          const std::size_t width = sparse ? std::min<std::size_t>(kChunkEntities, sheet.row) : sheet.row;
          for (std::size_t begin = 0; begin < sheet.row; begin += width) {
            Hdf5Extent offset(sheet.dataset.extent().size(), 0);
            offset[0] = replicate;
            offset[1] = first_week;
            if (sparse) offset.back() = begin;
            auto bytes = chunk_of<Value>(block, sheet.row, weeks, begin, std::min(begin + width, sheet.row),
                                         chunk_weeks, width, nothing);
            if (!bytes.empty()) parcels.push_back({&sheet.dataset, std::move(offset), what, std::move(bytes)});
          }
          if (sparse) std::ranges::fill(block, nothing);
        },
        sheet.block);
  }
  for_each_index(parcels.size(), 1, [&](std::size_t i) { parcels[i].bytes = pack_chunk(parcels[i].bytes, parcels[i].what); });
  for (Parcel& parcel : parcels) parcel.dataset->write_packed(parcel.offset, parcel.bytes);
}

/// The one series that needs several worlds.
void ResultsWriter::write_unpredictability() {
  const std::vector<double> weeks = unpredictability(replicates_, acts_);
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
