#include "sim/core/math_columns.hpp"

#include "sim/core/portable_math.hpp"

namespace hibiki::inline core::portable {

namespace {

const auto kExpOf = [](double x, double factor) { return exp(factor * x); };
const auto kLogOf = [](double x, double /*unused*/) { return x > 0.0 ? log(x) : kNever; };
const auto kPowOf = [](double x, double a) { return pow(x, a); };

template <class Function>
void plain(std::span<double> column, double argument, const Function& function) {
  for (double& x : column) x = function(x, argument);
}

#if defined(__x86_64__)
const bool kWide = __builtin_cpu_supports("avx2") != 0;

/// The same in wider registers: which instructions do it changes no bit, as contraction is off.
template <class Function>
__attribute__((target("avx2"), flatten)) void wide(std::span<double> column, double argument,
                                                   const Function& function) {
  for (double& x : column) x = function(x, argument);
}

template <class Function>
void apply(std::span<double> column, double argument, const Function& function) {
  kWide ? wide(column, argument, function) : plain(column, argument, function);
}
#else
template <class Function>
void apply(std::span<double> column, double argument, const Function& function) {
  plain(column, argument, function);
}
#endif

}  // namespace

void exp_column(std::span<double> column, double factor) { apply(column, factor, kExpOf); }
void log_column(std::span<double> column) { apply(column, 0.0, kLogOf); }
void pow_column(std::span<double> column, double a) { apply(column, a, kPowOf); }

}  // namespace hibiki::core::portable
