// What parameter sweeps might have come to; no engine made them.
#pragma once

#include <nlohmann/json.hpp>

namespace hibiki {

/// A grid of two factors, each point with four seeds and three measures; one run is missing.
nlohmann::ordered_json synthetic_sweep_grid();

/// A Saltelli sample of two ranges, one of them logarithmic, and a text factor, with Sobol indices.
nlohmann::ordered_json synthetic_saltelli();

/// Elementary effects of eight factors with long names, one seed a point.
nlohmann::ordered_json synthetic_morris();

/// One point, one seed, one factor: a measure that is missing and one that is not.
nlohmann::ordered_json synthetic_one_point();

/// As many points as given, of which the page shows a part only.
nlohmann::ordered_json synthetic_many_points(int points);

}  // namespace hibiki
