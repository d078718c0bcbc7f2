#include "tools/hibiki/ranks.hpp"

#include <dlfcn.h>
#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <string_view>

#include "output/results/machine.hpp"
#include "sim/core/error.hpp"
#include "sim/engine/follow.hpp"
#include "tools/hibiki/commands.hpp"
#include "tools/hibiki/environment.hpp"
#include "tools/hibiki/memory.hpp"
#include "tools/hibiki/result_files.hpp"
#include "tools/hibiki/streams.hpp"

namespace hibiki::inline program {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

RankSession* session = nullptr;

/// Beside the program, as it is built, or in its library folder, as it is installed.
std::vector<fs::path> module_places() {
  std::error_code none;
  const fs::path folder = fs::read_symlink("/proc/self/exe", none).parent_path();
  return {folder / kModuleFile, folder.parent_path() / HIBIKI_LIBRARIES / kModuleFile};
}

const RankModule& load_module() {
  std::string why;
  for (const fs::path& place : module_places()) {
    if (!fs::exists(place)) continue;
    void* const handle = ::dlopen(place.c_str(), RTLD_NOW | RTLD_GLOBAL);  // plugins of Open MPI look for its names
    if (handle == nullptr) {
      why = ::dlerror();
      continue;
    }
    const auto* const module = static_cast<const RankModule*>(::dlsym(handle, kModuleSymbol));
    if (module != nullptr && module->interface == kRankInterface && module->program == project_version())
      return *module;
    why = fmt::format("{} is of another version of hibiki", place.string());
  }
  throw UsageError(why.empty()
                       ? "this hibiki was built without MPI; install libopenmpi-dev and build it again, or start "
                         "it without mpirun"
                       : fmt::format("MPI cannot be used: {}", why));
}

void require_library(const RankModule& module, const RankLaunch& launch) {
  const std::string_view library = module.library;
  const bool fits = launch.by == RankLaunch::By::pmi        ? library == "MPICH"
                    : launch.by == RankLaunch::By::open_mpi ? library == "Open MPI"
                                                            : true;
  if (fits) return;
  throw UsageError(
      fmt::format("this hibiki was built for {}, and another library's mpirun started it: use {}, or srun "
                  "--mpi=pmix",
                  library, library == "Open MPI" ? "mpirun.openmpi" : "mpirun.mpich"));
}

Json claim_json(const RankClaim& claim, const std::string& host) {
  return {{"scenario", claim.scenario},
          {"program", claim.program},
          {"threads", claim.threads},
          {"error", claim.error},
          {"host", host}};
}

}  // namespace

std::optional<RankLaunch> rank_launch() {
  using enum RankLaunch::By;
  if (const auto count = number_in_environment("OMPI_COMM_WORLD_SIZE"))
    return RankLaunch{open_mpi, number_in_environment("OMPI_COMM_WORLD_RANK").value_or(0), *count};
  if (const auto rank = number_in_environment("PMIX_RANK"))
    return RankLaunch{pmix, *rank, number_in_environment("SLURM_STEP_NUM_TASKS").value_or(0)};
  const auto count = number_in_environment("PMI_SIZE"), rank = number_in_environment("PMI_RANK");
  if (count && rank) return RankLaunch{pmi, *rank, *count};
  return std::nullopt;
}

bool is_further_rank() {
  const auto launch = rank_launch();
  return launch && launch->count != 1 && launch->rank > 0;
}

int ranks_on_this_host() {
  const auto launch = rank_launch();
  if (!launch || launch->count == 1) return 1;
  if (const auto local = number_in_environment("OMPI_COMM_WORLD_LOCAL_SIZE")) return std::max(1, *local);
  if (const auto local = number_in_environment("MPI_LOCALNRANKS")) return std::max(1, *local);  // MPICH
  // "2(x3),1": as many as on the first host, where they differ.
  return std::max(1, number_in_environment("SLURM_STEP_TASKS_PER_NODE").value_or(1));
}

