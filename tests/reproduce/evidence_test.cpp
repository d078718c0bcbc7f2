#include "tools/reproduce/evidence.hpp"

#include <gmock/gmock.h>

#include "sim/core/error.hpp"

namespace hibiki {
namespace {

using testing::AllOf;
using testing::HasSubstr;

const std::string kWatts = R"(title = "Cascades"
model = "watts"
source = "a paper"

[seeds]
replicates = 7

[parameters]
nodes = {value = 500, mark = "C", source = "the paper"}

[[case]]
name = "low"
set = {z = 2}

[[case]]
name = "high"
set = {z = 5}

[[target]]
case = "high"
measure = "cascade"
rule = "within"
value = 0.7
relative_tolerance = 0.1
mark = "C"
source = "the paper"
)";

/// kWatts with one text in place of another.
std::string with(const std::string& from, const std::string& to) {
  std::string text = kWatts;
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

/// Everything that is said of the file.
std::string complaint(const std::string& text) {
  try {
    parse_evidence(text, "watts.toml");
  } catch (const ScenarioError& error) {
    return error.what();
  }
  return "nothing";
}

std::string complaint_of_set(const std::string& set) {
  try {
    Overrides overrides;
    add_override(overrides, *find_model("watts"), set);
  } catch (const ScenarioError& error) {
    return error.what();
  }
  return "nothing";
}

TEST(Evidence, SaysHowItIsDrawn) {
  const EvidenceFigure figure =
      parse_evidence(kWatts + "[figure]\nsweeps = [\"z=1:2:1\"]\nedges = {\"it begins\" = 1.5}\nlabel = \"mine\"\n",
                     "w.toml")
          .figure;
  EXPECT_EQ(figure.sweeps, std::vector<std::string>{"z=1:2:1"});
  EXPECT_EQ(figure.edges, (std::map<std::string, double>{{"it begins", 1.5}}));
  EXPECT_EQ(figure.label, "mine");
  EXPECT_THAT(complaint(kWatts + "[figure]\nlabel = \"mine\"\n"), HasSubstr("figure needs sweeps or beside"));
}

TEST(Evidence, SaysWhatTheFileSays) {
  const Evidence evidence = parse_evidence(kWatts, "somewhere/watts.toml");
  EXPECT_EQ(evidence.name, "watts");
  EXPECT_EQ(evidence.model->name, "watts");
  EXPECT_EQ(evidence.first_seed, 1u);
  EXPECT_EQ(evidence.replicates, 7u);
  ASSERT_EQ(evidence.cases.size(), 2u);
  const Parameters parameters = parameters_of(evidence, evidence.cases[1]);
  EXPECT_EQ(parameters["nodes"], 500);
  EXPECT_EQ(parameters["z"], 5);
  EXPECT_EQ(parameters["threshold"], 0.18);  // the model's own
  ASSERT_EQ(evidence.targets.size(), 1u);
  EXPECT_EQ(evidence.targets[0].rule, Rule::within);
  EXPECT_DOUBLE_EQ(evidence.targets[0].tolerance, 0.07);
}

TEST(Evidence, UnknownKeysNameTheNearest) {
  EXPECT_THAT(complaint(with("title", "titel")), AllOf(HasSubstr("watts.toml:1:"), HasSubstr("did you mean 'title'?")));
  EXPECT_THAT(complaint(with("nodes =", "noodes =")), AllOf(HasSubstr("no parameter 'noodes'"), HasSubstr("'nodes'")));
  EXPECT_THAT(complaint(with("{z = 2}", "{zz = 2}")), HasSubstr("no parameter 'zz'"));
  EXPECT_THAT(complaint(with("replicates", "replicate")), HasSubstr("did you mean 'replicates'?"));
  EXPECT_THAT(complaint(with("relative_tolerance", "relative_toleranc")),
              HasSubstr("did you mean 'relative_tolerance'?"));
}

TEST(Evidence, UnknownNamesNameTheNearest) {
  EXPECT_THAT(complaint(with("\"watts\"", "\"wats\"")),
              AllOf(HasSubstr("unknown model 'wats'"), HasSubstr("did you mean 'watts'?")));
  EXPECT_THAT(complaint(with("\"cascade\"", "\"cascades\"")), HasSubstr("did you mean 'cascade'?"));
  EXPECT_THAT(complaint(with("\"within\"", "\"with\"")), HasSubstr("did you mean 'within'?"));
  EXPECT_THAT(complaint(with("case = \"high\"", "case = \"hihg\"")), HasSubstr("did you mean 'high'?"));
  EXPECT_THAT(complaint(with("mark = \"C\"\nsource", "mark = \"Q\"\nsource")), HasSubstr("unknown mark 'Q'"));
}

TEST(Evidence, ValuesThatCannotBe) {
  EXPECT_THAT(complaint(with("value = 500", "value = 1")), AllOf(HasSubstr("nodes is 1"), HasSubstr("valid: 10 to")));
  EXPECT_THAT(complaint(with("value = 500", "value = 500.5")), HasSubstr("whole number"));
  EXPECT_THAT(complaint(with("value = 500", "value = \"many\"")), HasSubstr("must be a number"));
  EXPECT_THAT(complaint(with("replicates = 7", "replicates = 0")), HasSubstr("seeds.replicates is 0"));
}

TEST(Evidence, WhatIsMissing) {
  EXPECT_THAT(complaint(with("{value = 500, mark = \"C\", source = \"the paper\"}", "500")),
              HasSubstr("needs a source"));
  EXPECT_THAT(complaint(with(", mark = \"C\"", "")), HasSubstr("lacks 'mark'"));
  EXPECT_THAT(complaint(with("case = \"high\"\n", "")), HasSubstr("must name its case"));
  EXPECT_THAT(complaint(with("relative_tolerance = 0.1\n", "")), HasSubstr("tolerance"));
  EXPECT_THAT(complaint(with("value = 0.7\n", "")), HasSubstr("needs a value"));
  EXPECT_THAT(complaint(with("rule = \"within\"", "rule = \"ordered\"")),
              HasSubstr("at least two measures, in ascending order"));
  EXPECT_THAT(complaint(with("name = \"high\"", "name = \"low\"")), HasSubstr("case 'low' is defined twice"));
}

TEST(Evidence, AllProblemsAtOnce) {
  std::string text = with("title", "titel");
  text.replace(text.find("\"within\""), 8, "\"wthin\"");
  try {
    parse_evidence(text, "watts.toml");
    FAIL();
  } catch (const ScenarioError& error) {
    EXPECT_EQ(error.problems().size(), 3u);  // the unknown key, the missing title, the rule
  }
}

TEST(Overrides, NameTheNearestKeyAndTheRange) {
  EXPECT_EQ(complaint_of_set("z=3"), "nothing");
  EXPECT_THAT(complaint_of_set("treshold=3"), HasSubstr("did you mean 'threshold'?"));
  EXPECT_THAT(complaint_of_set("threshold=3"), HasSubstr("valid: 0.001 to 1"));
  EXPECT_THAT(complaint_of_set("z=many"), HasSubstr("z must be a number"));
  EXPECT_THAT(complaint_of_set("z=3x"), HasSubstr("z must be a number"));
  EXPECT_THAT(complaint_of_set("z"), HasSubstr("KEY=VALUE"));
  EXPECT_THAT(complaint_of_set("nodes=10.5"), HasSubstr("whole number"));
}

TEST(Overrides, CasesThatTheyMakeAlikeAreOne) {
  const Evidence evidence = parse_evidence(kWatts, "watts.toml");
  EXPECT_EQ(runs_of(evidence).size(), 2u);
  EXPECT_EQ(runs_of(evidence, {{"nodes", 100}}).size(), 2u);
  const auto runs = runs_of(evidence, {{"z", 3}});
  ASSERT_EQ(runs.size(), 1u);
  EXPECT_EQ(runs[0].name, "");
  EXPECT_EQ(runs[0].parameters["z"], 3);
}

TEST(Evidence, WrongParametersBelongToACaseThatIsJudged) {
  const std::string wrong = "\n[[wrong]]\nset = {threshold = 0.3}\nwhy = \"too high\"\n";
  const Evidence evidence = parse_evidence(kWatts + wrong + "case = \"high\"\n", "watts.toml");
  ASSERT_EQ(evidence.wrongs.size(), 1U);
  const EvidenceCase of = wrong_case(evidence, evidence.wrongs[0]);
  EXPECT_EQ(of.set.at("threshold"), 0.3);
  EXPECT_EQ(of.set.at("z"), 5) << "the rest is the case's";
  EXPECT_THAT(complaint(kWatts + wrong), HasSubstr("[[wrong]] of a file with cases must name its case"));
  EXPECT_THAT(complaint(kWatts + wrong + "case = \"low\"\n"), HasSubstr("a case without a target that can fail"));
  EXPECT_THAT(complaint(kWatts + "\n[[wrong]]\ncase = \"high\"\nset = {treshold = 0.3}\n"),
              HasSubstr("has no parameter 'treshold'"));
  EXPECT_THAT(complaint(kWatts + "\n[[wrong]]\ncase = \"high\"\n"), HasSubstr("lacks 'set'"));
}

TEST(Evidence, WhatIsFittedIsNamed) {
  EXPECT_TRUE(fitted_parameters(parse_evidence(kWatts, "watts.toml")).empty());
  const std::string fitted = with("nodes = {value = 500, mark = \"C\"", "nodes = {value = 500, mark = \"fitted\"");
  EXPECT_EQ(fitted_parameters(parse_evidence(fitted, "watts.toml")), std::vector<std::string>{"nodes"});
}

}  // namespace
}  // namespace hibiki
