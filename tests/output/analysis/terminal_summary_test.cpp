#include "output/analysis/terminal_summary.hpp"

#include <gmock/gmock.h>

#include <sstream>

#include "tests/output/results/synthetic_run.hpp"

namespace hibiki {
namespace {

using testing::HasSubstr;
using testing::Not;

/// A-pop rises from nothing to all, B-pop falls, from 1990 to `last`.
Replicate rising(int last, std::optional<Day> overtake) {
  Replicate replicate;
  replicate.seed = 9;
  RunSummary& summary = replicate.result.summary;
  summary.axes = synthetic_axes();
  summary.challenger = "A-pop";
  summary.incumbent = "B-pop";
  summary.challenger_index = 0;
  summary.incumbent_index = 1;
  summary.overtake = overtake;
  for (int year = 1990; year <= last; ++year) {
    YearSummary row;
    const double risen = (year - 1990) / 35.0;
    row.year = year;
    row.weeks = 52;
    row.leadership = row.leadership_people = {risen, 1 - risen, 0};
    row.leadership_plays = {1 - risen, risen, 0};
    row.leadership_engaged = {0.2, 0.5, 0.3};
    row.home_share = row.plays_home_share = {0.9, 0.8, 0.5};
    row.engaged_home = row.engaged_abroad = {1e6, 1e6, 0};
    row.revenue_home = row.revenue_abroad = {Cents{(year - 1990) * 1'000'000'000LL}, 5'000'000'000, 0};
    row.gini = {0.8, 0.7, 0.6};
    for (auto* weeks : {&row.known.leadership, &row.known.leadership_plays, &row.known.leadership_engaged,
                        &row.known.home_share, &row.known.plays_home_share, &row.known.gini})
      weeks->assign(3, row.weeks);
    summary.years.push_back(row);
  }
  summary.livestreams = {{"Act One", "Label", "AA", make_day(2024, 11, 11), 1'500'000}};
  return replicate;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

TEST(TerminalSummary, FitsTheTerminal) {
  const Replicate replicates[] = {rising(2024, make_day(2008, 3, 3)), rising(2024, make_day(2010, 3, 1))};
  const auto lines = lines_of(terminal_summary(synthetic_scenario(), replicates, false));
  EXPECT_LE(lines.size(), 14u);
  EXPECT_GE(lines.size(), 9u);
  for (const std::string& line : lines) EXPECT_LE(line.size(), 80u) << line;
}

TEST(TerminalSummary, SaysWhoLeadsSinceWhenAtWhatMoney) {
  const Replicate replicates[] = {rising(2024, make_day(2008, 3, 3)), rising(2024, std::nullopt),
                                  rising(2024, make_day(2010, 3, 1))};
  const std::string text = terminal_summary(synthetic_scenario(), replicates, false);
  EXPECT_THAT(text, HasSubstr("A-pop overtakes B-pop: 2008-03 (2008-03 to 2010-03), in 2 of 3 replicates"));
  EXPECT_THAT(text, HasSubstr("1990-94"));
  EXPECT_THAT(text, testing::ContainsRegex("A-pop share, %  +5\\.7 +20 "));
  EXPECT_THAT(text, testing::ContainsRegex("A-pop abroad, \\$M/yr .* 321\n"));  // 3.2e10 cents in 52 weeks
  EXPECT_THAT(text, HasSubstr("A-pop 90 %, B-pop 80 %"));
  EXPECT_THAT(text, HasSubstr("\n  by plays: B-pop 91 %, A-pop 9 %\n"));
  EXPECT_THAT(text, HasSubstr("\n  by engaged people: B-pop 50 %, C-pop 30 %, A-pop 20 %\n"));
  EXPECT_THAT(text, HasSubstr("0.70 (0.70 to 0.70)"));
  EXPECT_THAT(text, HasSubstr("viewers: Act One 1.5 M\n"));
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
}

TEST(TerminalSummary, ColoursOnlyWhenTold) {
  const Replicate replicates[] = {rising(2024, std::nullopt)};
  EXPECT_THAT(terminal_summary(synthetic_scenario(), replicates, true), HasSubstr("\x1b["));
}

TEST(TerminalSummary, OfOneReplicateGivesItsSeedAndNoRanges) {
  const Replicate replicates[] = {rising(2024, make_day(2008, 3, 3))};
  const std::string text = terminal_summary(synthetic_scenario(), replicates, false);
  EXPECT_THAT(text, HasSubstr("seed 9"));
  EXPECT_THAT(text, Not(HasSubstr(" to ")));
}

TEST(TerminalSummary, SaysWhenNobodyWasOvertaken) {
  Replicate replicate = rising(2024, std::nullopt);
  EXPECT_THAT(terminal_summary(synthetic_scenario(), std::span(&replicate, 1), false), HasSubstr("not in this run"));
  replicate.result.summary.led_from_start = true;
  EXPECT_THAT(terminal_summary(synthetic_scenario(), std::span(&replicate, 1), false),
              HasSubstr("A-pop leads B-pop from the start\n"));
}

TEST(TerminalSummary, LeadingFromTheStartIsNotOvertaking) {
  std::vector<Replicate> replicates = {rising(2024, std::nullopt), rising(2024, std::nullopt)};
  for (Replicate& replicate : replicates) replicate.result.summary.led_from_start = true;
  const std::string text = terminal_summary(synthetic_scenario(), replicates, false);
  EXPECT_THAT(text, HasSubstr("A-pop leads B-pop from the start, in all 2 replicates\n"));
  EXPECT_THAT(text, Not(HasSubstr("overtakes")));
}

TEST(TerminalSummary, MarksAYearThatIsNotWholeAndScalesItsMoney) {
  Replicate replicate = rising(1992, std::nullopt);
  YearSummary& last = replicate.result.summary.years.back();
  last.weeks = 13;
  last.revenue_abroad = {1'300'000'000, 0, 0};  // a million dollars a week
  const std::string text = terminal_summary(synthetic_scenario(), std::span(&replicate, 1), false);
  EXPECT_THAT(text, HasSubstr("   1992*\n"));
  EXPECT_THAT(text, testing::ContainsRegex("A-pop abroad, \\$M/yr .* 52\n"));
  EXPECT_THAT(text, HasSubstr("* partial years: 1992 (13 weeks); money is scaled to a year\n"));
}

TEST(TerminalSummary, WeeksWithoutAValueAreInNoMean) {
  Replicate replicate = rising(1991, std::nullopt);
  RunSummary& summary = replicate.result.summary;
  for (YearSummary& year : summary.years) year.gini = {0.8, kMissing, 0.6}, year.known.gini = {52, 0, 52};
  summary.years.back().home_share = {kMissing, 0.8, 0.5};
  summary.years.back().known.home_share = {0, 52, 52};
  const std::string text = terminal_summary(synthetic_scenario(), std::span(&replicate, 1), false);
  EXPECT_THAT(text, HasSubstr("(Gini) 1991: 0.70\n"));
  EXPECT_THAT(text, HasSubstr("Share of the home market 1991: A-pop -, B-pop 80 %"));
}

TEST(TerminalSummary, TakesShortLongAndEmptyRuns) {
  for (const int last : {1989, 1990, 1996, 1997, 2100}) {
    const Replicate replicates[] = {rising(last, std::nullopt)};
    for (const std::string& line : lines_of(terminal_summary(synthetic_scenario(), replicates, false)))
      EXPECT_LE(line.size(), 80u) << line;
  }
  EXPECT_EQ(terminal_summary(synthetic_scenario(), {}, false), "");
}

TEST(TerminalSummary, FitsNarrowTerminalsWithoutCuttingWords) {
  Scenario scenario = synthetic_scenario();
  scenario.title = "A long title of a scenario that says in many words everything about the market that it is made for";
  for (const std::size_t columns : {40, 60, 80})
    for (const int last : {1996, 2024, 2031}) {
      const Replicate replicates[] = {rising(last, make_day(1995, 3, 6)), rising(last, std::nullopt)};
      const std::string text = terminal_summary(scenario, replicates, false, columns);
      for (const std::string& line : lines_of(text)) EXPECT_LE(line.size(), columns) << line;
      EXPECT_THAT(text, HasSubstr("for:")) << "the title is whole";
    }
}

}  // namespace
}  // namespace hibiki
