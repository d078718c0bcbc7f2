// How much memory this process may still take.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

#include "sim/scenario/scenario.hpp"

namespace hibiki {

/// Bytes that can be had without swapping: the machine's, or less where a control group limits this process;
/// nothing when the system does not say. `root` stands for "/" (tests have their own).
std::optional<std::int64_t> available_memory(const std::filesystem::path& root = "/");

/// Throws ScenarioError when a replicate and its forks, `depth` worlds, need more than `available` bytes, and says how
/// many fans would fit.
void require_memory(const Scenario& scenario, std::int64_t available, std::int64_t depth = 1);

/// The largest number of fans whose run needs at most `bytes`, in two leading digits; 0 when none does.
std::int64_t fans_that_fit(Scenario scenario, std::int64_t bytes, std::int64_t depth = 1);

}  // namespace hibiki
