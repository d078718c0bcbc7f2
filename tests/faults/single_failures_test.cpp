// One call to the operating system fails; the answer must be the right one or an error, and the same command must work
// once the fault is gone. HIBIKI_FAULT_TRIES: failures tried for each command.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <cerrno>
#include <iostream>
#include <set>
#include <system_error>

#include "tests/faults/faulty_program.hpp"

namespace hibiki {
namespace {

using testing::HasSubstr;
using testing::Not;

/// How each kind of call may fail. A call that is interrupted or short has not failed: it is to be made again.
std::vector<std::string> errors_of(const std::string& kind) {
  const std::map<std::string, std::vector<int>> kErrors = {
      {"open", {EIO, EMFILE, ENOMEM, EACCES, ESTALE}},
      {"read", {EIO, ESTALE, ENOMEM}},
      {"write", {EIO, ENOSPC, EDQUOT, EFBIG}},
      {"sync", {EIO, ENOSPC, EDQUOT}},
      {"close", {EIO, ENOSPC, EDQUOT}},
      {"rename", {EIO, ENOSPC, EACCES}},
      {"unlink", {EIO, EACCES, EBUSY}},
      {"mkdir", {EIO, ENOSPC, EACCES, EROFS}},
      {"truncate", {EIO, ENOSPC}},
      {"lock", {ENOLCK, EOPNOTSUPP, ENOSYS, EIO}},
      {"link", {EIO, EPERM, EMLINK}},
      {"stat", {EIO, EACCES, ESTALE}},
      {"list", {EIO, ENOMEM, EACCES}},
      {"copy", {EIO, ENOSPC}},
  };
  std::vector<std::string> errors;
  for (const int number : kErrors.at(kind)) errors.push_back(std::to_string(number));
  if (kind == "read" || kind == "write") errors.insert(errors.end(), {std::to_string(EINTR), "short"});
  return errors;
}

bool has_not_failed(const Fault& fault) { return fault.error == "short" || fault.error == std::to_string(EINTR); }

std::string described(const Fault& fault) {
  const bool number = fault.error != "short";
  return fmt::format("call {} ({} of {}) {}: {}", fault.number, fault.kind, fault.path,
                     fault.lasts ? "and all later ones" : "alone",
                     number ? std::generic_category().message(std::stoi(fault.error)) : "half of it");
}

/// Whether an error says which file it is about: the file itself, or a folder that it lies in; where all later calls
/// fail too, any file.
bool is_named(const Fault& fault, const std::string& said) {
  if (said.find("error: ") == std::string::npos && said.find("warning: ") == std::string::npos) return false;
  if (fault.lasts) return said.find("cannot ") != std::string::npos;
  const std::filesystem::path path = fault.path;
  return names_path(said, path) || (path == "scratch" && said.find("TMPDIR") != std::string::npos);
}

class SingleFailures : public FaultyProgramTest {
 protected:
  SingleFailures() { prepare(kTwoWorlds); }

  /// Tries failures of a command after `preparation`, and says what came of them. `file`: of calls on paths that end
  /// so.
  void try_failures(const std::string& preparation, const std::string& arguments, const std::string& file = "");

 private:
  struct Expected {
    std::string out;
    Files files;
  };
  void judge(const Outcome& outcome, const Fault& fault, const std::string& arguments, const Expected& expected);

