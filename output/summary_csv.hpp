// summary.csv: the years of every replicate as a tidy table, one value a row.
#pragma once

#include <span>
#include <string>

#include "output/replicate.hpp"

namespace hibiki {

/// Columns replicate, seed, year, scene, measure, value, unit; quoted after RFC 4180, lines end in \n. Measures of
/// a market (gini) stand in the row of the scene made there.
std::string summary_csv(std::span<const Replicate> replicates);

}  // namespace hibiki
