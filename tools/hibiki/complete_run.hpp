// The last step of a simulated run: writes the files of its folder.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "output/results/manifest.hpp"
#include "output/results/replicate.hpp"
#include "tools/hibiki/result_files.hpp"
#include "tools/hibiki/run_source.hpp"

namespace hibiki::inline program {

struct CompletedRun {
  Manifest manifest;       ///< without its list of files
  std::string text, json;  ///< the summary as printed, without colours, and as --json prints it
};

/// Files of a run that complete_run() writes.
std::vector<std::string> run_files();

/// Writes them into `staged`, results.h5 only where weeks were spooled. The summary says that they are in `shown`.
/// `resolved` is to_toml() of the scenario that was run; there must be a replicate. Throws Interrupted between two
/// files or blocks of weeks.
CompletedRun complete_run(const std::filesystem::path& staged, const std::filesystem::path& shown,
                          const RunSource& source, const std::string& resolved, std::span<const Replicate> replicates,
                          const std::vector<std::string>& command, const RunClock& clock);

}  // namespace hibiki::program
