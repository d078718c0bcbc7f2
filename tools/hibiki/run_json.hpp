// The output of `hibiki run --json`.
#pragma once

#include <span>
#include <string>

#include "output/results/manifest.hpp"
#include "output/results/replicate.hpp"
#include "sim/engine/rank_need.hpp"
#include "sim/engine/run.hpp"
#include "tools/hibiki/disk.hpp"

namespace hibiki::inline program {

/// One digest for all replicates: that of the only one, or of their digests in order.
std::string run_digest(std::span<const ManifestReplicate> replicates);

/// The object that describes a finished run. Money in cents of 2015, that of the last year scaled by weeks to a year's
/// length; null where undefined.
std::string run_json(const Manifest& manifest, std::span<const Replicate> replicates, const std::string& out);

/// The object that `--dry-run` prints; `available_bytes` is negative when unknown. With ranks, memory is of one of
/// them.
std::string estimate_json(const std::string& name, const Estimate& estimate, const DiskNeed& disk, std::size_t at_once,
                          std::int64_t replicates, std::int64_t available_bytes,
                          const std::optional<RankNeed>& of_rank = std::nullopt);

}  // namespace hibiki::program
