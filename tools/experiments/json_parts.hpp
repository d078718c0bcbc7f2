// Common parts of the JSON of all experiments. NaN is written as null.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <span>

#include "output/analysis/measures.hpp"
#include "output/analysis/paired.hpp"

namespace hibiki::inline experiments {

nlohmann::ordered_json number_json(double value);
nlohmann::ordered_json number_json(const std::optional<double>& value);

/// {"mean", "low", "high"}.
nlohmann::ordered_json interval_json(const Interval& interval);

nlohmann::ordered_json list_json(std::span<const double> values);

/// A list of {name, title, unit, definition, scale}, for readers of the numbers; with the subject of measures that are
/// not of the comparison's scene.
nlohmann::ordered_json measures_json(const MeasureList& measures = table_measures());

}  // namespace hibiki::experiments
