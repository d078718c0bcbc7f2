// Simulates replicates of a scenario: small worlds side by side, large ones one after the other, each on all threads.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <vector>

#include "output/results/replicate.hpp"
#include "sim/scenario/scenario.hpp"
#include "tools/hibiki/checkpoint_options.hpp"

namespace hibiki::inline program {

/// Where the weeks of a replicate are spooled; they are not kept when it is empty.
using SpoolPath = std::function<std::filesystem::path(std::size_t replicate)>;

/// Replicates that simulate() has under way together: as many as there are threads and room for, where a world more
/// gains more than a second thread in each of them does. `weekly`: whether they are spooled.
std::size_t replicates_at_once(const Scenario& scenario, std::size_t replicates, bool weekly,
                               const Execution& execution = {});

/// A replicate for each seed, in their order. Shows progress on a terminal, and a line a minute elsewhere. Throws
/// Interrupted when a signal asks it to stop, and whatever run_replicate and WeekRecorder throw. With `checkpoints` a
/// replicate that an earlier command began goes on.
std::vector<Replicate> simulate(const Scenario& scenario, const std::vector<std::uint64_t>& seeds,
                                const SpoolPath& spool, CommandCheckpoints* checkpoints = nullptr,
                                const Execution& execution = {});

}  // namespace hibiki::program
