// What came out of published experiments, for a terminal of 80 columns.
#pragma once

#include <string>
#include <vector>

#include "tools/reproduce/sweep.hpp"

namespace hibiki {

std::string reproduction_text(const Reproduction& reproduction);

/// A row a point: every axis, then mean and theory of each measure in `measures`, or of as many as fit when it is empty.
std::string sweep_text(const Sweep& sweep, const std::vector<std::string>& measures);

}  // namespace hibiki
