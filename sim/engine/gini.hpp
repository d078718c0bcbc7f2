// How unequal counts are.
#pragma once

#include <vector>

#include "sim/core/money.hpp"

namespace hibiki::inline engine {

/// Gini coefficient of non-negative counts; 0 when they sum to zero.
double gini(std::vector<People> counts);

}  // namespace hibiki::engine
