#include "tools/hibiki/run_source.hpp"

#include <fmt/format.h>

#include <set>

#include "output/results/files.hpp"
#include "output/results/finished_files.hpp"
#include "output/results/folders.hpp"
#include "output/results/result_folder.hpp"
#include "output/results/work_folder.hpp"
#include "sim/core/error.hpp"
#include "sim/scenario/extend.hpp"

namespace hibiki::inline program {

namespace {

namespace fs = std::filesystem;

/// Throws IoError when the scenario extends a file of a finished calibration that was changed.
void require_calibrated_as_written(const LoadedScenario& loaded) {
  std::set<fs::path> files;
  for (const Origin& origin : loaded.origins)
    if (const auto line = origin.place.rfind(':'); line != std::string::npos)
      files.insert(origin.place.substr(0, line));
  for (const fs::path& file : files) {
    const auto manifest = manifest_in(file.parent_path());
    if (manifest && manifest->kind == "calibration") require_as_written(file);
  }
}

RunSource load_run(const fs::path& manifest_file, const std::vector<std::string>& sets) {
  RunSource source;
  source.manifest = read_manifest(manifest_file);
  const fs::path folder = manifest_file.parent_path(), resolved = folder / "resolved.toml";
  if (source.manifest->kind != "run")
    throw IoError(fmt::format("{} describes a {}, not a run", manifest_file.string(), source.manifest->kind));
  if (const WrittenFile* given = source.manifest->file("scenario.toml"))
    if (const std::string change = change_of(folder, *given); !change.empty())
      throw VerificationError(fmt::format("{}; {}", change, kRestore));
  if (text_digest(read_whole_file(resolved)) != source.manifest->resolved_digest)
    throw VerificationError(
        fmt::format("{} is not the scenario that {} describes: one of the two was changed after the run; {}",
                    resolved.string(), manifest_file.string(), kRestore));
  source.loaded = load_scenario(resolved, sets);
  source.text = read_whole_file(folder / "scenario.toml");
  return source;
}

}  // namespace

fs::path manifest_path(const fs::path& run) {
  if (!fs::exists(run)) throw IoError(fmt::format("cannot read {}: no such run", run.string()));
  finish_publication(fs::is_directory(run) ? run : folder_of(run));
  if (!fs::is_directory(run)) return folder_of(run) / run.filename();
  if (!fs::exists(run / kManifestName))
    throw IoError(fmt::format("{} is not a finished run: it has no manifest.json{}", run.string(),
                              work_folders_in(run).empty() ? ""
                                                           : "; the run is in progress or was interrupted: "
                                                             "its command continues it"));
  return run / "manifest.json";
}

namespace {

/// Standard input can be read once, scenarios are read several times.
const std::string& standard_input() {
  static const std::string text = read_text(kStandardInput);
  return text;
}

}  // namespace

LoadedScenario load_given(const fs::path& path, const std::vector<std::string>& sets) {
  return path == "-" ? parse_scenario(standard_input(), "stdin", sets) : load_scenario(path, sets);
}

RunSource load_source(const fs::path& path, const std::vector<std::string>& sets) {
  if (path.extension() == ".json") return load_run(path, sets);
  RunSource source;
  source.loaded = load_given(path, sets);
  require_calibrated_as_written(source.loaded);
  source.text = source.loaded.text;
  return source;
}

}  // namespace hibiki::program
