#include "tools/experiments/number_text.hpp"

#include <fmt/format.h>

#include <cmath>

namespace hibiki::inline experiments {

namespace {

/// Three figures: 1.23, 12.3, 123.
std::string three_figures(double value) {
  const double size = std::abs(value);
  const int decimals = size >= 99.95 ? 0 : size >= 9.995 ? 1 : size >= 0.9995 || size == 0 ? 2 : 3;
  return fmt::format("{:.{}f}", value, decimals);
}

/// A share in per cent: 43.0, 4.34, 0.46.
std::string percent(double share) { return fmt::format("{:.{}f}", share * 100, std::abs(share) < 0.0995 ? 2 : 1); }

constexpr double kManyTimes = 3.0;  ///< from here on a ratio says more than per cent

}  // namespace

std::string short_figure(double value) {
  if (value == 0) return "0";
  const double size = std::abs(value);
  if (size >= 999.5e6) return three_figures(value / 1e9) + " G";
  if (size >= 999.5e3) return three_figures(value / 1e6) + " M";
  if (size >= 999.5) return three_figures(value / 1e3) + " k";
  if (size < 0.0005) return fmt::format("{:.1e}", value);
  return three_figures(value);
}

std::string level_text(std::string_view unit, double value) {
  if (!std::isfinite(value)) return "-";
  if (unit == "people") return std::abs(value) < 999.5 ? fmt::format("{:.0f}", value) : short_figure(value);
  if (unit == "USD a year") return value < 0 ? "-$" + short_figure(-value) : "$" + short_figure(value);
  if (unit == "share") return percent(value) + " %";
  if (unit == "year") return fmt::format("{:.1f}", value);
  return short_figure(value);
}

std::string difference_text(std::string_view unit, double value) {
  if (!std::isfinite(value)) return "-";
  if (value == 0) return "0";
  const std::string sign = value > 0 ? "+" : "-";
  if (unit == "share") return sign + percent(std::abs(value)) + " pts";
  if (unit == "year") return sign + three_figures(std::abs(value));
  return sign + level_text(unit, std::abs(value));
}

std::string change_in_percent(double ratio) {
  if (!std::isfinite(ratio)) return "-";
  if (ratio == 1) return "0 %";
  if (ratio >= kManyTimes) return "x" + three_figures(ratio);
  const double change = (ratio - 1) * 100;
  if (std::abs(change) < 0.05) return "0.0 %";  // no sign where none is seen
  return fmt::format("{:+.{}f} %", change, std::abs(change) < 9.95 ? 1 : 0);
}

std::string ratio_range(double low, double high) {
  const std::string from = change_in_percent(low), to = change_in_percent(high);
  if (!from.starts_with('x') && !to.starts_with('x')) return from + " to " + to;
  return fmt::format("x{} to x{}", three_figures(low), three_figures(high));
}

std::string chance_text(double chance) {
  if (chance > 0.999) return "> 99.9 %";
  if (chance < 0.001 && chance > 0) return "< 0.1 %";
  return fmt::format("{:.{}f} %", chance * 100, chance > 0.99 || chance < 0.01 ? 1 : 0);
}

}  // namespace hibiki::experiments
