#include "tools/hibiki/simulate.hpp"

#include "output/recorder.hpp"
#include "tools/hibiki/interrupt.hpp"
#include "tools/hibiki/progress.hpp"

namespace hibiki {

std::vector<Replicate> simulate(const Scenario& scenario, const SpoolPath& spool) {
  const auto count = static_cast<std::size_t>(scenario.run.replicates);
  InterruptWatch interrupt;
  ProgressBar progress(scenario.name, scenario.calendar(), scenario.run.fans, static_cast<int>(count));
  std::vector<Replicate> replicates;
  replicates.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    progress.replicate(static_cast<int>(i));
    Replicate replicate;
    replicate.seed = static_cast<std::uint64_t>(scenario.run.seed) + i;
    replicate.spool = spool(i);
    ResultsRecorder recorder(replicate.spool);
    replicate.result = run_replicate(scenario, replicate.seed, {&recorder, &progress, &interrupt});
    replicates.push_back(std::move(replicate));
  }
  return replicates;
}

}  // namespace hibiki
