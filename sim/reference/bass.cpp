#include "sim/reference/bass.hpp"

#include <algorithm>

#include "sim/core/draw_uses.hpp"
#include "sim/core/portable_math.hpp"

namespace hibiki::inline reference {

namespace {

/// Chance to adopt within a tick at a rate that holds throughout it.
ChanceWords within_tick(double rate, double step) { return chance_words(1.0 - portable::exp(-rate * step)); }

/// Adoptions a tick, averaged over `width` ticks to each side.
double smoothed(const std::vector<std::uint64_t>& adopters, std::size_t tick, std::size_t width) {
  const std::size_t first = tick - std::min(tick, width), last = std::min(adopters.size() - 1, tick + width + 1);
  return static_cast<double>(adopters[last] - adopters[first]) / static_cast<double>(last - first);
}

/// y = a + b x + c x^2 with least squares over x = -n..n.
struct Parabola {
  double a, b, c;
};

Parabola fit(const std::vector<double>& y) {
  const std::size_t half = (y.size() - 1) / 2;
  const auto n = static_cast<double>(half);
  double s2 = 0, s4 = 0, y0 = 0, y1 = 0, y2 = 0;
  for (std::size_t i = 0; i < y.size(); ++i) {
    const double x = static_cast<double>(i) - n;
    s2 += x * x, s4 += x * x * x * x;
    y0 += y[i], y1 += x * y[i], y2 += x * x * y[i];
  }
  const double count = 2 * n + 1, c = (count * y2 - s2 * y0) / (count * s4 - s2 * s2);
  return {(y0 - c * s2) / count, y1 / s2, c};
}

}  // namespace

std::vector<std::uint64_t> bass_everybody(std::size_t agents, int ticks, const BassParameters& parameters,
                                          const Draws& draws) {
  const BatchStream stream(draws, kDrawContagion.purpose);
  FanBits on(agents), next(agents);
  std::vector<std::uint64_t> adopters = {0};
  for (int tick = 0; tick < ticks; ++tick) {
    const double share = static_cast<double>(adopters.back()) / static_cast<double>(agents);
    const ChanceWords chance = within_tick(parameters.innovation + parameters.imitation * share, parameters.step);
    turn_on(agents, on, next, stream, tick, [chance](std::uint32_t) { return chance; });
    std::swap(on, next);
    adopters.push_back(count_on(on));
  }
  return adopters;
}

Course bass_on_network(const CsrNetwork& network, int ticks, const BassParameters& parameters, const Draws& draws) {
  std::size_t most = 0;
  for (std::uint32_t agent = 0; agent < network.size(); ++agent) most = std::max(most, network.heard_by(agent).size());
  // Chances by degree and adopters heard: the exponential is taken once for each, not once an agent and tick.
  std::vector<ChanceWords> table((most + 1) * (most + 1));
  for (std::size_t degree = 0; degree <= most; ++degree)
    for (std::size_t adopters = 0; adopters <= degree; ++adopters) {
      const double share = degree == 0 ? 0.0 : static_cast<double>(adopters) / static_cast<double>(degree);
      table[degree * (most + 1) + adopters] =
          within_tick(parameters.innovation + parameters.imitation * share, parameters.step);
    }
  return spread(network, FanBits(network.size()), Hears::all, Ends::when_full, ticks, draws,
                [&](std::uint32_t agent, std::uint32_t adopters) {
                  return table[network.heard_by(agent).size() * (most + 1) + adopters];
                });
}

std::optional<BassPeak> bass_peak(const std::vector<std::uint64_t>& adopters, std::size_t agents, double step) {
  if (adopters.size() < 8) return std::nullopt;
  const std::size_t ticks = adopters.size() - 1, width = std::max<std::size_t>(1, ticks / 40);
  std::size_t top = 0;
  for (std::size_t tick = 0; tick < ticks; ++tick)
    if (smoothed(adopters, tick, width) > smoothed(adopters, top, width)) top = tick;
  std::size_t reach = 1;
  while (reach < top && top + reach + 1 < ticks &&
         smoothed(adopters, top - reach, width) + smoothed(adopters, top + reach, width) >
             1.8 * smoothed(adopters, top, width))
    ++reach;
  if (top <= width || top + width + 1 >= ticks || reach < 2) return std::nullopt;
  std::vector<double> adoptions;
  for (std::size_t tick = top - reach; tick <= top + reach; ++tick)
    adoptions.push_back(static_cast<double>(adopters[tick + 1] - adopters[tick]));
  const Parabola parabola = fit(adoptions);
  const double shift = parabola.c < 0 ? -parabola.b / (2 * parabola.c) : 0.0;
  // Adoptions of a tick are assigned to its middle.
  const double at = std::clamp(static_cast<double>(top) + shift + 0.5, 0.0, static_cast<double>(ticks));
  const auto whole = std::min(static_cast<std::size_t>(at), ticks - 1);
  const double share = static_cast<double>(adopters[whole]) +
                       (at - static_cast<double>(whole)) * static_cast<double>(adopters[whole + 1] - adopters[whole]);
  const double people = static_cast<double>(agents);
  return BassPeak{at * step, share / people, (parabola.a + shift * (parabola.b + shift * parabola.c)) / people / step};
}

}  // namespace hibiki::reference
