// Questions made ready to be simulated.
#include "tools/studio/asked.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/studio/studio_base.hpp"

namespace hibiki {
namespace {

using test::kStudioWeeks;
using test::posts_question;
using test::StudioBase;
using testing::ElementsAre;

Asked asked_of(const StudioBase& base, const Question& question) { return ask(question, *base.loaded, {400})[0]; }

TEST(Ask, KnowsWhereTheArmsPart) {
  const StudioBase base;
  Question question = posts_question();
  question.pinned = {{"Nothing", {}, Rivals::as_they_do}};
  const Asked asked = asked_of(base, question);
  EXPECT_THAT(asked.parts_at, ElementsAre(kStudioWeeks, 30, kStudioWeeks));
  EXPECT_EQ(asked.scope.from_week, 30);
  EXPECT_EQ(asked.scope.scene.market, "B");
  EXPECT_EQ(asked.worlds[0], asked.worlds[2]);  // but for the name
  EXPECT_NE(asked.worlds[0], asked.worlds[1]);
}

TEST(Ask, NamesArmsByTheirTitlesAllDifferent) {
  const StudioBase base;
  Question question = posts_question();
  question.what_if.title = "  More posts, at last! ";
  for (const char* title : {"More posts at last", "", "\u97f3", "at last 2", "Japan like Korea"})
    question.pinned.push_back({title, {}, Rivals::as_they_do});
  std::vector<std::string> names;
  for (const LoadedScenario& arm : asked_of(base, question).arms) names.push_back(arm.scenario.name);
  EXPECT_THAT(names,
              ElementsAre(base.loaded->scenario.name, "what_if_more_posts_at_last", "what_if_more_posts_at_last_2",
                          "what_if", "what_if_2", "what_if_at_last_2", "what_if_japan_like_korea"));
  EXPECT_EQ(what_if_name(std::string(300, 'x')).size(), 48U);
}

TEST(Ask, MakesTheSameQuestionWithSeveralNumbersOfFans) {
  const StudioBase base;
  const auto asked = ask(posts_question(), *base.loaded, {300, 400});
  ASSERT_EQ(asked.size(), 2U);
  EXPECT_EQ(asked[0].scenario(1).run.fans, 300);
  EXPECT_EQ(asked[1].scenario(0).run.fans, 400);
  EXPECT_NE(asked[0].worlds[0], asked[1].worlds[0]);
}

TEST(Ask, GivesWorldsOfAnotherMeasureOrWindowOtherKeys) {
  const StudioBase base;
  Question question = posts_question();
  const Asked before = asked_of(base, question);
  question.what_if.title = "Another title";
  EXPECT_EQ(asked_of(base, question).key(1, 5), before.key(1, 5));
  EXPECT_NE(before.key(1, 5), before.key(1, 6));
  question.measure = "play_share[market=A]";
  EXPECT_NE(asked_of(base, question).key(1, 5), before.key(1, 5));
  question = posts_question();
  question.what_if.changes[0].from = "2008-09-01";
  EXPECT_NE(asked_of(base, question).key(0, 5), before.key(0, 5));
  EXPECT_EQ(asked_of(base, question).past_key(5), before.past_key(5));
}

TEST(Ask, BeginsTheWindowOfAQuestionWithoutChangesWhereTheNextWillBegin) {
  const StudioBase base;
  Question question = posts_question();
  question.what_if.changes.clear();
  question.from = "2008-08-04";
  const Asked asked = asked_of(base, question);
  EXPECT_EQ(asked.keep_at, 30);
  EXPECT_EQ(asked.scope.from_week, 30);
  EXPECT_EQ(asked.key(0, 5), asked_of(base, posts_question()).key(0, 5));
}

TEST(Ask, SaysWhatCannotBeMeasured) {
  const StudioBase base;
  const auto place = [&](const Question& question) -> std::string {
    try {
      asked_of(base, question);
    } catch (const QuestionError& error) {
      return error.place;
    }
    return "none";
  };
  Question question = posts_question();
  EXPECT_EQ(place(question), "none");
  question.measure = "posts";
  EXPECT_EQ(place(question), "measure");
  question.measure = "engaged[market=Q]";
  EXPECT_EQ(place(question), "measure");
  question = posts_question();
  question.until = "2020-01-01";
  EXPECT_EQ(place(question), "until");
  question = posts_question();
  question.scene = "Q";
  EXPECT_EQ(place(question), "scene");
}

TEST(CompareCommand, NamesWhatDiffersFromTheUsual) {
  Question question = posts_question();
  question.measure = "engaged[market=A|C]";
  EXPECT_EQ(
      shell_line(compare_command(question, "base.toml", {"my plan.toml"}, 400, 8)),
      "hibiki compare base.toml 'my plan.toml' --scene B --measure 'engaged[market=A|C]' --fans 400 --replicates 8 "
      "--seed 5");
}

}  // namespace
}  // namespace hibiki
