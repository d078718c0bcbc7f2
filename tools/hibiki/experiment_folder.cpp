#include "tools/hibiki/experiment_folder.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <system_error>

#include "output/files.hpp"
#include "output/folders.hpp"

namespace hibiki {

namespace {

namespace fs = std::filesystem;

constexpr const char* kSpools = "checkpoint";

/// "identity" of an experiment's JSON; empty when it is none.
std::string identity_of(const fs::path& file) {
  const auto json = nlohmann::json::parse(read_whole_file(file), nullptr, false);
  return json.is_object() && json.contains("identity") && json["identity"].is_string()
             ? json["identity"].get<std::string>()
             : "";
}

/// What an experiment that was killed left behind: spools, and nothing that a run has.
bool is_unfinished_experiment(const fs::path& folder) {
  return fs::exists(folder / kSpools) && !fs::exists(folder / "resolved.toml");
}

}  // namespace

ExperimentFolder::ExperimentFolder(fs::path path, ExperimentKind kind, const std::string& identity, bool force)
    : path_(std::move(path)), kind_(std::move(kind)) {
  try {
    take(identity, force);
    if (finished_) return;
    taken_ = true;
    fs::remove_all(path_ / kSpools);
    fs::create_directory(path_ / kSpools);
  } catch (const fs::filesystem_error& error) {
    if (taken_) remove_results();
    throw_io_error("write", error.path1(), error.code().value());
  }
}

void ExperimentFolder::take(const std::string& identity, bool force) {
  if (!fs::exists(path_)) {
    make_folder(path_);
    made_folder_ = true;
    return;
  }
  const std::string where = path_.string();
  if (!fs::is_directory(path_))
    throw IoError(fmt::format("{} is a file, not a folder; choose another with --out", where));
  const bool complete = fs::exists(path_ / kind_.json);
  if (complete && !force) {
    finished_ = identity_of(path_ / kind_.json) == identity;
    if (finished_) return;
    throw IoError(
        fmt::format("{} holds another {} (other scenarios, values, seed or replicates); choose another folder with "
                    "--out, or --force to replace it",
                    where, kind_.name));
  }
  if (!complete && !force && !fs::is_empty(path_) && !is_unfinished_experiment(path_))
    throw IoError(
        fmt::format("{} holds other files; choose another folder with --out, or --force to write there", where));
  // From here on the folder is not complete, whatever happens: the mark goes first.
  fs::remove(path_ / kind_.json);
  for (const std::string& name : kind_.others) fs::remove(path_ / name);
}

ExperimentFolder::~ExperimentFolder() {
  if (taken_ && !complete_) remove_results();
}

void ExperimentFolder::remove_results() noexcept {
  std::error_code ignored;
  fs::remove_all(path_ / kSpools, ignored);
  for (const fs::path& arm : arms_) fs::remove_all(arm, ignored);
  std::vector<std::string> names = kind_.others;
  names.push_back(kind_.json);
  for (const std::string& name : names) {
    fs::remove(path_ / name, ignored);
    fs::remove(temporary_of(path_ / name), ignored);
  }
  if (made_folder_) fs::remove(path_, ignored);  // only when empty
}

fs::path ExperimentFolder::spool(std::size_t arm, std::size_t replicate) const {
  return path_ / kSpools / fmt::format("arm-{}-replicate-{:04}.spool", arm, replicate);
}

fs::path ExperimentFolder::arm(const std::string& name) {
  arms_.push_back(path_ / name);
  if (std::error_code failed;
      fs::exists(arms_.back() / "resolved.toml") && (fs::remove_all(arms_.back(), failed), failed))
    throw_io_error("write", arms_.back(), failed.value());
  return arms_.back();
}

void ExperimentFolder::write(const std::string& name, const std::string& text) const {
  write_file_atomically(path_ / name, text);
}

void ExperimentFolder::finish(const std::string& json) {
  std::error_code ignored;
  fs::remove_all(path_ / kSpools, ignored);
  write_file_atomically(path_ / kind_.json, json);
  complete_ = true;
}

}  // namespace hibiki
