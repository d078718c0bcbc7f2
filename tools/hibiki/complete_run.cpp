#include "tools/hibiki/complete_run.hpp"

#include "output/analysis/terminal_summary.hpp"
#include "output/results/files.hpp"
#include "output/results/results_writer.hpp"
#include "output/results/summary_csv.hpp"
#include "sim/core/interrupt.hpp"
#include "sim/core/parallel.hpp"
#include "sim/scenario/trends.hpp"
#include "tools/hibiki/run_json.hpp"

namespace hibiki::inline program {

namespace {

Manifest describe_run(const RunSource& source, const std::string& resolved, std::span<const Replicate> replicates,
                      const std::vector<std::string>& command, const RunClock& clock) {
  Manifest manifest = describe(source.loaded.scenario.name, command, clock);
  manifest.scenario_digest = text_digest(source.text);
  manifest.resolved_digest = text_digest(resolved);
  manifest.identity = manifest.resolved_digest;
  for (const Replicate& replicate : replicates)
    manifest.replicates.push_back({replicate.seed, replicate.result.digest});
  manifest.weekly = !replicates.front().spool.empty();
  manifest.fans = replicates.front().result.fans;
  manifest.weeks = replicates.front().result.weeks;
  return manifest;
}

}  // namespace

std::vector<std::string> run_files() {
  return {"scenario.toml", "resolved.toml", "results.h5", "summary.csv", "summary.txt", "summary.json"};
}

CompletedRun complete_run(const std::filesystem::path& staged, const std::filesystem::path& shown,
                          const RunSource& source, const std::string& resolved, std::span<const Replicate> replicates,
                          const std::vector<std::string>& command, const RunClock& clock) {
  const Scenario& scenario = source.loaded.scenario;
  write_file_atomically(staged / "scenario.toml", source.text);
  write_file_atomically(staged / "resolved.toml", resolved);
  if (!replicates.front().spool.empty()) write_results(staged / "results.h5", scenario, replicates);
  throw_if_interrupted();
  write_file_atomically(staged / "summary.csv", summary_csv(replicates, record_ends(scenario)));
  CompletedRun run{
      describe_run(source, resolved, replicates, command, clock), terminal_summary(scenario, replicates, false), {}};
  run.json = run_json(run.manifest, replicates, shown.string());
  write_file_atomically(staged / "summary.txt", run.text);
  write_file_atomically(staged / "summary.json", run.json);
  throw_if_interrupted();
  return run;
}

}  // namespace hibiki::program
