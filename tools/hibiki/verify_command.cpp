#include <fmt/format.h>
#include <fmt/ranges.h>
#include <stdlib.h>  // mkdtemp
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <system_error>

#include "output/results/files.hpp"
#include "output/results/finished_files.hpp"
#include "output/results/reader.hpp"
#include "output/results/results_writer.hpp"
#include "sim/core/error.hpp"
#include "tools/hibiki/commands.hpp"
#include "tools/hibiki/exit_codes.hpp"
#include "tools/hibiki/repeat.hpp"
#include "tools/hibiki/run_source.hpp"
#include "tools/hibiki/simulate.hpp"
#include "tools/hibiki/simulation_options.hpp"
#include "tools/hibiki/stop_signals.hpp"
#include "tools/hibiki/streams.hpp"
#include "tools/hibiki/threads.hpp"

namespace hibiki::inline program {

namespace {

namespace fs = std::filesystem;

/// A temporary folder, removed by the destructor.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::error_code failed;
    std::string name = (fs::temp_directory_path(failed) / "hibiki-verify-XXXXXX").string();
    if (failed) throw_io_error("use", "the folder for temporary files (TMPDIR)", failed.value());
    if (mkdtemp(name.data()) == nullptr) throw_io_error("create", name, errno);
    path_ = name;
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

/// The folders of runs: the folder itself, or those of a comparison's arms.
std::vector<fs::path> runs_in(const fs::path& folder, const Manifest& manifest) {
  if (manifest.kind == "run") return {folder};
  std::vector<fs::path> arms;
  if (manifest.files)
    for (const WrittenFile& file : *manifest.files)
      if (fs::path(file.name).filename() == "resolved.toml") arms.push_back(folder / fs::path(file.name).parent_path());
  return arms;
}

/// Throws VerificationError that lists every changed file, before any is opened.
void verify_files(const fs::path& folder, const Manifest& manifest, const std::vector<fs::path>& runs) {
  std::vector<std::string> changes = changes_in(folder, manifest);
  for (const fs::path& run : runs) {
    if (run == folder) continue;
    try {
      if (const auto own = manifest_in(run))
        for (const std::string& change : changes_in(run, *own))
          if (std::ranges::find(changes, change) == changes.end()) changes.push_back(change);
    } catch (const ChangedFile& changed) {
      changes.emplace_back(changed.what());
    }
  }
  if (!changes.empty()) throw VerificationError(fmt::format("{}; {}", fmt::join(changes, "\n  "), kRestore));
  if (!manifest.files)
    say(fmt::format("{} does not record digests of its files: only results.h5 is compared",
                    (folder / kManifestName).string()));
}

void require_same_results(const fs::path& file, const Scenario& scenario, std::span<const Replicate> replicates,
                          const fs::path& again) {
  write_results(again, scenario, replicates);
  if (const auto difference = first_difference(file, again))
    throw VerificationError(
        fmt::format("{} differs from the results of the repeated run: {}", file.string(), *difference));
}

/// Simulates a run again, compares and prints the result.
void verify_run(const fs::path& folder) {
  const fs::path file = manifest_path(folder);
  const Manifest manifest = read_manifest(file);
  require_this_model(manifest, file);
  const Scenario scenario = load_source(file, {}).loaded.scenario;
  const auto seeds = seeds_of(manifest, scenario, file);
  const TemporaryFolder scratch;
  SpoolPath spool;
  if (manifest.weekly) spool = [&](std::size_t i) { return scratch.path() / fmt::format("{}.spool", i); };
  const auto replicates = simulate(scenario, seeds, spool);
  require_same_digests(manifest, replicates);
  if (manifest.weekly) require_same_results(folder / "results.h5", scenario, replicates, scratch.path() / "results.h5");
  const auto asked = static_cast<std::size_t>(scenario.run.replicates);
  print(fmt::format("verified: {}: {} replicate{}, same digests, {}{}\n", manifest.scenario, replicates.size(),
                    replicates.size() == 1 ? "" : "s",
                    manifest.weekly ? "same results.h5" : "no results.h5 to compare (--keep summary)",
                    replicates.size() < asked
                        ? fmt::format(" ({} of {} had failed in the comparison)", asked - replicates.size(), asked)
                        : ""));
}

Manifest manifest_as_written(const fs::path& file) try {
  return read_manifest(file);
} catch (const ChangedFile& changed) {
  throw VerificationError(changed.what());
}

int verify(const fs::path& path) {
  const InterruptWatch interrupt;
  const fs::path file = manifest_path(path), folder = file.parent_path();
  const Manifest manifest = manifest_as_written(file);
  const std::vector<fs::path> runs = runs_in(folder, manifest);
  verify_files(folder, manifest, runs);
  for (const fs::path& run : runs) verify_run(run);
  if (manifest.kind != "run")
    print(fmt::format("verified: {} {}: {} files unchanged{}\n", manifest.kind, manifest.scenario,
                      manifest.files ? manifest.files->size() : 0, runs.empty() ? "; no run to simulate again" : ""));
  return kDone;
}

}  // namespace

void add_verify_command(CLI::App& app, Invocation& invocation) {
  struct Options {
    fs::path run;
    int threads = 0;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "verify", "Check a result's files, simulate its runs again and compare the results bit by bit");
  command->add_option("RUN", options->run, "Folder of a finished run, comparison or other result")->required();
  add_threads_option(*command, options->threads);
  command->footer("Example:\n  hibiki verify runs/history\nExit code 7: a difference was found.");
  command->callback([options, &invocation] {
    invocation.action = [options] {
      return with_asked_threads(options->threads, [&] { return verify(options->run); });
    };
  });
}

}  // namespace hibiki::program
