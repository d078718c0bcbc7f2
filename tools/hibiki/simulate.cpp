#include "tools/hibiki/simulate.hpp"

#include <optional>

#include "output/results/week_recorder.hpp"
#include "tools/hibiki/progress.hpp"
#include "tools/hibiki/stop_signals.hpp"

namespace hibiki::inline program {

std::vector<Replicate> simulate(const Scenario& scenario, const std::vector<std::uint64_t>& seeds,
                                const SpoolPath& spool) {
  InterruptCheck interrupt;
  ProgressBar progress(scenario.name, scenario.calendar(), scenario.run.fans, static_cast<int>(seeds.size()));
  std::vector<Replicate> replicates;
  replicates.reserve(seeds.size());
  for (std::size_t i = 0; i < seeds.size(); ++i) {
    progress.replicate(static_cast<int>(i));
    Replicate replicate;
    replicate.seed = seeds[i];
    std::vector<Observer*> observers{&progress, &interrupt};
    std::optional<WeekRecorder> recorder;
    if (spool) {
      replicate.spool = spool(i);
      observers.insert(observers.begin(), &recorder.emplace(replicate.spool));
    }
    replicate.result = run_replicate(scenario, replicate.seed, observers);
    replicates.push_back(std::move(replicate));
  }
  return replicates;
}

}  // namespace hibiki::program
