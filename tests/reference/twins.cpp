#include "tests/reference/twins.hpp"

namespace hibiki::test {

std::vector<MutualTie> triangle_with_tail() { return {{0, 1}, {1, 2}, {2, 0}, {2, 3}, {3, 4}, {4, 5}}; }

Neighbours neighbours_of(std::size_t agents, const std::vector<MutualTie>& ties) {
  Neighbours neighbours(agents);
  for (const MutualTie& tie : ties) {
    neighbours[tie.a].insert(tie.b);
    neighbours[tie.b].insert(tie.a);
  }
  return neighbours;
}

std::uint32_t word_of(const Draws& draws, std::uint32_t agent, int tick) {
  return draws.words(Purpose::contagion, key_of("contagion"), tick, agent / 4)[agent % 4];
}

std::vector<Agents> slow_spread(const Neighbours& neighbours, const Agents& first, int ticks, const Draws& draws,
                                const std::function<double(std::uint32_t, std::size_t, std::size_t)>& chance) {
  std::vector<Agents> history = {first};
  Agents fresh = first;
  for (int tick = 0; tick < ticks; ++tick) {
    const Agents before = history.back();
    Agents after = before, turned;
    for (std::uint32_t agent = 0; agent < neighbours.size(); ++agent) {
      if (before.contains(agent)) continue;
      std::size_t on = 0, just = 0;
      for (const std::uint32_t other : neighbours[agent]) on += before.contains(other), just += fresh.contains(other);
      if (word_of(draws, agent, tick) < chance(agent, on, just) * 0x1p32) turned.insert(agent);
    }
    after.insert(turned.begin(), turned.end());
    history.push_back(after);
    fresh = turned;
  }
  return history;
}

Agents agents_in(const FanBits& bits, std::size_t agents) {
  Agents all;
  for (std::uint32_t agent = 0; agent < agents; ++agent)
    if (bits.test(agent)) all.insert(agent);
  return all;
}

}  // namespace hibiki::test
