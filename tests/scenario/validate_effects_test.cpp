// Interventions that change nothing, and those that the range of their lever cuts off.
#include <gtest/gtest.h>

#include "tests/scenario/small_world.hpp"

namespace hibiki::test {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* kLate =
    "[[label]]\nname = \"Late\"\nkind = \"indie\"\nhome = \"KR\"\nfounded = 1997-03-05\n"
    "[[policy]]\nid = \"late\"\ntarget = \"labels[name=Late]\"\n[policy.levers]\npromotion.abroad = 0.4\n";

/// The small world with a label that is founded in 1997, and an intervention.
std::string with(const std::string& intervention) {
  return kSmallWorld + kLate + "[[intervention]]\nid = \"x\"\nlever = \"promotion.abroad\"\n" + intervention;
}

std::string problem_of(const std::string& text) {
  const auto found = problems_of(text);
  EXPECT_EQ(found.size(), 1U);
  return found.empty() ? "" : found[0].message + found[0].excerpt;
}

std::vector<Problem> warnings(const std::string& text) { return parse(text).warnings; }

TEST(ValidateEffects, AnInterventionThatEndsBeforeItsLabelIsFoundedIsAnError) {
  EXPECT_THAT(problem_of(with("target = \"labels[name=Late]\"\nset = 0.9\nfrom = 1992-01-06\nuntil = 1997-03-10\n")),
              HasSubstr("changes nothing: the first label of its target, Late, is founded on 1997-03-05, and it ends "
                        "on 1997-03-10"));
  EXPECT_THAT(problems_of(with("target = \"labels[name=Late]\"\nset = 0.9\nfrom = 1992-01-06\nuntil = 1997-03-11\n")),
              IsEmpty());
}

TEST(ValidateEffects, WhereLabelsEnterByThemselvesItIsAWarning) {
  const std::string text = with("target = \"labels[kind=indie]\"\nset = 0.9\nfrom = 1992-01-06\nuntil = 1996-01-01\n");
  const auto found = warnings(text);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_THAT(found[0].message, HasSubstr("only entrants can follow it"));
  EXPECT_GT(found[0].line, 0);
  std::string closed = text;
  closed.replace(closed.find("try.quality = 0.7"), 17, "try.quality = 0.7\nindustry.entry_rate = 0");
  EXPECT_THAT(problem_of(closed), HasSubstr("changes nothing"));
}

TEST(ValidateEffects, AnInterventionBetweenTwoWeeksIsAnError) {
  EXPECT_THAT(problem_of(with("target = \"labels\"\nset = 0.9\nfrom = 1992-01-07\nuntil = 1992-01-13\n")),
              HasSubstr("no week of the run begins from 1992-01-07 to 1992-01-12"));
  EXPECT_THAT(problems_of(with("target = \"labels\"\nset = 0.9\nfrom = 1992-01-07\nuntil = 1992-01-14\n")), IsEmpty());
}

TEST(ValidateEffects, AScaleBeyondTheRangeIsAWarningWithTheValueThatRemains) {
  const auto found = warnings(with("target = \"labels[name=Late]\"\nscale = 5.0\nfrom = 1992-01-06\n"));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_THAT(found[0].message,
              HasSubstr("promotion.abroad out of its range: 0.4 times 5 would be 2 for Late in the week of "
                        "1997-03-10; it stays at 1"));
  EXPECT_THAT(found[0].excerpt, HasSubstr("valid: 0 to 1"));
  EXPECT_GT(found[0].line, 0);
  EXPECT_THAT(warnings(with("target = \"labels[name=Late]\"\nscale = 2.5\nfrom = 1992-01-06\n")), IsEmpty());
}

TEST(ValidateEffects, ARampAndEarlierInterventionsCount) {
  const std::string target = "target = \"labels[name=Late]\"\n";
  const std::string ramped = target + "scale = 5.0\nfrom = 1992-01-06\nramp = \"52 weeks\"\n";
  EXPECT_THAT(warnings(with(ramped + "until = 1997-05-05\n")), IsEmpty()) << "it ends before the ramp leaves the range";
  EXPECT_EQ(warnings(with(ramped)).size(), 1U);
  const std::string second =
      "[[intervention]]\nid = \"y\"\nlever = \"promotion.abroad\"\n" + target + "scale = 2.0\nfrom = 1998-01-05\n";
  EXPECT_THAT(warnings(with(target + "set = 0.5\nfrom = 1992-01-06\n" + second)), IsEmpty());
  EXPECT_EQ(warnings(with(target + "set = 0.6\nfrom = 1992-01-06\n" + second)).size(), 1U);
}

}  // namespace
}  // namespace hibiki::test
