#include "sim/engine/run.hpp"

#include "sim/engine/replicate_run.hpp"

namespace hibiki::inline engine {

RunResult run_replicate(const Scenario& scenario, std::uint64_t seed, const std::vector<Observer*>& observers,
                        const Execution& execution) {
  ReplicateRun run(scenario, seed, execution);
  run.begin(observers);
  while (!run.finished()) run.advance(observers);
  return run.finish(observers);
}

}  // namespace hibiki::engine
