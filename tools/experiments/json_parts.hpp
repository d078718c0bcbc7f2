// Common parts of the JSON of all experiments. NaN is written as null.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <span>

#include "output/analysis/paired.hpp"

namespace hibiki::inline experiments {

nlohmann::ordered_json number_json(double value);
nlohmann::ordered_json number_json(const std::optional<double>& value);

/// {"mean", "low", "high"}.
nlohmann::ordered_json interval_json(const Interval& interval);

nlohmann::ordered_json list_json(std::span<const double> values);

/// measure_table(), for readers of the numbers.
nlohmann::ordered_json measures_json();

}  // namespace hibiki::experiments
