// The largest value of a fast function, by NLopt.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

namespace hibiki::inline optimise {

/// A point of [0, 1]^dimensions at which the function is about as large as anywhere: DIRECT (Gablonsky and Kelley 2001)
/// looks everywhere, then SBPLX climbs from the best. The same point again.
std::vector<double> maximum(std::size_t dimensions, const std::function<double(const std::vector<double>&)>& value);

}  // namespace hibiki::optimise
