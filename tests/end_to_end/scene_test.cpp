// --scene holds the subject of an experiment, whatever its variants change; --measure chooses what is measured.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/end_to_end/program.hpp"

namespace hibiki {
namespace {

using nlohmann::json;
using testing::HasSubstr;

class SceneTest : public ProgramTest {
 protected:
  SceneTest() {
    write("variant.toml",
          "extends = " + replaced(base_, "'", "\"") +
              "\n[[intervention]]\nid = \"abroad\"\ntarget = \"labels[home=B]\"\nlever = \"promotion.abroad\"\n"
              "set = 0.8\nfrom = 2005-03-07\n");
  }
  json scene_in(const std::string& file) const { return json::parse(read(file))["scene"]; }

  const std::string base_ = scenario("examples/three_markets.toml");
  const std::string options_ = " --fans 600 --until 2005-12-31 --replicates 2";
};

TEST_F(SceneTest, IsTheOneAskedFor) {
  EXPECT_EQ(hibiki("compare " + base_ + " variant.toml --scene A --out c" + options_).exit_code, 0);
  EXPECT_EQ(hibiki("why " + base_ + " variant.toml --scene A --out w" + options_).exit_code, 0);
  EXPECT_EQ(hibiki("attribute variant.toml --scene A --out a" + options_).exit_code, 0);
  for (const char* file : {"c/compare.json", "w/why.json", "a/attribution.json"})
    EXPECT_EQ(scene_in(file)["market"], "A") << file;
}

TEST_F(SceneTest, AnotherSceneIsAnotherQuestion) {
  const std::string command = "compare " + base_ + " variant.toml --out c" + options_;
  ASSERT_EQ(hibiki(command).exit_code, 0);
  const json guessed = scene_in("c/compare.json");
  EXPECT_EQ(guessed["market"], "B");
  EXPECT_EQ(hibiki(command + " --scene '" + guessed["name"].get<std::string>() + "'").exit_code, 0)
      << "the same question";
  EXPECT_EQ(hibiki(command + " --scene A").exit_code, 4);
}

TEST_F(SceneTest, MeasuresAskedForAreTheHeadlineAndTheFirstRows) {
  const std::string command = "compare " + base_ + " variant.toml --out c" + options_;
  const Outcome outcome =
      hibiki(command + " --measure 'play_share[scene=A,market=B]' --measure 'plays[label=B agency]'");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  const json result = json::parse(read("c/compare.json"));
  EXPECT_EQ(result["measures"][0]["name"], "play_share[scene=A-pop,market=B]");
  EXPECT_EQ(result["measures"][1]["title"], "plays a week, label B agency");
  EXPECT_EQ(result["measures"][2]["name"], "engaged_abroad");
  EXPECT_TRUE(result["measures"][1]["asked"].get<bool>());
  EXPECT_FALSE(result["measures"][2].contains("asked"));
  const json& variant = result["variants"][0];
  EXPECT_EQ(variant["effects"][0]["measure"], "play_share[scene=A-pop,market=B]");
  EXPECT_EQ(variant["paired"]["measure"], "play_share[scene=A-pop,market=B]");
  EXPECT_THAT(variant["verdict"].get<std::string>(), HasSubstr("share of plays in B"));
  EXPECT_THAT(outcome.out, testing::AllOf(HasSubstr("share of plays in B"), HasSubstr("plays a week, label B agency")));
  EXPECT_EQ(hibiki(command).exit_code, 4) << "another question";
}

TEST_F(SceneTest, OfSeveralVariantsFurtherMeasuresFollowTheRanking) {
  write("more.toml", replaced(read("variant.toml"), "0.8", "0.4"));
  const Outcome outcome = hibiki("compare " + base_ + " variant.toml more.toml --out s" + options_ +
                                 " --measure 'engaged[market=C]' --measure 'plays[label=B agency]'");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("engaged fans in C:\n"));
  const auto at = outcome.out.find("plays a week, label B agency (the intervals");
  ASSERT_NE(at, std::string::npos) << outcome.out;
  EXPECT_THAT(outcome.out.substr(at),
              testing::AllOf(HasSubstr("\nvariant "), HasSubstr("\nmore "), HasSubstr(">x9,999")));
}

TEST_F(SceneTest, AMeasureThatCannotBeIsRefusedBeforeAnythingIsSimulated) {
  const auto refused = [&](const std::string& measure, const std::string& why) {
    const Outcome outcome = hibiki("compare " + base_ + " variant.toml --measure '" + measure + "'" + options_);
    EXPECT_EQ(outcome.exit_code, 2) << measure;
    EXPECT_THAT(outcome.err, HasSubstr(why)) << measure;
    EXPECT_FALSE(exists("runs")) << measure;
  };
  refused("engaged[market=Q]", "no market 'Q'");
  refused("overtake", "cannot be the headline");
  refused("leadership' --measure 'leadership", "stands twice");
  write("variant.toml", read("variant.toml") + "[[act]]\nname = \"Late\"\nlabel = \"B agency\"\ndebut = 2007-01-01\n");
  refused("plays[act=Late]", "Late has its debut on 2007-01-01, but the run ends on 2005-12-31");
}

TEST_F(SceneTest, AnUnknownOneIsRefusedWithTheNearest) {
  for (const std::string& command : {"compare " + base_ + " variant.toml", "why " + base_ + " variant.toml",
                                     std::string("attribute variant.toml")}) {
    const Outcome outcome = hibiki(command + " --scene " + "A-popp");
    EXPECT_EQ(outcome.exit_code, 2) << command;
    EXPECT_THAT(outcome.err, HasSubstr("--scene 'A-popp'")) << command;
    EXPECT_THAT(outcome.err, HasSubstr("did you mean")) << command;
    EXPECT_FALSE(exists("runs")) << command;
  }
}

}  // namespace
}  // namespace hibiki
