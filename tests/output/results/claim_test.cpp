#include "output/results/claim.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <ctime>
#include <memory>
#include <thread>

#include "output/results/claim_file.hpp"
#include "output/results/files.hpp"
#include "output/results/folders.hpp"
#include "tests/output/results/synthetic_run.hpp"

namespace hibiki {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
namespace fs = std::filesystem;

/// The claim of another process as it would lie in `folder`, refreshed `seconds` ago.
void leave_claim(const fs::path& folder, const ProcessIdentity& process, int seconds) {
  fs::create_directories(folder);
  const fs::path file = folder / kClaimName;
  write_file_atomically(file, to_json(ClaimRecord{"0123456789abcdef", process, "2026-01-01T00:00:00Z"}));
  struct timespec times[2] = {};
  ::clock_gettime(CLOCK_REALTIME, &times[0]);
  times[0].tv_sec -= seconds;
  times[1] = times[0];
  ASSERT_EQ(::utimensat(AT_FDCWD, file.c_str(), times, 0), 0);
}

/// A process of this machine that has ended; its number is not given out again before its parent has waited for it.
class EndedProcess {
 public:
  EndedProcess() : identity_(this_process()) {
    const pid_t child = ::fork();
    if (child == 0) ::_exit(0);
    siginfo_t info;
    ::waitid(P_PID, static_cast<id_t>(child), &info, WEXITED | WNOWAIT);
    identity_.pid = child;
    identity_.started.clear();
  }
  ~EndedProcess() { ::waitpid(static_cast<pid_t>(identity_.pid), nullptr, 0); }
  const ProcessIdentity& identity() const { return identity_; }

 private:
  ProcessIdentity identity_;
};

ProcessIdentity elsewhere() {
  ProcessIdentity process = this_process();
  process.host = "other";
  process.boot = "another boot";
  return process;
}

TEST(Claim, IsTheOnlyThingInTheFolderAndGoesWithTheProcess) {
  const TestFolder folder;
  {
    const Claim claim(folder / "a/b");
    EXPECT_THAT(names_in(folder / "a/b"), ElementsAre(std::string(kClaimName)));
    EXPECT_TRUE(claim.is_held());
    EXPECT_EQ(read_claim(folder / "a/b" / std::string(kClaimName))->record.process, this_process());
  }
  EXPECT_THAT(names_in(folder.path()), IsEmpty()) << "folders that it made went with it";
  fs::create_directory(folder / "mine");
  { const Claim claim(folder / "mine"); }
  EXPECT_THAT(names_in(folder / "mine"), IsEmpty());
}

TEST(Claim, OfARunningProcessIsRefusedAndNamesIt) {
  const TestFolder folder;
  const Claim claim(folder / "a");
  EXPECT_THAT(io_error_of([&] { Claim(folder / "a"); }),
              AllOf(HasSubstr((folder / "a").string() + " is in use: process " + std::to_string(::getpid())),
                    HasSubstr("--out")));
  EXPECT_TRUE(claim.is_held());
  EXPECT_EQ(names_in(folder / "a").size(), 1u) << "nothing of the second was left";
}

TEST(Claim, OfAProcessThatIsGoneIsTakenOver) {
  const TestFolder folder;
  const EndedProcess ended;
  leave_claim(folder / "a", ended.identity(), 0);
  EXPECT_TRUE(Claim(folder / "a").is_held());
  // A number that was given out again: the process that has it now started at another time.
  ProcessIdentity reused = this_process();
  reused.started = "1";
  leave_claim(folder / "a", reused, 0);
  EXPECT_TRUE(Claim(folder / "a").is_held());
}

TEST(Claim, OfAnotherMachineIsTakenOverWhenItIsNoLongerRefreshed) {
  const TestFolder folder;
  leave_claim(folder / "a", elsewhere(), 20);
  EXPECT_THAT(io_error_of([&] { Claim(folder / "a"); }),
              AllOf(HasSubstr("on other"), HasSubstr("again in 4"), HasSubstr("or remove "),
                    HasSubstr(std::string(kClaimName))));
  leave_claim(folder / "a", elsewhere(), 70);
  EXPECT_TRUE(Claim(folder / "a").is_held());
  // Another container of this machine: its process numbers say nothing here.
  ProcessIdentity contained = this_process();
  contained.pid_namespace = "pid:[1]";
  leave_claim(folder / "a", contained, 20);
  EXPECT_THAT(io_error_of([&] { Claim(folder / "a"); }), HasSubstr("is in use"));
}

TEST(Claim, ThatWasTornCountsAsAnotherMachines) {
  const TestFolder folder;
  leave_claim(folder / "a", elsewhere(), 0);
  const fs::path file = folder / "a" / std::string(kClaimName);
  for (const std::uintmax_t bytes : {40, 5, 0, 30}) {
    fs::resize_file(file, bytes);
    EXPECT_THAT(io_error_of([&] { Claim(folder / "a"); }), HasSubstr("a process was active")) << bytes;
  }
  fs::last_write_time(file, fs::file_time_type::clock::now() - std::chrono::seconds(90));
  EXPECT_TRUE(Claim(folder / "a").is_held());
}

TEST(Claim, AFileThatIsNotHibikisIsNotTouched) {
  const TestFolder folder;
  write_file_atomically(folder / std::string(kClaimName), "mine");
  EXPECT_THAT(io_error_of([&] { Claim(folder.path()); }), HasSubstr("not a file of hibiki"));
  EXPECT_EQ(read_whole_file(folder / std::string(kClaimName)), "mine");
}

TEST(Claim, ThatWasTakenOverIsNotGivenUpForTheOther) {
  const TestFolder folder;
  const fs::path file = folder / std::string(kClaimName);
  {
    const Claim claim(folder.path());
    fs::remove(file);
    EXPECT_THAT(io_error_of([&] { claim.require_held(); }), HasSubstr("took over"));
    leave_claim(folder.path(), elsewhere(), 0);
    EXPECT_FALSE(claim.is_held());
  }
  EXPECT_TRUE(fs::exists(file));
}

TEST(Claim, LeftoversOfProcessesThatWereKilledGo) {
  const TestFolder folder;
  const EndedProcess ended;
  leave_claim(folder.path(), ended.identity(), 0);
  write_file_atomically(folder / ".hibiki-claim.fedcba9876543210", "");
  // Killed while it took the stale claim over.
  write_file_atomically(folder / ".hibiki-claim.after-0123456789abcdef",
                        to_json(ClaimRecord{"1111111111111111", ended.identity(), "2026-01-01T00:00:00Z"}));
  { EXPECT_TRUE(Claim(folder.path()).is_held()); }
  EXPECT_THAT(names_in(folder.path()), IsEmpty());
}

/// Makes files that nobody may open again, the administrator aside: who runs as that is another user meanwhile.
class FilesWithoutRights {
 public:
  FilesWithoutRights() : umask_(::umask(0777)) {
    if (user_ == 0 && ::seteuid(65534) != 0) throw std::runtime_error("no other user for the test");
  }
  FilesWithoutRights(const FilesWithoutRights&) = delete;
  FilesWithoutRights& operator=(const FilesWithoutRights&) = delete;
  ~FilesWithoutRights() {
    EXPECT_EQ(::seteuid(user_), 0);
    ::umask(umask_);
  }

