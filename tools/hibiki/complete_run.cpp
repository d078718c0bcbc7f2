#include "tools/hibiki/complete_run.hpp"

#include "output/results_writer.hpp"
#include "output/summary_csv.hpp"
#include "output/terminal_summary.hpp"
#include "sim/core/parallel.hpp"
#include "tools/hibiki/run_json.hpp"

namespace hibiki {

namespace {

Manifest describe(const RunSource& source, const std::string& resolved, std::span<const Replicate> replicates,
                  const std::vector<std::string>& command, const RunClock& clock) {
  Manifest manifest;
  manifest.version = project_version();
  manifest.model_version = kModelVersion;
  manifest.scenario = source.loaded.scenario.name;
  manifest.scenario_digest = text_digest(source.text);
  manifest.resolved_digest = text_digest(resolved);
  for (const Replicate& replicate : replicates)
    manifest.replicates.push_back({replicate.seed, replicate.result.digest});
  manifest.fans = replicates.front().result.fans;
  manifest.weeks = replicates.front().result.weeks;
  manifest.threads = thread_count();
  manifest.host = host_name();
  manifest.libraries = library_versions();
  manifest.command = command;
  manifest.started = clock.started;
  manifest.ended = utc_now();
  manifest.seconds = clock.seconds();
  manifest.peak_bytes = peak_memory_bytes();
  return manifest;
}

}  // namespace

CompletedRun complete_run(RunFolder& folder, const RunSource& source, const std::string& resolved,
                          std::span<const Replicate> replicates, const std::vector<std::string>& command,
                          const RunClock& clock) {
  const Scenario& scenario = source.loaded.scenario;
  write_results(folder.file("results.h5"), scenario, replicates);
  folder.write("summary.csv", summary_csv(replicates));
  CompletedRun run{
      describe(source, resolved, replicates, command, clock), terminal_summary(scenario, replicates, false), {}};
  run.json = run_json(run.manifest, replicates, folder.path().string());
  folder.write("summary.txt", run.text);
  folder.write("summary.json", run.json);
  folder.finish(run.manifest);
  return run;
}

}  // namespace hibiki
