#include "sim/reference/contagion.hpp"

namespace hibiki::inline reference {

std::uint64_t count_on(const FanBits& bits) {
  std::uint64_t count = 0;
  for (const std::uint64_t word : bits.words()) count += static_cast<std::uint64_t>(std::popcount(word));
  return count;
}

FanBits bits_of(std::size_t agents, std::span<const std::uint32_t> first) {
  FanBits bits(agents);
  for (const std::uint32_t agent : first) bits.set(agent);
  return bits;
}

}  // namespace hibiki::reference
