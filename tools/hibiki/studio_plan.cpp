#include "tools/hibiki/studio_plan.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/engine/run.hpp"
#include "tools/hibiki/commands.hpp"
#include "tools/hibiki/experiment.hpp"
#include "tools/hibiki/memory.hpp"

namespace hibiki::inline program {

namespace fs = std::filesystem;

namespace {

constexpr int kWorldsAPair = 3;  ///< in memory: one that runs, a past, and the base

}  // namespace

AnswerPlan studio_plan(const fs::path& scenario, std::int64_t firm_fans) {
  constexpr std::int64_t kFewestFans = 200;  // in fewer nothing happens, and that with no spread
  if (firm_fans < kFewestFans)
    throw UsageError(fmt::format("--fans {}: the studio needs at least {} fans", firm_fans, kFewestFans));
  AnswerPlan plan;
  plan.base = std::make_shared<const LoadedScenario>(load_scenario(fs::absolute(scenario).lexically_normal()));
  plan.firm_fans = firm_fans;
  plan.rough_fans = std::min(plan.rough_fans, plan.firm_fans);
  Scenario firm = plan.base->scenario;
  firm.run.fans = plan.firm_fans;
  plan.at_once = seeds_at_once(firm, kWorldsAPair, false);
  return plan;
}

StudioRoom room_for(const AnswerPlan& plan) {
  constexpr std::int64_t kUnknown = std::int64_t{2} << 30;
  constexpr std::int64_t kMostFinished = 800, kMostPasts = 128;
  Scenario firm = plan.base->scenario;
  firm.run.fans = plan.firm_fans;
  const Estimate need = estimate(firm);
  const std::int64_t quarter = available_memory().value_or(kUnknown) / 4;
  return {static_cast<std::size_t>(std::clamp<std::int64_t>(quarter / need.result_bytes, 8, kMostFinished)),
          static_cast<std::size_t>(std::clamp<std::int64_t>(quarter / need.world_bytes, 1, kMostPasts))};
}

}  // namespace hibiki::program
