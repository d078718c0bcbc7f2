#include "tools/hibiki/repeat.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/core/error.hpp"
#include "sim/engine/run.hpp"

namespace hibiki::inline program {

void require_this_model(const Manifest& manifest, const std::filesystem::path& file) {
  if (manifest.model_version == kModelVersion) return;
  throw VerificationError(
      fmt::format("{} is from model version {} (hibiki {}); this program has model version {} and would give other "
                  "results. Use a program of that version, or run the scenario again: hibiki run {}",
                  file.string(), manifest.model_version, manifest.version, kModelVersion,
                  (file.parent_path() / "resolved.toml").string()));
}

std::vector<std::uint64_t> seeds_of(const Scenario& scenario) {
  std::vector<std::uint64_t> seeds;
  for (std::int64_t i = 0; i < scenario.run.replicates; ++i)
    seeds.push_back(static_cast<std::uint64_t>(scenario.run.seed + i));
  return seeds;
}

std::vector<std::uint64_t> seeds_of(const Manifest& manifest, const Scenario& scenario,
                                    const std::filesystem::path& file) {
  std::vector<std::uint64_t> seeds;
  for (const ManifestReplicate& replicate : manifest.replicates) seeds.push_back(replicate.seed);
  const bool in_order = std::ranges::adjacent_find(seeds, std::ranges::greater_equal{}) == seeds.end();
  if (seeds.empty() || !in_order || !std::ranges::includes(seeds_of(scenario), seeds))
    throw VerificationError(
        fmt::format("{} lists replicates that are not in its resolved.toml (seeds {} to {}): one of the two files was "
                    "changed after the run",
                    file.string(), scenario.run.seed, scenario.run.seed + scenario.run.replicates - 1));
  return seeds;
}

void require_same_digests(const Manifest& manifest, std::span<const Replicate> replicates) {
  std::string differences;
  for (std::size_t i = 0; i < replicates.size(); ++i) {
    const auto& recorded = manifest.replicates[i];
    const auto& digest = replicates[i].result.digest;
    if (recorded.seed != replicates[i].seed || recorded.digest != digest)
      differences += fmt::format("\n  replicate {}: recorded {} (seed {}), simulated {} (seed {})", i, recorded.digest,
                                 recorded.seed, digest, replicates[i].seed);
  }
  if (!differences.empty()) throw VerificationError("the run does not give the digests in its manifest:" + differences);
}

}  // namespace hibiki::program
