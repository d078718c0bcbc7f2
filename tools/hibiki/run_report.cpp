#include "tools/hibiki/run_report.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "output/results/finished_files.hpp"
#include "output/results/stored_run.hpp"
#include "sim/core/error.hpp"
#include "tools/experiments/comparison.hpp"
#include "tools/experiments/comparison_scope.hpp"
#include "tools/hibiki/run_source.hpp"
#include "tools/hibiki/stop_signals.hpp"

namespace hibiki::inline program {

std::string run_document(const std::filesystem::path& folder) {
  const RunSource source = load_source(manifest_path(folder), {});
  const Scenario& scenario = source.loaded.scenario;
  if (!source.manifest->weekly)
    throw IoError(
        fmt::format("{} has no weekly series, which the report needs: the run was made with --keep summary; run it "
                    "again with --keep weekly",
                    folder.string()));
  require_as_written(folder / "results.h5");
  const StoredRun stored(folder / "results.h5", scenario);
  Comparison alone;
  alone.arms.push_back({source.loaded, folder.string(), "."});
  alone.scope = {asked_scene(scenario, {}), asked_from_week(scenario, {})};
  alone.command = source.manifest->command;
  InterruptCheck interrupt;
  for (std::size_t r = 0; r < stored.replicates(); ++r) {
    ArmBuilder builder(alone.scope);
    RunResult result = stored.show(r, {&builder, &interrupt});
    alone.outcomes.push_back(
        {stored.seed(r), {ArmReplicate{{stored.seed(r), std::move(result), {}}, builder.record()}}, {""}});
  }
  nlohmann::ordered_json json = comparison_json(alone);
  // As the run was made: this program's schema may have keys that resolved.toml does not spell out.
  json["base"]["resolved_digest"] = source.manifest->resolved_digest;
  return json_text(json);
}

}  // namespace hibiki::program
