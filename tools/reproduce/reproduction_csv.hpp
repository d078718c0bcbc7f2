// Every measure of every case or point: mean, interval, where 95 % of seeds lie, theory.
#pragma once

#include <string>

#include "tools/reproduce/sweep.hpp"

namespace hibiki::inline reproduction {

std::string reproduction_csv(const Reproduction& reproduction);
std::string sweep_csv(const Sweep& sweep);

}  // namespace hibiki::reproduction
