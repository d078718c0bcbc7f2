// A list with first entries that are met more often: the position bias of charts, shop windows and result pages.
#pragma once

#include <span>
#include <vector>

namespace hibiki::inline phases {

/// Multiplies each weight by position^-exponent. Position 1 has the highest score; of equal scores, the higher draw in
/// `ties` stands first. All three are by release.
void discount_by_position(std::span<const double> scores, std::span<const double> ties, double exponent,
                          std::vector<double>& weights);

}  // namespace hibiki::phases
