// Responses that answer nothing.
#include <gtest/gtest.h>

#include "tests/scenario/small_world.hpp"

namespace hibiki::test {
namespace {

using ::testing::HasSubstr;

/// Message and hint of the only problem of the small world with a response.
std::string problem_of(const std::string& more, const std::string& world = kSmallWorld) {
  const auto found = problems_of(world + "[[response]]\nid = \"r\"\n" + more);
  EXPECT_EQ(found.size(), 1U);
  return found.empty() ? "" : found[0].message + found[0].excerpt;
}

constexpr const char* kBySeoul = "by = \"labels[name=Seoul]\"\n";

TEST(ValidateResponses, WordsAndIdsMustBeKnown) {
  EXPECT_TRUE(problems_of(kSmallWorld + "[[response]]\nid = \"r\"\n" + kBySeoul).empty());
  EXPECT_THAT(problem_of(std::string(kBySeoul) + "how = \"sam\""), HasSubstr("response.r.how is 'sam'"));
  EXPECT_THAT(problem_of(std::string(kBySeoul) + "to = [\"erly\"]"),
              ::testing::AllOf(HasSubstr("there is no intervention 'erly'"), HasSubstr("early")));
  EXPECT_THAT(problem_of("by = \"labels[home=XX]\""), HasSubstr("unknown home market 'XX'"));
  EXPECT_THAT(problem_of(std::string(kBySeoul) + "delay = \"a year\""), HasSubstr("delay"));
  EXPECT_THAT(problem_of(std::string(kBySeoul) + "rate = 2.0"), HasSubstr("rate is 2, out of range"));
  EXPECT_THAT(problem_of(""), HasSubstr("lacks 'by'"));
}

TEST(ValidateResponses, AFileWithoutInterventionsMayHaveThemForThoseThatExtendIt) {
  const std::string calm = kSmallWorld.substr(0, kSmallWorld.find("[[intervention]]"));
  EXPECT_TRUE(problems_of(calm + "[[response]]\nid = \"r\"\n" + kBySeoul).empty());
  EXPECT_THAT(problem_of(std::string(kBySeoul) + "to = [\"early\"]", calm),
              HasSubstr("there is no intervention 'early'"));
}

TEST(ValidateResponses, AnAnswerBetweenTwoWeeksNeverHappens) {
  EXPECT_THAT(problem_of(std::string(kBySeoul) + "from = 1995-01-03\nuntil = 1995-01-06"), HasSubstr("never happens"));
}

TEST(ValidateResponses, AWrongDelayIsOneProblem) {
  EXPECT_THAT(problem_of(std::string(kBySeoul) + "delay = \"99999999 weeks\""), HasSubstr("out of range"));
}

TEST(ValidateResponses, AnAnswerMustBeginBeforeTheRunEnds) {
  EXPECT_THAT(
      problem_of(std::string(kBySeoul) + "delay = \"500 weeks\""),
      ::testing::AllOf(HasSubstr("response.r never happens: its first answer, to early, would begin on 2001-08-06"),
                       HasSubstr("the run ends on 2000-12-25"), HasSubstr("early begins on 1992-01-06")));
  EXPECT_THAT(problem_of(std::string(kBySeoul) + "until = 1992-12-07"),
              HasSubstr("would begin on 1993-01-04, and the response ends on 1992-12-07"));
  EXPECT_THAT(problem_of(std::string(kBySeoul) + "from = 1995-01-02\nuntil = 1994-01-03"),
              HasSubstr("until 1994-01-03 is not after from"));
}

TEST(ValidateResponses, NorThoseAtHomeInTheOnlyMarketThatIsNamed) {
  const std::string aimed =
      small_world("lever = \"official_uploads.video\"", "lever = \"tours.abroad\"\nmarkets = [\"KR\"]");
  EXPECT_THAT(problem_of(kBySeoul, aimed), HasSubstr("or at home in the only market that they name"));
}

TEST(ValidateResponses, LabelsThatActDoNotAnswerThemselves) {
  EXPECT_THAT(problem_of("by = \"labels[name=Big]\""),
              HasSubstr("selects only labels that the interventions themselves are aimed at"));
}

TEST(ValidateResponses, OnlyLearntLeversAreLearnt) {
  const std::string fixed = small_world("lever = \"official_uploads.video\"", "lever = \"style.fusion\"");
  EXPECT_THAT(problem_of(std::string(kBySeoul) + "how = \"learn\"", fixed),
              HasSubstr("labels do not learn style.fusion (of early) from each other"));
}

}  // namespace
}  // namespace hibiki::test
