#include "tools/sweep/sweep_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <set>

#include "output/analysis/measures.hpp"
#include "output/results/csv_field.hpp"
#include "output/results/hdf5_file.hpp"

namespace hibiki::inline sweep {

namespace {

constexpr double kMissingValue = std::numeric_limits<double>::quiet_NaN();

/// A name of a variable that no other has and that programs take as a word: letters, digits, "_".
std::string variable_name(const std::string& wanted, std::set<std::string>& taken) {
  std::string name;
  for (const char c : wanted)
    name += (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ? c : '_';
  if (name.empty() || (name.front() >= '0' && name.front() <= '9')) name = "factor_" + name;
  while (!taken.insert(name).second) name += "_";
  return name;
}

}  // namespace

std::optional<std::vector<double>> numbers_of(const std::vector<NumberedPoint>& points, std::size_t factor) {
  std::vector<double> numbers;
  for (const NumberedPoint& point : points) {
    const auto value = number_in(point.values[factor]);
    if (!value) return std::nullopt;
    numbers.push_back(*value);
  }
  return numbers;
}

double value_of(const RunRecord& record, const MeasureColumn& measure) {
  const auto found = record.measures.find(measure.scene);
  const std::size_t index = column_info(measure).index;
  return found == record.measures.end() || index >= found->second.size() ? kMissingValue : found->second[index];
}

std::vector<std::vector<double>> measured(const SweepState& state, const RunLog& log, const NumberedPoint& point) {
  std::vector<std::vector<double>> values(state.measures.size());
  for (const std::uint64_t seed : state.seeds) {
    const auto record = log.find(point.id, seed);
    for (std::size_t m = 0; m < values.size(); ++m)
      values[m].push_back(record && !record->failed() ? value_of(*record, state.measures[m]) : kMissingValue);
  }
  return values;
}

std::string points_csv(const SweepFolder& folder, const RunLog& log) {
  const SweepState& state = folder.state();
  std::string csv = "point,id";
  for (const std::string& factor : state.factors) csv += "," + csv_field(factor);
  csv += ",replicate,seed,measure,scene,unit,value\n";
  for (const NumberedPoint& point : state.points) {
    std::string head = fmt::format("{},{}", point.number, point.id);
    for (const std::string& value : point.values) head += "," + csv_field(value);
    const auto values = measured(state, log, point);
    for (std::size_t r = 0; r < state.seeds.size(); ++r) {
      for (std::size_t m = 0; m < values.size(); ++m) {
        const MeasureColumn& measure = state.measures[m];
        csv += fmt::format("{},{},{},{},{},{},{}\n", head, r, state.seeds[r], measure.name, csv_field(measure.scene),
                           column_info(measure).unit, csv_number(values[m][r]));
      }
    }
  }
  return csv;
}

void write_sweep_results(const std::filesystem::path& path, const SweepFolder& folder, const RunLog& log) {
  const SweepState& state = folder.state();
  const std::uint64_t points = state.points.size(), replicates = state.seeds.size();
  Hdf5File file = Hdf5File::create(path);
  file.attribute("title", state.title.empty() ? state.name : state.title);
  file.attribute("source", fmt::format("hibiki, model version {}", state.model_version));
  file.attribute("scenario", state.scenario);
  file.attribute("design", design_name(state.design.kind));
  file.attribute("window_from", state.window_from);
  std::set<std::string> taken{"point", "replicate", "id", "seed", "row", "row_point"};
  std::vector<Hdf5Dataset> scales;
  const auto scale = [&](const std::string& name, const std::vector<std::int64_t>& values, const char* long_name) {
    scales.push_back(file.create(name, Hdf5Kind::integer, {values.size()}));
    scales.back().attribute("long_name", long_name);
    scales.back().write(values);
  };
  std::vector<std::int64_t> numbers, seeds, positions;
  std::vector<std::string> ids;
  for (const NumberedPoint& point : state.points) {
    numbers.push_back(static_cast<std::int64_t>(point.number));
    ids.push_back(point.id);
  }
  for (std::size_t r = 0; r < replicates; ++r) {
    positions.push_back(static_cast<std::int64_t>(r));
    seeds.push_back(static_cast<std::int64_t>(state.seeds[r]));
  }
  scale("point", numbers, "number of the point");
  scale("replicate", positions, "replicate");
  std::vector<Hdf5Dataset> over_points, values;
  std::string coordinates = "id seed";
  over_points.push_back(file.create("id", Hdf5Kind::text, {points}));
  over_points.back().write(ids);
  for (std::size_t f = 0; f < state.factors.size(); ++f) {
    const std::string name = variable_name(state.factors[f], taken);
    coordinates += " " + name;
    if (const auto all = numbers_of(state.points, f)) {
      over_points.push_back(file.create(name, Hdf5Kind::real, {points}));
      over_points.back().write(over_points.back().whole(), *all);
    } else {
      std::vector<std::string> texts;
      for (const NumberedPoint& point : state.points) texts.push_back(point.values[f]);
      over_points.push_back(file.create(name, Hdf5Kind::text, {points}));
      over_points.back().write(texts);
    }
    over_points.back().attribute("long_name", state.keys[f]);
  }
  std::vector<std::int64_t> rows;
  for (const std::size_t row : state.rows) rows.push_back(static_cast<std::int64_t>(state.points[row].number));
  scales.push_back(file.create_dimension("row", rows.size()));
  Hdf5Dataset row_point = file.create("row_point", Hdf5Kind::integer, {rows.size()});
  row_point.attribute("long_name", "number of the point in each row of the design");
  row_point.write(rows);
  Hdf5Dataset seed = file.create("seed", Hdf5Kind::integer, {replicates});
  seed.write(seeds);
  file.attribute("coordinates", coordinates);
  std::vector<std::vector<double>> cells(state.measures.size());  // by measure: points and replicates
  for (const NumberedPoint& point : state.points) {
    const auto of_point = measured(state, log, point);
    for (std::size_t m = 0; m < cells.size(); ++m)
      cells[m].insert(cells[m].end(), of_point[m].begin(), of_point[m].end());
  }
  for (std::size_t m = 0; m < cells.size(); ++m) {
    const MeasureColumn& measure = state.measures[m];
    const ColumnInfo what = column_info(measure);
    const bool alone = std::ranges::count(state.measures, measure.name, &MeasureColumn::name) == 1;
    const std::string name =
        variable_name(alone ? measure.name : fmt::format("{}_{}", measure.name, measure.scene), taken);
    values.push_back(file.create(name, Hdf5Kind::real, {points, replicates}, {}, kMissingValue));
    values.back().attribute("long_name", fmt::format("{}: {}", measure.scene, what.title));
    values.back().attribute("units", what.unit == "share" ? "1" : what.unit);
    values.back().missing_value(kMissingValue);
    values.back().write(values.back().whole(), cells[m]);
  }
  std::vector<Hdf5Dimensions> links;
  for (const Hdf5Dataset& dataset : over_points) links.push_back({&dataset, {&scales[0]}});
  links.push_back({&seed, {&scales[1]}});
  links.push_back({&row_point, {&scales[2]}});
  for (const Hdf5Dataset& dataset : values) links.push_back({&dataset, {&scales[0], &scales[1]}});
  file.link(scales, links);
  for (auto* all : {&scales, &over_points, &values})
    for (Hdf5Dataset& dataset : *all) dataset.close();
  seed.close();
  row_point.close();
  file.close();
}

}  // namespace hibiki::sweep