 private:
  uid_t user_ = ::geteuid();
  mode_t umask_;
};

/// Another machine would take it for stale while its process is at work.
TEST(Claim, ThatCannotBeRefreshedIsNotTaken) {
  const TestFolder folder;
  fs::permissions(folder.path(), fs::perms::all);
  const std::string message = [&] {
    const FilesWithoutRights without;
    return io_error_of([&] { Claim claim(folder.path()); });
  }();
  EXPECT_THAT(message, AllOf(HasSubstr(std::string(kClaimName)), HasSubstr("Permission denied")));
  EXPECT_THAT(names_in(folder.path()), IsEmpty());
}

/// Of many that find a stale claim at the same time one gets it.
TEST(Claim, IsTakenOverByOneOfMany) {
  constexpr int kRounds = 40, kTakers = 4;
  const EndedProcess ended;
  for (int round = 0; round < kRounds; ++round) {
    const TestFolder folder;
    leave_claim(folder / "a", ended.identity(), 0);
    std::atomic<int> ready = 0, held = 0, finished = 0;
    std::vector<std::thread> takers;
    for (int i = 0; i < kTakers; ++i)
      takers.emplace_back([&] {
        ++ready;
        while (ready < kTakers) std::this_thread::yield();
        std::unique_ptr<Claim> claim;
        try {
          claim = std::make_unique<Claim>(folder / "a");
          ++held;
        } catch (const IoError&) {
        }
        ++finished;
        while (finished < kTakers) std::this_thread::yield();  // held until all have tried
      });
    for (std::thread& taker : takers) taker.join();
    EXPECT_EQ(held, 1);
    EXPECT_FALSE(fs::exists(folder / "a" / std::string(kClaimName)));
  }
}

}  // namespace
}  // namespace hibiki
