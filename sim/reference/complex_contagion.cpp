#include "sim/reference/complex_contagion.hpp"

namespace hibiki::inline reference {

Course complex_contagion(const CsrNetwork& network, std::uint32_t first, const ComplexContagion& rule, int ticks,
                         const Draws& draws) {
  FanBits start = bits_of(network.size(), network.heard_by(first));
  start.set(first);
  const ChanceWords noise = chance_words(rule.noise);
  return spread(network, std::move(start), Hears::all, noise == 0 ? Ends::when_still : Ends::when_full, ticks, draws,
                [&](std::uint32_t, std::uint32_t on) { return on >= rule.needed ? kCertain
                                                              : on > 0          ? noise
                                                                                : 0; });
}

std::optional<int> ticks_until(const Course& course, std::size_t agents, double share) {
  for (std::size_t tick = 0; tick < course.on.size(); ++tick)
    if (static_cast<double>(course.on[tick]) >= share * static_cast<double>(agents)) return static_cast<int>(tick);
  return std::nullopt;
}

}  // namespace hibiki::reference
