// The command `new`: five answers become a scenario file.
#include <gmock/gmock.h>

#include "tests/end_to_end/program.hpp"

namespace hibiki {
namespace {

using testing::HasSubstr;

class NewTest : public ProgramTest {
 protected:
  Outcome answered(const std::string& lines, const std::string& options = "") const {
    return shell("printf '" + lines + "' | \"$hibiki\" new mine.toml --base " +
                 scenario("examples/three_markets.toml") + options);
  }
};

TEST_F(NewTest, WritesAScenarioThatComparesWithItsBase) {
  const Outcome outcome = answered("More posts\\nB\\nposts_per_week\\n5\\n2006-01-02\\n");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(outcome.out, "mine.toml\n");
  EXPECT_THAT(outcome.err, HasSubstr("hibiki compare"));
  const std::string text = read("mine.toml");
  EXPECT_THAT(text, HasSubstr("title = \"More posts\""));
  EXPECT_THAT(text, HasSubstr("target = \"labels[home=B]\""));
  EXPECT_THAT(text, HasSubstr("set = 5"));
  EXPECT_THAT(text, HasSubstr("cost = 4500"));  // 1,000 dollars for each post beyond the half that they have
  EXPECT_EQ(
      hibiki("compare " + scenario("examples/three_markets.toml") + " mine.toml --fans 300 --replicates 1").exit_code,
      0);
}

TEST_F(NewTest, AsksAgainAfterAMistakeAndTakesWhatIsUsual) {
  const Outcome outcome = answered("\\nQ\\n\\n99\\n5\\n900\\n\\n2006\\n2006-01-02\\n");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("'Q' is not in the list"));
  EXPECT_THAT(outcome.err, HasSubstr("'99' is not in the list"));
  EXPECT_THAT(outcome.err, HasSubstr("'900' is not a number from 0 to 100"));
  EXPECT_THAT(outcome.err, HasSubstr("'2006' is not a day"));
  EXPECT_THAT(read("mine.toml"), HasSubstr("set = 0.5"));  // what it is already
}

TEST_F(NewTest, SaysWhereTheInputEnded) {
  const Outcome outcome = answered("Posts\\nB\\n");
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("the input ended before this was answered: 3."));
  EXPECT_FALSE(exists("mine.toml"));
}

TEST_F(NewTest, ReplacesAFileWithForceAlone) {
  write("mine.toml", "mine\n");
  const std::string lines = "Posts\\nB\\nposts_per_week\\n5\\n2006-01-02\\n";
  EXPECT_EQ(answered(lines).exit_code, 2);
  EXPECT_EQ(read("mine.toml"), "mine\n");
  EXPECT_EQ(answered(lines, " --force").exit_code, 0);
}

}  // namespace
}  // namespace hibiki
