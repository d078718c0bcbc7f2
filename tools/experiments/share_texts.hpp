// Printed shares of a whole, rounded so that they add up to the printed whole to the last digit.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hibiki::inline experiments {

/// The nearest whole numbers to `shares` that add up to `whole` (largest remainder): each is its share rounded down or
/// up, a whole number stays. The shares must add up to `whole` but for half of one and rounding.
std::vector<std::int64_t> rounded_shares(std::span<const double> shares, std::int64_t whole);

/// Shares and the whole with their sign and unit, all with the same decimals, three figures in the largest:
/// "+22.1 log points", "-0.4 points", "+$1.23 M". Exactly zero is "0".
struct ShareTexts {
  std::vector<std::string> shares;
  std::string whole;
};

/// `unit` as in measure_table(), or kLogPoints for logarithms of ratios.
inline constexpr std::string_view kLogPoints = "log points";
ShareTexts share_texts(std::span<const double> shares, double whole, std::string_view unit);

/// Logarithms of ratios in log points without the unit, for columns with the unit in their title: "+22.1".
ShareTexts log_point_numbers(std::span<const double> shares, double whole);

}  // namespace hibiki::experiments
