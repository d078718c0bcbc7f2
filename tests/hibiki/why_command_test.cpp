// `hibiki why` from its command line to its files, where a seed fails.
#include "tools/hibiki/why_command.hpp"

#include <gmock/gmock.h>
#include <unistd.h>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <filesystem>
#include <fstream>
#include <new>
#include <nlohmann/json.hpp>

#include "output/results/files.hpp"
#include "tools/experiments/failures.hpp"
#include "tools/hibiki/exit_codes.hpp"

namespace hibiki {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class WhyCommandTest : public testing::Test {
 protected:
  WhyCommandTest() : folder_(fs::path(testing::TempDir()) / ("why_command_" + std::to_string(::getpid()))) {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    std::ofstream(folder_ / "variant.toml")
        << "extends = \"" HIBIKI_SCENARIOS
           "/examples/three_markets.toml\"\n[[intervention]]\nid = \"abroad\"\n"
           "target = \"labels[home=B]\"\nlever = \"promotion.abroad\"\nfrom = 2005-03-07\nset = 0.8\n";
  }
  ~WhyCommandTest() override { fs::remove_all(folder_); }

  struct Said {
    int exit_code;
    std::string out, err;
  };
  /// Three seeds from 5 on, of which `simulate` may let some fail.
  Said why(const std::string& out, const SimulateWhySeed& simulate) const {
    CLI::App app;
    Invocation invocation{{"hibiki", "why"}, {}};
    add_why_command(app, invocation, simulate);
    app.parse("why " HIBIKI_SCENARIOS "/examples/three_markets.toml " + (folder_ / "variant.toml").string() +
              " --fans 300 --until 2006-03-31 --seed 5 --replicates 3 --out " + (folder_ / out).string());
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    const int exit_code = invocation.action();
    std::fflush(stdout);
    return {exit_code, testing::internal::GetCapturedStdout(), testing::internal::GetCapturedStderr()};
  }
  fs::path path(const std::string& name) const { return folder_ / name; }
  nlohmann::json read(const std::string& name) const { return nlohmann::json::parse(read_whole_file(folder_ / name)); }

 private:
  fs::path folder_;
};

TEST_F(WhyCommandTest, AFailedSeedIsNamedAndTheRestIsAnswered) {
  const Said said = why("one", [](const WhyPlan& plan, std::uint64_t seed) {
    if (seed == 6) throw std::bad_alloc();
    return simulate_why_seed(plan, seed);
  });
  EXPECT_EQ(said.exit_code, kFinishedWithFailedTasks);
  EXPECT_THAT(said.err, HasSubstr("variant failed with seed 6: out of memory"));
  EXPECT_THAT(said.err, HasSubstr("2 seeds in "));
  EXPECT_THAT(said.out, HasSubstr("direct"));
  const auto answer = read("one/why.json"), whole = read("one/compare.json");
  EXPECT_EQ(answer["seeds"].size(), 2u);
  EXPECT_EQ(answer["failed"][0]["seed"], 6);
  EXPECT_EQ(whole["failed"][0]["seed"], 6);
  EXPECT_EQ(whole["variants"][0]["effects"][0]["pairs"], 2);
  EXPECT_THAT(read_whole_file(path("one/report.html")), HasSubstr("out of memory"));
}

TEST_F(WhyCommandTest, WithoutAnyAnswerNothingIsLeft) {
  const auto fail = [](const WhyPlan&, std::uint64_t) -> WhyOutcome { throw std::bad_alloc(); };
  try {
    why("none", fail);
    FAIL() << "it was answered";
  } catch (const EveryWorldFailed& error) {
    testing::internal::GetCapturedStdout();
    testing::internal::GetCapturedStderr();
    EXPECT_THAT(error.what(), HasSubstr("every seed failed: out of memory"));
  }
  EXPECT_FALSE(fs::exists(path("none")));
}

}  // namespace
}  // namespace hibiki
