// Options of `compare` that fix a comparison beforehand, and simulate one that was fixed.
#pragma once

#include <CLI/App.hpp>

#include <filesystem>
#include <optional>
#include <string>

#include "tools/experiments/preregistration.hpp"

namespace hibiki::inline program {

struct PreregistrationOptions {
  std::filesystem::path write, read;  ///< --preregister, --preregistered; empty: not given
  std::optional<std::string> hypothesis, expect;
  std::optional<double> margin;
};

void add_preregistration_options(CLI::App& command, PreregistrationOptions& options);

/// Throws UsageError where the options do not go together.
void check_preregistration(const PreregistrationOptions& options);

/// Path of a scenario in the preregistration `file`, and back.
std::string path_in(const std::filesystem::path& file, const std::filesystem::path& scenario);
std::filesystem::path path_from(const std::filesystem::path& file, const std::string& scenario);

/// A first seed that is not one of those that people try first, another one for every other preregistration.
std::int64_t fresh_seed(const Preregistration& preregistration);

/// Throws VerificationError where the program or a scenario with all its values is not that of the preregistration.
void require_as_preregistered(const Preregistration& preregistration, const Scenario& base, const Scenario& variant);

/// Writes the file. Throws UsageError when it is there and is not to be replaced.
void write_preregistration(const Preregistration& preregistration, bool replace);

}  // namespace hibiki::program
