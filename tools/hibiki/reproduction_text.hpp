// What came out of published experiments, for a terminal of 80 columns.
#pragma once

#include <string>
#include <vector>

#include "tools/reproduce/sweep.hpp"

namespace hibiki {

std::string reproduction_text(const Reproduction& reproduction);

/// A row a point: every axis, then mean and theory of each measure shown, or of as many as fit.
std::string sweep_text(const Sweep& sweep);

}  // namespace hibiki
