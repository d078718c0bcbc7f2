#include "tools/hibiki/simulate.hpp"

#include "output/recorder.hpp"
#include "tools/hibiki/interrupt.hpp"
#include "tools/hibiki/progress.hpp"

namespace hibiki {

std::vector<Replicate> simulate(const Scenario& scenario, const std::vector<std::uint64_t>& seeds,
                                const SpoolPath& spool) {
  InterruptWatch interrupt;
  ProgressBar progress(scenario.name, scenario.calendar(), scenario.run.fans, static_cast<int>(seeds.size()));
  std::vector<Replicate> replicates;
  replicates.reserve(seeds.size());
  for (std::size_t i = 0; i < seeds.size(); ++i) {
    progress.replicate(static_cast<int>(i));
    Replicate replicate;
    replicate.seed = seeds[i];
    replicate.spool = spool(i);
    ResultsRecorder recorder(replicate.spool);
    replicate.result = run_replicate(scenario, replicate.seed, {&recorder, &progress, &interrupt});
    replicates.push_back(std::move(replicate));
  }
  return replicates;
}

}  // namespace hibiki
