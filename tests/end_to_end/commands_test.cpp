// The commands that simulate nothing.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/end_to_end/program.hpp"

namespace hibiki {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::IsSupersetOf;
using testing::StartsWith;

class CommandsTest : public ProgramTest {};

/// Names of the list below "Subcommands:" in the help of the program.
std::vector<std::string> listed_commands(const std::string& help) {
  std::vector<std::string> commands;
  std::istringstream lines(help.substr(help.find("Subcommands:")));
  std::string line;
  std::getline(lines, line);
  while (std::getline(lines, line) && line.starts_with("  "))
    if (line[2] != ' ') commands.push_back(line.substr(2, line.find(' ', 2) - 2));
  return commands;
}

TEST_F(CommandsTest, EachExplainsItselfWithAnExample) {
  const std::vector<std::string> commands = listed_commands(hibiki("--help").out);
  EXPECT_THAT(commands,
              IsSupersetOf({"run", "check", "show", "params", "schema", "verify", "compare", "attribute", "why",
                            "sweep", "sensitivity", "calibrate", "reproduce", "report", "studio", "new", "optimise"}));
  for (const std::string& command : commands) {
    const Outcome outcome = hibiki(command + " --help");
    EXPECT_EQ(outcome.exit_code, 0) << command;
    EXPECT_THAT(outcome.out, HasSubstr("hibiki " + command)) << command;
    EXPECT_THAT(outcome.out, HasSubstr("Example")) << command;
  }
}

TEST_F(CommandsTest, VersionNamesTheModelToo) {
  EXPECT_THAT(hibiki("--version").out, ContainsRegex("^hibiki [0-9]+\\.[0-9]+\\.[0-9]+ \\(model version [0-9]+\\)\n$"));
}

TEST_F(CommandsTest, CheckCountsWhatAValidScenarioHolds) {
  const Outcome outcome =
      hibiki("check " + scenario("examples/small.toml") + " " + scenario("examples/three_markets.toml"));
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(
      outcome.out,
      "ok: small: 1 market, 3 labels, 0 interventions\nok: three_markets: 3 markets, 12 labels, 0 interventions\n");
}

TEST_F(CommandsTest, CheckGoesOnAfterABadFile) {
  const Outcome outcome = hibiki("check none.toml " + scenario("examples/small.toml"));
  EXPECT_EQ(outcome.exit_code, 4);
  EXPECT_THAT(outcome.out, StartsWith("ok: small"));
  EXPECT_THAT(outcome.err, HasSubstr("none.toml"));
}

TEST_F(CommandsTest, EveryScenarioThatIsShippedIsValid) {
  const Outcome outcome =
      shell("find " + scenario("") +
            " -name '*.toml' -not -path '*/worlds/*' -not -path '*/evidence/*' -not -path "
            "'*/calibration/*' -not -path '*/sweeps/*' -not -path '*/optimisations/*' -exec \"$hibiki\" check {} +");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("ok: history: "));
}

TEST_F(CommandsTest, EverySweepThatIsShippedCanBePlanned) {
  const Outcome outcome = shell("for design in " + scenario("sweeps") +
                                "/*.toml; do \"$hibiki\" sweep plan $design >/dev/null || exit 1; done");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
}

TEST_F(CommandsTest, ShowCountsTheFanNetwork) {
  const std::string options = "show --network " + scenario("examples/three_markets.toml") + " --fans 3000";
  const Outcome outcome = hibiki(options);
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  // Every fan hears as many, and whom it hears abroad is in the last row alone.
  EXPECT_THAT(outcome.out, ContainsRegex("\nall +3,000 +48,000 +[0-9]+ +16\\.0 +[0-9]+ +1 +100 % +[0-9]+\n"));
  EXPECT_THAT(hibiki(options + " --threads 1").out, outcome.out);
  EXPECT_NE(hibiki(options + " --seed 9").out, outcome.out);
  EXPECT_THAT(hibiki(options + " --set assumptions.network.ties_abroad=0").out, ContainsRegex("\nall [^%]+ 3 +"));
  EXPECT_EQ(hibiki(options + " --origin").exit_code, 2);
}

