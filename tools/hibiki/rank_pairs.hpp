// A comparison on several ranks: each simulates whole seeds and leaves them as checkpoints in the folder of the result,
// where rank 0 reads them.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "output/results/result_folder.hpp"
#include "tools/experiments/arms.hpp"
#include "tools/hibiki/checkpoint_options.hpp"
#include "tools/mpi/rank_session.hpp"

namespace hibiki::inline program {

/// Part of a job that rank 0 orders from the others: seeds `first` to `first + count` - 1 of a parameter set's plan.
struct SeedOrder {
  std::uint64_t set = 0, first = 0, count = 0;
  std::string scratch = {};  ///< folder of checkpoints and spools
};

/// Of the scratch file of an arm's weeks.
std::string spool_name(std::size_t arm, std::size_t replicate);
/// How the checkpoints of a set are named.
std::string checkpoint_prefix(std::size_t set);

/// On rank 0. `arrived` is told of the weeks that other ranks simulated. Where rank 0 is stopped, so are the others,
/// and the reverse; IoError where they do not see the folder.
SeedSharing share_seeds(RankSession& ranks, const ResultFolder& folder, CommandCheckpoints& checkpoints,
                        std::size_t set, std::function<void(std::int64_t weeks)> arrived);

/// On the others, under an InterruptWatch: simulates what rank 0 orders, and returns the exit code that it sends.
/// plan_of(set) has no spool, watchers or checkpoints yet; `weekly`: the first set spools its weeks.
int follow_seeds(RankSession& ranks, const std::function<ArmPlan(std::size_t set)>& plan_of, bool weekly,
                 const CheckpointOptions& options);

}  // namespace hibiki::program
