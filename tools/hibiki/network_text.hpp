// The fan network as text: numbers of hearers, components, and the density of the core.
#pragma once

#include <cstddef>
#include <string>

#include "sim/world/world.hpp"

namespace hibiki::inline program {

/// A row a market with fans, of the ties among them, then one of the whole network. Lines fit `columns`.
std::string network_text(const World& world, std::size_t columns);

}  // namespace hibiki::program
