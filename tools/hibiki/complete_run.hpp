// The last step of a simulated run: everything its folder holds, manifest.json last.
#pragma once

#include <chrono>
#include <span>
#include <string>
#include <vector>

#include "output/machine.hpp"
#include "output/manifest.hpp"
#include "output/replicate.hpp"
#include "output/run_folder.hpp"
#include "tools/hibiki/run_source.hpp"

namespace hibiki {

/// When a run began.
struct RunClock {
  std::string started = utc_now();
  std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();

  double seconds() const { return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(); }
};

struct CompletedRun {
  Manifest manifest;
  std::string text, json;  ///< the summary as printed, without colours, and as --json prints it
};

/// Writes results.h5, summaries and manifest into the folder. `resolved` is to_toml() of the scenario that was run;
/// there must be a replicate.
CompletedRun complete_run(RunFolder& folder, const RunSource& source, const std::string& resolved,
                          std::span<const Replicate> replicates, const std::vector<std::string>& command,
                          const RunClock& clock);

}  // namespace hibiki
