#include "tools/hibiki/run_source.hpp"

#include <fmt/format.h>

#include "output/files.hpp"
#include "sim/core/error.hpp"

namespace hibiki {

namespace {

namespace fs = std::filesystem;

RunSource load_run(const fs::path& manifest_file, const std::vector<std::string>& sets) {
  RunSource source;
  source.manifest = read_manifest(manifest_file);
  const fs::path folder = manifest_file.parent_path(), resolved = folder / "resolved.toml";
  if (text_digest(read_whole_file(resolved)) != source.manifest->resolved_digest)
    throw VerificationError(
        fmt::format("{} is not the scenario that {} describes: one of them was changed since the run",
                    resolved.string(), manifest_file.string()));
  source.loaded = load_scenario(resolved, sets);
  source.text = read_whole_file(folder / "scenario.toml");
  return source;
}

}  // namespace

fs::path manifest_path(const fs::path& run) {
  if (!fs::exists(run)) throw IoError(fmt::format("cannot read {}: there is no such run", run.string()));
  if (!fs::is_directory(run)) return run;
  if (!fs::exists(run / "manifest.json"))
    throw IoError(fmt::format("{} holds no finished run: there is no manifest.json in it", run.string()));
  return run / "manifest.json";
}

RunSource load_source(const fs::path& path, const std::vector<std::string>& sets) {
  if (path.extension() == ".json") return load_run(path, sets);
  RunSource source;
  source.loaded = load_scenario(path, sets);
  source.text = source.loaded.text;
  return source;
}

}  // namespace hibiki
