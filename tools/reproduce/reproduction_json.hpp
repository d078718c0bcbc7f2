// The same for programs, and for the report's page.
#pragma once

#include <nlohmann/json.hpp>

#include "tools/reproduce/reproduction.hpp"
#include "tools/reproduce/sweep.hpp"

namespace hibiki::inline reproduction {

/// kind "reproduction": parameters with mark and source, every measure with its intervals, targets with their result.
nlohmann::ordered_json reproduction_json(const Reproduction& reproduction);

/// kind "sweep": axes, and every measure at every point.
nlohmann::ordered_json sweep_json(const Sweep& sweep);

}  // namespace hibiki::reproduction
