// A command that mpirun or srun started as several processes (ranks).
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/core/error.hpp"
#include "sim/scenario/scenario.hpp"
#include "tools/hibiki/checkpoint_options.hpp"
#include "tools/hibiki/commands.hpp"
#include "tools/mpi/rank_session.hpp"

namespace hibiki::inline program {

/// What the environment says of how this process was started.
struct RankLaunch {
  enum class By { open_mpi, pmix, pmi };
  By by = By::open_mpi;
  int rank = 0, count = 1;  ///< count 0: not known before MPI is started
};

/// Empty where nothing started several processes that know of one another.
std::optional<RankLaunch> rank_launch();

/// This process is one of several, and not the first: it prints nothing.
bool is_further_rank();

/// Ranks of this job on this host, 1 without any.
int ranks_on_this_host();

/// Of the memory that is available on this host, what is left for each of its ranks.
std::optional<std::int64_t> memory_for_a_rank();

/// Starts the ranks of this process: nullptr where it is alone. Loads the module and MPI, once. Throws UsageError when
/// there is no module, or it is for another library than that of the mpirun.
RankSession* start_ranks();
/// Those that start_ranks() started.
RankSession* started_ranks();

/// Throws UsageError where several processes were started: the command is for one.
void require_one_process(const std::string& command);

/// What a rank brings along, or what kept it from that.
struct RankClaim {
  std::string scenario, program;
  int threads = 0;
  std::string error = {};
};

/// On rank 0: throws IoError when another rank has failed, or has another scenario or program, and warns when
/// it has another number of threads. On the others: tells rank 0.
void agree(RankSession& ranks, const RankClaim& own);

/// On rank 0: `make` returns a pair of what it made and the claim that the others have to agree with. What it throws is
/// thrown on, once the others know.
template <class Make>
auto agreed(RankSession& ranks, const Make& make) {
  auto made = [&] {
    try {
      return make();
    } catch (const std::exception& error) {
      agree(ranks, {.error = error.what()});
      throw;
    }
  }();
  agree(ranks, made.second);
  return std::move(made.first);
}

/// Options of checkpoints, which all ranks need alike.
std::string claim_of(const CheckpointOptions& options);

/// mpirun gives standard input to rank 0 alone.
UsageError no_standard_input();

/// This program, as it is compared between ranks: version, model, commit.
std::string program_text();

/// Throws ScenarioError where there are fewer communities of fans than ranks.
void require_communities(const Scenario& scenario, int ranks);

/// The last act of a process: rank 0 tells the others its exit code, which all return. `broken`: the process has failed
/// where the others count on it, so that all are ended.
int finish_ranks(int code, bool broken);

}  // namespace hibiki::program
