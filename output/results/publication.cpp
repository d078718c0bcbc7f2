#include "output/results/publication.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <set>

#include "output/results/file_digest.hpp"
#include "output/results/files.hpp"
#include "output/results/finished_files.hpp"
#include "output/results/folders.hpp"
#include "output/results/sealed_json.hpp"
#include "output/results/stored_json.hpp"
#include "output/results/work_folder.hpp"

namespace hibiki::inline results {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr int kJournalIndent = 2;

fs::path journal_of(const fs::path& work) { return work / "commit.json"; }

bool is_manifest_name(const std::string& name) { return fs::path(name).filename() == kManifestName; }

/// A file without a known digest, which counts as changed.
WrittenFile unknown_file(std::string name) { return {std::move(name), 0, "unknown"}; }

/// Files of one folder's own manifest, named from `folder`; `inner` is the folder relative to it, or empty. False where
/// the manifest was changed: then its list of files is unknown.
bool add_files_of(const fs::path& folder, const fs::path& inner, std::vector<WrittenFile>& files) try {
  const auto manifest = manifest_in(folder / inner);
  if (!manifest) return true;
  files.push_back({(inner / kManifestName).string(), 0, ""});
  if (!manifest->files) {
    // A run of an earlier program.
    for (const char* name : kRunFiles)
      if (is_there(folder / inner / name)) files.push_back({(inner / name).string(), 0, ""});
    return true;
  }
  for (WrittenFile file : *manifest->files) {
    if (!stays_inside(file.name))
      throw IoError(fmt::format("{} lists {}, which is outside its folder: it was changed",
                                (folder / inner / kManifestName).string(), file.name));
    file.name = (inner / file.name).string();
    if (std::ranges::find(files, file.name, &WrittenFile::name) == files.end()) files.push_back(std::move(file));
  }
  return true;
} catch (const ChangedFile&) {
  files.push_back(unknown_file(inner / kManifestName));
  return false;
}

/// A name beside `name` that nothing has.
std::string free_name(const fs::path& folder, const std::string& name) {
  std::string free = name + ".changed";
  for (int copy = 2; is_there(folder / free); ++copy) free = fmt::format("{}.changed-{}", name, copy);
  return free;
}

/// Each folder's manifest after its other files, the outermost last.
void sort_for_publication(std::vector<std::string>& names) {
  std::ranges::stable_sort(names, {}, [](const std::string& name) {
    return std::pair(name == kManifestName, std::pair(fs::path(name).parent_path().string(), is_manifest_name(name)));
  });
}

[[noreturn]] void refuse(const fs::path& path) {
  throw IoError(fmt::format(
      "{} does not belong to a result of hibiki and has the name of a file to write; move it away, or choose another "
      "folder with --out",
      path.string()));
}

void require_free(const fs::path& folder, const std::vector<std::string>& names, const std::vector<WrittenFile>& own) {
  for (const std::string& name : names) {
    for (fs::path above = fs::path(name).parent_path(); !above.empty(); above = above.parent_path())
      if (is_there(folder / above) && !fs::is_directory(fs::symlink_status(folder / above))) refuse(folder / above);
    if (is_there(folder / name) && std::ranges::find(own, name, &WrittenFile::name) == own.end()) refuse(folder / name);
  }
}

void move(const fs::path& from, const fs::path& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) throw_io_error("write", to, errno);
}

void remove_file(const fs::path& path) {
  if (::unlink(path.c_str()) != 0 && errno != ENOENT && errno != ENOTDIR) throw_io_error("remove", path, errno);
}

/// A name from the journal. It must not be outside the folder, since the journal's operations change files.
std::string name_in(const StoredJson& json, const fs::path& journal) {
  auto name = json.get<std::string>();
  if (stays_inside(name)) return name;
  throw IoError(fmt::format("{} lists {}, which is outside its folder, so nothing was done; move {} away",
                            journal.string(), name, journal.parent_path().string()));
}

/// Throws IoError when the journal was changed, since its operations change files.
Publication read_journal(const fs::path& work) {
  const fs::path journal = journal_of(work);
  const std::string text = read_whole_file(journal);
  if (!is_sealed(text, kJournalIndent))
    throw IoError(
        fmt::format("{} was changed: its content does not match its check value, so nothing was done; "
                    "move {} away, and repeat the command of the result with --force",
                    journal.string(), work.string()));
  const StoredJson json = StoredJson::parse(text, journal);
  Publication publication;
  for (const StoredJson& name : json["removed"]) publication.removed.push_back(name_in(name, journal));
  for (const StoredJson& pair : json["set_aside"])
    publication.set_aside.emplace_back(name_in(pair["from"], journal), name_in(pair["to"], journal));
  for (const StoredJson& name : json["published"]) publication.published.push_back(name_in(name, journal));
  return publication;
}

}  // namespace

