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

Figure shortened(double value) {
  const double size = std::abs(value);
  const std::string sign = value < 0 ? "-" : "";
  if (size == 0) return {"", "0", ""};
  if (size >= 999.5e6) return {sign, three_figures(size / 1e9), "G"};
  if (size >= 999.5e3) return {sign, three_figures(size / 1e6), "M"};
  if (size >= 999.5) return {sign, three_figures(size / 1e3), "k"};
  return {sign, size < 0.0005 ? fmt::format("{:.1e}", size) : three_figures(size), ""};
}

/// A finite level.
Figure level_figure(std::string_view unit, double value) {
  if (unit == "people" && std::abs(value) < 999.5) return {"", fmt::format("{:.0f}", value), ""};
  if (unit == "share") return {"", percent(value), "%"};
  if (unit == "year") return {"", fmt::format("{:.1f}", value), ""};
  Figure figure = shortened(value);
  if (unit == "USD a year") figure.digits = "$" + figure.digits;
  return figure;
}

}  // namespace

bool Figure::shows_nothing() const { return digits.find_first_of("123456789") == std::string::npos; }

std::string short_figure(double value) { return shortened(value).text(); }

std::string level_text(std::string_view unit, double value) {
  return std::isfinite(value) ? level_figure(unit, value).text() : "-";
}

Figure difference_figure(std::string_view unit, double value) {
  if (!std::isfinite(value)) return {"", "-", ""};
  if (value == 0) return {"", "0", ""};
  const double size = std::abs(value);
  Figure figure = unit == "share"  ? Figure{"", percent(size), "pts"}
                  : unit == "year" ? Figure{"", three_figures(size), ""}
                                   : level_figure(unit, size);
  figure.sign = value > 0 ? "+" : "-";
  return figure;
}

std::string difference_text(std::string_view unit, double value) { return difference_figure(unit, value).text(); }

Figure change_figure(double ratio) {
  if (!std::isfinite(ratio)) return {"", "-", ""};
  if (ratio == 1) return {"", "0", "%"};
  if (ratio >= kManyTimes) return {"x", three_figures(ratio), ""};
  const double change = (ratio - 1) * 100, size = std::abs(change);
  if (size < 0.05) return {"", "0.0", "%"};  // no sign where none is seen
  return {change > 0 ? "+" : "-", fmt::format("{:.{}f}", size, size < 9.95 ? 1 : 0), "%"};
}

std::string change_in_percent(double ratio) { return change_figure(ratio).text(); }

std::pair<Figure, Figure> ratio_bounds(double low, double high) {
  const Figure from = change_figure(low), to = change_figure(high);
  if (from.sign != "x" && to.sign != "x") return {from, to};
  return {{"x", three_figures(low), ""}, {"x", three_figures(high), ""}};
}

std::string ratio_range(double low, double high) {
  const auto [from, to] = ratio_bounds(low, high);
  return from.text() + " to " + to.text();
}

std::string chance_text(double chance) {
  if (chance > 0.999) return "> 99.9 %";
  if (chance < 0.001 && chance > 0) return "< 0.1 %";
  return fmt::format("{:.{}f} %", chance * 100, chance > 0.99 || chance < 0.01 ? 1 : 0);
}

}  // namespace hibiki::experiments
