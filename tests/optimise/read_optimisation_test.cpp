// Reading an optimisation: values, prices, and what is wrong with it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "sim/core/error.hpp"
#include "sim/engine/summary.hpp"
#include "tests/support/tiny_world.hpp"
#include "tools/optimise/optimisation.hpp"
#include "tools/optimise/plan_effects.hpp"

namespace hibiki {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class OptimisationTest : public testing::Test {
 protected:
  OptimisationTest() : folder_(fs::path(testing::TempDir()) / ("optimise-" + std::to_string(::getpid()))) {
    fs::create_directories(folder_);
    Scenario scenario = test::tiny_scenario({.markets = 3, .fans = 400, .weeks = 60});
    test::set_lever(scenario, "labels[home=B]", &Policy::posts_per_week, 1.0);
    test::set_lever(scenario, "labels[home=B]", &Policy::tours_abroad, 0.0);
    std::ofstream(folder_ / "base.toml") << to_toml(scenario);
  }
  ~OptimisationTest() override { fs::remove_all(folder_); }

  Optimisation load(const std::string& text) const {
    std::ofstream(folder_ / "plan.toml") << text;
    return load_optimisation(folder_ / "plan.toml");
  }
  std::string complaint(const std::string& text) const {
    try {
      load(text);
    } catch (const ScenarioError& error) {
      return error.what();
    }
    return "none";
  }

