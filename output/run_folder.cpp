#include "output/run_folder.hpp"

#include <fmt/format.h>

#include <system_error>

#include "output/files.hpp"
#include "output/folders.hpp"
#include "sim/engine/run.hpp"

namespace hibiki {

namespace {

namespace fs = std::filesystem;

/// Everything a run writes: what a folder may hold and still be the folder of a run.
constexpr const char* kFiles[] = {"scenario.toml", "resolved.toml", "results.h5",    "summary.csv",
                                  "summary.txt",   "summary.json",  "manifest.json", "report.html"};
constexpr const char* kSpools = "checkpoint";

/// True when nothing is there but what a run leaves.
bool holds_a_run(const fs::path& folder) {
  return fs::exists(folder / "resolved.toml") || fs::exists(folder / kSpools);
}

}  // namespace

fs::path default_run_folder(const Scenario& scenario) { return fs::path("runs") / scenario.name; }

RunFolder::RunFolder(fs::path path, const std::string& scenario_text, const std::string& resolved, bool force)
    : path_(std::move(path)) {
  try {
    take(resolved, force);
    if (finished_) return;
    made_files_ = true;
    write("scenario.toml", scenario_text);
    write("resolved.toml", resolved);
    fs::remove_all(path_ / kSpools);
    fs::create_directory(path_ / kSpools);
  } catch (const fs::filesystem_error& error) {
    clean_up();
    throw_io_error("write", error.path1(), error.code().value());
  } catch (...) {
    clean_up();
    throw;
  }
}

/// Creates the folder, or finds out whose run is in it.
void RunFolder::take(const std::string& resolved, bool force) {
  if (!fs::exists(path_)) {
    make_folder(path_);
    made_folder_ = true;
    return;
  }
  if (!fs::is_directory(path_))
    throw IoError(fmt::format("{} is a file, not a folder; choose another with --out", path_.string()));
  if (!force) {
    if (!holds_a_run(path_) && !fs::is_empty(path_))
      throw IoError(fmt::format("{} holds other files; choose another folder with --out, or --force to write there",
                                path_.string()));
    if (fs::exists(path_ / "resolved.toml") && read_whole_file(path_ / "resolved.toml") != resolved)
      throw IoError(
          fmt::format("{} holds the run of another scenario or seed; choose another folder with --out, or "
                      "--force to replace it",
                      path_.string()));
    if (fs::exists(path_ / "manifest.json")) {
      Manifest manifest = read_manifest(path_ / "manifest.json");
      if (manifest.model_version != kModelVersion)
        throw IoError(
            fmt::format("{} was made by model version {}, this is {}; choose another folder with --out, or "
                        "--force to replace it",
                        path_.string(), manifest.model_version, kModelVersion));
      if (manifest.resolved_digest == text_digest(resolved) && fs::exists(path_ / "results.h5")) {
        finished_ = std::move(manifest);
        return;
      }
    }
  }
  // From here on the folder is not complete, whatever happens: the mark goes first.
  fs::remove(path_ / "manifest.json");
}

RunFolder::~RunFolder() {
  if (!complete_) clean_up();
}

void RunFolder::clean_up() noexcept {
  std::error_code ignored;
  if (made_files_) {
    fs::remove_all(path_ / kSpools, ignored);
    for (const char* name : kFiles) {
      fs::remove(path_ / name, ignored);
      fs::remove(temporary_of(path_ / name), ignored);
    }
  }
  if (made_folder_) fs::remove(path_, ignored);  // only when empty
}

fs::path RunFolder::spool(std::size_t replicate) const {
  return path_ / kSpools / fmt::format("replicate-{:04}.spool", replicate);
}

void RunFolder::write(const std::string& name, const std::string& bytes) { write_file_atomically(path_ / name, bytes); }

void RunFolder::finish(const Manifest& manifest) {
  std::error_code ignored;
  fs::remove_all(path_ / kSpools, ignored);
  write("manifest.json", to_json(manifest));
  complete_ = true;
}

}  // namespace hibiki
