// The levers of one label on one day, dated and in force, as text.
#pragma once

#include <cstddef>
#include <string>

#include "sim/world/world.hpp"

namespace hibiki::inline program {

/// A row a lever: its dated value, its value in force in the week of `day`, and why the two differ. `world` stands at
/// the end of that week. Lines fit `columns`. Throws UsageError when no label called `name` lives then.
std::string levers_text(const World& world, const std::string& name, Day day, std::size_t columns);

}  // namespace hibiki::program
