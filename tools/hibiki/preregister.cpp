#include "tools/hibiki/preregister.hpp"

#include <fmt/format.h>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <CLI/Validators.hpp>

#include <algorithm>
#include <cmath>
#include <fstream>

#include "output/results/file_digest.hpp"
#include "output/results/files.hpp"
#include "output/results/folders.hpp"
#include "output/results/manifest.hpp"
#include "sim/engine/run.hpp"
#include "sim/scenario/load.hpp"
#include "tools/hibiki/commands.hpp"
#include "tools/hibiki/exit_codes.hpp"
#include "tools/hibiki/streams.hpp"
#include "tools/sweep/shell_word.hpp"

namespace hibiki::inline program {

namespace fs = std::filesystem;

void add_preregistration_options(CLI::App& command, PreregistrationOptions& options) {
  command
      .add_option(
          "--preregister", options.write,
          "Simulate nothing, but write the comparison to this file, with its measures, seeds and number of pairs")
      ->type_name("FILE");
  command
      .add_option(
          "--preregistered", options.read,
          "Simulate the comparison of such a file, without changes, and say whether the hypothesis is confirmed")
      ->type_name("FILE");
  command.add_option("--hypothesis", options.hypothesis, "With --preregister: the hypothesis in words")
      ->type_name("TEXT");
  command
      .add_option(
          "--expect", options.expect,
          "With --preregister: what is expected of the headline, up, down, or none (no effect beyond the margin)")
      ->type_name("WORD")
      ->check(CLI::IsMember(std::vector<std::string>(std::begin(kExpectations), std::end(kExpectations))));
  command
      .add_option("--margin", options.margin,
                  "With --preregister: by how much, 0.1 for 10 %, or for shares 10 points (default: 0)")
      ->type_name("EFFECT");
}

void check_preregistration(const PreregistrationOptions& options) {
  if (!options.write.empty() && !options.read.empty())
    throw UsageError("--preregister and --preregistered exclude each other: first write the file, then simulate it");
  if (options.write.empty()) {
    for (const auto& [given, name] :
         {std::pair(options.hypothesis.has_value(), "--hypothesis"), std::pair(options.expect.has_value(), "--expect"),
          std::pair(options.margin.has_value(), "--margin")})
      if (given) throw UsageError(fmt::format("{} goes with --preregister FILE", name));
    return;
  }
  if (!options.expect) throw UsageError("--preregister needs --expect up, down or none");
  if (!options.hypothesis) throw UsageError("--preregister needs --hypothesis TEXT");
  const double margin = options.margin.value_or(0);
  if (!std::isfinite(margin) || margin < 0) throw UsageError("--margin must be a number from 0 on");
  if (options.hypothesis->find_first_not_of(" .\t\n") == std::string::npos)
    throw UsageError("--hypothesis must say what is expected, in words");
  if (*options.expect == "none" && !(options.margin.value_or(0) > 0))
    throw UsageError("--expect none needs --margin EFFECT: no interval shows that there is exactly no effect");
}

std::string path_in(const fs::path& file, const fs::path& scenario) {
  // A scenario behind a link keeps the name that it was given: it is part of the scenario.
  return (fs::proximate(folder_of(scenario), folder_of(file)) / scenario.filename())
      .lexically_normal()
      .generic_string();
}

fs::path path_from(const fs::path& file, const std::string& scenario) {
  const fs::path real = fs::is_symlink(file) ? fs::canonical(file) : file;
  // By the real folders: ".." behind a link is not the folder before it.
  const fs::path whole = real.parent_path() / scenario;
  return fs::proximate(fs::weakly_canonical(whole.parent_path())) / whole.filename();
}

std::int64_t fresh_seed(const Preregistration& preregistration) {
  constexpr std::int64_t kFirst = 1'000'000, kRange = 1'000'000'000;
  return kFirst + static_cast<std::int64_t>(
                      std::stoull(text_digest(preregistration_toml(preregistration)), nullptr, 16) % kRange);
}

void require_as_preregistered(const Preregistration& preregistration, const Scenario& base, const Scenario& variant) {
  const std::string file = preregistration.path.string();
  if (preregistration.model_version != kModelVersion)
    throw VerificationError(fmt::format("{} was written for model version {}, this program has {}: preregister anew",
                                        file, preregistration.model_version, kModelVersion));
  const auto require = [&](const std::string& name, const std::string& digest, const Scenario& scenario) {
    if (text_digest(to_toml(scenario)) != digest)
      throw VerificationError(
          fmt::format("{} is not the scenario that {} fixes: one of the two, or a file that the scenario extends, was "
                      "changed since; "
                      "restore it, or preregister anew",
                      path_from(preregistration.path, name).string(), file));
  };
  require(preregistration.base, preregistration.base_digest, base);
  require(preregistration.variant, preregistration.variant_digest, variant);
}

namespace {

bool is_preregistration(const fs::path& file) {
  std::ifstream stream(file);
  std::string first;
  std::getline(stream, first);
  return first == kPreregistrationHead;
}

}  // namespace

void write_preregistration(const Preregistration& preregistration, bool replace) {
  const fs::path& file = preregistration.path;
  if (file == "-") throw UsageError("--preregister takes the name of a file, not -");
  if (is_there(file)) {
    if (!replace)
      throw UsageError(fmt::format("{} exists; --force replaces it, and with it what was fixed there", file.string()));
    if (!is_preregistration(file))
      throw UsageError(
          fmt::format("{} is no preregistration, and is not replaced; choose another name", file.string()));
  }
  const std::string text = preregistration_toml(preregistration);
  parse_preregistration(text, file);  // what could not be read back is refused now
  write_file_atomically(file, text);
  say(fmt::format("{} fixes {} pairs from seed {} on (SHA-256 {}); to simulate them: hibiki compare --preregistered {}",
                  file.string(), preregistration.pairs, preregistration.seed, written_text("", text).sha256,
                  shell_word(file.string())));
}

}  // namespace hibiki::program
