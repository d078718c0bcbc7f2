#include "output/results/result_folder.hpp"

#include <gmock/gmock.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "output/results/files.hpp"
#include "output/results/finished_files.hpp"
#include "output/results/folders.hpp"
#include "output/results/sealed_json.hpp"
#include "output/results/work_folder.hpp"
#include "sim/engine/run.hpp"
#include "tests/output/results/synthetic_run.hpp"

namespace hibiki {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
namespace fs = std::filesystem;

Manifest manifest() {
  Manifest manifest;
  manifest.model_version = kModelVersion;
  manifest.resolved_digest = "r";
  return manifest;
}

ResultKind kind(const std::string& identity) {
  return {"run", identity, {"results.h5", "summary.csv"}, {"report.html"}};
}

/// Writes a result and an arm, whose bytes tell which result they are of.
std::vector<fs::path> fill(ResultFolder& folder, const std::string& identity) {
  write_file_atomically(folder.scratch("0.spool"), "weeks");
  folder.write("results.h5", identity);
  folder.write("summary.csv", "summary of " + identity);
  write_file_atomically(folder.staged("arm") / "results.h5", "arm of " + identity);
  seal(folder.staged("arm"), manifest());
  return folder.finish(manifest());
}

std::vector<fs::path> make(const fs::path& path, const std::string& identity, IfThere if_there = IfThere::refuse) {
  ResultFolder folder(path, kind(identity), if_there);
  return folder.finished() ? std::vector<fs::path>() : fill(folder, identity);
}

std::string refusal(const fs::path& path, const std::string& identity, IfThere if_there = IfThere::refuse) {
  return io_error_of([&] { ResultFolder(path, kind(identity), if_there); });
}

/// Every file with its content, manifests but for their time.
std::vector<std::string> content_of(const fs::path& path) {
  std::vector<std::string> content;
  for (const std::string& name : files_below(path)) content.push_back(name + ": " + read_whole_file(path / name));
  return content;
}

TEST(ResultFolder, HoldsTheFilesOfAResultAndNoOthers) {
  const TestFolder folder;
  make(folder / "runs/a", "one");
  EXPECT_THAT(files_below(folder / "runs/a"),
              ElementsAre("arm/manifest.json", "arm/results.h5", "manifest.json", "results.h5", "summary.csv"));
  const Manifest written = read_manifest(folder / "runs/a/manifest.json");
  EXPECT_EQ(written.identity, "one");
  std::vector<std::string> listed;
  for (const WrittenFile& file : *written.files) listed.push_back(file.name);
  EXPECT_THAT(listed, ElementsAre("arm/results.h5", "results.h5", "summary.csv"));
  EXPECT_THAT(*read_manifest(folder / "runs/a/arm/manifest.json").files, SizeIs(1));
}

TEST(ResultFolder, WhileItIsMadeNothingElseShows) {
  const TestFolder folder;
  ResultFolder result(folder / "a", kind("one"), IfThere::refuse);
  result.write("results.h5", "half");
  for (const std::string& name : names_in(folder / "a")) EXPECT_THAT(name, testing::StartsWith(".hibiki-"));
}

TEST(ResultFolder, KnowsAFinishedResult) {
  const TestFolder folder;
  make(folder / "a", "one");
  const ResultFolder first(folder / "a", kind("one"), IfThere::refuse),
      second(folder / "a", kind("one"), IfThere::refuse);
  EXPECT_TRUE(first.finished());
  EXPECT_TRUE(second.finished()) << "any number may look at the same time";
  EXPECT_EQ(first.read_finished("results.h5"), "one");
  {
    const ResultFolder replacing(folder / "a", kind("two"), IfThere::replace);
    EXPECT_TRUE(ResultFolder(folder / "a", kind("one"), IfThere::refuse).finished()) << "while another is made";
  }
  EXPECT_THAT(names_in(folder / "a"), SizeIs(4));
}

TEST(ResultFolder, AFinishedResultWithAChangedFileIsAnError) {
  const TestFolder folder;
  make(folder / "a", "one");
  write_file_atomically(folder / "a/results.h5", "");
  EXPECT_THAT(refusal(folder / "a", "one"),
              AllOf(HasSubstr("a/results.h5 was changed: it has 0 bytes, 3 were"), HasSubstr("--force")));
  write_file_atomically(folder / "a/results.h5", "ono");
  EXPECT_THAT(refusal(folder / "a", "one"), HasSubstr("SHA-256"));
  fs::remove(folder / "a/results.h5");
  EXPECT_THAT(refusal(folder / "a", "one"), HasSubstr("a/results.h5 is missing"));
  make(folder / "a", "one", IfThere::replace);
  EXPECT_TRUE(ResultFolder(folder / "a", kind("one"), IfThere::refuse).finished());
}

TEST(ResultFolder, RefusesAnotherResultUnlessItIsToBeReplaced) {
  const TestFolder folder;
  make(folder / "a", "one");
  EXPECT_THAT(refusal(folder / "a", "two"), AllOf(HasSubstr("another scenario"), HasSubstr("--force")));
  EXPECT_THAT(refusal(folder / "a", "two", IfThere::repeat), HasSubstr("another scenario"));
  EXPECT_THAT(io_error_of([&] {
                ResultFolder(folder / "a", {"comparison", "one", {}, {}}, IfThere::refuse);
              }),
              HasSubstr("contains a run"));
  make(folder / "a", "two", IfThere::replace);
  EXPECT_EQ(read_whole_file(folder / "a/results.h5"), "two");
  EXPECT_EQ(read_whole_file(folder / "a/arm/results.h5"), "arm of two");
}

TEST(ResultFolder, RefusesAnotherModelVersionUnlessItIsToBeReplaced) {
  const TestFolder folder;
  make(folder / "a", "one");
  Manifest older = read_manifest(folder / "a/manifest.json");
  older.model_version = "older";
  write_file_atomically(folder / "a/manifest.json", to_json(older));
  EXPECT_THAT(refusal(folder / "a", "one"), HasSubstr("model version older"));
  make(folder / "a", "one", IfThere::replace);
}

TEST(ResultFolder, TheOldResultStaysWholeUntilTheNewOneIs) {
  const TestFolder folder;
  make(folder / "a", "one");
  const auto before = content_of(folder / "a");
  {
    ResultFolder result(folder / "a", kind("two"), IfThere::replace);
    result.write("results.h5", "two");
    write_file_atomically(result.staged("arm") / "results.h5", "arm of two");
    EXPECT_EQ(read_as_written(folder / "a/results.h5"), "one");
  }
  EXPECT_EQ(content_of(folder / "a"), before) << "and nothing of the one that failed";
}

TEST(ResultFolder, WhatTheNewResultDoesNotHaveGoes) {
  const TestFolder folder;
  make(folder / "a", "one");
  write_file_atomically(folder / "a/arm/notes.txt", "mine");
  ResultFolder result(folder / "a", {"run", "two", {"other"}, {}}, IfThere::replace);
  result.write("other", "two");
  result.finish(manifest());
  EXPECT_THAT(files_below(folder / "a"), ElementsAre("arm/notes.txt", "manifest.json", "other"));
}

TEST(ResultFolder, AFileThatWasChangedIsKeptUnderANewName) {
  const TestFolder folder;
  make(folder / "a", "one");
  for (const char* name : {"a/summary.csv.changed", "a/summary.csv.changed-2"}) {
    write_file_atomically(folder / "a/summary.csv", name);
    EXPECT_THAT(make(folder / "a", "two", IfThere::replace), ElementsAre(folder / name));
    EXPECT_EQ(read_whole_file(folder / name), name);
    EXPECT_EQ(read_whole_file(folder / "a/summary.csv"), "summary of two");
  }
}

TEST(ResultFolder, WhereTheManifestWasChangedWhatDiffersIsKeptUnderANewName) {
  const TestFolder folder;
  for (const std::string text : {"{\"program\": \"hibiki\", \"check\": \"\"}", "{", ""}) {
    make(folder / "a", "one");
    write_file_atomically(folder / "a/manifest.json", text);
    EXPECT_THAT(refusal(folder / "a", "one"), HasSubstr("a/manifest.json"));
    EXPECT_THAT(make(folder / "a", "one", IfThere::replace), ElementsAre(folder / "a/manifest.json.changed")) << text;
    EXPECT_EQ(read_whole_file(folder / "a/manifest.json.changed"), text);
    write_file_atomically(folder / "a/manifest.json", text);
    EXPECT_THAT(make(folder / "a", "two", IfThere::replace), SizeIs(5)) << text;
    EXPECT_EQ(read_whole_file(folder / "a/results.h5.changed"), "one");
    EXPECT_EQ(read_as_written(folder / "a/results.h5"), "two");
    fs::remove_all(folder / "a");
  }
  // Of an arm alone: the result's own manifest knows the arm's other files.
  make(folder / "a", "one");
  write_file_atomically(folder / "a/arm/manifest.json", "{");
  EXPECT_THAT(make(folder / "a", "two", IfThere::replace), ElementsAre(folder / "a/arm/manifest.json.changed"));
}

TEST(ResultFolder, FilesOfOthersAreNotTouched) {
  const TestFolder folder;
  fs::create_directories(folder / "a/checkpoint");
  write_file_atomically(folder / "a/checkpoint/chapter1", "mine");
  write_file_atomically(folder / "a/resolved.toml", "mine");
  EXPECT_THAT(refusal(folder / "a", "one"), AllOf(HasSubstr("other files"), HasSubstr("--force")));
  make(folder / "a", "one", IfThere::replace);
  make(folder / "a", "two", IfThere::replace);
  EXPECT_EQ(read_whole_file(folder / "a/checkpoint/chapter1"), "mine");
  EXPECT_EQ(read_whole_file(folder / "a/resolved.toml"), "mine");
}

TEST(ResultFolder, WhatWouldBeOverwrittenIsRefusedBeforeAnythingIsMade) {
  const TestFolder folder;
  for (const char* name : {"summary.csv", "manifest.json", "report.html"}) {
    const fs::path path = folder / ("in the way of " + std::string(name));
    fs::create_directory(path);
    write_file_atomically(path / name, "{\"mine\": 1}");
    EXPECT_THAT(refusal(path, "one", IfThere::replace), AllOf(HasSubstr(name), HasSubstr("move it away")));
    EXPECT_THAT(files_below(path), ElementsAre(name));
  }
  // Found when all is made: an arm whose name nothing said beforehand.
  fs::create_directory(folder / "b");
  write_file_atomically(folder / "b/arm", "mine");
  EXPECT_THAT(io_error_of([&] { make(folder / "b", "one", IfThere::replace); }), HasSubstr("b/arm"));
  EXPECT_THAT(files_below(folder / "b"), ElementsAre("arm"));
}

TEST(ResultFolder, WhatCannotBeReplacedIsRefusedBeforeAnythingIsMade) {
  const TestFolder folder;
  make(folder / "a", "one");
  const auto refused = [&](const std::string& name, const std::string& why) {
    const auto before = names_in(folder / "a");
    EXPECT_THAT(refusal(folder / "a", "two", IfThere::replace), AllOf(HasSubstr(folder / "a" / name), HasSubstr(why)));
    EXPECT_EQ(names_in(folder / "a"), before);
  };
  for (const char* name : {"summary.csv", "arm/results.h5", "arm/manifest.json"}) {
    const fs::path path = folder / "a" / name;
    fs::rename(path, folder / "kept");
    fs::create_directory(path);
    refused(name, fs::path(name).filename() == kManifestName ? "" : "move it away");
    fs::remove(path);
    fs::create_symlink("missing", path);
    refused(name, fs::path(name).filename() == kManifestName ? "" : "move it away");
    fs::remove(path);
    fs::rename(folder / "kept", path);
  }
  fs::permissions(folder / "a/summary.csv", fs::perms::none);
  if (::access((folder / "a/summary.csv").c_str(), R_OK) != 0) refused("summary.csv", "make it readable");
  // A link to a file counts as that file.
  fs::permissions(folder / "a/summary.csv", fs::perms::owner_all);
  fs::rename(folder / "a/summary.csv", folder / "elsewhere");
  fs::create_symlink(folder / "elsewhere", folder / "a/summary.csv");
  make(folder / "a", "two", IfThere::replace);
  EXPECT_EQ(read_as_written(folder / "a/summary.csv"), "summary of two");
  EXPECT_EQ(read_whole_file(folder / "elsewhere"), "summary of one");
}

TEST(ResultFolder, AFailedOneLeavesNothing) {
  const TestFolder folder;
  {
    ResultFolder result(folder / "a/b", kind("one"), IfThere::refuse);
    result.write("summary.csv", "summary");
  }
  EXPECT_THAT(names_in(folder.path()), IsEmpty());
  fs::create_directory(folder / "b");
  { ResultFolder result(folder / "b", kind("one"), IfThere::refuse); }
  EXPECT_THAT(names_in(folder / "b"), IsEmpty());
}

TEST(ResultFolder, IsInUseWhileItIsMade) {
  const TestFolder folder;
  ResultFolder result(folder / "a", kind("one"), IfThere::refuse);
  for (const IfThere if_there : {IfThere::refuse, IfThere::replace})
    EXPECT_THAT(refusal(folder / "a", "one", if_there), HasSubstr("is in use: process"));
  fill(result, "one");
  EXPECT_EQ(read_whole_file(folder / "a/results.h5"), "one");
}

TEST(ResultFolder, WhatAnotherProcessHasTakenOverIsNotPublished) {
  const TestFolder folder;
  ResultFolder result(folder / "a", kind("one"), IfThere::refuse);
  fs::remove(folder / "a" / std::string(kClaimName));
  make(folder / "a", "two");
  EXPECT_THAT(io_error_of([&] { fill(result, "one"); }), testing::Not(IsEmpty()));
  EXPECT_EQ(read_whole_file(folder / "a/results.h5"), "two");
  EXPECT_TRUE(ResultFolder(folder / "a", kind("two"), IfThere::refuse).finished());
}

TEST(ResultFolder, AFolderOfTheWorkFoldersNameThatIsNotHibikisIsNotTouched) {
  const TestFolder folder;
  fs::create_directories(folder / "a/.hibiki-work-mine");
  make(folder / "a", "one");  // empty folders alone are taken for a work folder that was killed as it began
  fs::create_directories(folder / "b/.hibiki-work-mine");
  write_file_atomically(folder / "b/.hibiki-work-mine/chapter1", "mine");
  EXPECT_THAT(refusal(folder / "b", "one", IfThere::replace), HasSubstr("was not made by hibiki"));
  EXPECT_THAT(files_below(folder / "b"), ElementsAre(".hibiki-work-mine/chapter1"));
}

TEST(ResultFolder, WhatResumesOutlivesItsProcess) {
  const TestFolder folder;
  const auto plan = [](const std::string& identity) {
    return ResultKind{"calibration", identity, {"points"}, {}, true};
  };
  {
    const ResultFolder first(folder / "a", plan("one"), IfThere::refuse);
    write_file_atomically(first.scratch("points"), "1");
  }
  EXPECT_THAT(io_error_of([&] { ResultFolder(folder / "a", plan("two"), IfThere::refuse); }),
              AllOf(HasSubstr("unfinished calibration with another scenario, plan"), HasSubstr("--force")));
  EXPECT_THAT(refusal(folder / "a", "one"), HasSubstr("unfinished calibration"));
  {
    ResultFolder second(folder / "a", plan("one"), IfThere::refuse);
    EXPECT_EQ(read_whole_file(second.scratch("points")), "1");
    second.write("points", "12");
    second.finish(manifest());
  }
  EXPECT_THAT(files_below(folder / "a"), ElementsAre("manifest.json", "points"));
  EXPECT_TRUE(ResultFolder(folder / "a", plan("one"), IfThere::refuse).finished());
  const ResultFolder again(folder / "a", plan("one"), IfThere::repeat);
  EXPECT_FALSE(again.finished());
  EXPECT_EQ(read_as_written(folder / "a/points"), "12");
}

TEST(ResultFolder, AReportComesToAFinishedResultAndIntoItsManifest) {
  const TestFolder folder;
  make(folder / "a", "one");
  for (const char* page : {"page", "another"}) {
    EXPECT_THAT(add_to_finished(folder / "a", "report.html", page), IsEmpty());
    EXPECT_EQ(read_as_written(folder / "a/report.html"), page);
    EXPECT_TRUE(ResultFolder(folder / "a", kind("one"), IfThere::refuse).finished());
  }
  EXPECT_THAT(names_in(folder / "a"), SizeIs(5));
  fs::create_directory(folder / "plain");
  add_to_finished(folder / "plain", "report.html", "page");
  EXPECT_THAT(names_in(folder / "plain"), ElementsAre("report.html"));
}

TEST(ResultFolder, SaysWhyAFolderCannotBeWritten) {
  const TestFolder folder;
  write_file_atomically(folder / "file", "");
  EXPECT_THAT(refusal(folder / "file", "one"), AllOf(HasSubstr("not a folder"), HasSubstr("--out")));
  EXPECT_THAT(refusal(folder / "file/a", "one"), AllOf(HasSubstr("Not a directory"), HasSubstr("another folder")));
  EXPECT_THAT(refusal("/proc/hibiki", "one"), HasSubstr("/proc/hibiki"));
  EXPECT_THAT(io_error_of([&] {
                const FileSizeLimit limit(2);
                ResultFolder(folder / "full", kind("one"), IfThere::refuse);
              }),
              HasSubstr("File too large"));
  EXPECT_FALSE(fs::exists(folder / "full"));
}

TEST(ResultFolder, AJournalThatWasChangedIsNotObeyed) {
  const TestFolder folder;
  const std::vector<std::string> none;
  const auto journal = [&](const std::vector<std::string>& removed, const std::vector<std::string>& published,
                           const std::string& from, const std::string& to) {
    nlohmann::ordered_json json;
    json["removed"] = removed;
    json["set_aside"] = nlohmann::ordered_json::array();
    json["published"] = published;
    if (!from.empty()) json["set_aside"].push_back({{"from", from}, {"to", to}});
    return json;
  };
  const std::string outside = "../victim.txt", here = "summary.csv";
  const nlohmann::ordered_json harmless = journal({here}, none, "", "");
  std::vector<std::string> texts = {harmless.dump(2) + "\n", sealed(harmless, -1), sealed(harmless, 2) + "\n", "{", ""};
  for (const auto& json :
       {journal({here, outside}, none, "", ""), journal({folder / "victim.txt"}, none, "", ""),
        journal({here}, none, outside, "a"), journal({here}, none, here, outside), journal({here}, {outside}, "", "")})
    texts.push_back(sealed(json, 2));
  write_file_atomically(folder / "victim.txt", "mine");
  make(folder / "a", "one");
  const fs::path work = folder / "a/.hibiki-work-0123456789abcdef";
  for (const std::string& text : texts) {
    make_work_folder(work, {"run", "two", false});
    write_file_atomically(work / "commit.json", text);
    write_file_atomically(staged_folder(work) / "victim.txt", "another");
    const auto before = content_of(folder.path());
    EXPECT_THAT(io_error_of([&] { finish_publication(folder / "a"); }), HasSubstr(work / "commit.json")) << text;
    EXPECT_THAT(refusal(folder / "a", "two", IfThere::replace), HasSubstr(work / "commit.json")) << text;
    EXPECT_EQ(content_of(folder.path()), before) << text;
    fs::remove_all(work);
  }
  // As it is written it is obeyed.
  make_work_folder(work, {"run", "two", false});
  write_file_atomically(work / "commit.json", sealed(harmless, 2));
  finish_publication(folder / "a");
  EXPECT_FALSE(fs::exists(folder / "a/summary.csv") || fs::exists(work));
}

/// A folder in memory where there is one: what is tested writes and syncs thousands of small files.
class FolderInMemory {
 public:
  FolderInMemory() {
    const bool memory = fs::is_directory("/dev/shm") && ::access("/dev/shm", W_OK) == 0;
    std::string name = (memory ? fs::path("/dev/shm") : fs::temp_directory_path()) / "hibiki-test-XXXXXX";
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder for the test");
    path_ = name;
  }
  ~FolderInMemory() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

enum class Ended { killed, done, not_traced };

/// Whether a system call leaves everything on disk as it is.
bool only_looks(std::uint64_t call) {
  constexpr std::uint64_t kLooks[] = {
      SYS_read,       SYS_close,    SYS_mmap,  SYS_munmap, SYS_brk,        SYS_mprotect,  SYS_madvise,
      SYS_futex,      SYS_lseek,    SYS_fstat, SYS_fcntl,  SYS_getdents64, SYS_kill,      SYS_readlinkat,
      SYS_getpid,     SYS_uname,    SYS_fsync, SYS_gettid, SYS_getrandom,  SYS_faccessat, SYS_rt_sigprocmask,
#ifdef SYS_newfstatat
      SYS_newfstatat,
#endif
#ifdef SYS_access
      SYS_access,     SYS_readlink,
#endif
  };
  return std::ranges::find(kLooks, call) != std::end(kLooks);
}

/// Runs `action` in a process of its own and kills it before the `calls`-th system call that may change something.
template <class Action>
Ended kill_at_call(int calls, const Action& action) {
  const pid_t child = ::fork();
  if (child == 0) {
    if (::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0) ::_exit(77);
    ::raise(SIGSTOP);
    action();
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  if (WIFEXITED(status)) return Ended::not_traced;
  ::ptrace(PTRACE_SETOPTIONS, child, nullptr, PTRACE_O_EXITKILL | PTRACE_O_TRACESYSGOOD);
  for (int seen = 0; seen < calls;) {
    ::ptrace(PTRACE_SYSCALL, child, nullptr, nullptr);
    ::waitpid(child, &status, 0);
    if (WIFEXITED(status)) return Ended::done;
    __ptrace_syscall_info info = {};
    if (::ptrace(PTRACE_GET_SYSCALL_INFO, child, sizeof info, &info) <= 0) {
      ::kill(child, SIGKILL);
      ::waitpid(child, &status, 0);
      return Ended::not_traced;
    }
    if (info.op == PTRACE_SYSCALL_INFO_ENTRY && !only_looks(info.entry.nr)) ++seen;
  }
  ::kill(child, SIGKILL);
  ::waitpid(child, &status, 0);
  return Ended::killed;
}

/// A command that is killed before any of its system calls: the old result or the new one is there, whole, or
/// nothing that passes for finished; and the same command again ends as if nothing had happened.
void kill_at_every_call(const std::string& old, IfThere if_there) {
  int call = 1;
  for (Ended ended = Ended::killed; ended != Ended::done; ++call) {
    const FolderInMemory folder;
    const fs::path path = folder.path() / "a";
    if (!old.empty()) make(path, old);
    ended = kill_at_call(call, [&] { make(path, "new", if_there); });
    if (ended == Ended::not_traced) GTEST_SKIP() << "processes may not be traced here";
    const auto found = fs::exists(path) ? manifest_in(path) : std::nullopt;
    if (found) {
      const std::vector<std::string> changes = changes_in(path, *found);
      ASSERT_THAT(changes, IsEmpty()) << "after " << call << " calls a mix passes for finished";
    }
    make(path, "new", if_there);
    ASSERT_EQ(read_as_written(path / "results.h5"), "new") << call;
    ASSERT_THAT(files_below(path),
                ElementsAre("arm/manifest.json", "arm/results.h5", "manifest.json", "results.h5", "summary.csv"))
        << "after " << call << " calls";
    ASSERT_TRUE(ResultFolder(path, kind("new"), IfThere::refuse).finished()) << call;
  }
  EXPECT_GT(call, 30) << "calls of a command that is not killed";
}

TEST(ResultFolder, KilledAtAnyCallOfANewResultTheSameCommandMakesIt) { kill_at_every_call("", IfThere::refuse); }

TEST(ResultFolder, KilledAtAnyCallOfAReplacementTheSameCommandReplaces) { kill_at_every_call("old", IfThere::replace); }

TEST(ResultFolder, KilledAtAnyCallOfWhatResumesItGoesOn) {
  const ResultKind plan{"calibration", "one", {"points"}, {}, true};
  const auto go_on = [&](const fs::path& path) {
    ResultFolder folder(path, plan, IfThere::refuse);
    if (folder.finished()) return;
    const fs::path log = folder.scratch("points");
    if (!fs::exists(log)) write_file_atomically(log, "1");
    folder.write("points", read_whole_file(log) + "2");
    folder.finish(manifest());
  };
  int call = 1;
  for (Ended ended = Ended::killed; ended != Ended::done; ++call) {
    const FolderInMemory folder;
    const fs::path path = folder.path() / "a";
    ended = kill_at_call(call, [&] { go_on(path); });
    if (ended == Ended::not_traced) GTEST_SKIP() << "processes may not be traced here";
    go_on(path);
    ASSERT_EQ(read_as_written(path / "points"), "12") << call;
    ASSERT_THAT(files_below(path), ElementsAre("manifest.json", "points")) << call;
  }
}

TEST(ResultFolder, KilledAtAnyCallOfAReportTheResultIsWhole) {
  int call = 1;
  for (Ended ended = Ended::killed; ended != Ended::done; ++call) {
    const FolderInMemory folder;
    const fs::path path = folder.path() / "a";
    make(path, "one");
    ended = kill_at_call(call, [&] { add_to_finished(path, "report.html", "page"); });
    if (ended == Ended::not_traced) GTEST_SKIP() << "processes may not be traced here";
    // Whichever command comes next finishes what was begun.
    make(path, "one");
    ASSERT_TRUE(ResultFolder(path, kind("one"), IfThere::refuse).finished()) << call;
    ASSERT_EQ(read_as_written(path / "results.h5"), "one") << call;
    add_to_finished(path, "report.html", "page");
    ASSERT_THAT(names_in(path), SizeIs(5)) << call;
  }
}

}  // namespace
}  // namespace hibiki
