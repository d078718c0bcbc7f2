// Granovetter (1978), "Threshold models of collective behavior": a person joins when the number of members
// reaches the person's threshold; all see all others.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/core/draws.hpp"

namespace hibiki::inline reference {

/// Participants at the start (none) and after each round, until no further agent joins. thresholds: how many must have
/// joined before each person does; 0 begins by itself.
std::vector<std::uint64_t> granovetter_rounds(const std::vector<std::uint32_t>& thresholds);

/// 0, 1, 2, ... people - 1, with every `from` replaced by `to`.
std::vector<std::uint32_t> staircase_thresholds(std::uint32_t people, std::uint32_t from, std::uint32_t to);

/// Normally distributed shares of all people, the middle of each of `people` equally likely intervals, without
/// randomness.
std::vector<std::uint32_t> normal_thresholds(std::uint32_t people, double mean, double deviation);

/// The same drawn at random.
std::vector<std::uint32_t> normal_thresholds(std::uint32_t people, double mean, double deviation, const Draws& draws);

}  // namespace hibiki::reference
