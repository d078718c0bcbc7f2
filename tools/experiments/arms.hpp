// Simulates scenarios side by side with common random numbers: all arms of a seed use the same random numbers, and
// weeks common to several arms are simulated once and forked.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "output/analysis/arm.hpp"
#include "output/results/replicate.hpp"
#include "sim/scenario/scenario.hpp"
#include "tools/experiments/checkpoints.hpp"

namespace hibiki::inline experiments {

/// Where the weeks of an arm's replicate are spooled; not at all when empty.
using ArmSpool = std::function<std::filesystem::path(std::size_t arm, std::size_t replicate)>;

/// The parent and the fork week of each arm: a tree with arm 0 as its root.
struct Branch {
  std::size_t arm = 0;
  int from_week = 0;          ///< week of the parent's run at which it is forked; 0: it is built and run on its own
  std::vector<Branch> forks;  ///< in order of week; each is finished before this branch goes on
};

/// The tree that simulates every shared week once. Scenarios must have the same start, end and fans.
Branch branches_of(const std::vector<const Scenario*>& arms);

/// The same of arms of `weeks` weeks whose first differences are known: first_difference(arm, arm) is `weeks` where
/// there is none.
Branch branches_of(std::size_t arms, int weeks, const std::function<int(std::size_t, std::size_t)>& first_difference);

/// Worlds that are in memory at one time while a tree is simulated.
int depth_of(const Branch& tree);

/// Weeks that a tree simulates, of `weeks` a run.
std::int64_t weeks_of(const Branch& tree, int weeks);

/// A replicate of one arm.
struct ArmReplicate {
  Replicate replicate;
  ArmRecord record;
};

/// All arms under one seed. An arm that failed has no replicate and says why.
struct SeedOutcome {
  std::uint64_t seed = 0;
  std::vector<std::optional<ArmReplicate>> arms;
  std::vector<std::string> errors;  ///< as many; empty where there is none
};

/// Seeds of a plan that several processes share: each simulates those whose position among them is its rank modulo
/// their number, and leaves them as checkpoints. On rank 0 what the others simulated is read; what they did not is
/// simulated there.
struct SeedSharing {
  int rank = 0, ranks = 1;
  // On rank 0:
  std::function<void(std::size_t first, std::size_t count)> begin = {};  ///< tells the others
  std::function<void()> stop = {};                                       ///< asks them to stop
  std::function<void()> await = {};                                      ///< until they are done or have stopped
  std::function<void(std::int64_t weeks)> arrived = {};                  ///< so many weeks were simulated elsewhere
};

/// Input of the simulation.
struct ArmPlan {
  std::vector<const Scenario*> arms;  ///< the first is the base
  std::optional<Branch> tree;         ///< branches_of(arms) when not given
  ArmScope scope;
  ArmSpool spool;
  std::uint64_t first_seed = 1;
  std::size_t at_once = 1;                      ///< seeds under way at the same time
  const CheckpointPlan* checkpoints = nullptr;  ///< none without one
  const SeedSharing* sharing = nullptr;         ///< needs checkpoints
  /// Called for every week of every arm, from several threads; an exception ends the experiment.
  std::vector<Observer*> watchers;
};

/// Simulates replicates [first, first + count) of a plan (replicate i has the seed first_seed + i), in order. The same
/// bits for any number of threads, any at_once, however the replicates are split over calls, and whether a seed goes on
/// from a checkpoint. Before the first
/// replicate, each arm is held to the past that the tree says it shares with the root (require_shared_past).
std::vector<SeedOutcome> simulate_arms(const ArmPlan& plan, std::size_t first, std::size_t count);

}  // namespace hibiki::experiments
