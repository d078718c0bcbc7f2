// Figures for people: a measure's values, differences and ratios in its own unit, three digits or so.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "output/analysis/paired.hpp"

namespace hibiki::inline experiments {

/// A figure in its parts, for sentences and columns that need them one by one.
struct Figure {
  std::string sign;    ///< "+", "-", "x" of a ratio, or nothing
  std::string digits;  ///< "1.23", "$4.56"
  std::string unit;    ///< "M", "%", "pts", or nothing

  std::string number() const { return sign + digits; }
  std::string size() const { return unit.empty() ? digits : digits + " " + unit; }
  std::string text() const { return sign + size(); }
  bool shows_nothing() const;  ///< 0 in all digits
};

/// "1.23 M", "12.3 k", "847", "0.664".
std::string short_figure(double value);

/// A level in a unit of measure_table(): "1.23 M", "$4.56 M", "12.3 %", "2011.4".
std::string level_text(std::string_view unit, double value);

/// A difference, with its sign: "+1.23 M", "-0.4 pts". Exactly nothing is "0".
Figure difference_figure(std::string_view unit, double value);
std::string difference_text(std::string_view unit, double value);

/// A ratio as a change: "+41 %", "-3.2 %", "x6.8" from three times up. Exactly one is "0 %".
Figure change_figure(double ratio);
std::string change_in_percent(double ratio);

/// Two ratios as bounds: "+22 % to +63 %", "x0.15 to x5.05" where one is as far away as that.
std::pair<Figure, Figure> ratio_bounds(double low, double high);
std::string ratio_range(double low, double high);

/// A chance: "71 %", "99.9 %", "> 99.9 %".
std::string chance_text(double chance);

}  // namespace hibiki::experiments
