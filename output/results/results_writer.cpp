#include "output/results/results_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <numeric>
#include <optional>
#include <system_error>
#include <utility>

#include "output/results/chunk_packing.hpp"
#include "output/results/entity_axis.hpp"
#include "output/results/files.hpp"
#include "output/results/hdf5_file.hpp"
#include "output/results/manifest.hpp"
#include "output/results/results_coordinates.hpp"
#include "output/results/spool.hpp"
#include "output/results/unpredictability.hpp"
#include "output/results/week_packing.hpp"
#include "sim/core/interrupt.hpp"
#include "sim/core/parallel.hpp"
#include "sim/scenario/load.hpp"
#include "sim/scenario/trends.hpp"

namespace hibiki::inline results {

namespace {

/// How far a chunk of a series reaches in each dimension.
Hdf5Extent chunk_shape(const Series& series, const Hdf5Extent& extent) {
  Hdf5Extent shape = {1, std::min<std::uint64_t>(kBlockWeeks, extent[1])};
  for (std::size_t i = 0; i < series.axes.size(); ++i)
    shape.push_back(lies_apart(series, series.axes[i]) ? 1 : extent[2 + i]);
  return shape;
}

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
    file_.attribute("coordinates", coordinates_->companions());
    create_series();
    std::vector<double> unpredictable;
    at_the_same_time([&] { write_weeks(); }, [&] { unpredictable = unpredictability(replicates_, acts_); });
    write_unpredictability(unpredictable);
    link();
    close();
  }

 private:
  static std::vector<std::int64_t> read_days(const std::filesystem::path& spool);
  void write_globals(const Scenario& scenario);
  void create_series();
  void write_weeks();
  void write(const PackedWeeks& weeks, std::size_t replicate, std::size_t first_week);
  void write_nothing(std::size_t series);
  void write_unpredictability(const std::vector<double>& weeks);
  void link();
  void close();

  Hdf5File& file_;
  std::span<const Replicate> replicates_;
  EntityAxis acts_, labels_;
  std::vector<std::int64_t> days_;
  std::optional<ResultsCoordinates> coordinates_;
  std::vector<Hdf5Dataset> series_;  ///< in the order of series_table()
  std::vector<bool> is_stored_;      ///< of each, whether it has chunks
  std::optional<Hdf5Dataset> unpredictability_;
};

std::vector<std::int64_t> ResultsWriter::read_days(const std::filesystem::path& spool) {
  std::vector<std::int64_t> days;
  SpoolReader reader(spool);
  for (PackedWeeks weeks; reader.next(weeks);) days.insert(days.end(), weeks.days.begin(), weeks.days.end());
  return days;
}

void ResultsWriter::write_globals(const Scenario& scenario) {
  file_.attribute("title", scenario.title.empty() ? scenario.name : scenario.title);
  if (!scenario.question.empty()) file_.attribute("question", scenario.question);
  file_.attribute("source", fmt::format("hibiki, model version {}", kModelVersion));
  file_.attribute("model_version", kModelVersion);
  file_.attribute("layout", kResultsLayout);
  file_.attribute("scenario", scenario.name);
  file_.attribute("scenario_digest", text_digest(to_toml(scenario)));
  if (const auto end = record_ends(scenario)) file_.attribute("record_ends", to_string(*end));
  file_.attribute(
      "comment",
      "Weekly series; people and money are weighted to the real population. Money is whole US cents "
      "of 2015. Acts and labels hold 0 in weeks in which they do not exist; a real number is missing (NaN) where "
      "there is nothing to measure.");
}

void ResultsWriter::create_series() {
  for (const Series& series : series_table()) {
    const bool whole = std::holds_alternative<std::vector<std::int64_t> WeekObservation::*>(series.member);
    Hdf5Extent extent = {replicates_.size(), days_.size()};
    for (const Axis axis : series.axes) extent.push_back(coordinates_->scale(axis_name(axis)).extent().front());
    const double fill = whole ? 0.0 : kMissing;
    Hdf5Dataset dataset = file_.create(std::string(series.name), whole ? Hdf5Kind::integer : Hdf5Kind::real, extent,
                                       chunk_shape(series, extent), fill);
    dataset.attribute("long_name", series.long_name);
    dataset.attribute("units", series.units);
    if (!whole) dataset.missing_value(fill);
    series_.push_back(std::move(dataset));
  }
}

