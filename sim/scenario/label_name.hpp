// The names of the labels of one entry of the file.
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <string>

#include "sim/scenario/scenario.hpp"

namespace hibiki::inline scenario {

/// Name of an entry's label number `ordinal`, counted from 0: the entry's own when it makes one, else "NAME 1" on.
inline std::string label_name(const Label& entry, std::int64_t ordinal) {
  return entry.count == 1 ? entry.name : fmt::format("{} {}", entry.name, ordinal + 1);
}

}  // namespace hibiki::scenario
