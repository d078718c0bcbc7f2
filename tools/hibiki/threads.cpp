#include "tools/hibiki/threads.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <future>
#include <optional>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include "tools/hibiki/commands.hpp"
#include "tools/hibiki/control_groups.hpp"
#include "tools/hibiki/environment.hpp"
#include "tools/hibiki/ranks.hpp"
#include "tools/hibiki/streams.hpp"

namespace hibiki::inline program {

namespace {

using std::filesystem::path;

/// Processors that one control group allows, rounded up: its quota of time over the period that the quota is for.
std::optional<int> quota_in(const path& folder) {
  double quota = 0, period = 0;
  std::ifstream both(folder / "cpu.max");  // "150000 100000" or "max 100000"
  if (!(both >> quota >> period)) {
    std::ifstream first(folder / "cpu.cfs_quota_us"), second(folder / "cpu.cfs_period_us");  // -1: no quota
    if (!(first >> quota) || !(second >> period)) return std::nullopt;
  }
  if (!(quota > 0 && period > 0)) return std::nullopt;
  const double processors = std::min(quota / period, double{kMostThreads});
  const int whole = static_cast<int>(processors);
  return std::max(1, whole < processors ? whole + 1 : whole);
}

/// A number of processors that an environment variable states.
std::optional<int> processors_in(const char* name) {
  const auto number = number_in_environment(name);
  return number && *number > 0 ? number : std::nullopt;
}

/// Throws UsageError where the system does not let this process start so many threads: oneTBB would abort.
void require_threads(int count) {
  std::promise<void> all_started;
  const std::shared_future<void> end = all_started.get_future().share();
  std::vector<std::jthread> threads;
  try {
    while (threads.size() < static_cast<std::size_t>(count)) threads.emplace_back([end] { end.wait(); });
  } catch (const std::system_error& error) {
    all_started.set_value();
    throw UsageError(
        fmt::format("--threads {}: only {} can be started here ({}); use fewer, or raise the limits on processes "
                    "and memory (ulimit -u, ulimit -v)",
                    count, threads.size(), error.code().message()));
  }
  all_started.set_value();
}

}  // namespace

int usable_processors(const path& root) {
  int processors = processor_count();
  for (const path& folder : group_folders(root, "cpu"))
    if (const auto quota = quota_in(folder)) processors = std::min(processors, *quota);
  return processors;
}

int default_threads(const path& root) {
  auto given = processors_in("SLURM_CPUS_PER_TASK");
  if (!given)
    if (const auto of_node = processors_in("SLURM_CPUS_ON_NODE")) given = std::max(1, *of_node / ranks_on_this_host());
  int processors = std::min(usable_processors(root), kMostThreads);
  // Ranks that mpirun does not bind (--bind-to none) have all processors of the host together.
  if (!given && processors >= static_cast<int>(::sysconf(_SC_NPROCESSORS_ONLN)))
    processors = std::max(1, processors / ranks_on_this_host());
  return given ? std::min(processors, *given) : processors;
}

int threads_for(int asked) {
  const int usual = default_threads();
  if (asked <= usual) return asked > 0 ? asked : usual;
  require_threads(asked);
  say(fmt::format(
      "warning: --threads {} exceeds the {} processor{} available to this process: same results, but slower", asked,
      usual, usual == 1 ? "" : "s"));
  return asked;
}

}  // namespace hibiki::program
