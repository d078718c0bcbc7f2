// A sentence on the interaction of two interventions.
#pragma once

#include <string>

#include "output/analysis/paired.hpp"

namespace hibiki::inline experiments {

/// What an intervention adds beside another one, as logarithms of ratios.
struct InteractionInWords {
  std::string intervention, beside;  ///< names
  double with = 0, without = 0;      ///< what the first adds where the second is on and where not
  Interval log_ratio;                ///< of `with` over `without`
};

/// Whether the interval leaves 0 out; an only replicate has none and shows nothing.
bool is_seen(const Interval& log_ratio);

/// "video without posts brings about half: +10 % instead of +21 %"; where the interval holds 0, that none is seen.
std::string interaction_text(const InteractionInWords& pair);

}  // namespace hibiki::experiments
