// A sentence on the interaction of two interventions.
#pragma once

#include <string>

#include "output/analysis/paired.hpp"

namespace hibiki::inline experiments {

/// Added effect of an intervention with and without another one, as logarithms of ratios.
struct InteractionInWords {
  std::string intervention, beside;  ///< names
  double with = 0, without = 0;      ///< effect of the first with the second on, and off
  Interval log_ratio;                ///< of `with` over `without`
};

/// Whether the interval excludes 0; false for a single replicate, which has none.
bool is_seen(const Interval& log_ratio);

/// "video without posts brings about half: +10 % instead of +21 %"; where the interval holds 0, that none is seen.
std::string interaction_text(const InteractionInWords& pair);

}  // namespace hibiki::experiments
