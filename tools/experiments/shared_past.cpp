#include "tools/experiments/shared_past.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <stdexcept>
#include <string>

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

void require_shared_past(const Scenario& base, const std::vector<ForkedVariant>& variants, std::uint64_t seed) {
  std::map<int, std::uint64_t> of_base;  // by week
  for (const auto& [forked, shared_weeks] : variants) {
    const auto& variant = forked;  // clang 14 lets no lambda capture a structured binding
    const int weeks = std::min(shared_weeks, kCheckedWeeks);
    if (weeks <= 0) continue;
    bool same = true;
    // A run that fails here fails again as a replicate, where failures are counted.
    const std::string failure = failure_of([&] {
      if (!of_base.contains(weeks)) of_base[weeks] = digest_after(weeks, base, seed);
      same = of_base[weeks] == digest_after(weeks, *variant, seed);
    });
    if (same || !failure.empty()) continue;
    throw std::logic_error(fmt::format("{} was to share its first {} weeks with {}, but differs from it in week {}",
                                       variant->name, shared_weeks, base.name, weeks));
  }
}

}  // namespace hibiki::experiments
