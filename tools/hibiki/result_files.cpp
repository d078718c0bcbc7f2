#include "tools/hibiki/result_files.hpp"

#include <fmt/format.h>

#include <utility>

#include "output/results/stored_json.hpp"
#include "sim/core/parallel.hpp"
#include "sim/engine/run.hpp"
#include "tools/hibiki/streams.hpp"

namespace hibiki::inline program {

void say_kept(const std::vector<std::filesystem::path>& files) {
  for (const auto& file : files) say(fmt::format("warning: a changed file was kept as {}", file.string()));
}

Manifest describe(const std::string& scenario, const std::vector<std::string>& command, const RunClock& clock) {
  Manifest manifest;
  manifest.version = project_version();
  manifest.commit = built_from;
  manifest.model_version = kModelVersion;
  manifest.scenario = scenario;
  manifest.threads = thread_count();
  manifest.host = host_name();
  manifest.libraries = library_versions();
  manifest.command = command;
  manifest.started = clock.started;
  manifest.ended = utc_now();
  manifest.seconds = clock.seconds();
  manifest.peak_bytes = peak_memory_bytes();
  return manifest;
}

std::unique_ptr<ResultFolder> take_folder_of_worlds(const std::filesystem::path& out, const ResultKind& kind,
                                                    bool force, const std::string& file) {
  auto folder = std::make_unique<ResultFolder>(out, kind, if_there(force));
  if (!folder->finished() || StoredJson::parse(folder->read_finished(file), out / file)["failed"].empty())
    return folder;
  folder.reset();
  return std::make_unique<ResultFolder>(out, kind, IfThere::repeat);
}

void publish(ResultFolder& folder, Manifest manifest) { say_kept(folder.finish(std::move(manifest))); }

void publish_report(const std::filesystem::path& folder, std::string_view page) {
  say_kept(add_to_finished(folder, "report.html", page));
  say(fmt::format("report: {}", (folder / "report.html").string()));
}

void say_finished(const std::filesystem::path& folder, std::string_view noun) {
  say(fmt::format("{} already contains this {}, finished; nothing to do (--force runs it again)", folder.string(),
                  noun));
}

}  // namespace hibiki::program