  fs::path folder_;
};

const std::string kHead = "scenario = \"base.toml\"\nbudget = 1e6\nscene = \"B\"\nfans = 300\n";
const std::string kPosts =
    "[[lever]]\nlever = \"posts_per_week\"\ntarget = \"labels[home=B]\"\nlow = 0.5\nhigh = 6\nfrom = 2008-03-03\n";
const std::string kTours =
    "[[lever]]\nlever = \"tours.abroad\"\ntarget = \"labels[home=B]\"\nlow = 0.0\nhigh = 1.0\n"
    "from = 2008-03-03\nmarkets = [\"C\"]\n";

TEST_F(OptimisationTest, ReadsLeversAndPrices) {
  const Optimisation optimisation = load(kHead + kPosts + kTours + "price = 500\n");
  ASSERT_EQ(optimisation.levers.size(), 2U);
  EXPECT_EQ(optimisation.base, folder_ / "base.toml");
  const auto bases = bases_of(optimisation);
  ASSERT_EQ(bases.size(), 1U);
  EXPECT_EQ(bases[0].loaded.scenario.run.fans, 300);
  const auto variables = variables_of(optimisation, bases[0].loaded.scenario);
  EXPECT_EQ(variables[0].name, "posts_per_week");
  EXPECT_DOUBLE_EQ(variables[0].free, 1.0);
  EXPECT_NEAR(variables[0].price, 1000.0 * 4 * kWeeksInYear, 1e-6);  // four labels
  EXPECT_NEAR(variables[1].price, 500.0 * 4 * kWeeksInYear, 1e-6);   // its own, not the studio's
}

TEST_F(OptimisationTest, AToursPriceIsForTheMarketsOfThePlan) {
  const auto price = [&](const std::string& levers) {
    const Optimisation optimisation = load(kHead + levers);
    return variables_of(optimisation, bases_of(optimisation)[0].loaded.scenario)[0].price;
  };
  const std::string everywhere = kTours.substr(0, kTours.find("markets"));
  EXPECT_NEAR(price(kTours), price(everywhere) / 2, 1e-6);  // one of two markets abroad
}

TEST_F(OptimisationTest, AWhatIfCostsWhatItsVariablesSay) {
  const Optimisation optimisation = load(kHead + kPosts + kTours);
  const Scenario base = bases_of(optimisation)[0].loaded.scenario;
  const auto variables = variables_of(optimisation, base);
  const std::vector<double> values{5.0, 0.5};
  const WhatIf what_if = what_if_of(optimisation, variables, values, base);
  ASSERT_EQ(what_if.changes.size(), 2U);
  EXPECT_EQ(what_if.changes[0].set, 5.0);
  EXPECT_EQ(what_if.changes[1].markets, std::vector<std::string>{"C"});
  double yearly = 0.0;
  for (const LeverChange& change : what_if.changes) yearly += change.cost * 4 * kWeeksInYear;
  EXPECT_NEAR(yearly, cost_of(variables, values), 1e-6);
}

TEST_F(OptimisationTest, SaysWhatIsWrong) {
  EXPECT_EQ(complaint(kHead + kPosts), "none");
  EXPECT_THAT(complaint(kHead), HasSubstr("at least one [[lever]]"));
  EXPECT_THAT(complaint("scenario = \"base.toml\"\n" + kPosts), HasSubstr("budget"));
  EXPECT_THAT(complaint(kHead + "points = 1\n" + kPosts), HasSubstr("points"));
  EXPECT_THAT(complaint(kHead + "rivals = \"angry\"\n" + kPosts), HasSubstr("'angry'"));
  EXPECT_THAT(complaint(kHead + "nonsense = 1\n" + kPosts), HasSubstr("nonsense"));
  const auto with = [&](const char* from, const char* to) {
    std::string text = kPosts;
    text.replace(text.find(from), std::string(from).size(), to);
    return complaint(kHead + text);
  };
  EXPECT_THAT(with("posts_per_week", "post_per_week"), HasSubstr("posts_per_week"));
  EXPECT_THAT(with("high = 6", "high = 600"), HasSubstr("out of range"));
  EXPECT_THAT(with("high = 6", "high = 0.1"), HasSubstr("larger than low"));
  EXPECT_THAT(with("labels[home=B]", "labels[home]"), HasSubstr("not a target"));
}

TEST_F(OptimisationTest, ReadsMeasuresAndLimits) {
  EXPECT_EQ(load(kHead + kPosts).measures, std::vector<std::string>{"engaged_abroad"});
  const std::string two = kHead + "measures = [\"engaged_abroad\", \"revenue_abroad\"]\n";
  const std::string keep = "[[keep]]\nmeasure = \"engaged_home\"\nleast = 0.95\n";
  const Optimisation optimisation = load(two + kPosts + keep);
  ASSERT_EQ(optimisation.limits.size(), 1U);
  const SearchSettings settings = settings_of(optimisation, 1, {true, true, true});
  EXPECT_EQ(settings.raised, 2U);
  EXPECT_NEAR(settings.limits[0], -0.0513, 1e-4);  // the logarithm of .95
  std::string fall = keep;
  fall.replace(fall.find("0.95"), 4, "-0.1");
  EXPECT_EQ(settings_of(load(two + kPosts + fall), 1, {true, true, false}).limits[0], -0.1);
  EXPECT_THAT(complaint(kHead + "measures = [\"a\", \"b\", \"c\", \"d\"]\n" + kPosts), HasSubstr("too many"));
  EXPECT_THAT(complaint(kHead + "measures = [\"a\", \"a\"]\n" + kPosts), HasSubstr("stands twice"));
  EXPECT_THAT(complaint(two + kPosts + "[[keep]]\nmeasure = \"revenue_abroad\"\nleast = 1\n"),
              HasSubstr("needs no limit"));
  EXPECT_THAT(complaint(kHead + kPosts + "[[keep]]\nleast = 1\n"), HasSubstr("measure"));
  EXPECT_THAT(complaint(kHead + kPosts + keep + keep), HasSubstr("kept twice"));
  EXPECT_THAT(complaint(two + "finalists = 1\n" + kPosts), HasSubstr("at least 2"));
  const Optimisation wrong = load(kHead + kPosts + keep + "[[keep]]\nmeasure = \"leadership\"\nleast = 0.95\n");
  try {
    settings_of(wrong, 1, {true, true, false});
    FAIL() << "a rise by 95 points is a limit";
  } catch (const ScenarioError& error) {
    ASSERT_EQ(error.problems().size(), 1U);
    EXPECT_GT(error.problems()[0].line, 0);
    EXPECT_THAT(error.problems()[0].message, HasSubstr("compared by differences"));
  }
  EXPECT_THAT(complaint(kHead + "keep = 3\n" + kPosts), HasSubstr("[[keep]]"));
}

TEST_F(OptimisationTest, NeedsABudgetForItsLowValues) {
  std::string dear = kPosts;
  dear.replace(dear.find("low = 0.5"), 9, "low = 5.9");
  const Optimisation optimisation = load(kHead + dear);  // 4.9 posts more of four labels: a million dollars
  const Scenario base = bases_of(optimisation)[0].loaded.scenario;
  try {
    variables_of(optimisation, base);
    FAIL() << "the low values cost more than the budget";
  } catch (const ScenarioError& error) {
    EXPECT_THAT(error.what(), HasSubstr("more than the budget"));
  }
}

TEST_F(OptimisationTest, HasOneLeverForEachLabelAtATime) {
  const auto says = [&](const std::string& levers) -> std::string {
    const Optimisation optimisation = load(kHead + levers);
    try {
      variables_of(optimisation, bases_of(optimisation)[0].loaded.scenario);
    } catch (const ScenarioError& error) {
      EXPECT_GT(error.problems()[0].line, 0);
      return error.what();
    }
    return "none";
  };
  const auto with = [](std::string lever, const std::string& from, const std::string& to) {
    return lever.replace(lever.find(from), from.size(), to);
  };
  const std::string all = with(kPosts, "labels[home=B]", "labels");
  EXPECT_THAT(says(kPosts + all), HasSubstr("levers 1 and 2 both set posts_per_week of"));
  EXPECT_EQ(says(kPosts + with(kPosts, "labels[home=B]", "labels[home=C]")), "none");
  EXPECT_EQ(says(kPosts + "until = 2008-06-02\n" + with(all, "2008-03-03", "2008-06-02")), "none");
  EXPECT_THAT(says(kPosts + kPosts), HasSubstr(" | [[lever]]\n"));
  const std::string stages = kPosts + "until = 2008-06-02\n" + with(kPosts, "2008-03-03", "2008-06-02");
  ASSERT_EQ(says(stages), "none");
  const Optimisation optimisation = load(kHead + stages);
  const auto variables = variables_of(optimisation, bases_of(optimisation)[0].loaded.scenario);
  EXPECT_EQ(variables[0].name, "posts_per_week of labels[home=B] from 2008-03-03");
  EXPECT_EQ(variables[1].name, "posts_per_week of labels[home=B] from 2008-06-02");
  const std::string tours = with(kTours, "labels[home=B]", "labels");
  EXPECT_THAT(says(kTours + tours), HasSubstr("tours.abroad"));
  EXPECT_EQ(says(kTours + with(tours, "\"C\"", "\"A\"")), "none");
  EXPECT_THAT(says(kTours + with(tours, "markets = [\"C\"]\n", "")), HasSubstr("tours.abroad"));
}

TEST_F(OptimisationTest, NeedsAnEnsembleWhereItAsksForOne) {
  try {
    bases_of(load(kHead + "ensemble = true\n" + kPosts));
    FAIL() << "the base names no ensemble";
  } catch (const ScenarioError& error) {
    EXPECT_THAT(error.what(), HasSubstr("names no ensemble"));
  }
}

}  // namespace
}  // namespace hibiki
