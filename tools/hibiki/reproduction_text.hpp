// The results of published experiments, for a terminal.
#pragma once

#include <string>
#include <vector>

#include "tools/reproduce/sweep.hpp"

namespace hibiki::inline program {

/// In lines of `columns`.
std::string reproduction_text(const Reproduction& reproduction, std::size_t columns);

/// A row a point: every axis, then mean and theory of each measure shown, or of as many as fit.
std::string sweep_text(const Sweep& sweep, std::size_t columns);

}  // namespace hibiki::program
