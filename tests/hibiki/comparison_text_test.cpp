#include "tools/hibiki/comparison_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

namespace hibiki {
namespace {

using Json = nlohmann::ordered_json;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

Json interval(double mean, double low, double high) { return {{"mean", mean}, {"low", low}, {"high", high}}; }

/// A headline whose ratio has this interval, after 16 pairs.
Json headline(const Json& ratio, const Json& pairs_to_settle) {
  return {{"measure", "engaged_abroad"},
          {"pairs", 16},
          {"base", 1e6},
          {"variant", 1.1e6},
          {"difference", interval(1e5, -1e4, 2e5)},
          {"ratio", ratio},
          {"chance_positive", 0.9},
          {"pairs_equal", 0},
          {"variance_saved", 12.0},
          {"pairs_to_settle", pairs_to_settle}};
}

const Json kLevels = {{"engaged_abroad", {{"weeks", {{"known", 52}, {"of", 52}}}}}};

Json variant(const std::string& name, const Json& effect) {
  return {{"run", name},
          {"title", "Title of " + name},
          {"levels", kLevels},
          {"oversized_markets", Json::array({{{"text", "Indonesia x4.2 in 2021"}}})},
          {"implausible", Json::array({"The levers return 31 dollars per dollar; above 20 is implausible."})},
          {"verdict", "No clear effect."},
          {"effects", Json::array({effect})},
          {"ensemble", nullptr},
          {"cost_usd", 0.0},
          {"return_per_usd", nullptr},
          {"paired", {{"measure", "engaged_abroad"}, {"time", Json::array()}, {"mean", Json::array()}}}};
}

Json comparison(const std::vector<Json>& variants) {
  return {
      {"fans", 20000},
      {"window", {{"from", "2008-01-07"}, {"to", "2024-12-31"}}},
      {"scene", {{"name", "J-pop"}, {"market", "JP"}}},
      {"measures",
       Json::array(
           {{{"name", "engaged_abroad"}, {"title", "engaged fans abroad"}, {"unit", "people"}, {"scale", "ratio"}}})},
      {"base", {{"title", "As it went"}, {"levels", kLevels}, {"oversized_markets", Json::array()}}},
      {"axes", {{"years", Json::array()}, {"year_weeks", Json::array()}}},
      {"variants", variants},
      {"ensemble", nullptr},
      {"failed", Json::array()}};
}

/// Three variants; the second is not told apart from the first.
Json three() {
  const Json effect = headline(interval(1.1, 1.0, 1.2), nullptr);
  Json all = comparison({variant("early_video", effect), variant("tours", effect), variant("english", effect)});
  const auto row = [](int which, const Json& to, const Json& to_best, const Json& pairs) {
    return Json{{"variant", which}, {"pairs", 16}, {"effect", to}, {"to_best", to_best}, {"pairs_to_settle", pairs}};
  };
  all["ranking"] = {{"measure", "engaged_abroad"},
                    {"scale", "ratio"},
                    {"variants",
                     {row(1, interval(1.41, 1.22, 1.63), nullptr, nullptr),
                      row(0, interval(1.38, 1.2, 1.59), interval(0.98, 0.95, 1.01), 46),
                      row(2, interval(0.9, 0.8, 1.01), interval(0.64, 0.6, 0.68), nullptr)}}};
  return all;
}

std::size_t widest(const std::string& text) {
  std::istringstream lines(text);
  std::size_t most = 0;
  for (std::string line; std::getline(lines, line);) most = std::max(most, line.size());
  return most;
}

TEST(ComparisonText, SaysWhatWouldSettleIt) {
  const Json all = comparison({variant("early_video", headline(interval(1.1, 0.99, 1.2), 46))});
  EXPECT_THAT(comparison_text(all, {}, 12.0),
              HasSubstr("For a clear result with 80 % probability, if the effect is +10 % as measured: 30\n"
                        "more pairs (--replicates 46), about 6 min 00 s."));
  EXPECT_THAT(comparison_text(all, {}), HasSubstr("30\nmore pairs (--replicates 46).")) << "when the time is not known";
}

TEST(ComparisonText, ForecastsNothingFromFewPairs) {
  Json effect = headline(interval(1.1, 0.99, 1.2), nullptr);
  effect["pairs"] = 7;
  EXPECT_THAT(comparison_text(comparison({variant("early_video", effect)}), {}),
              HasSubstr("With fewer than 8 pairs the spread is too uncertain"));
  effect["pairs"] = 1;
  effect["ratio"] = interval(1.1, 1.1, 1.1);
  EXPECT_THAT(comparison_text(comparison({variant("early_video", effect)}), {}), Not(HasSubstr("With fewer than")));
}

TEST(ComparisonText, IntervalsOfTheTableAreThoseThatHoldTogether) {
  Json effect = headline(interval(1.1, 1.05, 1.2), nullptr);
  effect["simultaneous"] = {{"low", 0.9}, {"high", 1.4}};
  EXPECT_THAT(comparison_text(comparison({variant("early_video", effect)}), {}),
              AllOf(HasSubstr("-10 to +40"), Not(HasSubstr("+5.0 to +20"))));
}

TEST(ComparisonText, SaysThePowerForAnEffectOfTheSizeAskedFor) {
  // log 1.1 +- (log 1.2 - log .99) / 2: a deviation of .1805, as computed from t(.975; 15) = 2.131.
  const Json all = comparison({variant("early_video", headline(interval(1.09, 0.99, 1.2), 46))});
  EXPECT_THAT(comparison_text(all, {200, false}, 12.0, 0.1),
              HasSubstr("A true effect of +10 % would be seen in 16 pairs with 51 % probability; for 80 %, with the "
                        "spread at its upper limit:"));
  EXPECT_THAT(comparison_text(all, {200, false}, 12.0, 10.0),
              HasSubstr("A true effect of x11 would be seen in 16 pairs with over 99.9 % probability."));
  EXPECT_THAT(comparison_text(all, {200, false}, 12.0), Not(HasSubstr("A true effect")));
  EXPECT_THAT(comparison_text(three(), {200, false}, 12.0, 0.1), HasSubstr("A true effect of early_video of +10 %"))
      << "of several";
}

TEST(ComparisonText, SaysWhichEffectsAreRuledOutWhereTheyAreNearNone) {
  const std::string text =
      comparison_text(comparison({variant("early_video", headline(interval(1.001, 0.99, 1.012), 5000))}), {}, 12.0);
  EXPECT_THAT(text, HasSubstr("Effects below -1.0 % and above +1.2 % are ruled out (95 % interval)"));
  EXPECT_THAT(text, Not(HasSubstr("--replicates")));
}

TEST(ComparisonText, NothingIsToBeSettledWhereTheEffectIsClear) {
  EXPECT_THAT(
      comparison_text(comparison({variant("early_video", headline(interval(1.1, 1.05, 1.2), nullptr))}), {}, 12.0),
      Not(HasSubstr("clear result")));
}

TEST(ComparisonText, MarksWhatIsImplausible) {
  const std::string one =
      comparison_text(comparison({variant("early_video", headline(interval(1.1, 1.05, 1.2), nullptr))}), {}, 12.0);
  EXPECT_THAT(one, HasSubstr("Implausible in the variant: The levers return 31 dollars per dollar;"));
  EXPECT_THAT(one,
              HasSubstr("Implausible in the variant, against the recorded size of the market: Indonesia\nx4.2 in"));
  EXPECT_THAT(one, Not(HasSubstr("Implausible in the base")));
  const std::string several = comparison_text(three(), {}, 12.0);
  for (const char* name : {"early_video", "tours", "english"})
    EXPECT_THAT(several, HasSubstr(std::string("Implausible in ") + name + ": The levers return 31 dollars")) << name;
}

TEST(ComparisonText, OfSeveralVariantsIsATableBestFirst) {
  const std::string text = comparison_text(three(), {}, 12.0);
  EXPECT_THAT(text, HasSubstr("3 variants against As it went, best first\n"));
  EXPECT_THAT(text, HasSubstr("tours                          +41 %       +22 to +63\n"
                              "early_video                    +38 %       +20 to +59    -2.0 %     -5.0 to +1.0\n"
                              "english                        -10 %      -20 to +1.0     -36 %       -40 to -32\n"));
  EXPECT_THAT(text, HasSubstr("No clear difference from tours: early_video.\n"));
  EXPECT_THAT(text, HasSubstr("30 more pairs (--replicates 46), about 6 min 00 s."));
  EXPECT_LE(widest(text), 80u);
}

TEST(ComparisonText, NamesVariantsThatAreNotComparedWithTheBest) {
  Json all = three();
  all["ranking"]["variants"][1]["to_best"] = nullptr;
  all["ranking"]["variants"][1]["pairs_to_settle"] = nullptr;
  EXPECT_THAT(comparison_text(all, {200, false}, 12.0),
              AllOf(HasSubstr("Not compared with tours, because no pair has values of both: early_video.\n"),
                    HasSubstr("tours is better than every other variant compared with it:")));
  all["ranking"]["variants"][2]["to_best"] = nullptr;
  EXPECT_THAT(comparison_text(all, {200, false}, 12.0),
              AllOf(HasSubstr("early_video, english.\n"), Not(HasSubstr("is better"))));
}

TEST(ComparisonText, AdvisesNoOptionThatIsRefusedBesideTheOneGiven) {
  for (const char* width : {"--ci-width", "--ci-width=0.2"}) {
    Json one = comparison({variant("early_video", headline(interval(1.1, 0.99, 1.2), 46))}), several = three();
    for (Json* all : {&one, &several}) {
      (*all)["command"] = {"hibiki", "compare", "a.toml", "b.toml", width};
      EXPECT_THAT(comparison_text(*all, {200, false}, 12.0),
                  AllOf(HasSubstr("30 more pairs, about"), Not(HasSubstr("--replicates"))));
    }
  }
}

TEST(ComparisonText, FitsNarrowTerminals) {
  for (const std::size_t columns : {40, 50, 60, 70, 80}) {
    EXPECT_LE(widest(comparison_text(three(), {columns, false}, 12.0)), columns);
    EXPECT_LE(widest(comparison_text(comparison({variant("early_video", headline(interval(1.1, 0.99, 1.2), 46))}),
                                     {columns, false}, 12.0)),
              columns);
  }
}

/// What the text says of money when the scene's labels spend so much more in the variant.
std::string money(double cost, const Json& stated, const Json& back = nullptr) {
  Json one = variant("early_video", headline(interval(1.1, 1.05, 1.2), nullptr));
  one["cost_usd"] = cost;
  one["return_per_usd"] = back;
  if (!stated.is_null()) one["cost_stated"] = stated;
  return comparison_text(comparison({one}), {200, false}, 12.0);
}

TEST(ComparisonText, SaysThatNoCostIsStatedOnlyWhereNoneIs) {
  const char *const none = "not stated",
                    *const equal = "Spent on the levers by J-pop's labels over the window: the same as in the base";
  EXPECT_THAT(money(0, false), HasSubstr("Cost of the levers: not stated in either scenario."));
  EXPECT_THAT(money(0, true), AllOf(HasSubstr(equal), Not(HasSubstr(none)))) << "a cost of other labels";
  EXPECT_THAT(money(-26000, true),
              AllOf(HasSubstr("over the window: $26,000 less than in the base"), Not(HasSubstr(none))));
  EXPECT_THAT(money(0, nullptr), HasSubstr(none)) << "of an earlier version";
  EXPECT_THAT(money(-26000, nullptr), Not(HasSubstr(none)));
}

TEST(ComparisonText, TurnsTheReturnOfADollarThatIsSaved) {
  EXPECT_THAT(money(5000, true, interval(2, 1, 4)), HasSubstr("+2.00 dollars for each dollar spent (+1.00 to +4.00)"));
  EXPECT_THAT(money(-5000, true, interval(2, 1, 4)), HasSubstr("-2.00 dollars for each dollar saved (-4.00 to -1.00)"));
}

TEST(Shortened, AveragesNeighbours) {
  EXPECT_EQ(shortened({1, 2, 3}, 3), (std::vector<double>{1, 2, 3}));
  EXPECT_EQ(shortened({1, 3, 5, 7, 9}, 3), (std::vector<double>{2, 6, 9}));
  EXPECT_TRUE(shortened({}, 3).empty());
}

TEST(Sparkline, GoesFromTheLowestOrNothingToTheHighest) {
  EXPECT_EQ(sparkline({0, 1, 2, 3, 4, 5, 6, 7}), "▁▂▃▄▅▆▇█");
  EXPECT_EQ(sparkline({7, 7}), "██") << "from nothing";
  EXPECT_EQ(sparkline({-7, 0}), "▁█") << "to nothing";
  EXPECT_EQ(sparkline({0, 0, 0}), "▁▁▁");
  EXPECT_EQ(sparkline({}), "");
}

}  // namespace
}  // namespace hibiki