void ResultsWriter::write_weeks() {
  is_stored_.assign(series_.size(), false);
  PackedWeeks weeks;
  for (std::size_t r = 0; r < replicates_.size(); ++r) {
    SpoolReader reader(replicates_[r].spool);
    std::size_t first_week = 0;
    for (; reader.next(weeks); first_week += weeks.days.size()) {
      throw_if_interrupted();
      const auto expected = std::span(days_).subspan(first_week);
      if (weeks.days.size() > expected.size() || !std::ranges::equal(weeks.days, expected.first(weeks.days.size())))
        throw torn_spool(replicates_[r].spool);
      write(weeks, r, first_week);
    }
    if (first_week != days_.size()) throw torn_spool(replicates_[r].spool);
  }
  for (std::size_t s = 0; s < series_.size(); ++s)
    if (!is_stored_[s]) write_nothing(s);
}

/// A chunk of a series that has none: h5diff takes a dataset without stored chunks for an empty one, and compares
/// nothing.
void ResultsWriter::write_nothing(std::size_t series) {
  Hdf5Dataset& dataset = series_[series];
  const auto& extent = dataset.extent();
  if (std::ranges::find(extent, 0U) != extent.end()) return;
  const Hdf5Extent shape = chunk_shape(series_table()[series], extent);
  const auto size = std::accumulate(shape.begin(), shape.end(), std::uint64_t{1}, std::multiplies<>());
  ChunkPacker packer;
  dataset.write_packed(Hdf5Extent(extent.size(), 0),
                       dataset.kind() == Hdf5Kind::real
                           ? packer.pack(std::vector<double>(size, std::numeric_limits<double>::quiet_NaN()))
                           : packer.pack(std::vector<std::int64_t>(size)));
}

void ResultsWriter::write(const PackedWeeks& weeks, std::size_t replicate, std::size_t first_week) {
  for (const PackedChunk& chunk : weeks.chunks) {
    const Series& series = series_table()[chunk.series];
    Hdf5Dataset& dataset = series_[chunk.series];
    Hdf5Extent offset(dataset.extent().size(), 0);
    offset[0] = replicate;
    offset[1] = first_week;
    const EntityAxis& entities = is_sparse(series) && series.axes.front() == Axis::label ? labels_ : acts_;
    if (offset.size() > 2) offset[2] = is_sparse(series) ? entities.position[replicate].at(chunk.place) : chunk.place;
    dataset.write_packed(offset, weeks.packed(chunk));
    is_stored_[chunk.series] = true;
  }
}

/// The only series that needs several replicates.
void ResultsWriter::write_unpredictability(const std::vector<double>& weeks) {
  if (weeks.empty()) return;
  unpredictability_ = file_.create("unpredictability", Hdf5Kind::real, {days_.size()}, {kBlockWeeks}, kMissing);
  unpredictability_->attribute("long_name", "mean difference between two replicates in an act's share of plays");
  unpredictability_->attribute("units", "1");
  unpredictability_->missing_value(kMissing);
  unpredictability_->write(unpredictability_->whole(), std::span<const double>(weeks));
}

/// Attaches the scales, so that readers name the dimensions.
void ResultsWriter::link() {
  std::vector<Hdf5Dimensions> links = coordinates_->links();
  for (std::size_t s = 0; s < series_.size(); ++s) {
    auto& link = links.emplace_back(
        Hdf5Dimensions{&series_[s], {&coordinates_->scale("replicate"), &coordinates_->scale("time")}});
    for (const Axis axis : series_table()[s].axes) link.scales.push_back(&coordinates_->scale(axis_name(axis)));
  }
  if (unpredictability_) links.push_back({&*unpredictability_, {&coordinates_->scale("time")}});
  file_.link(coordinates_->scales(), links);
}

/// Each with a check: HDF5 keeps content back until its dataset is closed.
void ResultsWriter::close() {
  for (Hdf5Dataset& dataset : series_) dataset.close();
  if (unpredictability_) unpredictability_->close();
  coordinates_->close();
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

}  // namespace hibiki::results
