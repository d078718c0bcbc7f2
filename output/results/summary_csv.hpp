// summary.csv: the years of every replicate as a tidy table, one value per row.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "output/results/replicate.hpp"
#include "sim/core/calendar.hpp"

namespace hibiki::inline results {

/// Columns replicate, seed, year, scene, measure, value, unit, weeks, after_record; quoted after RFC 4180, lines end in
/// \n. `weeks` is how many weeks of the year are behind the value: fewer than 51 where the run does not report the
/// whole year or some weeks have no value; a value is empty where none has. Money is scaled by weeks to a year's
/// length. Measures of a market (gini) stand in the row of the scene made there. `after_record` is 1 for years after
/// `record_end`, that of record_ends(); else 0.
std::string summary_csv(std::span<const Replicate> replicates, const std::optional<Day>& record_end = std::nullopt);

}  // namespace hibiki::results
