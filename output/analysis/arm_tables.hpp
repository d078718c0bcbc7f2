// The tables that a comparison shows of an arm, a row each: the amount added by a week, and the kind of average.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "output/analysis/measures.hpp"

namespace hibiki::inline analysis {

/// Rows of numbers, all of one length, row-major.
struct ArmTable {
  std::size_t rows = 0, columns = 0;
  std::vector<double> values;
  bool operator==(const ArmTable&) const = default;
};

/// Labels by the time of their founding.
struct Founding {
  std::string_view name;
  int before;  ///< founded before this year, and not before the previous entry's
};
inline constexpr std::array<Founding, 5> kFoundings = {
    {{"before 1990", 1990}, {"1990s", 2000}, {"2000s", 2010}, {"2010s", 2020}, {"2020s", 9999}}};

/// "The scene" is the one that MeasuredWeek names; money is in US dollars of 2015.
struct ArmTableKind {
  /// Values: their mean over the weeks that have one; as an amount a year; or their sum.
  enum class Fold { mean, a_year, sum };

  std::string_view name;  ///< in compare.json
  bool flat;              ///< one row: written as a list, not as a list of lists
  Fold fold;
  std::size_t (*rows)(std::size_t markets);
  std::size_t (*columns)(std::size_t markets);             ///< null: a column for each reported year
  double (*weekly)(const MeasuredWeek&, std::size_t row);  ///< one week's value of a yearly table; NaN where missing
  void (*add)(const MeasuredWeek&, ArmTable& sum);         ///< adds a week of the window to a table without years
};

/// All of them, in the order of compare.json.
std::span<const ArmTableKind> arm_tables();

/// Position in arm_tables() of the table called `name`, which must be there.
std::size_t arm_table_index(std::string_view name);

}  // namespace hibiki::analysis
