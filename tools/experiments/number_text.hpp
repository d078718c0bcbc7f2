// Numbers for people, in the style of the report's page (output/report/format.js): at most three significant digits,
// "$1.1 bn", differences of shares in points.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "output/analysis/paired.hpp"

namespace hibiki::inline experiments {

/// A figure in its parts, for sentences and columns that need them one by one.
struct Figure {
  std::string sign;    ///< "+", "-", "x" of a ratio, ">", "<", ">x" and "<x" of a bound, or empty
  std::string digits;  ///< "1.23", "$4.56"
  std::string unit;    ///< "M", "%", "points", or empty

  std::string number() const { return sign + digits; }
  std::string size() const { return unit.empty() ? digits : digits + " " + unit; }
  std::string text() const { return sign + size(); }
  bool shows_nothing() const;  ///< 0 in all digits
};

/// "1234567" as "1,234,567".
std::string with_commas(std::string_view digits);

/// "1.23 M", "12,300", "847", "0.664".
std::string short_figure(double value);

/// A level in a unit of measure_table(): "1.23 M", "$4.56 M", "12.3 %", "2011.4".
std::string level_text(std::string_view unit, double value);

/// A difference, with its sign: "+1.23 M", "-0.4 points", "+0.8 years". Exactly zero is "0".
Figure difference_figure(std::string_view unit, double value);
std::string difference_text(std::string_view unit, double value);

/// A ratio as a change: "+41 %", "-3.2 %", and a factor from 3 up: "x6.8". Exactly 1 is "0 %".
Figure change_figure(double ratio);
std::string change_in_percent(double ratio);

/// Two ratios as bounds: "+22 % to +63 %"; both are factors where one of them is 3 or more: "x0.15 to x5.1".
std::pair<Figure, Figure> ratio_bounds(double low, double high);
std::string ratio_range(double low, double high);

/// A probability: "71 %", "99.5 %", ">99.9 %"; in a sentence "over 99.9 %".
Figure chance_figure(double chance);
std::string chance_text(double chance);

}  // namespace hibiki::experiments
