#include "sim/core/draws.hpp"

#include <cmath>

#include "sim/core/portable_math.hpp"

namespace hibiki::inline core {

double Draws::normal(Purpose purpose, Key entity, int week, std::uint32_t index) const {
  const Words w = words(purpose, entity, week, index);
  // Halfway between grid points: never exactly 0.
  return normal_from_uniform((w[0] + 0.5) * 0x1p-32);
}

double choice_score(double uniform, double weight) { return portable::log(uniform + 0x1p-33) / weight; }

double normal_from_uniform(double u) {
  constexpr double kLow = 0.02425;
  if (u < 1e-12) u = 1e-12;
  if (u > 1 - 1e-12) u = 1 - 1e-12;
  const auto tail = [](double p) {
    const double q = std::sqrt(-2.0 * portable::log(p));
    return (((((-7.784894002430293e-03 * q - 3.223964580411365e-01) * q - 2.400758277161838e+00) * q -
              2.549732539343734e+00) *
                 q +
             4.374664141464968e+00) *
                q +
            2.938163982698783e+00) /
           ((((7.784695709041462e-03 * q + 3.224671290700398e-01) * q + 2.445134137142996e+00) * q +
             3.754408661907416e+00) *
                q +
            1.0);
  };
  if (u < kLow) return tail(u);
  if (u > 1 - kLow) return -tail(1 - u);
  const double q = u - 0.5;
  const double r = q * q;
  return (((((-3.969683028665376e+01 * r + 2.209460984245205e+02) * r - 2.759285104469687e+02) * r +
            1.383577518672690e+02) *
               r -
           3.066479806614716e+01) *
              r +
          2.506628277459239e+00) *
         q /
         (((((-5.447609879822406e+01 * r + 1.615858368580409e+02) * r - 1.556989798598866e+02) * r +
            6.680131188771972e+01) *
               r -
           1.328068155288572e+01) *
              r +
          1.0);
}

}  // namespace hibiki::core
