// The memory available to this process.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string_view>

#include "sim/engine/run.hpp"

namespace hibiki::inline program {

/// Bytes that can be had without swapping: the machine's, or less where a control group limits this process;
/// empty if the system does not report it. `root` stands for "/" (tests have their own).
std::optional<std::int64_t> available_memory(const std::filesystem::path& root = "/");

/// Bytes that a command needs at its peak, by the scenario that it simulates.
using MemoryOf = std::function<std::int64_t(const Scenario&)>;

/// Of a run of all replicates of the scenario; `weekly`: whether weekly series are stored.
MemoryOf memory_of_run(bool weekly);

/// Of worlds of one replicate each.
MemoryOf memory_of_worlds(const WorldsInMemory& worlds);

/// Throws ScenarioError when more than `available` bytes are needed, and says how many fans would fit; `fewer`: how the
/// command is told so many.
void require_memory(const Scenario& scenario, std::int64_t available, const MemoryOf& memory_of,
                    std::string_view fewer = "--fans ");

/// The largest number of fans for which at most `bytes` are needed, in two leading digits; 0 when there is none.
std::int64_t fans_that_fit(Scenario scenario, std::int64_t bytes, const MemoryOf& memory_of);

}  // namespace hibiki::program
