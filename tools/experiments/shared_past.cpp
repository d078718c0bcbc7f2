#include "tools/experiments/shared_past.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "sim/core/interrupt.hpp"
#include "sim/engine/simulation.hpp"
#include "tools/experiments/failures.hpp"

namespace hibiki::inline experiments {

namespace {

constexpr int kCheckedWeeks = 13;

std::uint64_t digest_after(int weeks, const Scenario& scenario, std::uint64_t seed) {
  Simulation simulation(scenario, seed);
  while (simulation.week() < weeks) {
    throw_if_interrupted();
    simulation.step();
  }
  return simulation.state_digest();
}

}  // namespace

void require_shared_past(const Scenario& base, const Scenario& variant, int shared_weeks, std::uint64_t seed) {
  const int weeks = std::min(shared_weeks, kCheckedWeeks);
  if (weeks <= 0) return;
  bool same = true;
  // A world that cannot be simulated fails again as a replicate, where failures are counted.
  const std::string failure = failure_of([&] { same = digest_after(weeks, base, seed) == digest_after(weeks, variant, seed); });
  if (same || !failure.empty()) return;
  throw std::logic_error(fmt::format("{} was to share its first {} weeks with {}, but differs from it in week {}", variant.name,
                                     shared_weeks, base.name, weeks));
}

}  // namespace hibiki::experiments
