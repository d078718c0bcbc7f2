#include "sim/reference/closed_forms.hpp"

#include <cmath>
#include <utility>

#include "sim/core/accurate_math.hpp"

namespace hibiki::inline reference {

namespace {

constexpr int kIterations = 100'000;
constexpr double kClose = 1e-13;

/// Follows x -> next(x) from `x` until it stands still.
template <class Next>
double fixed_point(double x, const Next& next) {
  for (int i = 0; i < kIterations; ++i) {
    const double now = next(x);
    if (std::abs(now - x) < kClose) return now;
    x = now;
  }
  return x;
}

/// visit(k, chance of k) for a Poisson number, until the remaining chance is negligible.
template <class Visit>
void for_each_degree(double mean, const Visit& visit) {
  double chance = accurate::exp(-mean);
  for (int k = 0; k < mean + 12 * std::sqrt(mean) + 30; ++k) {
    visit(k, chance);
    chance *= mean / (k + 1);
  }
}

/// Neighbours that turn a node of degree k on.
int needed(int degree, double threshold) { return std::max(1, static_cast<int>(threshold * degree + (1.0 - 1e-9))); }

/// Chance that at least `wanted` of `all` succeed.
double at_least(int wanted, int all, double chance) {
  if (chance >= 1.0) return wanted <= all ? 1.0 : 0.0;
  double term = accurate::power(1.0 - chance, all), below = 0.0;
  for (int m = 0; m < wanted && m <= all; ++m) {
    below += term;
    term *= chance / (1.0 - chance) * (all - m) / (m + 1);
  }
  return 1.0 - below;
}

/// Further vulnerable neighbours of a vulnerable neighbour. A neighbour's further neighbours are Poisson too.
double branching(double mean_degree, double threshold) {
  double sum = 0.0;
  for_each_degree(mean_degree, [&](int further, double chance) {
    if (needed(further + 1, threshold) == 1) sum += further * chance;
  });
  return sum;
}

}  // namespace

double bass_share(const BassParameters& parameters, double time) {
  const double decay = accurate::exp(-(parameters.innovation + parameters.imitation) * time);
  return (1.0 - decay) / (1.0 + parameters.imitation / parameters.innovation * decay);
}

std::optional<BassPeak> bass_peak_in_theory(const BassParameters& parameters) {
  const double p = parameters.innovation, q = parameters.imitation;
  if (q <= p) return std::nullopt;
  return BassPeak{accurate::log(q / p) / (p + q), (q - p) / (2 * q), (p + q) * (p + q) / (4 * q)};
}

double giant_share(double mean) {
  return mean <= 1.0 ? 0.0 : fixed_point(1.0, [&](double x) { return 1.0 - accurate::exp(-mean * x); });
}

double granovetter_share(double mean, double deviation) {
  return fixed_point(0.0, [&](double x) { return 0.5 * accurate::erfc(-(x - mean) / (deviation * std::sqrt(2.0))); });
}

CascadeTheory cascade_theory(double mean_degree, double threshold) {
  CascadeTheory theory;
  theory.branching = branching(mean_degree, threshold);
  // Chance that a tie leads into no endless tree of the vulnerable.
  const double ends = fixed_point(0.0, [&](double u) {
    double sum = 0.0;
    for_each_degree(mean_degree, [&](int further, double chance) {
      sum += chance * (needed(further + 1, threshold) == 1 ? accurate::power(u, further) : 1.0);
    });
    return sum;
  });
  theory.trigger = 1.0 - accurate::exp(-mean_degree * (1.0 - ends));
  constexpr double kNearlyNobody = 1e-6;
  const double neighbour_on = fixed_point(kNearlyNobody, [&](double q) {
    double sum = 0.0;
    for_each_degree(mean_degree, [&](int further, double chance) {
      sum += chance * at_least(needed(further + 1, threshold), further, q);
    });
    return kNearlyNobody + (1.0 - kNearlyNobody) * sum;
  });
  for_each_degree(mean_degree, [&](int degree, double chance) {
    theory.share += chance * at_least(needed(degree, threshold), degree, neighbour_on);
  });
  return theory;
}

CascadeWindow cascade_window_in_theory(double threshold) {
  const auto edge = [&](double outside, double inside) {
    while (std::abs(inside - outside) > 1e-9) {
      const double middle = 0.5 * (outside + inside);
      (branching(middle, threshold) > 1.0 ? inside : outside) = middle;
    }
    return 0.5 * (outside + inside);
  };
  // Branching rises to one maximum and falls; no node of degree above 1 / threshold is vulnerable.
  double best = 0.0, most = 0.0;
  for (double z = 0.05; z < 2.0 / threshold + 2.0; z += 0.05)
    if (const double now = branching(z, threshold); now > most) best = z, most = now;
  if (most <= 1.0) return {};
  double beyond = best;
  while (branching(beyond, threshold) > 1.0) beyond *= 2.0;
  return {edge(0.0, best), edge(beyond, best)};
}

double si_share_everybody(double start, double growth, double time) {
  return 1.0 / (1.0 + (1.0 / start - 1.0) * accurate::exp(-growth * time));
}

std::vector<double> si_shares_on_random(double start, double mean_degree, double growth, double step, int steps) {
  const double rate = growth / mean_degree;
  const auto off = [&](double silent) { return (1.0 - start) * accurate::exp(-mean_degree * (1.0 - silent)); };
  const auto slope = [&](double silent) { return -rate * (silent - off(silent)); };
  constexpr int kFiner = 10;  // Runge and Kutta's fourth order: far below any tolerance
  const double h = step / kFiner;
  std::vector<double> shares = {start};
  double silent = 1.0;
  for (int i = 1; i <= steps * kFiner; ++i) {
    const double a = slope(silent), b = slope(silent + 0.5 * h * a), c = slope(silent + 0.5 * h * b);
    silent += h / 6.0 * (a + 2.0 * b + 2.0 * c + slope(silent + h * c));
    if (i % kFiner == 0) shares.push_back(1.0 - off(silent));
  }
  return shares;
}

}  // namespace hibiki::reference
