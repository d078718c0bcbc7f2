#include "output/results/work_folder.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <new>
#include <nlohmann/json.hpp>
#include <system_error>

#include "output/results/claim.hpp"
#include "output/results/files.hpp"
#include "output/results/folders.hpp"
#include "output/results/stored_json.hpp"

namespace hibiki::inline results {

namespace {

namespace fs = std::filesystem;

fs::path mark_file(const fs::path& work) { return work / "mark.json"; }

std::string to_json(const WorkMark& mark) {
  const nlohmann::ordered_json json = {{"hibiki", "work"},
                                       {"kind", mark.kind},
                                       {"identity", mark.identity},
                                       {"resumes", mark.resumes},
                                       {"model_version", mark.model_version}};
  return json.dump(2) + "\n";
}

/// The mark goes last, and only when nothing else is left: it says that the folder may be removed.
void remove_content(const fs::path& work) {
  std::error_code failed, kept;
  for (fs::directory_iterator at(work, failed), end; !failed && at != end; at.increment(failed)) {
    std::error_code error;
    if (at->path() != mark_file(work)) fs::remove_all(at->path(), error);
    if (error) kept = error;
  }
  if (failed || kept) return;
  ::unlink(mark_file(work).c_str());
  ::rmdir(work.c_str());
}

}  // namespace

fs::path work_folder(const fs::path& folder, const std::string& token) {
  return folder / fmt::format("{}{}", kWorkPrefix, token);
}

std::vector<fs::path> work_folders_in(const fs::path& folder) {
  std::vector<fs::path> found;
  for (const std::string& name : names_in(folder))
    if (name.starts_with(kWorkPrefix)) found.push_back(folder / name);
  return found;
}

std::optional<WorkMark> read_mark(const fs::path& work) {
  std::error_code unknown;
  if (!is_there(mark_file(work))) {
    if (fs::is_directory(work, unknown) && fs::is_empty(work, unknown)) return std::nullopt;
    throw IoError(
        fmt::format("{} has the name of a hibiki work folder but was not made by hibiki; move it away", work.string()));
  }
  const StoredJson json = StoredJson::parse(read_whole_file(mark_file(work)), mark_file(work));
  return WorkMark{json["kind"].get<std::string>(), json["identity"].get<std::string>(), json["resumes"].get<bool>(),
                  json["model_version"].get<std::string>()};
}

void make_work_folder(const fs::path& work, const WorkMark& mark) {
  // Written beside the folder, under a name that goes with the claim, then moved into it: the folder is empty or
  // marked.
  const fs::path beside = work.parent_path() / fmt::format("{}.mark", kClaimName);
  OutputFile file(beside);
  const std::string text = to_json(mark);
  file.write(std::as_bytes(std::span(text)));
  file.close();
  make_folder(work);
  rename_whole_file(beside, mark_file(work));
  make_folder(staged_folder(work));
  make_folder(scratch_folder(work));
}

void mark_work_folder(const fs::path& work, const WorkMark& mark) {
  write_file_atomically(mark_file(work), to_json(mark));
}

void reuse_work_folder(const fs::path& left, const fs::path& work) {
  if (::rename(left.c_str(), work.c_str()) != 0) throw_io_error("write", work, errno);
  std::error_code failed;
  fs::remove_all(staged_folder(work), failed);
  if (failed) throw_io_error("remove", staged_folder(work), failed.value());
  make_folder(staged_folder(work));
  make_folder(scratch_folder(work));
}

void remove_work_folder(const fs::path& work) noexcept try {
  const std::string name = work.filename();
  const fs::path gone = work.parent_path() / (std::string(kGonePrefix) + name.substr(kWorkPrefix.size()));
  if (::rename(work.c_str(), gone.c_str()) == 0) remove_content(gone);
} catch (const std::bad_alloc&) {  // then it is left to the next command
}

void finish_removals(const fs::path& folder) {
  for (const std::string& name : names_in(folder))
    if (name.starts_with(kGonePrefix) && (read_mark(folder / name) || fs::is_empty(folder / name)))
      remove_content(folder / name);
}

}  // namespace hibiki::results
