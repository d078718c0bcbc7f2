// The act and label axes of results.h5: the union over replicates, by key.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "output/results/replicate.hpp"

namespace hibiki::inline results {

struct EntityAxis {
  std::vector<RegistryEntry> entities;  ///< in order of (earliest since over replicates, name, key)
  /// position[replicate][index in that replicate's registry] = index in `entities`
  std::vector<std::vector<std::uint32_t>> position;
  /// since[replicate][index in `entities`] = days since 1970-01-01, or kNever where it did not appear
  std::vector<std::vector<std::int64_t>> since;
  /// closed[replicate][index in `entities`] = the same of its closing, kNever where it did not close
  std::vector<std::vector<std::int64_t>> closed;

  /// The least number of 32 bits: readers of results.h5 know it as missing (R's NA is the same).
  static constexpr std::int64_t kNever = std::numeric_limits<std::int32_t>::min();
};

/// The axis of the registries that `registry` picks (acts or labels).
EntityAxis entity_axis(std::span<const Replicate> replicates, std::vector<RegistryEntry> RunSummary::*registry);

}  // namespace hibiki::results
