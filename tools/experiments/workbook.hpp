// A comparison as a workbook (.xlsx) for spreadsheets. Only its implementation uses libxlsxwriter.
#pragma once

#include <filesystem>

#include "tools/experiments/comparison.hpp"

namespace hibiki::inline experiments {

/// Three sheets: "markets", the rows of market_effects(), one tidy table; "effects", every measure of every variant;
/// and "question", what was asked. Equal comparisons give equal bytes. Throws IoError.
void write_workbook(const Comparison& comparison, const std::filesystem::path& file);

}  // namespace hibiki::experiments
