// All measures of all cases or points: mean, interval, range of 95 % of seeds, theory.
#pragma once

#include <string>

#include "tools/reproduce/sweep.hpp"

namespace hibiki::inline reproduction {

std::string reproduction_csv(const Reproduction& reproduction);
std::string sweep_csv(const Sweep& sweep);

}  // namespace hibiki::reproduction
