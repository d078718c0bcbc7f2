// `hibiki why`: the parts of an effect, the fans behind it, and what a tired person types.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

#include "tests/end_to_end/forged_files.hpp"
#include "tests/end_to_end/program.hpp"

namespace hibiki {
namespace {

using nlohmann::json;
using testing::HasSubstr;

constexpr const char* kOptions = " --fans 900 --until 2007-06-30 --replicates 2";
constexpr const char* kParts[] = {"direct", "contagion", "feedback", "whole"};

/// three_markets.toml, and B promoting abroad from 2005 on.
class WhyTest : public ProgramTest {
 protected:
  WhyTest() {
    write("variant.toml", intervention("set = 0.8"));
    write("placebo.toml", intervention("set = \"current\""));
  }
  std::string intervention(const std::string& change) const {
    std::string base = scenario("examples/three_markets.toml");
    base.erase(std::remove_if(base.begin(), base.end(), [](char c) { return c == '\'' || c == '"'; }), base.end());
    return "extends = \"" + base +
           "\"\ntitle = \"B abroad\"\n[[intervention]]\nid = \"abroad\"\ntarget = \"labels[home=B]\"\n" +
           "lever = \"promotion.abroad\"\nfrom = 2005-03-07\n" + change + "\n";
  }
  std::string base() const { return scenario("examples/three_markets.toml"); }
  json why(const std::string& arguments) const {
    const Outcome outcome = hibiki("why " + arguments + kOptions + " --json");
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    return outcome.exit_code == 0 ? json::parse(outcome.out) : json{};
  }
};

/// Every list of parts in the answer.
std::vector<json> all_parts(const json& why) {
  std::vector<json> rows;
  for (const char* list : {"parts", "by_market", "by_age"})
    for (const json& row : why[list]) rows.push_back(row);
  return rows;
}

TEST_F(WhyTest, PartsAddUpToTheWholeAndTheWholeIsWhatCompareFinds) {
  const json answer = why(base() + " variant.toml --out w");
  std::size_t moved = 0;
  for (const json& row : all_parts(answer)) {
    if (row["whole"].is_null()) continue;
    const double whole = row["whole"]["mean"];
    const double sum = row["direct"]["mean"].get<double>() + row["contagion"]["mean"].get<double>() +
                       row["feedback"]["mean"].get<double>();
    EXPECT_NEAR(sum, whole, 1e-9 * std::max(1.0, std::abs(whole))) << row;
    moved += whole != 0.0;
  }
  EXPECT_GT(moved, 10u);
  EXPECT_GT(answer["parts"][0]["direct"]["mean"], 0.0) << "promotion reaches fans directly";

  const Outcome compared = hibiki("compare " + base() + " variant.toml --out c --json" + kOptions);
  ASSERT_EQ(compared.exit_code, 0) << compared.err;
  const json effect = json::parse(compared.out)["variants"][0]["effects"][0];
  EXPECT_EQ(effect["measure"], answer["parts"][0]["measure"]);
  EXPECT_DOUBLE_EQ(effect["difference"]["mean"], answer["parts"][0]["whole"]["mean"]);
}

TEST_F(WhyTest, AnyMeasureIsSplit) {
  const std::string asked = base() + " variant.toml --measure \"engaged[market=C]\" --measure leadership_plays --out w";
  const json answer = why(asked);
  EXPECT_EQ(answer["parts"][0]["measure"], "engaged[market=C]");
  EXPECT_EQ(answer["parts"][1]["measure"], "leadership_plays");
  const auto c = std::ranges::find_if(answer["by_market"], [](const json& market) { return market["market"] == "C"; });
  ASSERT_NE(c, answer["by_market"].end());
  for (const char* part : kParts)
    EXPECT_NEAR(answer["parts"][0][part]["mean"], (*c)[part]["mean"].get<double>(), 1e-6) << part;
  const Outcome said = hibiki("why " + asked + kOptions);
  EXPECT_EQ(said.exit_code, 0) << said.err;
  EXPECT_THAT(said.out, HasSubstr("engaged fans in C"));
  EXPECT_THAT(said.out, HasSubstr("leadership by plays"));
  EXPECT_THAT(said.out, HasSubstr("abroad, all"));
  std::istringstream lines(said.out);
  for (std::string line; std::getline(lines, line);)
    if (line.find("\u2581") == std::string::npos) {
      EXPECT_LE(line.size(), 80u) << line;
    }
}

/// What the change itself brings and what the market adds are the whole.
void expect_adds_up(const json& fans) {
  EXPECT_NEAR(fans["reached"]["net"].get<double>() + fans["market"]["net"].get<double>(), fans["net"].get<double>(),
              1e-6);
  for (const char* part : {"reached", "market"})
    EXPECT_EQ(fans[part]["net"], fans[part]["gained"].get<double>() - fans[part]["lost"].get<double>());
  EXPECT_GT(fans["reached"]["gained"], fans["reached"]["lost"]) << "promotion reaches more fans than it loses";
  EXPECT_GT(fans["market"]["gained"], 0.0);
}

TEST_F(WhyTest, FansWonAreToldByChannelAndAgeAndMarket) {
  const json answer = why(base() + " variant.toml");
  const json& fans = answer["fans"];
  EXPECT_GT(fans["gained"], 0.0);
  EXPECT_DOUBLE_EQ(fans["net"], fans["gained"].get<double>() - fans["lost"].get<double>());
  EXPECT_LE(fans["from_other"], fans["gained"]);
  double people = 0.0, shares = 0.0;
  double reached = 0.0;
  for (const json& channel : answer["channels"]) {
    people += channel["people"].get<double>();
    reached += channel["reached"].get<double>();
    shares += channel["share"].get<double>();
  }
  EXPECT_NEAR(people, fans["gained"].get<double>(), 1e-6 * people) << "every fan won came by some channel";
  EXPECT_NEAR(reached, fans["reached"]["gained"].get<double>(), 1e-6 * people);
  EXPECT_NEAR(shares, 1.0, 1e-9);
  expect_adds_up(fans);
  ASSERT_EQ(answer["first_weeks"].size(), 52u);
  EXPECT_EQ(answer["first_weeks"][0]["week"], "2005-03-07");
  EXPECT_EQ(answer["quarters"].back()["gained"], fans["gained"]) << "the last quarter ends with the run";
  EXPECT_EQ(answer["quarters"].back()["reached"]["gained"], fans["reached"]["gained"]);
  EXPECT_EQ(answer["first_weeks"][0]["reached"]["gained"], answer["first_weeks"][0]["gained"])
      << "the market of the first week is that of the base";
  double net = 0.0;
  for (const json& market : answer["first_weeks"][51]["by_market"]) net += market.get<double>();
  EXPECT_NEAR(net, answer["first_weeks"][51]["gained"].get<double>() - answer["first_weeks"][51]["lost"].get<double>(),
              1e-6);
}

TEST_F(WhyTest, ChainsGoFromTheirOriginForwardInTime) {
  const json answer = why(base() + " variant.toml");
  ASSERT_FALSE(answer["chains"].empty());
  for (const json& chain : answer["chains"]) {
    const json& links = chain["links"];
    ASSERT_GE(links.size(), 2u);
    EXPECT_THAT(links[0]["channel"].get<std::string>(), testing::Not(testing::StartsWith("friend")));
    for (std::size_t i = 1; i < links.size(); ++i) {
      EXPECT_EQ(links[i]["channel"], "friend in " + links[i - 1]["market"].get<std::string>());
      EXPECT_LT(links[i - 1]["week"], links[i]["week"]);
      EXPECT_EQ(links[i]["act"], links[0]["act"]);
    }
  }
}

TEST_F(WhyTest, APlaceboHasNoPartsAtAll) {
  const json answer = why(base() + " placebo.toml");
  for (const json& row : all_parts(answer))
    for (const char* part : kParts) {
      if (row[part].is_null()) continue;
      EXPECT_EQ(row[part]["mean"], 0.0) << row;
    }
  EXPECT_EQ(answer["fans"]["gained"], 0.0);
  EXPECT_EQ(answer["fans"]["lost"], 0.0);
  EXPECT_TRUE(answer["chains"].empty());
}

TEST_F(WhyTest, IsTheSameForAnyNumberOfThreads) {
  EXPECT_EQ(why(base() + " variant.toml --out one --threads 1"), why(base() + " variant.toml --out two --threads 2"));
}

TEST_F(WhyTest, LeavesAnAnswerAndAReportAndSaysSoTheSecondTime) {
  const Outcome first = hibiki("why " + base() + " variant.toml --out w" + kOptions);
  ASSERT_EQ(first.exit_code, 0) << first.err;
  EXPECT_THAT(first.out, HasSubstr("direct"));
  std::size_t column = 0, widest = 0;
  for (const char c : first.out) {
    column = c == '\n' ? 0 : column + ((c & 0xc0) != 0x80 ? 1 : 0);
    widest = std::max(widest, column);
  }
  EXPECT_LE(widest, 80u);
  for (const char* file : {"why.json", "compare.json", "report.html"})
    EXPECT_TRUE(exists(std::string("w/") + file)) << file;
  const Outcome second = hibiki("why " + base() + " variant.toml --out w" + kOptions);
  EXPECT_EQ(second.exit_code, 0);
  EXPECT_EQ(second.out, first.out);
  EXPECT_THAT(second.err, HasSubstr("finished"));
}

TEST_F(WhyTest, PrintsAnAnswerOfBeforeMeasuresWereAskedFor) {
  const std::string arguments = "why " + base() + " variant.toml --out w" + kOptions;
  const Outcome now = hibiki(arguments);
  ASSERT_EQ(now.exit_code, 0) << now.err;
  json answer = json::parse(read("w/why.json"));
  answer.erase("asked");
  write("w/manifest.json", manifest_with(read("w/manifest.json"), "why.json", answer.dump()));
  write("w/why.json", answer.dump());
  const Outcome before = hibiki(arguments);
  EXPECT_EQ(before.exit_code, 0) << before.err;
  EXPECT_EQ(before.out, now.out);
}

/// As another version of the program may have written it: the file and the place, never a fault of the program.
TEST_F(WhyTest, NamesWhatAnAnswerLacks) {
  const std::string arguments = "why " + base() + " variant.toml --out w" + kOptions;
  ASSERT_EQ(hibiki(arguments).exit_code, 0);
  json answer = json::parse(read("w/why.json"));
  answer["fans"].erase("net");
  write("w/manifest.json", manifest_with(read("w/manifest.json"), "why.json", answer.dump()));
  write("w/why.json", answer.dump());
  const Outcome outcome = hibiki(arguments);
  EXPECT_EQ(outcome.exit_code, 4);
  EXPECT_THAT(outcome.err, testing::AllOf(HasSubstr("w/why.json"), HasSubstr("fans.net")));
}

TEST_F(WhyTest, RefusesWhatItCannotTell) {
  EXPECT_EQ(hibiki("why " + base()).exit_code, 2);
  EXPECT_EQ(hibiki("why " + base() + " " + base() + kOptions).exit_code, 2);
  EXPECT_EQ(hibiki("why " + base() + " nowhere.toml" + kOptions).exit_code, 4);
}

TEST_F(WhyTest, ANumberOfSeedsThatIsStatedHolds) {
  const Outcome one = hibiki("why " + base() + " variant.toml --fans 200 --until 2005-12-31 --set run.replicates=1");
  EXPECT_EQ(one.exit_code, 0) << one.err;
  EXPECT_THAT(one.err, HasSubstr("1 seeds in"));
}

}  // namespace
}  // namespace hibiki
