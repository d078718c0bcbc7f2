// Repeating a run from its manifest: its seeds, and the comparison of digests.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

#include "output/results/manifest.hpp"
#include "output/results/replicate.hpp"
#include "sim/scenario/scenario.hpp"

namespace hibiki::inline program {

/// Throws VerificationError when the run was made by another version of the model: this program cannot repeat it.
void require_this_model(const Manifest& manifest, const std::filesystem::path& file);

/// Seeds of a scenario's replicates.
std::vector<std::uint64_t> seeds_of(const Scenario& scenario);

/// Seeds of the run's replicates. An arm of a comparison may lack some: they failed. Throws VerificationError when the
/// scenario has no such replicate.
std::vector<std::uint64_t> seeds_of(const Manifest& manifest, const Scenario& scenario,
                                    const std::filesystem::path& file);

/// Throws VerificationError naming each replicate with another digest than the manifest's. Both have the same seeds.
void require_same_digests(const Manifest& manifest, std::span<const Replicate> replicates);

}  // namespace hibiki::program
