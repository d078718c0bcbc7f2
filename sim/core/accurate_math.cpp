// Sums of two doubles: Dekker (A floating-point technique for extending the available precision, 1971) and Knuth's sum.
// Logarithms by the series of artanh, exponentials by Taylor's; erfc by Kummer's series for small arguments and by the
// continued fraction of Laplace (Abramowitz and Stegun 7.1.14) for large ones.
#include "sim/core/accurate_math.hpp"

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace hibiki::inline core::accurate {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNotANumber = std::numeric_limits<double>::quiet_NaN();

/// high + low, |low| at most half a unit in the last place of high.
struct Pair {
  double high = 0, low = 0;
};

constexpr Pair kLn2{0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56};
constexpr Pair kLn10{0x1.26bb1bbb55516p+1, -0x1.f48ad494ea3e9p-53};
constexpr Pair kTwoOverRootPi{0x1.20dd750429b6dp+0, 0x1.1ae3a914fed80p-56};

Pair sum(double a, double b) {
  const double s = a + b, part = s - a;
  return {s, (a - (s - part)) + (b - part)};
}

Pair product(double a, double b) {
  constexpr double kSplit = 0x1p27 + 1;
  const double p = a * b, c = kSplit * a, d = kSplit * b;
  const double a_high = c - (c - a), a_low = a - a_high, b_high = d - (d - b), b_low = b - b_high;
  return {p, ((a_high * b_high - p) + a_high * b_low + a_low * b_high) + a_low * b_low};
}

Pair operator+(const Pair& a, const Pair& b) {
  const Pair high = sum(a.high, b.high), low = sum(a.low, b.low);
  const Pair more = sum(high.high, high.low + low.high);
  return sum(more.high, more.low + low.low);
}

Pair operator*(const Pair& a, const Pair& b) {
  const Pair p = product(a.high, b.high);
  return sum(p.high, p.low + (a.high * b.low + a.low * b.high));
}

Pair operator/(const Pair& a, const Pair& b) {
  const double first = a.high / b.high;
  const Pair rest = a + Pair{-first, 0} * b;
  const double second = rest.high / b.high;
  const double third = (rest + Pair{-second, 0} * b).high / b.high;
  return sum(first, second) + Pair{third, 0};
}

Pair negative(const Pair& a) { return {-a.high, -a.low}; }

/// x 2^n, rounded once where the result is a normal number.
double scaled(double x, int n) {
  const auto power_of_two = [](int e) { return std::bit_cast<double>(static_cast<std::uint64_t>(e + 1023) << 52); };
  for (; n > 1000; n -= 1000) x *= power_of_two(1000);
  for (; n < -1000; n += 1000) x *= power_of_two(-1000);
  return x * power_of_two(n);
}

struct Scaled {
  Pair value;
  int exponent = 0;  ///< of two
};

/// e^x for |x| < 1000.
Scaled exp_of(const Pair& x) {
  constexpr int kTerms = 27;  // .35^28 / 28! is below 2^-140
  const double k = std::nearbyint(x.high / kLn2.high);
  const Pair r = x + negative(Pair{k, 0} * kLn2);
  Pair e{1, 0};
  for (int n = kTerms; n > 0; --n) e = Pair{1, 0} + r * e / Pair{static_cast<double>(n), 0};
  return {e, static_cast<int>(k)};
}

/// log(x) of a positive, finite x.
Pair log_of(double x) {
  constexpr int kTerms = 20;  // .172^42 is below 2^-106
  int exponent = 0;
  double m = std::frexp(x, &exponent);  // in [1/2, 1)
  if (m < 0.70710678118654752) m *= 2, --exponent;
  const Pair s = Pair{m - 1, 0} / sum(m, 1), square = s * s;
  Pair series{0, 0};
  for (int k = kTerms; k >= 0; --k) series = Pair{1, 0} / Pair{2.0 * k + 1, 0} + square * series;
  return Pair{static_cast<double>(exponent), 0} * kLn2 + Pair{2, 0} * s * series;
}

/// Whether e^x overflows or underflows a double.
bool overflows(double x) { return x > 709.8; }
bool underflows(double x) { return x < -745.2; }

double exp_of_pair(const Pair& x) {
  if (overflows(x.high)) return kInfinity;
  if (underflows(x.high)) return 0.0;
  const Scaled e = exp_of(x);
  return scaled(e.value.high, e.exponent);
}

/// Whether log(x) is finite, and its value where it is not.
bool in_domain_of_log(double x) { return x > 0 && x < kInfinity; }
double log_outside(double x) { return x == 0 ? -kInfinity : x > 0 ? kInfinity : kNotANumber; }

/// erf(x), 0 <= x < 2.5: 2 / sqrt(pi) e^(-x^2) (x + 2 x^3 / 3 + 4 x^5 / 15 + ...), all of one sign.
Pair erf_of(double x) {
  const Pair square = product(x, x), twice = square + square;
  Pair term{x, 0}, series = term;
  for (int n = 1; term.high > series.high * 0x1p-110; ++n) {
    term = term * twice / Pair{2.0 * n + 1, 0};
    series = series + term;
  }
  const Scaled e = exp_of(negative(square));
  return kTwoOverRootPi * series * e.value * Pair{scaled(1, e.exponent), 0};
}

/// erfc(x), x >= 2.5: e^(-x^2) / sqrt(pi) / (x + (1/2) / (x + 1 / (x + (3/2) / (x + ...)))).
double erfc_of_large(double x) {
  constexpr int kTerms = 120;
  double fraction = x;
  for (int n = kTerms; n > 0; --n) fraction = x + 0.5 * n / fraction;
  return exp_of_pair(negative(product(x, x))) * (0.5 * kTwoOverRootPi.high) / fraction;
}

}  // namespace

double exp(double x) { return std::isnan(x) ? x : exp_of_pair({x, 0}); }

double log(double x) { return in_domain_of_log(x) ? log_of(x).high : log_outside(x); }

double log10(double x) { return in_domain_of_log(x) ? (log_of(x) / kLn10).high : log_outside(x); }

double pow(double x, double a) {
  if (a == 0 || x == 1) return 1.0;
  if (std::isnan(a)) return a;
  if (!in_domain_of_log(x)) return exp(a * log_outside(x));
  const Pair log = log_of(x);
  const double size = a * log.high;
  return overflows(size) ? kInfinity : underflows(size) ? 0.0 : exp_of_pair(Pair{a, 0} * log);
}

double power(double x, int n) {
  double result = 1.0;
  for (double square = x; n > 0; n /= 2, square *= square)
    if (n % 2 == 1) result *= square;
  return result;
}

double erfc(double x) {
  if (std::isnan(x)) return x;
  if (x < 0) return 2.0 - erfc(-x);
  if (x < 2.5) return (Pair{1, 0} + negative(erf_of(x))).high;
  return x > 26.6 ? 0.0 : erfc_of_large(x);
}

}  // namespace hibiki::core::accurate
