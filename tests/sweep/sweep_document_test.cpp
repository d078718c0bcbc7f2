// The document of a sweep: what is missing is null, and commands are words that a shell reads back.
#include "tools/sweep/sweep_document.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "output/analysis/measures.hpp"
#include "tests/sweep/sweep_case.hpp"
#include "tools/sweep/shell_word.hpp"

namespace hibiki::test {
namespace {

using testing::HasSubstr;

class SweepDocumentTest : public testing::Test {
 protected:
  SweepDocumentTest() {
    state_.name = "s";
    state_.scenario = "../base.toml";
    state_.folder = "my sweeps";
    state_.factors = {"set", "file"};
    state_.keys = {"intervention.x.set", "scenario"};
    state_.scales = {"log", "linear"};
    state_.points = {{0, "aa", {"0.5", "a.toml"}}, {0, "bb", {"1e-3", "it's.toml"}}};
    state_.rows = {0, 1};
    state_.measures = {{"engaged_abroad", "A-pop"}};
    state_.seeds = {7, 8};
    state_.fans = state_.given_fans = 300;
    state_.scope = "scope";
  }

  SweepCase files_;
  SweepState state_;
};

TEST_F(SweepDocumentTest, HasEveryPointWithWhatIsThere) {
  SweepFolder folder(files_.path("out"), state_, "");
  std::vector<double> measures(measure_table().size(), std::nan(""));
  measures[measure_index("engaged_abroad")] = 12.5;
  folder.log().append({"bb", 8, "scope", "digest", 1, {{"A-pop", measures}}, ""});
  const nlohmann::json document = nlohmann::json::parse(sweep_document(folder, folder.log()).dump());
  EXPECT_EQ(document["kind"], "sweep_results");
  EXPECT_EQ(document["title"], "s") << "the name where there is no title";
  EXPECT_EQ(document["points"][0]["values"], nlohmann::json::parse("[0.5, \"a.toml\"]"));
  EXPECT_EQ(document["points"][0]["measures"], nlohmann::json::parse("[[null, null]]"));
  EXPECT_EQ(document["points"][1]["measures"], nlohmann::json::parse("[[null, 12.5]]"));
  EXPECT_EQ(document["factors"][0]["scale"], "log");
  EXPECT_EQ(document["factors"][1]["numeric"], false);
  EXPECT_FALSE(document.contains("sensitivity")) << "of a grid";
}

TEST_F(SweepDocumentTest, CommandsAreOfTheFolderInWhichTheSweepWasStarted) {
  EXPECT_EQ(point_command(state_, {4, "aa", {"0.5", "a.toml"}}),
            "hibiki run 'my sweeps/a.toml' --set intervention.x.set=0.5 --fans 300 --seed 7 --replicates 2 --out "
            "runs/s-4");
  EXPECT_THAT(point_command(state_, {4, "bb", {"1", "it's.toml"}}), HasSubstr("'my sweeps/it'\\''s.toml'"));
  state_.keys = {"run.fans", "try.quality"};
  state_.given_fans = 0;
  EXPECT_EQ(point_command(state_, {4, "aa", {"100", "1"}}),
            "hibiki run base.toml --set run.fans=100 --set try.quality=1 --seed 7 --replicates 2 --out runs/s-4");
}

TEST(ShellWords, AreQuotedWhereTheyNeedIt) {
  EXPECT_EQ(shell_word("a/b-c_1.toml"), "a/b-c_1.toml");
  EXPECT_EQ(shell_word(""), "''");
  EXPECT_EQ(shell_word("$HOME"), "'$HOME'");
}

}  // namespace
}  // namespace hibiki::test
