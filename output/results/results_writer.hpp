// results.h5: every measured series of every replicate, as netCDF-4 readers expect it.
#pragma once

#include <filesystem>
#include <span>

#include "output/results/replicate.hpp"
#include "sim/scenario/scenario.hpp"

namespace hibiki::inline results {

/// Of the file: its global attribute `layout`. "1", which was not written, had keys as numbers and replicates 0, 1, 2
/// ...
inline constexpr const char* kResultsLayout = "2";

/// Writes `path` in one pass over the spools, in fixed order: equal replicates give equal bytes. The file appears
/// whole or not at all. There must be a replicate, and all must have the same axes and weeks.
/// Throws IoError when a spool cannot be read or the file not written, and Interrupted between two blocks of weeks.
void write_results(const std::filesystem::path& path, const Scenario& scenario, std::span<const Replicate> replicates);

}  // namespace hibiki::results
