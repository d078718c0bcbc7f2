#include <fmt/format.h>
#include <stdlib.h>  // mkdtemp
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <cerrno>
#include <memory>
#include <system_error>

#include "output/files.hpp"
#include "output/reader.hpp"
#include "output/results_writer.hpp"
#include "sim/core/error.hpp"
#include "tools/hibiki/commands.hpp"
#include "tools/hibiki/exit_codes.hpp"
#include "tools/hibiki/repeat.hpp"
#include "tools/hibiki/run_source.hpp"
#include "tools/hibiki/simulate.hpp"
#include "tools/hibiki/simulation_options.hpp"
#include "tools/hibiki/threads.hpp"

namespace hibiki {

namespace {

namespace fs = std::filesystem;

/// A folder that is gone when this is.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (fs::temp_directory_path() / "hibiki-verify-XXXXXX").string();
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

int verify(const fs::path& run) {
  const fs::path file = manifest_path(run), folder = file.parent_path();
  const Manifest manifest = read_manifest(file);
  require_this_model(manifest, file);
  const Scenario scenario = load_source(file, {}).loaded.scenario;
  const auto seeds = seeds_of(manifest, scenario, file);
  const TemporaryFolder scratch;
  const auto replicates =
      simulate(scenario, seeds, [&](std::size_t i) { return scratch.path() / fmt::format("{}.spool", i); });
  require_same_digests(manifest, replicates);
  const fs::path again = scratch.path() / "results.h5";
  write_results(again, scenario, replicates);
  if (const auto difference = first_difference(folder / "results.h5", again))
    throw VerificationError(
        fmt::format("{} is not what the run gives: {}", (folder / "results.h5").string(), *difference));
  const auto asked = static_cast<std::size_t>(scenario.run.replicates);
  fmt::print("verified: {}: {} replicate{}, same digests, same results.h5{}\n", manifest.scenario, replicates.size(),
             replicates.size() == 1 ? "" : "s",
             replicates.size() < asked ? fmt::format(" ({} of {} had failed in the comparison)",
                                                     asked - replicates.size(), asked)
                                       : "");
  return kDone;
}

}  // namespace

void add_verify_command(CLI::App& app, Invocation& invocation) {
  struct Options {
    fs::path run;
    int threads = 0;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("verify", "Simulate a run again and compare every bit of its results");
  command->add_option("RUN", options->run, "Folder of a finished run")->required();
  add_threads_option(*command, options->threads);
  command->footer("Example:\n  hibiki verify runs/history\nExit code 7 says that something differs.");
  command->callback([options, &invocation] {
    invocation.action = [options] {
      return with_asked_threads(options->threads, [&] { return verify(options->run); });
    };
  });
}

}  // namespace hibiki
