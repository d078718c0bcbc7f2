// The gallery: scenarios/strategies and scenarios/claims are complete, and tools/scripts/gallery turns comparisons into
// tables.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "tests/end_to_end/program.hpp"

namespace hibiki {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;
namespace fs = std::filesystem;

constexpr int kClaims = 25;

fs::path gallery(const std::string& folder) { return fs::path(HIBIKI_SCENARIOS) / folder; }

std::vector<fs::path> files() {
  std::vector<fs::path> found;
  for (const char* folder : {"strategies", "claims"})
    for (const auto& entry : fs::directory_iterator(gallery(folder)))
      if (entry.path().extension() == ".toml") found.push_back(entry.path());
  std::sort(found.begin(), found.end());
  return found;
}

std::vector<std::string> lines_of(const fs::path& path) {
  std::ifstream in(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

bool begins(const std::string& line, const std::string& with) { return line.starts_with(with); }

bool any_begins(const std::vector<std::string>& lines, const std::string& with) {
  return std::any_of(lines.begin(), lines.end(), [&](const std::string& line) { return begins(line, with); });
}

/// The lines of each [[intervention]], up to the next table.
std::vector<std::vector<std::string>> interventions_of(const fs::path& path) {
  std::vector<std::vector<std::string>> found;
  bool inside = false;
  for (const std::string& line : lines_of(path)) {
    if (begins(line, "[")) {
      inside = line == "[[intervention]]";
      if (inside) found.emplace_back();
    } else if (inside) {
      found.back().push_back(line);
    }
  }
  return found;
}

/// Rows of claims.csv below its header, cut at commas.
std::vector<std::vector<std::string>> claim_rows() {
  std::vector<std::vector<std::string>> rows;
  for (const std::string& line : lines_of(gallery("claims") / "claims.csv")) {
    std::istringstream text(line);
    rows.emplace_back();
    for (std::string cell; std::getline(text, cell, ',');) rows.back().push_back(cell);
  }
  rows.erase(rows.begin());
  return rows;
}

class GalleryTest : public ProgramTest {};

TEST_F(GalleryTest, EveryFileIsValid) {
  std::string names;
  for (const fs::path& path : files()) names += fmt::format(" '{}'", path.string());
  const Outcome outcome = hibiki("check" + names);
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
}

TEST_F(GalleryTest, EveryFileAsksAQuestionOfItsOwn) {
  std::set<std::string> questions;
  for (const fs::path& path : files()) {
    const auto lines = lines_of(path);
    EXPECT_TRUE(any_begins(lines, "title = \"")) << path;
    const auto question =
        std::find_if(lines.begin(), lines.end(), [](const auto& l) { return begins(l, "question = "); });
    ASSERT_NE(question, lines.end()) << path;
    EXPECT_THAT(*question, ContainsRegex("\\?\"$")) << path;
    EXPECT_TRUE(questions.insert(*question).second) << path << " asks what another file asks";
    EXPECT_TRUE(begins(lines.front(), "# ")) << path << " opens without a comment";
  }
}

TEST_F(GalleryTest, EveryInterventionSaysItsCostOrWhyItHasNone) {
  int seen = 0;
  for (const fs::path& path : files())
    for (const auto& lines : interventions_of(path)) {
      ++seen;
      const bool priced = std::any_of(lines.begin(), lines.end(), [](const std::string& line) {
        return begins(line, "cost = ") && line.find("# [") != std::string::npos;  // the figure's mark
      });
      EXPECT_TRUE(priced || any_begins(lines, "# No cost: ")) << path << ": " << lines.front();
    }
  EXPECT_GT(seen, 50);
}

TEST_F(GalleryTest, EveryLeverIsMovedBySomeFile) {
  std::set<std::string> moved;
  for (const fs::path& path : files())
    for (const auto& lines : interventions_of(path)) {
      if (any_begins(lines, "set = \"current\"")) continue;
      for (const std::string& line : lines)
        if (begins(line, "lever = \"")) moved.insert(line.substr(9, line.find('"', 9) - 9));
    }
  const auto schema = nlohmann::json::parse(hibiki("schema").out);
  const auto& levers = schema["properties"]["intervention"]["items"]["properties"]["lever"]["enum"];
  ASSERT_GT(levers.size(), 30u);
  for (const std::string lever : levers) EXPECT_TRUE(moved.contains(lever)) << lever;
}

TEST_F(GalleryTest, EveryClaimHasAMeasureThatDecidesIt) {
  std::set<int> decided;
  std::set<fs::path> named;
  for (const auto& row : claim_rows()) {
    ASSERT_GE(row.size(), 6u) << row.front();
    const fs::path file = gallery("claims") / row[1];
    EXPECT_TRUE(fs::exists(file)) << file;
    EXPECT_TRUE(fs::exists(gallery("claims") / row[2])) << row[2];
    EXPECT_EQ(std::stoi(row[0]), std::stoi(row[1].substr(0, 2))) << row[1];
    if (row[5] != "shown") decided.insert(std::stoi(row[0]));
    named.insert(file.filename());
    named.insert(fs::path(row[2]).filename());
    const auto lines = lines_of(file);
    EXPECT_TRUE(any_begins(lines, fmt::format("# Claim {}", row[0]))) << file;
    EXPECT_TRUE(any_begins(lines, "# Decided by: ") || any_begins(lines, "# Lever and measure: ") ||
                any_begins(lines, "# Levers and measure: "))
        << file;
    EXPECT_EQ(any_begins(lines, "# BASE: "), row[2] != "../history.toml") << file;
  }
  for (int claim = 1; claim <= kClaims; ++claim) EXPECT_TRUE(decided.contains(claim)) << claim;
  for (const fs::path& path : files())
    EXPECT_TRUE(path.parent_path().filename() == "strategies" || named.contains(path.filename())) << path;
}

/// tools/scripts/gallery on a gallery of one claim and three strategies, with a stand-in for hibiki that answers
/// `compare` at once.
class GalleryScriptTest : public ProgramTest {
 protected:
  GalleryScriptTest() {
    for (const char* folder : {"scenarios/claims", "scenarios/strategies"}) fs::create_directories(path(folder));
    write("scenarios/README.md", "before\n<!-- gallery:begin -->\nold\n<!-- gallery:end -->\nafter\n");
    write("scenarios/history.toml", fmt::format("extends = \"{}/examples/small.toml\"\n", HIBIKI_SCENARIOS));
    write("scenarios/claims/claims.csv",
          "claim,file,base,scene,measure,expected,margin\n"
          "1,01_seen.toml,../history.toml,A-pop,engaged_abroad,up,\n"
          "1,01_still.toml,01_seen.toml,A-pop,engaged_abroad,none,0.2\n");
    write("scenarios/claims/01_seen.toml", "# Claim 1: being seen helps. And so on.\n" + asks("Seen?", "2002-01-07"));
    write("scenarios/claims/01_still.toml", "# Claim 1.\n" + asks("Still?", "2003-01-06"));
    write("scenarios/strategies/early.toml", asks("Early?", "2001-01-01"));
    write("scenarios/strategies/also_early.toml", asks("Early too?", "2001-01-01"));
    write("scenarios/strategies/other_world.toml",
          "extends = \"../history.toml\"\nquestion = \"Bold?\"\n[assumptions]\ntaste.openness = 0.9\n");
    write("rises", stand_in("1.1"));
    write("falls", stand_in("0.9"));
    EXPECT_EQ(shell("chmod +x rises falls").exit_code, 0);
  }

  static std::string asks(const std::string& question, const std::string& from) {
    return fmt::format(
        "extends = \"../history.toml\"\nquestion = \"{}\"\n[[intervention]]\nid = \"{}\"\ntarget = \"labels[home=A]\"\n"
        "lever = \"official_uploads.video\"\nset = 0.9\nfrom = {}\n",
        question, question, from);
  }

  /// Answers that every measure goes to `factor` of what it was, and notes the command line in `calls`.
  static std::string stand_in(const std::string& factor) {
    return fmt::format(R"(#!/bin/bash
out=$(sed 's/.*--out \([^ ]*\) .*/\1/' <<<"$@")
[[ $* == *--dry-run ]] && {{ echo '{{"seconds_low": 60, "seconds_high": 120}}'; exit; }}
case $1 in compare) echo "$@" >>calls; mkdir -p "$out/run"; touch "$out/compare.json" ;; *) exec '{}' "$@" ;; esac
/usr/bin/python3 - {} "$@" <<'PYTHON'
import json, sys
factor, files = float(sys.argv[1]), [a for a in sys.argv if a.endswith(".toml")]
def around(middle): return dict(mean=middle, low=middle - .05, high=middle + .05)
effects = [dict(measure="engaged_abroad", ratio=around(factor), difference=around(9), chance_positive=.999),
           dict(measure="leadership", ratio=around(7), difference=around(factor - 1), chance_positive=.5)]
print(json.dumps(dict(scene=dict(name="A-pop"), window={{}}, failed=[],
  measures=[dict(name="engaged_abroad", title="engaged fans abroad", scale="ratio", unit="people"),
            dict(name="leadership", title="leadership", scale="difference", unit="share")],
  variants=[dict(name=f, differences=[], cost_usd=3e6, return_per_usd=None, effects=effects) for f in files[1:]])))
PYTHON
)",
                       HIBIKI_PROGRAM, factor);
  }

