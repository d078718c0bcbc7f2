#include "tools/experiments/share_texts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "sim/core/accurate_math.hpp"
#include "sim/core/error.hpp"
#include "tools/experiments/number_text.hpp"

namespace hibiki::inline experiments {

namespace {

constexpr int kMostDecimals = 9;

/// How numbers of a unit are written: times `factor`, between `before` and `after`.
struct Writing {
  double factor = 1;
  std::string before, after;
  int decimals = 0;
};

/// Millions, billions or trillions, by the largest number.
void shorten(Writing& writing, double largest) {
  for (const auto& [step, name] : {std::pair(1e6, " M"), std::pair(1e9, " bn"), std::pair(1e12, " T")}) {
    if (largest < step * 0.9995) return;
    writing.factor = 1 / step;
    writing.after = name;
  }
}

Writing writing_of(std::string_view unit, double largest) {
  Writing writing;
  if (unit == kLogPoints) {
    writing = {100, "", " log points", 0};
  } else if (unit == "share") {
    writing = {100, "", " points", 0};
  } else {
    if (unit == "USD a year") writing.before = "$";
    shorten(writing, largest);
  }
  const double size = largest * writing.factor;
  if (size > 0)
    writing.decimals = std::clamp(2 - static_cast<int>(std::floor(accurate::log10(size))), 0, kMostDecimals);
  return writing;
}

/// "+12.3 M" for 123 tenths.
std::string written(std::int64_t steps, bool nothing, const Writing& writing) {
  if (nothing) return "0";
  const std::string digits = fmt::format("{:0{}}", std::abs(steps), writing.decimals + 1);
  const auto point = digits.size() - static_cast<std::size_t>(writing.decimals);
  return (steps > 0   ? "+"
          : steps < 0 ? "-"
                      : "") +
         writing.before + with_commas(digits.substr(0, point)) + (writing.decimals > 0 ? "." : "") +
         digits.substr(point) + writing.after;
}

}  // namespace

std::vector<std::int64_t> rounded_shares(std::span<const double> shares, std::int64_t whole) {
  std::vector<std::int64_t> rounded;
  std::vector<double> left;
  for (const double share : shares) {
    const double down = std::floor(share);
    rounded.push_back(static_cast<std::int64_t>(down));
    left.push_back(share - down);
  }
  const std::int64_t missing = whole - std::accumulate(rounded.begin(), rounded.end(), std::int64_t{0});
  HIBIKI_ASSERT(missing >= 0 && missing <= static_cast<std::int64_t>(shares.size()));
  std::vector<std::size_t> by_remainder(shares.size());
  std::iota(by_remainder.begin(), by_remainder.end(), std::size_t{0});
  std::ranges::stable_sort(by_remainder, [&](std::size_t a, std::size_t b) { return left[a] > left[b]; });
  for (std::size_t i = 0; i < static_cast<std::size_t>(missing); ++i) ++rounded[by_remainder[i]];
  return rounded;
}

namespace {

double largest_of(std::span<const double> shares, double whole) {
  double largest = std::abs(whole);
  for (const double share : shares) largest = std::max(largest, std::abs(share));
  return largest;
}

ShareTexts written_shares(std::span<const double> shares, double whole, const Writing& writing) {
  const double steps_in_one = writing.factor * accurate::power(10.0, writing.decimals);
  std::vector<double> in_steps;
  for (const double share : shares) in_steps.push_back(share * steps_in_one);
  const std::int64_t whole_steps = std::llround(whole * steps_in_one);
  const auto rounded = rounded_shares(in_steps, whole_steps);
  ShareTexts texts;
  for (std::size_t i = 0; i < shares.size(); ++i) texts.shares.push_back(written(rounded[i], shares[i] == 0, writing));
  texts.whole = written(whole_steps, whole == 0, writing);
  return texts;
}

}  // namespace

ShareTexts share_texts(std::span<const double> shares, double whole, std::string_view unit) {
  return written_shares(shares, whole, writing_of(unit, largest_of(shares, whole)));
}

ShareTexts log_point_numbers(std::span<const double> shares, double whole) {
  Writing writing = writing_of(kLogPoints, largest_of(shares, whole));
  writing.after.clear();
  return written_shares(shares, whole, writing);
}

}  // namespace hibiki::experiments
