// One world on several processes, started by the real mpirun: the same bytes, one voice, one exit code.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/end_to_end/program.hpp"

namespace hibiki {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class RanksTest : public ProgramTest {
 protected:
  void SetUp() override {
    if (shell("command -v mpirun && test -e \"$(dirname \"$hibiki\")/hibiki_mpi.so\"").exit_code != 0)
      GTEST_SKIP() << "no MPI here";
    static const Outcome plain = shell(mpirun("2") + " true");  // without the program: some sandboxes let nothing start
    if (plain.exit_code != 0) GTEST_SKIP() << "mpirun does not run here: " << plain.err;
  }

  /// More ranks than processors, in memory that they share, as root too.
  static std::string mpirun(const std::string& ranks) {
    return "export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 OMPI_MCA_rmaps_base_oversubscribe=1 "
           "OMPI_MCA_btl=self,vader OMPI_MCA_btl_vader_single_copy_mechanism=none OMPI_MCA_plm_rsh_agent=/bin/false\n"
           "mpirun --bind-to none -n " +
           ranks;
  }
  Outcome on_ranks(int ranks, const std::string& arguments) const {
    return shell(fmt::format("{} \"$hibiki\" {}", mpirun(std::to_string(ranks)), arguments));
  }
  /// `hibiki compare` of a small scenario and a variant of it.
  std::string comparison() const {
    const std::string base = scenario("examples/small.toml");
    write("more.toml",
          "extends = " + replaced(base, "'", "\"") +
              "\n[[intervention]]\nid = \"more\"\ntarget = \"labels\"\nlever = \"promotion.abroad\"\nset = "
              "0.9\nfrom = 2001-02-05\n");
    return "compare " + base + " more.toml";
  }
  /// What mpirun adds when ranks fail is not the program's.
  static int count(const std::string& text, const std::string& part) {
    int found = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
    return found;
  }
};

std::string run_of(int fans) {
  return fmt::format("run {} --fans {} --until 2004-01-01 --replicates 2", scenario("examples/small.toml"), fans);
}
const std::string kRun = run_of(4000);

/// For a text that is quoted itself.
std::string unquoted(std::string text) {
  std::erase(text, '\'');
  return text;
}

TEST_F(RanksTest, AnyNumberOfRanksAndThreadsWritesTheSameBytes) {
  ASSERT_EQ(hibiki(kRun + " --out alone").exit_code, 0);
  const std::string words = hibiki(kRun + " --out alone").out;
  for (const auto& [ranks, threads] : {std::pair{1, 2}, {2, 1}, {3, 1}, {3, 2}, {4, 1}, {7, 2}}) {
    const Outcome outcome = on_ranks(ranks, fmt::format("{} --out out --threads {}", kRun, threads));
    ASSERT_EQ(outcome.exit_code, 0) << ranks << outcome.err;
    EXPECT_EQ(outcome.out, words) << "said once, plainly";
    EXPECT_EQ(shell("cmp out/results.h5 alone/results.h5; cmp out/summary.csv alone/summary.csv").out, "") << ranks;
    EXPECT_EQ(count(outcome.err, "digest"), 1) << outcome.err;
    EXPECT_EQ(count(outcome.err, fmt::format("{} ranks sent", ranks)), ranks > 1 ? 1 : 0);
    std::filesystem::remove_all(path("out"));
  }
}

TEST_F(RanksTest, ACheckpointOfFourRanksGoesOnWithThreeAndWithNone) {
  ASSERT_EQ(hibiki(kRun + " --out alone").exit_code, 0);
  for (const int ranks : {3, 1}) {
    const Outcome stopped = on_ranks(4, kRun + " --out out --maxh 0.00003");
    EXPECT_EQ(stopped.exit_code, 75) << stopped.err;
    EXPECT_THAT(stopped.err, HasSubstr("the same command continues from the checkpoint"));
    const Outcome again = ranks > 1 ? on_ranks(ranks, kRun + " --out out") : hibiki(kRun + " --out out");
    EXPECT_EQ(again.exit_code, 0) << again.err;
    EXPECT_THAT(again.err, HasSubstr("continuing from the checkpoint in out"));
    EXPECT_EQ(shell("cmp out/results.h5 alone/results.h5").out, "");
    std::filesystem::remove_all(path("out"));
  }
}

// mpirun passes SIGUSR1 on at once, and gives the ranks time.
TEST_F(RanksTest, ASignalStopsAllWithACheckpoint) {
  const std::string run = run_of(20'000) + " --out out";
  const Outcome stopped =
      shell(fmt::format("{} \"$hibiki\" {} --checkpoint-every 0.001 >/dev/null & pid=$!\n"
                        "for i in $(seq 3000); do ls out/.hibiki-work-*/scratch/checkpoint-0000.1 "
                        ">/dev/null 2>&1 && break; sleep 0.01; done\n"
                        "kill -USR1 $pid; wait $pid",
                        mpirun("3"), run));
  EXPECT_EQ(stopped.exit_code, 75) << stopped.err;
  EXPECT_THAT(stopped.err, HasSubstr("interrupted by SIGUSR1; the same command continues"));
  const Outcome again = on_ranks(2, run);
  EXPECT_EQ(again.exit_code, 0) << again.err;
  EXPECT_THAT(again.err, HasSubstr("continuing from the checkpoint in out"));
}

TEST_F(RanksTest, ARankThatDiesEndsAllAndTheCheckpointStands) {
  const std::string run = run_of(20'000) + " --out out";
  const Outcome died = shell(fmt::format(
      "{} sh -c 'echo $$ > pid-$OMPI_COMM_WORLD_RANK; exec \"$0\" \"$@\"' \"$hibiki\" {} --checkpoint-every 0.001 "
      ">/dev/null & pid=$!\n"
      "for i in $(seq 3000); do ls out/.hibiki-work-*/scratch/checkpoint-0000.1 >/dev/null 2>&1 && break; sleep "
      "0.01; done\n"
      "kill -KILL $(cat pid-2); wait $pid",
      mpirun("3"), run));
  EXPECT_EQ(died.exit_code, 128 + 9) << died.err;
  EXPECT_THAT(died.err, HasSubstr("exited on signal 9"));
  const Outcome again = hibiki(run);
  EXPECT_EQ(again.exit_code, 0) << again.err;
  EXPECT_THAT(again.err, HasSubstr("continuing from the checkpoint in out"));
}

TEST_F(RanksTest, DryRunSaysMemoryOfARankAndWhatIsSent) {
  const Outcome text = on_ranks(4, run_of(1'000'000) + " --dry-run");
  EXPECT_EQ(text.exit_code, 0) << text.err;
  EXPECT_THAT(text.out,
              AllOf(HasSubstr("on each of 4 ranks"), HasSubstr("a week by all ranks: "), HasSubstr("of counts")));
  const auto json = nlohmann::json::parse(on_ranks(4, run_of(1'000'000) + " --dry-run --json").out);
  const auto alone = nlohmann::json::parse(hibiki(run_of(1'000'000) + " --dry-run --json").out);
  EXPECT_LT(json["memory_bytes"].get<double>(), 0.6 * alone["memory_bytes"].get<double>());
  EXPECT_GT(json["share_bytes_a_week"], 0);
}

void expect_error(const Outcome& outcome, int code, const std::string& text) {
  EXPECT_EQ(outcome.exit_code, code) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr(text));
}

TEST_F(RanksTest, BadInputIsSaidOnce) {
  const Outcome crowd = on_ranks(7, "run " + scenario("examples/small.toml") + " --fans 4 --out out");
  expect_error(crowd, 3, "each of 7 ranks needs one");
  EXPECT_EQ(count(crowd.err, "hibiki: error"), 1) << crowd.err;
  const Outcome missing = on_ranks(3, "run missing.toml");
  expect_error(missing, 4, "missing.toml");
  EXPECT_EQ(count(missing.err, "missing.toml"), 1) << missing.err;
  const Outcome option = on_ranks(3, "run --fans");
  expect_error(option, 2, "--fans");
  EXPECT_EQ(count(option.err, "hibiki: "), 1) << option.err;
  expect_error(on_ranks(2, "why a.toml b.toml"), 2, "is for one process");
  expect_error(shell(mpirun("2") + " \"$hibiki\" run - < /dev/null"), 2, "standard input");
  EXPECT_FALSE(exists("out"));
}

TEST_F(RanksTest, RanksThatDisagreeAreRefused) {
  const std::string each = mpirun("3") + " sh -c 'exec \"$0\" run ";
  expect_error(shell(each + scenario("examples/small.toml").substr(1, scenario("examples/small.toml").size() - 2) +
                     " --fans 600 --out out --seed $((7 + OMPI_COMM_WORLD_RANK / 2))' \"$hibiki\""),
               4, "reads another scenario than rank 0");
  const std::string text = shell("cat " + scenario("examples/small.toml")).out;
  write("one.toml", text);
  expect_error(shell(mpirun("3") + " sh -c '[ $OMPI_COMM_WORLD_RANK = 2 ] && exec \"$0\" run two.toml --out out; exec "
                                   "\"$0\" run one.toml --out out' \"$hibiki\""),
               4, "rank 2 on ");
  EXPECT_FALSE(exists("out"));
  const Outcome threads = shell(mpirun("2") + " sh -c 'exec \"$0\" " + replaced(unquoted(kRun), "4000", "600") +
                                " --out out --threads $((1 + OMPI_COMM_WORLD_RANK))' \"$hibiki\"");
  EXPECT_EQ(threads.exit_code, 0) << threads.err;
  EXPECT_THAT(threads.err, HasSubstr("has 2 threads, rank 0 has 1"));
}

TEST_F(RanksTest, TasksThatDoNotKnowOfOneAnotherAreRefused) {
  expect_error(shell("SLURM_STEP_NUM_TASKS=4 \"$hibiki\" " + kRun), 2, "--mpi=pmix");
  expect_error(shell("PMI_RANK=0 PMI_SIZE=2 \"$hibiki\" " + kRun), 2, "another library's mpirun");
  // A rank that fails before it knows of the others waits for the first to say it, and mpirun to end it.
  EXPECT_THAT(shell("PMI_RANK=1 PMI_SIZE=2 \"$hibiki\" " + kRun).err, HasSubstr("hibiki: rank 1: error: "));
  EXPECT_EQ(shell("OMPI_COMM_WORLD_SIZE=1 OMPI_COMM_WORLD_RANK=0 \"$hibiki\" " + kRun).exit_code, 0);
}

TEST_F(RanksTest, AComparisonSharesItsPairs) {
  const std::string compare = comparison() + " --fans 2000 --replicates 5";
  const Outcome alone = hibiki(compare + " --out alone");
  ASSERT_EQ(alone.exit_code, 0) << alone.err;
  for (const int ranks : {2, 3, 7}) {  // more ranks than pairs, too
    const Outcome outcome = on_ranks(ranks, compare + " --out out");
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_EQ(outcome.out, alone.out) << ranks;
    EXPECT_EQ(shell("cmp out/effects.csv alone/effects.csv; for arm in small more; do cmp out/$arm/results.h5 "
                    "alone/$arm/results.h5; done; ls -A out")
                  .out,
              shell("ls -A alone").out);
    std::filesystem::remove_all(path("out"));
  }
  // Stopped in the middle, on every rank; then with another number of them.
  const std::string longer = compare + " --fans 20000 --out out";
  const Outcome stopped = on_ranks(3, replaced(longer, "--fans 2000 ", "") + " --maxh 0.0003");
  EXPECT_EQ(stopped.exit_code, 75) << stopped.err;
  const Outcome again = on_ranks(2, replaced(longer, "--fans 2000 ", ""));
  EXPECT_EQ(again.exit_code, 0) << again.err;
  EXPECT_THAT(again.err, HasSubstr("continuing from the checkpoint in out"));
  ASSERT_EQ(hibiki(replaced(longer, "--fans 2000 ", "") + "-alone").exit_code, 0);
  EXPECT_EQ(shell("cmp out/effects.csv out-alone/effects.csv").out, "");
  expect_error(on_ranks(2, replaced(compare, "--fans 2000", "--fans x") + " --out no"), 2, "--fans");
}

// What fails on one rank alone is said, and nobody waits for ever.
TEST_F(RanksTest, ARankThatFailsAloneSaysSo) {
  const std::string run = unquoted(kRun);
  const Outcome option = shell(replaced(mpirun("2"), "\nmpirun", "\ntimeout 30 mpirun") +
                               " sh -c '[ $OMPI_COMM_WORLD_RANK = 1 ] && exec \"$0\" run --nonsense; exec \"$0\" " +
                               run + " --out out' \"$hibiki\"");
  EXPECT_EQ(option.exit_code, 2);
  EXPECT_THAT(option.err, AllOf(HasSubstr("hibiki: rank 1: error: "), HasSubstr("--nonsense")));
  const std::string many = replaced(run_of(600), "--replicates 2", "--replicates 1000");
  expect_error(on_ranks(2, many + " --report --keep summary --out out"), 2, "exclude each other");
}

TEST_F(RanksTest, AFolderIsThatOfRankZeroWhereverTheOthersAre) {
  const std::string compare = replaced(unquoted(comparison()), "more.toml", path("more.toml").string());
  ASSERT_EQ(shell("mkdir elsewhere").exit_code, 0);
  const Outcome outcome = shell(mpirun("2") + " sh -c '[ $OMPI_COMM_WORLD_RANK = 1 ] && cd elsewhere; exec \"$0\" " +
                                compare + " --fans 600 --replicates 4 --out out' \"$hibiki\"");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(outcome.err.find("warning"), std::string::npos) << outcome.err;
  EXPECT_EQ(shell("ls elsewhere").out, "");
}

TEST_F(RanksTest, ARankWhoseDiskIsFullWarnsOnceAndItsPairsAreTriedAgain) {
  const std::string compare = comparison() + " --fans 2000 --replicates 4 --keep summary --out ";
  ASSERT_EQ(hibiki(compare + "alone").exit_code, 0);
  // By sockets: memory that ranks share is in files, too.
  const std::string sockets = replaced(mpirun("2"), "self,vader", "self,tcp OMPI_MCA_btl_tcp_if_include=lo");
  const Outcome outcome = shell(sockets + " sh -c '[ $OMPI_COMM_WORLD_RANK = 1 ] && ulimit -f 4; exec \"$0\" " +
                                unquoted(compare) + "out --checkpoint-every 0.0005' \"$hibiki\"");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("rank 1: warning: no checkpoint"));
  EXPECT_LE(count(outcome.err, "no checkpoint"), 2) << outcome.err;
  EXPECT_EQ(shell("cmp out/effects.csv alone/effects.csv").out, "");
}

// The others are told, and do not go on with their share.
TEST_F(RanksTest, ASignalToRankZeroAloneStopsAComparison) {
  const std::string compare = comparison() + " --fans 30000 --replicates 30 --threads 1 --out out";
  const Outcome stopped = shell(fmt::format(
      "{} sh -c 'echo $$ > pid-$OMPI_COMM_WORLD_RANK; exec \"$0\" \"$@\"' \"$hibiki\" {} --checkpoint-every 0.001 "
      ">/dev/null & pid=$!\n"
      "for i in $(seq 3000); do ls out/.hibiki-work-*/scratch/checkpoint-0001.1 >/dev/null 2>&1 && break; sleep "
      "0.01; done\n"
      "kill -TERM $(cat pid-0); wait $pid",
      mpirun("2"), compare));
  EXPECT_EQ(stopped.exit_code, 75) << stopped.err;
  EXPECT_EQ(shell("ls out/.hibiki-work-*/scratch/*29* 2>/dev/null").out, "") << "the last pair was not begun";
}

// The module is loaded where mpirun asks for it, and by nobody else.
TEST_F(RanksTest, ThePlainProgramDoesNotKnowMpi) {
  EXPECT_EQ(shell("ldd \"$hibiki\" | grep -ci -e mpi -e pmix").out, "0\n");
  ASSERT_EQ(shell("cp \"$hibiki\" without").exit_code, 0);
  expect_error(shell(mpirun("2") + " ./without " + kRun), 2, "built without MPI");
}

}  // namespace
}  // namespace hibiki
