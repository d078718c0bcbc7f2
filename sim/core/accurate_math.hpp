// Transcendental functions for written numbers: theory curves, statistics, parameters. The C library's differ in
// the last bit between its own variants for one processor and another; these are computed to twice the precision of a
// double in plain IEEE operations and rounded once, so that their bits are the same everywhere. They take up to a few
// microseconds; the hot phases use portable_math.hpp.
#pragma once

namespace hibiki::inline core::accurate {

/// Within .501 of a unit in the last place of the true value. Arguments that are not numbers, infinite or outside the
/// domain give the results of the C library.
double exp(double x);
double log(double x);
double log10(double x);
/// x^a for x >= 0.
double pow(double x, double a);

/// x^n by repeated multiplication, n >= 0: fast, within n units in the last place.
double power(double x, int n);

/// 1 - erf(x), within 4 units in the last place; 0 above 26.6.
double erfc(double x);

}  // namespace hibiki::core::accurate
