#include "output/results/result_folder.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "output/results/file_digest.hpp"
#include "output/results/files.hpp"
#include "output/results/finished_files.hpp"
#include "output/results/folders.hpp"
#include "output/results/publication.hpp"
#include "output/results/work_folder.hpp"
#include "sim/engine/run.hpp"

namespace hibiki::inline results {

namespace {

namespace fs = std::filesystem;

bool is_hidden(const std::string& name) {
  return name.starts_with(kWorkPrefix) || name.starts_with(kGonePrefix) || Claim::is_name_of_claim(name);
}

/// Publishes the staged files. For the holder of the claim.
std::vector<fs::path> publish(const fs::path& folder, const fs::path& work, Staged staged, const Claim& claim) {
  const Publication publication = plan_publication(folder, work, staged);
  claim.require_held();
  commit(work, publication);
  carry_out(folder, work);
  std::vector<fs::path> aside;
  for (const auto& [from, to] : publication.set_aside) aside.push_back(folder / to);
  return aside;
}

/// Digests of the files below a folder, manifests left out. Files of a folder that is sealed already keep theirs.
std::vector<WrittenFile> digests_below(const fs::path& folder) {
  std::vector<WrittenFile> files;
  for (const std::string& name : files_below(folder)) {
    const fs::path inner = fs::path(name).parent_path();
    if (fs::path(name).filename() == kManifestName) continue;
    const auto sealed = inner.empty() ? std::nullopt : manifest_in(folder / inner);
    const WrittenFile* known = sealed ? sealed->file(fs::path(name).filename().string()) : nullptr;
    files.push_back(known != nullptr ? WrittenFile{name, known->bytes, known->sha256} : written_file(folder, name));
  }
  return files;
}

/// Completes publications and removals of killed processes in a claimed folder.
void finish_begun(const fs::path& folder) {
  for (const fs::path& work : work_folders_in(folder))
    if (is_committed(work)) carry_out(folder, work);
  finish_removals(folder);
}

}  // namespace

ResultFolder::ResultFolder(fs::path path, ResultKind kind, IfThere if_there)
    : path_(std::move(path)), kind_(std::move(kind)) {
  if (fs::exists(path_) && !fs::is_directory(path_))
    throw IoError(fmt::format("{} is a file, not a folder; choose a folder with --out", path_.string()));
  if (if_there == IfThere::refuse) finished_ = find_finished();
  if (finished_ && !has_leftovers()) return;
  if (!claim()) return;
  try {
    take(if_there);
  } catch (...) {
    discard();
    throw;
  }
}

/// False when the folder is another process's, or cannot be written, and need not be: the result is there.
bool ResultFolder::claim() try {
  claim_ = std::make_unique<Claim>(path_);
  return true;
} catch (const IoError&) {
  if (finished_) return false;
  throw;
}

/// The steps after the folder is claimed.
void ResultFolder::take(IfThere if_there) {
  finished_.reset();
  const fs::path work = work_folder(path_, claim_->token());
  const std::string unfinished = recover(if_there);
  if (if_there != IfThere::replace) judge();
  if (finished_ && if_there == IfThere::refuse) return claim_.reset();
  finished_.reset();
  if (!unfinished.empty()) refuse(fmt::format("contains an unfinished {}", unfinished));
  std::vector<std::string> all = kind_.files;
  all.insert(all.end(), kind_.more.begin(), kind_.more.end());
  all.emplace_back(kManifestName);
  require_free(path_, all);
  // Now, rather than when the new result is whole and would be lost.
  if (if_there == IfThere::replace) require_replaceable(path_, all);
  if (!resumed_) make_work_folder(work, {kind_.kind, kind_.identity, kind_.resumes});
  work_ = work;
}

ResultFolder::~ResultFolder() {
  if (!kind_.resumes) discard();
}

void ResultFolder::keep_scratch() {
  if (kind_.resumes) return;
  mark_work_folder(work_, {kind_.kind, kind_.identity, true});
  kind_.resumes = true;
}

void ResultFolder::drop_scratch() noexcept {
  if (!resumed_) kind_.resumes = false;
}

/// Removes the work folder, unless its files are published or about to be. Its name goes with this claim: a process
/// that has taken the folder over meanwhile works under another one.
void ResultFolder::discard() noexcept try {
  if (claim_ && !resumed_) {
    const fs::path work = work_folder(path_, claim_->token());
    if (!is_committed(work)) remove_work_folder(work);
  }
} catch (const IoError&) {  // then it is left to the next command
}

/// This very result, finished and untouched, seen without a claim: any number of processes may look.
std::optional<Manifest> ResultFolder::find_finished() const try {
  auto manifest = manifest_in(path_);
  const bool same = manifest && manifest->files && manifest->kind == kind_.kind &&
                    manifest->identity == kind_.identity && manifest->model_version == kModelVersion;
  const auto is_listed = [&](const std::string& name) { return manifest->file(name) != nullptr; };
  if (!same || !std::ranges::all_of(kind_.files, is_listed) || !changes_in(path_, *manifest).empty())
    return std::nullopt;
  // A publication takes the old manifest away first: while it is there the files are of one result.
  return manifest;
} catch (const IoError&) {
  return std::nullopt;  // said under the claim, when nothing changes meanwhile
}

/// Cleans up after processes that ended. Returns a description of another unfinished result that can be resumed, and
/// is not to be replaced; empty when there is none.
std::string ResultFolder::recover(IfThere if_there) {
  finish_begun(path_);
  std::string unfinished;
  for (const fs::path& work : work_folders_in(path_)) {
    const auto mark = read_mark(work);
    const bool is_own = mark == WorkMark{kind_.kind, kind_.identity, true};
    if (!mark || !mark->resumes || (is_own ? resumed_ : if_there == IfThere::replace)) {
      remove_work_folder(work);
      continue;
    }
    if (!is_own) {
      unfinished = mark->model_version == kModelVersion
                       ? fmt::format("{} with another scenario, plan, seed, size or option", mark->kind)
                       : fmt::format("{} of model version {}, and this is version {}", mark->kind, mark->model_version,
                                     kModelVersion);
      continue;
    }
    reuse_work_folder(work, work_folder(path_, claim_->token()));
    resumed_ = true;
  }
  return unfinished;
}

void ResultFolder::refuse(const std::string& holds) const {
  throw IoError(
      fmt::format("{} {}; choose another folder with --out, or --force to replace it", path_.string(), holds));
}

/// Determines the content of the folder.
void ResultFolder::judge() {
  const auto manifest = manifest_in(path_);
  if (!manifest) {
    const auto names = names_in(path_);
    if (!std::ranges::all_of(names, is_hidden))
      throw IoError(fmt::format("{} contains other files; choose another folder with --out, or --force to write there",
                                path_.string()));
    return;
  }
  if (manifest->kind != kind_.kind) refuse(fmt::format("contains a {}", manifest->kind));
  if (manifest->model_version != kModelVersion)
    refuse(fmt::format("was made by model version {}; this is version {}", manifest->model_version, kModelVersion));
  if (manifest->identity != kind_.identity)
    refuse(fmt::format("contains a {} with another scenario, seed, size or option", manifest->kind));
  if (!manifest->files) refuse("was made by an earlier program, which did not record digests of its files");
  require_as_written(changes_in(path_, *manifest), "restore it from a copy, or give --force to run it again");
  if (std::ranges::all_of(kind_.files, [&](const std::string& name) { return manifest->file(name) != nullptr; }))
    finished_ = manifest;
}

bool ResultFolder::has_leftovers() const { return std::ranges::any_of(names_in(path_), is_hidden); }

std::string ResultFolder::read_finished(const std::string& name) const {
  const WrittenFile* written = finished_->file(name);
  HIBIKI_ASSERT(written != nullptr);
  return read_as_written(path_, *written);
}

fs::path ResultFolder::staged(const std::string& inner) const {
  if (inner.empty()) return staged_folder(work_);
  const fs::path folder = staged_folder(work_) / inner;
  if (::mkdir(folder.c_str(), 0777) != 0 && errno != EEXIST) throw_io_error("make the folder", folder, errno);
  return folder;
}

fs::path ResultFolder::scratch(const std::string& name) const { return scratch_folder(work_) / name; }

void ResultFolder::write(const std::string& name, std::string_view bytes) const {
  write_file_atomically(staged() / name, bytes);
}

std::vector<fs::path> ResultFolder::finish(Manifest manifest) {
  manifest.kind = kind_.kind;
  manifest.identity = kind_.identity;
  seal(staged_folder(work_), std::move(manifest));
  auto aside = publish(path_, work_, Staged::whole_result, *claim_);
  claim_.reset();
  return aside;
}

void seal(const fs::path& staged, Manifest manifest) {
  manifest.files = digests_below(staged);
  write_file_atomically(staged / kManifestName, to_json(manifest));
}

void finish_publication(const fs::path& folder) {
  const fs::path place = folder.empty() ? "." : folder;
  if (!fs::is_directory(place) || std::ranges::none_of(work_folders_in(place), is_committed)) return;
  const Claim claim(place);
  finish_begun(place);
}

std::vector<fs::path> add_to_finished(const fs::path& given, const std::string& name, std::string_view bytes) {
  const fs::path folder = given.empty() ? "." : given;
  const auto before = manifest_in(folder);
  if (!before || !before->files) {
    write_file_atomically(folder / name, bytes);
    return {};
  }
  const Claim claim(folder);
  finish_begun(folder);
  Manifest manifest = read_manifest(folder / kManifestName);
  require_free(folder, {name});
  const fs::path work = work_folder(folder, claim.token());
  try {
    make_work_folder(work, {manifest.kind, manifest.identity, false});
    std::erase_if(*manifest.files, [&](const WrittenFile& file) { return file.name == name; });
    manifest.files->push_back(written_text(name, bytes));
    write_file_atomically(staged_folder(work) / name, bytes);
    write_file_atomically(staged_folder(work) / kManifestName, to_json(manifest));
    return publish(folder, work, Staged::addition, claim);
  } catch (...) {
    if (!is_committed(work)) remove_work_folder(work);
    throw;
  }
}

}  // namespace hibiki::results