  std::map<std::string, int> came_of_it_;
};

/// Every kind of call on every file gets its turn: a results file is written by a hundred calls, and renamed by one.
std::vector<Fault> drawn(const std::vector<Fault>& calls, int tries) {
  std::mt19937_64 random = fault_draws();
  std::set<std::pair<std::string, std::string>> groups;
  for (const Fault& call : calls) groups.emplace(call.kind, call.path);
  std::vector<Fault> faults;
  for (int i = 0; i < tries; ++i) {
    const auto group = *std::next(groups.begin(), static_cast<std::ptrdiff_t>(random() % groups.size()));
    std::vector<Fault> choice;
    for (const Fault& call : calls)
      if (i % 2 == 0 || std::pair(call.kind, call.path) == group) choice.push_back(call);
    Fault fault = choice[random() % choice.size()];
    const auto errors = errors_of(fault.kind);
    fault.error = errors[random() % errors.size()];
    fault.lasts = random() % 4 == 0 && !has_not_failed(fault);
    faults.push_back(fault);
  }
  return faults;
}

void SingleFailures::try_failures(const std::string& preparation, const std::string& arguments,
                                  const std::string& file) {
  if (!preparation.empty()) prepare(preparation);
  std::vector<Fault> calls = calls_of(arguments);
  std::erase_if(calls, [&](const Fault& call) { return !call.path.ends_with(file); });
  reset();
  const Outcome whole = run(arguments);
  ASSERT_EQ(whole.exit_code, 0) << whole.err;
  const Expected expected{whole.out, files()};
  for (const Fault& fault : drawn(calls, fault_tries(5))) {
    reset();
    judge(run(arguments, fault), fault, arguments, expected);
  }
  std::cout << fmt::format("{}: {} calls", arguments, calls.size());
  for (const auto& [what, times] : came_of_it_) std::cout << fmt::format(", {} {}", times, what);
  std::cout << "\n";
}

void SingleFailures::judge(const Outcome& outcome, const Fault& fault, const std::string& arguments,
                           const Expected& expected) {
  SCOPED_TRACE(fmt::format("{}\n{}\nexit code {}\n{}", arguments, described(fault), outcome.exit_code, outcome.err));
  const auto wrong = [&](const std::string& what, const std::string& how = "") {
    ++came_of_it_[what];
    ADD_FAILURE() << what << " " << how;
  };
  const auto right = [&](const std::string& what) { ++came_of_it_[what]; };
  if (outcome.exit_code == 0) {
    const Files left = files();
    if (outcome.out != expected.out) return wrong("WRONG ANSWERS", outcome.out);
    if (const std::string differs = difference(expected.files, left, false); !differs.empty())
      return wrong("WRONG FILES", differs);
    return right(left.size() == expected.files.size() ? "right answers"
                                                      : "right answers beside what could not be deleted");
  }
  if (outcome.exit_code >= 128) return wrong("CRASHES");
  if (outcome.exit_code == 1) return wrong("CALLED FAULTS OF HIBIKI");
  if (outcome.exit_code == 7) return wrong("CALLED MISMATCHES");
  if (outcome.exit_code != 4 && outcome.exit_code != 5) return wrong("BLAMED ON THE INPUT");
  if (has_not_failed(fault)) return wrong("GIVEN UP FOR NOTHING");
  if (!is_named(fault, outcome.err)) return wrong("ERRORS WITHOUT A PLACE");
  const Outcome again = run(arguments);
  if (again.exit_code != 0) return wrong("NOT REPEATABLE", again.err);
  if (again.out != expected.out) return wrong("OTHERWISE WHEN REPEATED", again.out);
  if (const std::string differs = difference(expected.files, files(), false); !differs.empty())
    return wrong("OTHERWISE WHEN REPEATED", differs);
  right("errors");
}

TEST_F(SingleFailures, OfRun) { try_failures("", "run base.toml --out r"); }

TEST_F(SingleFailures, OfWritingResults) { try_failures("", "run base.toml --out r", "results.h5.tmp"); }

TEST_F(SingleFailures, OfRunOfSeveralReplicates) { try_failures("", "run base.toml --replicates 3 --report --out r"); }

TEST_F(SingleFailures, OfRunThatIsFinished) {
  try_failures("\"$hibiki\" run base.toml --out r", "run base.toml --out r");
}

TEST_F(SingleFailures, OfVerify) { try_failures("\"$hibiki\" run base.toml --out r", "verify r"); }

TEST_F(SingleFailures, OfReport) { try_failures("\"$hibiki\" run base.toml --out r", "report r"); }

TEST_F(SingleFailures, OfCompare) { try_failures("", "compare base.toml variant.toml --replicates 2 --out c"); }

TEST_F(SingleFailures, OfReportOfComparison) {
  try_failures("\"$hibiki\" compare base.toml variant.toml --replicates 2 --out c", "report c");
}

/// Where there are no links the claim is written under its own name; that it cannot be closed has a reason.
TEST_F(SingleFailures, OfAClaimWithoutLinks) {
  int failed = 0;
  for (int at = 1; at <= 4; ++at) {
    reset();
    const Outcome outcome = run("run base.toml --out r",
                                fmt::format("LD_PRELOAD='{}' HIBIKI_FAULT_UNDER=$PWD/ HIBIKI_FAULT_CALLS=link,close "
                                            "HIBIKI_FAULT_ON=1 HIBIKI_FAULT_AT={} HIBIKI_FAULT_ERROR={}",
                                            HIBIKI_FAILING_CALLS, at, EPERM));
    if (outcome.err.find("r/.hibiki-claim: ") == std::string::npos) continue;
    ++failed;
    EXPECT_EQ(outcome.exit_code, 4);
    EXPECT_NE(outcome.err.find("r/.hibiki-claim: Operation not permitted"), std::string::npos) << outcome.err;
  }
  EXPECT_GT(failed, 0);
}

/// Between the old manifest and the new one there is none: whatever fails there, the next command puts it right.
TEST_F(SingleFailures, OfPublishingAReport) {
  prepare("\"$hibiki\" run base.toml --out r");
  const std::vector<Fault> calls = calls_of("report r");
  reset();
  ASSERT_EQ(run("report r").exit_code, 0);
  const Files expected = files();
  int tried = 0;
  for (Fault fault : calls) {
    const bool publishes = fault.kind == "rename" && (fault.path == "r/manifest.json" || fault.path == "r/report.html");
    const bool cleans = fault.kind == "unlink" && fault.path.ends_with("/commit.json");
    if (!publishes && !cleans) continue;
    fault.error = std::to_string(EACCES);
    for (const char* next : {"report r", "verify r", "run base.toml --out r"}) {
      SCOPED_TRACE(described(fault) + ", then " + next);
      reset();
      EXPECT_EQ(run("report r", fault).exit_code, publishes ? 4 : 0);
      const Outcome repeated = run(next);
      EXPECT_EQ(repeated.exit_code, 0) << repeated.err;
      EXPECT_EQ(difference(expected, files(), false), "");
      ++tried;
    }
  }
  EXPECT_EQ(tried, 9);
}

TEST_F(SingleFailures, OfCheck) { try_failures("", "check variant.toml"); }

TEST_F(SingleFailures, OfShow) { try_failures("", "show variant.toml"); }

TEST_F(SingleFailures, OfReproduce) {
  try_failures(fmt::format("cp {} mine.toml", scenario("evidence/granovetter.toml")), "reproduce mine.toml --out e");
}

TEST_F(SingleFailures, OfCalibrate) {
  try_failures(R"(cat > plan.toml <<'END'
scenario = "base.toml"
replicates = 1
[method]
waves = 1
points = 4
[[parameter]]
key = "engagement.decay"
low = 0.005
high = 0.08
scale = "log"
why = "fans"
[[target]]
name = "inequality"
measure = "gini"
market = "A"
years = [2000, 2000]
value = 0.3
band = 0.003
scale = "difference"
mark = "C"
source = "the model"
END)",
               "calibrate plan.toml --out k");
}

}  // namespace
}  // namespace hibiki
