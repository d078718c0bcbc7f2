// Options common to all commands that simulate.
#pragma once

#include <CLI/App.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tools/hibiki/run_source.hpp"

namespace hibiki::inline program {

struct SimulationOptions {
  std::vector<std::string> sets;
  std::optional<std::int64_t> seed, replicates, fans;
  std::optional<std::string> until;
  int threads = 0;  ///< 0: all
};

/// For CLI::Option::transform: whole numbers in the range that the schema has for a key of [run].
CLI::Validator whole_number_in_run(std::string_view key);

void add_set_option(CLI::App& command, std::vector<std::string>& sets);
void add_threads_option(CLI::App& command, int& threads);
void add_simulation_options(CLI::App& command, SimulationOptions& options);

/// Reads the scenario or manifest at `path` with these options applied to it.
/// Throws UsageError when --until is not a date of the run; otherwise as load_source.
RunSource load_with(const SimulationOptions& options, const std::filesystem::path& path);

}  // namespace hibiki::program
