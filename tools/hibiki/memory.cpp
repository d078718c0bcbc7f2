#include "tools/hibiki/memory.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <string>

#include "sim/core/error.hpp"
#include "sim/engine/run.hpp"
#include "tools/hibiki/control_groups.hpp"
#include "tools/hibiki/text.hpp"

namespace hibiki::inline program {

namespace {

using std::filesystem::path;

/// The number after `name` in a file of "name number" lines, or the only number of the file when `name` is empty.
std::optional<std::int64_t> number_in(const path& file, const std::string& name = "") {
  std::ifstream in(file);
  std::string word;
  if (!name.empty())
    while (in >> word && word != name) {
    }
  std::int64_t number = 0;
  if (in >> number) return number;
  return std::nullopt;  // no such file, no such name, or "max"
}

/// The memory left by the limits of one control group. Cached file pages count as used but are given back on demand.
/// The two counts are not of one moment: cached may be more than used, and the limit of a group without one is near the
/// largest number there is.
std::optional<std::int64_t> left_in_group(const path& folder) {
  const auto left = [&](const char* limit_file, const char* used_file,
                        const std::string& prefix) -> std::optional<std::int64_t> {
    const auto limit = number_in(folder / limit_file);
    if (!limit) return std::nullopt;
    const auto used = number_in(folder / used_file).value_or(0);
    std::int64_t cached = 0;
    for (const char* pages : {"inactive_file", "active_file"})
      cached += number_in(folder / "memory.stat", prefix + pages).value_or(0);
    return std::max<std::int64_t>(0, *limit - std::max<std::int64_t>(0, used - cached));
  };
  if (const auto second_version = left("memory.max", "memory.current", "")) return second_version;
  return left("memory.limit_in_bytes", "memory.usage_in_bytes", "total_");
}

std::int64_t two_digits(std::int64_t number) {
  std::int64_t unit = 1;
  while (number / unit >= 100) unit *= 10;
  return number / unit * unit;
}

}  // namespace

std::optional<std::int64_t> available_memory(const path& root) {
  std::optional<std::int64_t> least;
  if (const auto kibibytes = number_in(root / "proc/meminfo", "MemAvailable:")) least = *kibibytes * 1024;
  for (const path& folder : group_folders(root, "memory"))
    if (const auto left = left_in_group(folder)) least = std::min(least.value_or(*left), *left);
  return least;
}

MemoryOf memory_of_run(bool weekly) {
  return [weekly](const Scenario& scenario) {
    const Estimate need = estimate(scenario);
    return weekly ? need.memory_bytes : need.plain_bytes;
  };
}

MemoryOf memory_of_worlds(const WorldsInMemory& worlds) {
  return [worlds](Scenario scenario) {
    scenario.run.replicates = 1;
    return estimate(scenario).memory_with(worlds);
  };
}

std::int64_t fans_that_fit(Scenario scenario, std::int64_t bytes, const MemoryOf& memory_of) {
  const auto fits = [&](std::int64_t fans) {
    scenario.run.fans = fans;
    return memory_of(scenario) <= bytes;
  };
  std::int64_t low = 0, high = scenario.run.fans;
  while (high - low > 1) {
    const std::int64_t middle = low + (high - low) / 2;
    (fits(middle) ? low : high) = middle;
  }
  return two_digits(low);
}

void require_memory(const Scenario& scenario, std::int64_t available, const MemoryOf& memory_of,
                    std::string_view fewer) {
  const auto needed = memory_of(scenario);
  if (needed <= available) return;
  const auto fit = fans_that_fit(scenario, available, memory_of);
  throw ScenarioError({{"", 0, 0,
                        fmt::format("{} fans need {} of memory; {} are available", grouped(scenario.run.fans),
                                    bytes_text(needed), bytes_text(available)),
                        fit > 0 ? fmt::format("{} fans would fit: {}{}", grouped(fit), fewer, fit)
                                : std::string("not even one fan would fit")}});
}

}  // namespace hibiki::program
