// Unpredictability: the difference between replicates in an act's share of all plays.
#pragma once

#include <span>
#include <vector>

#include "output/results/entity_axis.hpp"
#include "output/results/replicate.hpp"

namespace hibiki::inline results {

/// Replicates compared: their spools are open together.
inline constexpr std::size_t kMostWorlds = 64;

/// For every reported week, the mean over acts played in any replicate and over pairs of replicates of the difference
/// between the act's shares of all plays: U of Salganik, Dodds and Watts (Science 2006), with acts for songs. `acts`
/// is the union of the replicates' acts; kMissing in a week in which nothing is played. Of more than kMostWorlds
/// replicates the first so many count. Empty for a single replicate. Throws IoError when a spool cannot be read.
std::vector<double> unpredictability(std::span<const Replicate> replicates, const EntityAxis& acts);

/// The same of one week: shares[replicate x acts + act], each row a world.
double unpredictability_of(std::span<const double> shares, std::size_t replicates);

}  // namespace hibiki::results
