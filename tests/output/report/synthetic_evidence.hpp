// What published experiments might have come to; no engine made it.
#pragma once

#include <nlohmann/json.hpp>

namespace hibiki {

/// Two experiments: one of two cases with courses, a figure and a target of every sort; one that failed, of points.
nlohmann::ordered_json synthetic_reproductions();

/// A sweep over two parameters, one measure missing at one point.
nlohmann::ordered_json synthetic_grid();

}  // namespace hibiki
