// Questions: JSON, scenario files and back, and what is wrong with them, at its place.
#include "tools/studio/question.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/studio/studio_base.hpp"

namespace hibiki {
namespace {

using Json = nlohmann::ordered_json;
using test::posts_question;
using test::StudioBase;
using testing::HasSubstr;

Json posts_json() { return question_json(posts_question()); }

/// The place that read_question names; "none" where it takes it.
std::string place_of(const Json& json) {
  try {
    read_question(json);
  } catch (const QuestionError& error) {
    return error.place;
  }
  return "none";
}

TEST(Question, GoesThroughJsonUnchanged) {
  Question question = posts_question();
  question.what_if.changes[0].until = "2008-12-01";
  question.what_if.changes[0].ramp_weeks = 10;
  question.what_if.changes[0].markets = {"A"};
  question.what_if.changes[0].cost = 12.5;
  question.what_if.rivals = Rivals::copy_what_works;
  question.pinned = {posts_question(2.0).what_if};
  question.measure = "engaged[market=A]";
  question.until = "2009-01-01";
  question.from = "2008-08-04";
  const Json json = question_json(question);
  EXPECT_EQ(question_json(read_question(json)), json);
  EXPECT_EQ(read_question(json).what_if.changes, question.what_if.changes);
}

TEST(Question, NamesThePlaceOfAMistake) {
  EXPECT_EQ(place_of(posts_json()), "none");
  EXPECT_EQ(place_of(Json::array()), "");
  const auto with = [](const char* pointer, const Json& value) {
    Json json = posts_json();
    json[Json::json_pointer(pointer)] = value;
    return place_of(json);
  };
  EXPECT_EQ(with("/changes/0/lever", "postz"), "changes[0].lever");
  EXPECT_EQ(with("/changes/0/set", "many"), "changes[0].set");
  EXPECT_EQ(with("/changes/0/set", nullptr), "changes[0].set");
  EXPECT_EQ(with("/changes/0/ramp_weeks", 1.5), "changes[0].ramp_weeks");
  EXPECT_EQ(with("/changes/0/set", 1e300), "changes[0].set");
  EXPECT_EQ(with("/changes/0/from", "2008-02-30"), "changes[0].from");
  EXPECT_EQ(with("/changes/0/from", nullptr), "changes[0].from");
  EXPECT_EQ(with("/changes/0/ramp_weeks", -1), "changes[0].ramp_weeks");
  EXPECT_EQ(with("/changes/0/cost", -1), "changes[0].cost");
  EXPECT_EQ(with("/changes/0/markets", {1}), "changes[0].markets");
  EXPECT_EQ(with("/changes", std::string("x")), "changes");
  EXPECT_EQ(with("/changes", Json(std::vector<Json>(kMostChanges + 1, posts_json()["changes"][0]))), "changes");
  EXPECT_EQ(with("/rivals", "angry"), "rivals");
  EXPECT_EQ(with("/title", std::string(400, 'x')), "title");
  EXPECT_EQ(with("/title", "two\nlines"), "title");
  EXPECT_EQ(with("/seed", -1), "seed");
  EXPECT_EQ(with("/pinned", Json::array({{{"changes", 1}}})), "pinned[0].changes");
}

TEST(WhatIf, GoesThroughAScenarioFileUnchanged) {
  const StudioBase base;
  for (const Rivals rivals : {Rivals::as_they_do, Rivals::never, Rivals::after_a_year, Rivals::copy_what_works}) {
    WhatIf what_if = posts_question().what_if;
    what_if.title = R"(More "posts" = \ more fans)";
    what_if.rivals = rivals;
    what_if.changes[0].from = "2008-02-04";  // so that an answer after a year still happens
    what_if.changes.push_back({.lever = "tours.abroad",
                               .target = "labels[home=B]",
                               .set = 0.5,
                               .from = "2008-09-01",
                               .until = "2009-01-05",
                               .ramp_weeks = 8,
                               .markets = {"A", "C"},
                               .cost = 1000.0});
    const LoadedScenario variant = load_what_if(what_if, "mine", base.file(), {});
    const WhatIf back = what_if_of(*base.loaded, variant);
    EXPECT_EQ(back.title, what_if.title);
    EXPECT_EQ(back.changes, what_if.changes);
    EXPECT_EQ(back.rivals, rivals);
  }
}

TEST(WhatIf, RefusesAFileThatThePageCannotShow) {
  const StudioBase base;
  const auto refusal = [&](const std::string& text) -> std::string {
    try {
      what_if_of(*base.loaded, parse_scenario("extends = \"base.toml\"\n" + text, "other", {}, base.folder()));
    } catch (const QuestionError& error) {
      return error.what();
    }
    return "none";
  };
  const std::string change =
      "[[intervention]]\nid = \"x\"\ntarget = \"labels[home=B]\"\nlever = \"posts_per_week\"\n"
      "from = 2008-08-04\n";
  EXPECT_EQ(refusal(change + "set = 2.0\n"), "none");
  EXPECT_THAT(refusal(change + "scale = 2.0\n"), HasSubstr("does not set its lever"));
  EXPECT_THAT(refusal(change + "set = 2.0\ncost = 5.0\npaid_from = \"budget\"\n"), HasSubstr("paid from budget"));
  EXPECT_THAT(refusal("[assumptions]\ntry.quality = 0.5\n"), HasSubstr("assumptions.try.quality"));
  EXPECT_THAT(refusal(change + "set = 2.0\n[[response]]\nid = \"r\"\nby = \"labels[home=A]\"\ndelay = \"10 weeks\"\n"),
              HasSubstr("rivals"));
}

TEST(WhatIf, ProblemsAreFoundAtTheChangeTheyAreAbout) {
  const StudioBase base;
  WhatIf what_if = posts_question().what_if;
  what_if.changes.push_back({.lever = "tours.abroad", .target = "labels[home=B]", .set = 99.0, .from = "2008-09-01"});
  try {
    load_what_if(what_if, "what_if", base.file(), {});
    FAIL() << "99 tours were taken";
  } catch (const ScenarioError& error) {
    ASSERT_FALSE(error.problems().empty());
    EXPECT_EQ(change_at(what_if, error.problems()[0]), 1U);
    Problem other = error.problems()[0];
    other.file = "base.toml";
    EXPECT_EQ(change_at(what_if, other), std::nullopt);
    other = error.problems()[0];
    what_if.rivals = Rivals::never;
    other.line = 100;  // the answer of rivals
    EXPECT_EQ(change_at(what_if, other), std::nullopt);
  }
}

}  // namespace
}  // namespace hibiki
