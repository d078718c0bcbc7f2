// How the studio simulates on this machine: pairs at once, and worlds that it keeps.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>

#include "tools/studio/answer.hpp"

namespace hibiki::inline program {

/// Of a scenario file, with `firm_fans` in the firm answer. Throws UsageError for too few fans, ScenarioError, IoError.
AnswerPlan studio_plan(const std::filesystem::path& scenario, std::int64_t firm_fans);

/// How many worlds fit into half of the memory that is free: a quarter for results of finished ones, one for pasts.
struct StudioRoom {
  std::size_t finished, pasts;
};
StudioRoom room_for(const AnswerPlan& plan);

}  // namespace hibiki::program