  Outcome run_gallery(const std::string& program, const std::string& arguments) const {
    return shell(fmt::format("'{}/../tools/scripts/gallery' --program {} --scenarios scenarios --out kept {}",
                             HIBIKI_SCENARIOS, program, arguments));
  }
  std::string readme() const { return read("scenarios/README.md"); }
  std::size_t calls() const { return lines_of(path("calls")).size(); }
};

TEST_F(GalleryScriptTest, TablesSayWhatWasMeasured) {
  const Outcome outcome = run_gallery("rises", "01_seen early --replicates 2 --fans 300");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(readme(), ContainsRegex("^before\n<!-- gallery:begin -->\n"));
  EXPECT_THAT(readme(), ContainsRegex("\n<!-- gallery:end -->\nafter\n$"));
  EXPECT_THAT(readme(), Not(HasSubstr("\nold\n")));
  EXPECT_THAT(readme(), HasSubstr("`tools/scripts/gallery --replicates 2 --fans 300`"));
  EXPECT_THAT(readme(), HasSubstr("| **1** | **Being seen helps** | | | | **not measured** |"));  // 01_still is to come
  EXPECT_THAT(readme(),
              HasSubstr("| | Seen? [`01_seen`](claims/01_seen.toml) | `official_uploads.video` 0.9 from 2002 | more | "
                        "A-pop: engaged fans abroad x1.10 (1.05 to 1.15), chance of a rise >99 % | supported |"));
  EXPECT_THAT(
      readme(),
      ContainsRegex("early.toml\\) .* leadership \\+10.0 points \\(5.00 to 15.0\\).* \\| 3 \\| more fans abroad"));
  EXPECT_TRUE(exists("kept/compare/01_seen/compare.json"));
  EXPECT_FALSE(exists("kept/compare/01_seen/run")) << "runs of the arms are kept";
  EXPECT_THAT(readme(), HasSubstr("(strategies/other_world.toml) | `taste.openness` 0.9 | not measured yet"));
}

