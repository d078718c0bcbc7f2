// summary.csv: the years of every replicate as a tidy table, one value per row.
#pragma once

#include <span>
#include <string>

#include "output/results/replicate.hpp"

namespace hibiki::inline results {

/// Columns replicate, seed, year, scene, measure, value, unit, weeks; quoted after RFC 4180, lines end in \n. `weeks`
/// is how many weeks of the year are behind the value: fewer than 51 where the run does not report the whole year or
/// some weeks have no value; a value is empty where none has. Money is scaled by weeks to a year's length. Measures of
/// a market (gini) stand in the row of the scene made there.
std::string summary_csv(std::span<const Replicate> replicates);

}  // namespace hibiki::results