TEST_F(CommandsTest, ShowPrintsTheLeversOfALabelOnADay) {
  write("v.toml", "extends = \"" HIBIKI_SCENARIOS
                  "/examples/three_markets.toml\"\n[[intervention]]\nid = \"more\"\ntarget = \"labels[home=B]\"\n"
                  "lever = \"livestreams\"\nset = 9.0\nfrom = 2004-03-01\n");
  const auto at = [&](const std::string& day) {
    return hibiki("show v.toml --levers \"B major\" --fans 300 --at " + day);
  };
  const Outcome after = at("2004-06-01");
  ASSERT_EQ(after.exit_code, 0) << after.err;
  EXPECT_THAT(after.out, HasSubstr("B major in the week of 2004-05-31"));
  EXPECT_THAT(after.out, ContainsRegex("\nlivestreams +[0-9.]+ +9 +more\n"));
  EXPECT_THAT(at("2004-02-23").out, ContainsRegex("\nlivestreams +([0-9.]+) +[0-9.]+ *\n"));
  EXPECT_EQ(at("1950-01-01").exit_code, 2);
  EXPECT_EQ(at("soon").exit_code, 2);
  const Outcome unknown = hibiki("show v.toml --levers \"B mayor\" --fans 300 --at 2004-06-01");
  EXPECT_EQ(unknown.exit_code, 2);
  EXPECT_THAT(unknown.err, HasSubstr("did you mean 'B major'?"));
  EXPECT_EQ(hibiki("show v.toml --at 2004-06-01").exit_code, 2);
}

TEST_F(CommandsTest, WhatShowPrintsIsTheSameScenario) {
  const Outcome first = hibiki("show " + scenario("history.toml"));
  ASSERT_EQ(first.exit_code, 0) << first.err;
  const Outcome second = hibiki("show " + write("resolved.toml", first.out));
  EXPECT_EQ(second.exit_code, 0) << second.err;
  EXPECT_EQ(second.out, first.out);
}

TEST_F(CommandsTest, ShowSaysWhereEachValueComesFrom) {
  const Outcome outcome =
      hibiki("show --origin " + scenario("examples/small.toml") + " --set assumptions.try.quality=0.9 --seed 7");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("assumptions.try.quality = 0.9  # --set"));
  EXPECT_THAT(outcome.out, HasSubstr("run.seed = 7  # --set"));
  EXPECT_THAT(outcome.out, ContainsRegex("run.start = 2000-01-03  # .*small.toml:8"));
  EXPECT_THAT(outcome.out, ContainsRegex("assumptions.try.sharers = [-0-9.]+  # default"));
}

TEST_F(CommandsTest, SetReachesInsideAnIntervention) {
  const Outcome outcome =
      hibiki("show " + scenario("strategies/early_video.toml") + " --origin --set intervention.early_video.set=0.5");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("intervention.early_video.set = 0.5  # --set"));
}

TEST_F(CommandsTest, ParamsSaysEverythingOfAKey) {
  const Outcome outcome = hibiki("params market.JP.internet");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("market.NAME.internet"));
  EXPECT_THAT(outcome.out, HasSubstr("0..1"));
  EXPECT_THAT(hibiki("params").out, HasSubstr("official_uploads.video"));
}

TEST_F(CommandsTest, SchemaIsJson) {
  const Outcome outcome = hibiki("schema");
  EXPECT_EQ(outcome.exit_code, 0);
  const auto schema = nlohmann::json::parse(outcome.out);
  EXPECT_TRUE(schema.contains("$schema"));
  EXPECT_TRUE(schema["properties"].contains("market"));
}

TEST_F(CommandsTest, AFullDiskBehindStdoutIsNoSuccess) {
  const Outcome outcome = shell("\"$hibiki\" params >/dev/full");
  EXPECT_EQ(outcome.exit_code, 4);
  EXPECT_THAT(outcome.err, HasSubstr("standard output"));
}

}  // namespace
}  // namespace hibiki