TEST_F(GalleryScriptTest, AClaimIsSupportedWhenAllItsFilesAre) {
  ASSERT_EQ(run_gallery("rises", "").exit_code, 0);
  EXPECT_THAT(readme(), HasSubstr("| **Being seen helps** | | | | **supported** |"));
  ASSERT_EQ(run_gallery("falls", "--seed 2").exit_code, 0);
  EXPECT_THAT(readme(), HasSubstr("| **Being seen helps** | | | | **contradicted** |"));
  write("nothing", stand_in("1.0"));
  ASSERT_EQ(shell("chmod +x nothing").exit_code, 0);
  ASSERT_EQ(run_gallery("nothing", "--seed 3").exit_code, 0);
  EXPECT_THAT(readme(), HasSubstr("| **Being seen helps** | | | | **undecided** |"));
}

TEST_F(GalleryScriptTest, KeepsWhatIsMeasuredAndMeasuresAnewWhatChanged) {
  ASSERT_EQ(run_gallery("rises", "01_seen").exit_code, 0);
  ASSERT_EQ(run_gallery("falls", "01_seen").exit_code, 0);
  EXPECT_EQ(calls(), 1u);
  EXPECT_THAT(readme(), HasSubstr("x1.10"));
  write("scenarios/claims/01_seen.toml", "# Claim 1: being seen helps.\n" + asks("Seen?", "2002-02-04"));
  ASSERT_EQ(run_gallery("falls", "01_seen").exit_code, 0);
  EXPECT_EQ(calls(), 2u);
  EXPECT_THAT(readme(), ContainsRegex("01_seen.toml\\).*x0.90 .*\\| contradicted"));
}

TEST_F(GalleryScriptTest, MeasuresFilesOfOneWindowInOneComparison) {
  ASSERT_EQ(run_gallery("rises", "early also_early other").exit_code, 0);
  const auto commands = lines_of(path("calls"));
  ASSERT_EQ(commands.size(), 2u);
  EXPECT_THAT(commands, testing::Contains(ContainsRegex("history.toml [^ ]*/also_early.toml [^ ]*/early.toml --")));
  EXPECT_THAT(commands, testing::Contains(ContainsRegex("history.toml [^ ]*/other_world.toml --")));
}

