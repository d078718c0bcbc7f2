#include "tools/experiments/number_text.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <utility>

namespace hibiki::inline experiments {

namespace {

constexpr double kManyTimes = 3.0;    ///< from here on a factor is written instead of per cent
constexpr double kLeastPlain = 1e-4;  ///< smaller numbers are written with an exponent

std::string without_trailing_zeros(std::string number) {
  if (number.find('.') == std::string::npos) return number;
  number.erase(number.find_last_not_of('0') + 1);
  if (number.ends_with('.')) number.pop_back();
  return number;
}

/// A size of at least 0 rounded to so many significant digits: 45,600; 12.3; 0.241; 7.1e-5.
std::string significant(double size, int digits) {
  const std::string rounded = fmt::format("{:.{}e}", size, digits - 1);
  const auto e = rounded.find('e');
  int exponent = 0;
  std::from_chars(rounded.data() + e + (rounded[e + 1] == '+' ? 2 : 1), rounded.data() + rounded.size(), exponent);
  if (size > 0 && size < kLeastPlain)
    return fmt::format("{}e{}", without_trailing_zeros(rounded.substr(0, e)), exponent);
  double value = 0;
  std::from_chars(rounded.data(), rounded.data() + rounded.size(), value);
  if (exponent >= digits) return with_commas(fmt::format("{:.0f}", value));
  return without_trailing_zeros(fmt::format("{:.{}f}", value, digits - 1 - exponent));
}

/// A size of at least 0, in millions, billions or trillions where it is large.
Figure magnitude(double size) {
  constexpr std::array<std::pair<double, const char*>, 3> kSteps = {{{1e12, "T"}, {1e9, "bn"}, {1e6, "M"}}};
  for (const auto& [step, name] : kSteps)
    if (size >= step * 0.9995) return {"", significant(size / step, 3), name};
  return {"", significant(size, 3), ""};
}

/// A size of at least 0 in its unit; a share in hundredths called `hundredths`.
Figure body(std::string_view unit, double size, const char* hundredths) {
  if (unit == "share") return {"", significant(size * 100, 3), hundredths};
  Figure figure = magnitude(size);
  if (unit == "USD a year") figure.digits = "$" + figure.digits;
  return figure;
}

/// Beyond these bounds the digits of a factor say nothing.
constexpr double kMostTimes = 9999, kLeastTimes = 0.0001;

Figure factor_figure(double ratio) {
  if (ratio > kMostTimes) return {">x", with_commas("9999"), ""};
  if (ratio < kLeastTimes) return {"<x", "0.0001", ""};
  return {"x", significant(ratio, 2), ""};
}

}  // namespace

bool Figure::shows_nothing() const { return digits.find_first_of("123456789") == std::string::npos; }

std::string with_commas(std::string_view digits) {
  std::string text;
  for (std::size_t at = 0; at < digits.size(); ++at) {
    if (at > 0 && (digits.size() - at) % 3 == 0) text += ',';
    text += digits[at];
  }
  return text;
}

std::string short_figure(double value) {
  Figure figure = magnitude(std::abs(value));
  if (value < 0) figure.sign = "-";
  return figure.text();
}

std::string level_text(std::string_view unit, double value) {
  if (!std::isfinite(value)) return "-";
  if (unit == "year") return fmt::format("{:.1f}", value);
  Figure figure = body(unit, std::abs(value), "%");
  if (value < 0) figure.sign = "-";
  return figure.text();
}

Figure difference_figure(std::string_view unit, double value) {
  if (!std::isfinite(value)) return {"", "-", ""};
  if (value == 0) return {"", "0", ""};
  Figure figure = body(unit, std::abs(value), "points");
  figure.sign = value > 0 ? "+" : "-";
  if (unit == "year" || unit == "years") figure.unit = "years";
  return figure;
}

std::string difference_text(std::string_view unit, double value) { return difference_figure(unit, value).text(); }

Figure change_figure(double ratio) {
  if (!std::isfinite(ratio)) return {"", "-", ""};
  if (ratio == 1) return {"", "0", "%"};
  if (ratio >= kManyTimes) return factor_figure(ratio);
  const double change = (ratio - 1) * 100, size = std::abs(change);
  if (size < 0.05) return {"", "0.0", "%"};  // a sign would suggest an effect
  return {change > 0 ? "+" : "-", fmt::format("{:.{}f}", size, size < 9.95 ? 1 : 0), "%"};
}

std::string change_in_percent(double ratio) { return change_figure(ratio).text(); }

std::pair<Figure, Figure> ratio_bounds(double low, double high) {
  const Figure from = change_figure(low), to = change_figure(high);
  if (from.unit == to.unit && to.unit == "%") return {from, to};
  return {factor_figure(low), factor_figure(high)};
}

std::string ratio_range(double low, double high) {
  const auto [from, to] = ratio_bounds(low, high);
  return from.text() + " to " + to.text();
}

Figure chance_figure(double chance) {
  if (chance > 0.999) return {">", "99.9", "%"};
  if (chance < 0.001) return {"<", "0.1", "%"};
  return {"", fmt::format("{:.{}f}", chance * 100, chance > 0.99 || chance < 0.01 ? 1 : 0), "%"};
}

std::string chance_text(double chance) {
  const Figure figure = chance_figure(chance);
  return (figure.sign == ">" ? "over " : figure.sign == "<" ? "under " : "") + figure.size();
}

}  // namespace hibiki::experiments