std::vector<WrittenFile> files_of_hibiki(const fs::path& folder, const std::vector<std::string>& names) {
  std::vector<WrittenFile> files;
  const bool known = add_files_of(folder, "", files);
  std::set<fs::path> inner;
  for (const WrittenFile& file : files)
    if (const fs::path parent = fs::path(file.name).parent_path(); !parent.empty()) inner.insert(parent);
  for (const fs::path& arm : inner) add_files_of(folder, arm, files);
  if (!known)
    for (const std::string& name : names)
      if (name != kManifestName && is_there(folder / name)) files.push_back(unknown_file(name));
  return files;
}

void require_free(const fs::path& folder, const std::vector<std::string>& names) {
  require_free(folder, names, files_of_hibiki(folder, names));
}

void require_replaceable(const fs::path& folder, const std::vector<std::string>& names) {
  for (const WrittenFile& file : files_of_hibiki(folder, names)) {
    const fs::path path = folder / file.name;
    if (!is_there(path)) continue;
    std::error_code unknown;
    const fs::file_type type = fs::status(path, unknown).type();
    // Not opened otherwise: a pipe would wait for a writer.
    if (type == fs::file_type::regular) {
      InputFile readable(path);
      continue;
    }
    throw IoError(
        fmt::format("{} is not a file, but the old result had a file of that name; move it away, or choose "
                    "another folder with --out",
                    path.string()));
  }
}

Publication plan_publication(const fs::path& folder, const fs::path& work, Staged staged) {
  Publication publication;
  publication.published = files_below(staged_folder(work));
  const std::vector<WrittenFile> old = files_of_hibiki(folder, publication.published);
  require_free(folder, publication.published, old);
  sort_for_publication(publication.published);
  const auto is_replaced = [&](const std::string& name) {
    return std::ranges::find(publication.published, name) != publication.published.end();
  };
  for (const WrittenFile& file : old) {
    if (!is_there(folder / file.name)) continue;
    if (staged == Staged::addition && !is_replaced(file.name)) continue;
    const bool changed = !file.sha256.empty() && !change_of(folder, file).empty();
    const auto is_as_the_new_one = [&] {
      return change_of(folder, written_file(staged_folder(work), file.name)).empty();
    };
    if (changed && is_replaced(file.name) && !is_as_the_new_one())
      publication.set_aside.emplace_back(file.name, free_name(folder, file.name));
    else if (!changed && (is_manifest_name(file.name) || !is_replaced(file.name)))
      publication.removed.push_back(file.name);
  }
  // The outermost manifest goes first and comes last: in between nothing passes for finished.
  std::ranges::stable_sort(publication.removed, std::ranges::greater{}, [](const std::string& name) {
    return std::pair(name == kManifestName, is_manifest_name(name));
  });
  return publication;
}

void commit(const fs::path& work, const Publication& publication) {
  Json json = {{"removed", publication.removed}, {"set_aside", Json::array()}, {"published", publication.published}};
  for (const auto& [from, to] : publication.set_aside) json["set_aside"].push_back({{"from", from}, {"to", to}});
  write_file_atomically(journal_of(work), sealed(json, kJournalIndent));
}

bool is_committed(const fs::path& work) { return is_there(journal_of(work)); }

void carry_out(const fs::path& folder, const fs::path& work) {
  const Publication steps = read_journal(work);
  const fs::path staged = staged_folder(work);
  // Where the staged file is gone, the new file stands under its name already.
  const auto is_done = [&](const std::string& name) {
    return std::ranges::find(steps.published, name) != steps.published.end() && !is_there(staged / name);
  };
  std::set<fs::path> folders = {folder};
  for (const std::string& name : steps.removed) {
    if (is_done(name)) continue;
    remove_file(folder / name);
    folders.insert((folder / name).parent_path());
  }
  for (const auto& [from, to] : steps.set_aside)
    if (!is_done(from) && !is_there(folder / to) && is_there(folder / from)) move(folder / from, folder / to);
  for (const std::string& name : steps.published) {
    if (!is_there(staged / name)) continue;
    make_folder((folder / name).parent_path());
    folders.insert((folder / name).parent_path());
    move(staged / name, folder / name);
  }
  for (const fs::path& changed : folders) {
    if (changed != folder) ::rmdir(changed.c_str());  // an arm that is gone; only when empty
    if (is_there(changed)) sync_directory(changed);
  }
  remove_work_folder(work);
}

}  // namespace hibiki::results
