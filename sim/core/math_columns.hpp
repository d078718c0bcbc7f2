// The transcendental functions of portable_math.hpp over whole columns: the same bits as one after the other, several
// at a time where the processor can.
#pragma once

#include <span>

namespace hibiki::inline core::portable {

/// Stands for log(0) in a column of logarithms: e^(factor x) of it is 0.
inline constexpr double kNever = -1e9;

/// e^(factor x) of each x.
void exp_column(std::span<double> column, double factor = 1.0);

/// log(x) of each x > 0, kNever of the others.
void log_column(std::span<double> column);

/// pow(x, a) of each x.
void pow_column(std::span<double> column, double a);

}  // namespace hibiki::core::portable
