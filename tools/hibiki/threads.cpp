#include "tools/hibiki/threads.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>

#include "tools/hibiki/control_groups.hpp"
#include "tools/hibiki/experiment.hpp"

namespace hibiki {

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

/// The number in an environment variable; nothing where it is unset or does not begin with a positive number.
std::optional<int> number_in_environment(const char* name) {
  const char* const text = std::getenv(name);
  if (text == nullptr) return std::nullopt;
  int number = 0;
  const std::string_view view(text);
  const auto [end, error] = std::from_chars(view.data(), view.data() + view.size(), number);
  return error == std::errc() && number > 0 ? std::optional(number) : std::nullopt;
}

}  // namespace

int usable_processors(const path& root) {
  int processors = processor_count();
  for (const path& folder : group_folders(root, "cpu"))
    if (const auto quota = quota_in(folder)) processors = std::min(processors, *quota);
  return processors;
}

int default_threads(const path& root) {
  auto given = number_in_environment("SLURM_CPUS_PER_TASK");
  if (!given) given = number_in_environment("SLURM_CPUS_ON_NODE");
  const int processors = std::min(usable_processors(root), kMostThreads);
  return given ? std::min(processors, *given) : processors;
}

int threads_for(int asked) {
  const int usual = default_threads();
  if (asked > usual)
    say(fmt::format("warning: --threads {} on {} processor{} that this process may use: same results, but slower",
                    asked, usual, usual == 1 ? "" : "s"));
  return asked > 0 ? asked : usual;
}

}  // namespace hibiki
