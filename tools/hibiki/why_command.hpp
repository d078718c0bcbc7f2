// `hibiki why` with another way to simulate a seed: tests let seeds fail.
#pragma once

#include <functional>

#include "tools/experiments/why.hpp"
#include "tools/hibiki/commands.hpp"

namespace hibiki::inline program {

using SimulateWhySeed = std::function<WhyOutcome(const WhyPlan&, std::uint64_t seed)>;

void add_why_command(CLI::App& app, Invocation& invocation, const SimulateWhySeed& simulate);

}  // namespace hibiki::program
