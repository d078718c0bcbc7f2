#include "sim/scenario/load.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "tests/scenario/same_scenario.hpp"
#include "tests/scenario/small_world.hpp"

namespace hibiki::test {
namespace {

using ::testing::HasSubstr;

TEST(Load, ReadsEveryPartOfAFile) {
  const Scenario s = parse(kSmallWorld).scenario;
  EXPECT_EQ(s.name, "small");
  EXPECT_EQ(s.run.report_from, make_day(1990, 1, 1));
  EXPECT_EQ(s.run.fans, 1000);
  EXPECT_EQ(s.assumptions.try_quality, 0.7);
  ASSERT_EQ(s.markets.size(), 2U);
  EXPECT_EQ(s.markets[0].people.points[0].second, (std::vector<double>{18, 16.5, 19, 17, 13, 10}));
  EXPECT_NEAR(s.markets[0].internet.at(make_day(1997, 7, 2)), 0.15, 1e-3);
  EXPECT_EQ(s.markets[0].comprehension.at("en"), 0.2);
  EXPECT_EQ(s.barriers.at(0).value.at(make_day(2000, 1, 1)), 0.5);
  EXPECT_EQ(s.platforms.at(1).kind, PlatformKind::upload);
  EXPECT_EQ(s.platforms[1].launches.at("JP"), make_day(1996, 1, 1));
  EXPECT_EQ(s.labels.at(0).count, 2);
  EXPECT_FALSE(s.acts.at(0).has_style);
  ASSERT_EQ(s.policies.at(0).levers.size(), 2U);
  EXPECT_EQ(s.policies[0].levers[0].first, &Policy::official_uploads_video);
  EXPECT_EQ(s.interventions.at(0).lever, &Policy::official_uploads_video);
  EXPECT_EQ(s.interventions[0].ramp_weeks, 52);
  EXPECT_EQ(s.interventions[0].value, 0.9);
}

TEST(Load, AFileReadOnceGivesTheScenariosOfManyReadings) {
  const auto path = std::filesystem::path(::testing::TempDir()) / "read_once.toml";
  std::ofstream(path) << kSmallWorld;
  const ScenarioFile file(path);
  for (const std::vector<std::string>& sets :
       {std::vector<std::string>{}, {"run.fans=2000"}, {"assumptions.try.quality=0.25", "run.seed=7"}, {}})
    EXPECT_EQ(to_toml(file.with(sets)), to_toml(load_scenario(path, sets).scenario));
  std::filesystem::remove(path);
  EXPECT_EQ(file.with({"run.fans=3000"}).run.fans, 3000) << "the file is not read again";
  EXPECT_THROW(file.with({"run.fnas=3000"}), ScenarioError);
  EXPECT_EQ(file.with({}).run.fans, 1000) << "as if the mistake had not been made";
}

TEST(Load, KeysThatAreLeftOutHaveTheDefaultsOfTheStructs) {
  const Scenario s = parse(kSmallWorld).scenario;
  Assumptions expected;
  expected.try_quality = 0.7;
  EXPECT_EQ(difference("assumptions", s.assumptions, expected, assumption_fields()), "");
  EXPECT_EQ(s.interventions[0].until, Intervention{}.until);
}

TEST(Load, BothWaysOfWritingADottedKeyAreTheSame) {
  const auto quoted = parse(small_world("official_uploads.video = 0.3", "\"official_uploads.video\" = 0.3"));
  const auto nested = parse(small_world("try.quality = 0.7", "[assumptions.try]\nquality = 0.7"));
  EXPECT_EQ(differences(quoted.scenario, parse(kSmallWorld).scenario), "");
  EXPECT_EQ(differences(nested.scenario, parse(kSmallWorld).scenario), "");
}

TEST(Load, ByteOrderMarkAndWindowsLineEndsAreFine) {
  std::string windows = "\xEF\xBB\xBF";
  for (const char c : kSmallWorld) windows += c == '\n' ? std::string("\r\n") : std::string(1, c);
  const auto loaded = parse(windows);
  EXPECT_EQ(differences(loaded.scenario, parse(kSmallWorld).scenario), "");
  EXPECT_EQ(loaded.text, windows);
}

TEST(Load, IntegersServeAsNumbersAndWholeNumbersAsIntegers) {
  const Scenario s = parse(small_world("fans = 1000", "fans = 1e3"), {"try.match=2"}).scenario;
  EXPECT_EQ(s.run.fans, 1000);
  EXPECT_EQ(s.assumptions.try_match, 2.0);
}

TEST(Load, DatesMayBeQuoted) {
  EXPECT_EQ(parse(small_world("end = 2000-12-25", "end = \"2000-12-25\"")).scenario.run.end, make_day(2000, 12, 25));
}

TEST(Load, OneDatedPointHoldsAtAllTimes) {
  const Scenario s =
      parse(small_world("official_uploads.video = 0.3", "official_uploads.video = [[1995-01-01, 0.3]]")).scenario;
  EXPECT_EQ(s.policies[0].levers[0].second, DatedValue(0.3));
}

TEST(Load, NameIsTheFilesUnlessGiven) {
  EXPECT_EQ(parse_scenario(small_world("name = \"small\"\n", ""), "dir/other.toml").scenario.name, "other");
}

TEST(Load, OneMarketAndNoReleasesIsASensibleRun) {
  const std::string text =
      "[[market]]\nname='JP'\nscene='J-pop'\nlanguage='ja'\npeople=[[1985-01-01,1,1,1,1,1,1]]\n"
      "[[label]]\nname='A'\nkind='indie'\nhome='JP'\nacts=0\n";
  const Scenario s = parse(text).scenario;
  EXPECT_EQ(s.contenders, std::vector<std::string>{"JP"});
}

TEST(Load, OriginsNameFileAndLine) {
  const auto loaded = parse(kSmallWorld, {"market.KR.gala_reach=3"});
  EXPECT_EQ(origin_of(loaded, "run.fans")->place, "small.toml:7");
  EXPECT_EQ(origin_of(loaded, "market.JP.distance")->place, "small.toml:17");
  EXPECT_EQ(origin_of(loaded, "policy.majors.promotion.abroad")->value, "[[1990-01-01, 0.12], [1998-01-01, 0.17]]");
  EXPECT_EQ(origin_of(loaded, "intervention.early.set")->value, "0.9");
  EXPECT_EQ(origin_of(loaded, "act.\"Ha.na\".label")->value, "\"Big 1\"");
  EXPECT_EQ(origin_of(loaded, "market.KR.gala_reach")->place, "--set");
  EXPECT_EQ(origin_of(loaded, "try.quality"), nullptr);
  EXPECT_EQ(origin_of(loaded, "assumptions.try.match")->place, "default");
}

TEST(Load, OriginsCoverEveryKey) {
  const auto loaded = parse(kSmallWorld);
  for (const auto& field : assumption_fields())
    EXPECT_NE(origin_of(loaded, "assumptions." + std::string(field.key)), nullptr) << field.key;
  for (const auto& field : run_fields())
    EXPECT_NE(origin_of(loaded, "run." + std::string(field.key)), nullptr) << field.key;
}

TEST(Load, CalendarEndsWithTheWeekThatContainsTheEnd) {
  Scenario s;
  s.run.start = make_day(1985, 1, 7);
  for (const auto& [day, weeks] : {std::pair(7U, 1), {13U, 1}, {14U, 2}, {20U, 2}, {21U, 3}}) {
    s.run.end = make_day(1985, 1, day);
    EXPECT_EQ(s.calendar().weeks, weeks) << day;
  }
}

class LoadFile : public ::testing::Test {
 protected:
  void SetUp() override {
    folder = std::filesystem::path(::testing::TempDir()) /
             ("load_" + std::string(::testing::UnitTest::GetInstance()->current_test_info()->name()));
    std::filesystem::create_directories(folder);
  }
  void TearDown() override { std::filesystem::remove_all(folder); }
  std::string error_of(const std::filesystem::path& path) {
    try {
      load_scenario(path);
    } catch (const IoError& error) {
      return error.what();
    }
    return "";
  }
  std::filesystem::path folder;
};

TEST_F(LoadFile, ReadsFromDisk) {
  std::ofstream(folder / "here.toml") << kSmallWorld;
  const auto loaded = load_scenario(folder / "here.toml");
  EXPECT_EQ(loaded.text, kSmallWorld);
  EXPECT_EQ(loaded.path, folder / "here.toml");
}

TEST_F(LoadFile, MissingFileNamesTheNearest) {
  std::ofstream(folder / "history.toml") << kSmallWorld;
  std::ofstream(folder / "zzz.toml") << kSmallWorld;
  EXPECT_THAT(error_of(folder / "histroy.toml"), HasSubstr("nearest name is history.toml"));
  EXPECT_THAT(error_of(folder / "no" / "where.toml"), HasSubstr("there is no folder"));
}

TEST_F(LoadFile, DirectoryIsSaidToBeOne) { EXPECT_THAT(error_of(folder), HasSubstr("is a directory")); }

}  // namespace
}  // namespace hibiki::test