TEST_F(GalleryScriptTest, AFileMayHavePairsOfItsOwnWithFreshSeeds) {
  write("scenarios/claims/claims.csv",
        "claim,file,base,scene,measure,expected,margin,pairs\n"
        "1,01_seen.toml,../history.toml,A-pop,engaged_abroad,up,,6\n"
        "1,01_still.toml,01_seen.toml,A-pop,engaged_abroad,none,0.2,\n");
  ASSERT_EQ(run_gallery("rises", "01_ --replicates 2 --seed 5").exit_code, 0);
  const auto commands = lines_of(path("calls"));
  ASSERT_EQ(commands.size(), 2u);
  EXPECT_THAT(commands, testing::Contains(ContainsRegex("01_seen.toml --replicates 6 .* --seed 1005 ")));
  EXPECT_THAT(commands, testing::Contains(ContainsRegex("01_still.toml --replicates 2 .* --seed 5 ")));
  EXPECT_THAT(readme(), ContainsRegex("01_seen.toml\\).* \\(6 pairs\\) \\| supported"));
  ASSERT_EQ(run_gallery("rises", "01_ --replicates 2 --seed 5").exit_code, 0);
  EXPECT_EQ(calls(), 2u) << "measured again";
}

TEST_F(GalleryScriptTest, WhatIsUndecidedSaysWhatWouldDecideIt) {
  const auto under_sets = [&](const std::string& program, const std::string& intervals) {
    write(program, replaced(stand_in("1.1"), "effects=effects",
                            "effects=effects, ensemble=[dict(measure='engaged_abroad', scale='ratio', mean=1.1, "
                            "sets=[1.05, 1.2], " +
                                intervals + ")]"));
    EXPECT_EQ(shell("chmod +x " + program).exit_code, 0);
  };
  under_sets("noisy", "chance=dict(low=.9, high=1.35), parameters=None");
  ASSERT_EQ(run_gallery("noisy", "01_seen --ensemble --replicates 2").exit_code, 0);
  // 2 pairs x 2.04 (80 % power) x (.2027 / .0953)^2, half the interval over the effect, as logarithms.
  EXPECT_THAT(readme(), HasSubstr("| undecided; 19 pairs of runs a set would probably decide it (now 2) |"));
  under_sets("at_odds", "chance=dict(low=.9, high=1.35), parameters=dict(low=.8, high=1.5)");
  ASSERT_EQ(run_gallery("at_odds", "01_seen --ensemble --replicates 2 --seed 2").exit_code, 0);
  EXPECT_THAT(readme(), HasSubstr("| undecided; the parameter sets agree on the direction, but differ"));
  under_sets("nothing", "chance=dict(low=.5, high=2.2), parameters=None");
  ASSERT_EQ(run_gallery("nothing", "01_seen --ensemble --replicates 2 --seed 3").exit_code, 0);
  EXPECT_THAT(readme(), HasSubstr("| undecided; over 200 pairs of runs a set would be needed |"));
  write("scenarios/claims/claims.csv",
        "claim,file,base,scene,measure,expected,margin,pairs\n"
        "1,01_seen.toml,../history.toml,A-pop,engaged_abroad,up,,many\n");
  EXPECT_THAT(run_gallery("nothing", "01_seen").err, HasSubstr("'many' pairs of 01_seen.toml is not a whole number"));
}

TEST_F(GalleryScriptTest, SaysWhatItCannotDo) {
  EXPECT_THAT(run_gallery("rises", "no_such_file").err, HasSubstr("no file is named no_such_file"));
  EXPECT_THAT(run_gallery("nowhere", "").err, HasSubstr("build it first"));
  write("scenarios/README.md", "no marks\n");
  EXPECT_THAT(run_gallery("rises", "--table").err, HasSubstr("<!-- gallery:begin -->"));
  EXPECT_FALSE(exists("calls"));
}

TEST_F(GalleryScriptTest, TheTimeIsSaidBeforehand) {
  const Outcome outcome = run_gallery("rises", "early also_early 01_seen --dry-run");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("3 files in 2 comparisons, 2 to 4 minutes"));
  EXPECT_THAT(readme(), HasSubstr("\nold\n"));
  EXPECT_FALSE(fs::exists(path("calls"))) << "nothing was simulated";
}

TEST_F(GalleryScriptTest, TheFutureStandsBesideThePast) {
  write("scenarios/future.toml", "extends = \"history.toml\"\n");
  write("scenarios/claims/01_seen_2026.toml",
        "# Claim 1: being seen helps.\n" + replaced(asks("Seen later?", "2003-01-06"), "history.toml", "future.toml"));
  write("scenarios/claims/claims.csv",
        read("scenarios/claims/claims.csv") + "1,01_seen_2026.toml,../future.toml,A-pop,engaged_abroad,down,\n");
  ASSERT_EQ(run_gallery("rises", "").exit_code, 0);
  EXPECT_THAT(readme(), HasSubstr("| **1** | **Being seen helps** | | | | **supported; to 2035: contradicted** |"));
  EXPECT_THAT(readme(), HasSubstr("against [`future`](future.toml) (after the record)"));
}

}  // namespace
}  // namespace hibiki
