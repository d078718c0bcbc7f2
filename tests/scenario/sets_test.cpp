#include "sim/scenario/sets.hpp"

#include <gtest/gtest.h>

#include "tests/scenario/small_world.hpp"

namespace hibiki::test {
namespace {

using ::testing::HasSubstr;

Scenario with(const std::string& set) { return parse(kSmallWorld, {set}).scenario; }

TEST(Sets, ReachEveryPart) {
  EXPECT_EQ(with("run.fans=20000").run.fans, 20000);
  EXPECT_EQ(with("fans=20000").run.fans, 20000);
  EXPECT_EQ(with("run.end=1999-12-31").run.end, make_day(1999, 12, 31));
  EXPECT_EQ(with("assumptions.try.quality=0.25").assumptions.try_quality, 0.25);
  EXPECT_EQ(with("trend.income=0.03").trends.income, 0.03);
  EXPECT_EQ(with("try.quality=0.25").assumptions.try_quality, 0.25);
  EXPECT_EQ(with("title=A title = with signs").title, "A title = with signs");
  EXPECT_EQ(with("market.JP.internet=0.5").markets[0].internet.points, DatedValue(0.5).points);
  EXPECT_EQ(with("market.JP.internet=[[1990-01-01, 0], [2000-01-01, 1]]").markets[0].internet.points.size(), 2U);
  EXPECT_EQ(with("market.JP.comprehension.en=0.9").markets[0].comprehension.at("en"), 0.9);
  EXPECT_EQ(with("market.KR.distance.JP=0.6").markets[1].distance.at("JP"), 0.6);
  EXPECT_EQ(with("platform.clips.launches.KR=1999-01-01").platforms[1].launches.at("KR"), make_day(1999, 1, 1));
  EXPECT_FALSE(with("platform.tv.online=false").platforms[0].online);
  EXPECT_EQ(with("label.Big.count=5").labels[0].count, 5);
  EXPECT_EQ(with("label.Seoul.kind=indie").labels[1].kind, LabelKind::indie);
  EXPECT_EQ(with("barrier.ban.value=0").barriers[0].value, DatedValue(0.0));
  EXPECT_EQ(with("contenders=[\"JP\", \"KR\"]").contenders, (std::vector<std::string>{"JP", "KR"}));
}

TEST(Sets, NamesWithDotsMayBeQuotedOrNot) {
  EXPECT_EQ(with("act.\"Ha.na\".talent=2").acts[0].talent, 2.0);
  EXPECT_EQ(with("act.'Ha.na'.talent=2").acts[0].talent, 2.0);
  EXPECT_EQ(with("act.Ha.na.talent=2").acts[0].talent, 2.0);
}

TEST(Sets, ReachInsidePoliciesAndInterventions) {
  const Scenario old_lever = with("policy.majors.promotion.abroad=0.4");
  EXPECT_EQ(old_lever.policies[0].levers[1], std::pair(&Policy::promotion_abroad, DatedValue(0.4)));
  const Scenario new_lever = with("policy.majors.takedown=1.0");
  EXPECT_EQ(new_lever.policies[0].levers.size(), 3U);
  EXPECT_EQ(with("policy.majors.target=labels").policies[0].target, "labels");
  EXPECT_EQ(with("intervention.early.set=0.5").interventions[0].value, 0.5);
  EXPECT_EQ(with("intervention.early.set=current").interventions[0].change, Intervention::Change::current);
  EXPECT_EQ(with("intervention.early.scale=2").interventions[0].change, Intervention::Change::scale);
  EXPECT_EQ(with("intervention.early.lever=takedown").interventions[0].lever, &Policy::takedown);
  EXPECT_EQ(with("intervention.early.ramp=4 weeks").interventions[0].ramp_weeks, 4);
}

TEST(Sets, AKeyThatIsSetTwiceIsAnError) {
  for (const char* second : {"run.fans=2", "fans=2", "\"run\".fans=1"}) {
    const auto problems = problems_of(kSmallWorld, {"run.fans=1", second});
    ASSERT_EQ(problems.size(), 1U) << second;
    EXPECT_THAT(problems[0].message, HasSubstr("run.fans is set twice: run.fans=1 and "));
  }
  EXPECT_EQ(problems_of(kSmallWorld, {"try.quality=1", "assumptions.try.quality=2"}).size(), 1U);
}

struct BadSet {
  const char* set;
  const char* message;
  const char* excerpt;
};

TEST(Sets, MistakesAreExplained) {
  for (const BadSet& bad : std::initializer_list<BadSet>{
           {"run.fans", "write KEY=VALUE", ""},
           {"=3", "write KEY=VALUE", ""},
           {"run..fans=3", "write KEY=VALUE", ""},
           {"", "write KEY=VALUE", ""},
           {"run.fanz=3", "unknown key 'fanz' in run", "did you mean 'fans'?"},
           {"try.qualty=3", "unknown key 'try.qualty'", "did you mean 'try.quality'?"},
           {"assumptions.try.qualty=3", "unknown key 'try.qualty'", "did you mean 'try.quality'?"},
           {"fanz=3", "unknown key 'fanz'", "run.fans"},
           {"extends=x.toml", "unknown key 'extends'", ""},
           {"market.JB.internet=1", "unknown market 'JB'", "did you mean 'JP'?"},
           {"market.JP=1", "needs a name and a key", "market.NAME.KEY=VALUE"},
           {"market=1", "needs a name and a key", "market.NAME.KEY=VALUE"},
           {"market.JP.internet.x=1", "it has no keys to set", "set it whole"},
           {"market.JP.internt=1", "unknown key 'internt' in market.JP", "did you mean 'internet'?"},
           {"policy.majors.takedwon=1", "unknown lever 'takedwon'", "did you mean 'takedown'?"},
           {"intervention.eraly.set=1", "unknown intervention 'eraly'", "did you mean 'early'?"},
           {"intervention.early.set=7", "out of range of official_uploads.video", "valid: 0 to 1"},
           {"run.fans=many", "must be a whole number, not the text \"many\"", "valid: 1"},
           {"run.fans=0", "out of range", "valid: 1"},
           {"run.end=2000-02-30", "must be a date", "2000-02-30"},
           {"run.fans=", "must be a whole number", ""},
           {"run.fans=1\nseed=2", "must be a whole number", ""},
       }) {
    const auto problems = problems_of(kSmallWorld, {bad.set});
    ASSERT_EQ(problems.size(), 1U) << bad.set << "\n" << ScenarioError(problems).what();
    EXPECT_THAT(problems[0].message, HasSubstr(bad.message)) << bad.set;
    EXPECT_THAT(problems[0].message, HasSubstr("--set")) << bad.set;
    EXPECT_THAT(problems[0].excerpt, HasSubstr(bad.excerpt)) << bad.set;
    EXPECT_EQ(problems[0].file, "") << bad.set;
  }
}

TEST(Sets, BrokenArraysAreNotTakenForText) {
  const auto problems = problems_of(kSmallWorld, {"title=[1, 2"});
  ASSERT_FALSE(problems.empty());
  EXPECT_THAT(ScenarioError(problems).what(), HasSubstr("not valid TOML"));
}

}  // namespace
}  // namespace hibiki::test