std::optional<std::int64_t> memory_for_a_rank() {
  const auto available = available_memory();
  return available ? std::optional(*available / ranks_on_this_host()) : std::nullopt;
}

RankSession* start_ranks() {
  if (session != nullptr) return session;
  const auto launch = rank_launch();
  if (!launch) {
    if (number_in_environment("SLURM_STEP_NUM_TASKS").value_or(1) > 1)
      throw UsageError(
          "srun started several tasks that do not know of one another, and each would write the same folder: use srun "
          "--mpi=pmix for one world on all of them, or -n1");
    return nullptr;
  }
  if (launch->count == 1) return nullptr;
  const RankModule& module = load_module();
  require_library(module, *launch);
  session = module.begin();
  if (session == nullptr)
    throw UsageError("MPI does not let several threads of a process take turns (MPI_THREAD_SERIALIZED)");
  if (launch->count > 0 && session->count() != launch->count)
    throw UsageError(
        fmt::format("{} ranks were started, and MPI knows of {}: use the mpirun of the library that this "
                    "hibiki was built for ({})",
                    launch->count, session->count(), module.library));
  return session;
}

RankSession* started_ranks() { return session; }

void require_one_process(const std::string& command) {
  const auto launch = rank_launch();
  if (launch && launch->count != 1)
    throw UsageError(
        fmt::format("'hibiki {}' is for one process: start it without mpirun (run and compare use ranks)", command));
}

void agree(RankSession& ranks, const RankClaim& own) {
  if (!ranks.first())
    return ranks.send_text(0, claim_json(own, ranks.host()).dump(-1, ' ', false, Json::error_handler_t::replace));
  std::vector<Json> others;  // all of them first: they wait for rank 0 next
  for (int rank = 1; rank < ranks.count(); ++rank) others.push_back(Json::parse(ranks.receive_text(rank)));
  if (!own.error.empty()) return;  // the caller throws it
  for (int rank = 1; rank < ranks.count(); ++rank) {
    const Json& other = others[static_cast<std::size_t>(rank - 1)];
    const std::string who = fmt::format("rank {} on {}", rank, other["host"].get<std::string>());
    if (const auto error = other["error"].get<std::string>(); !error.empty())
      throw IoError(fmt::format("{}: {}", who, error));
    if (other["program"] != own.program)
      throw IoError(fmt::format("{} runs another hibiki than rank 0 ({}; {}): start the same program on all hosts", who,
                                other["program"].get<std::string>(), own.program));
    if (other["scenario"] != own.scenario)
      throw IoError(
          fmt::format("{} reads another scenario than rank 0, or other options: give all hosts the same files "
                      "and one command line",
                      who));
    if (other["threads"] != own.threads)
      say(fmt::format(
          "warning: {} has {} thread{}, rank 0 has {}: same results, as fast as the slowest; --threads sets "
          "them",
          who, other["threads"].get<int>(), other["threads"] == 1 ? "" : "s", own.threads));
  }
}

std::string claim_of(const CheckpointOptions& options) {
  return fmt::format("every {} at most {}", options.every_minutes, options.most_hours);
}

UsageError no_standard_input() {
  return UsageError("mpirun gives standard input to rank 0 alone: name a scenario file that all ranks can read");
}

std::string program_text() {
  return fmt::format("hibiki {}, model version {}, commit {}", project_version(), kModelVersion,
                     std::string_view(built_from).empty() ? "unknown" : built_from);
}

void require_communities(const Scenario& scenario, int ranks) {
  const std::size_t communities = community_count(scenario);
  if (communities >= static_cast<std::size_t>(ranks)) return;
  throw ScenarioError({{"", 0, 0,
                        fmt::format("{} fans form {} communities, and each of {} ranks needs one", scenario.run.fans,
                                    communities, ranks),
                        fmt::format("use at most {} ranks, or more fans (--fans)", communities)}});
}

int finish_ranks(int code, bool broken) {
  if (session == nullptr) return code;
  if (broken) session->abort(code);
  if (session->first()) tell(*session, {Command::end, code});
  session->finish();
  return code;
}

}  // namespace hibiki::program
