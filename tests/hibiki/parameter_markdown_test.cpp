#include "tools/hibiki/parameter_markdown.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "output/results/files.hpp"

namespace hibiki {
namespace {

using testing::HasSubstr;

const Parameter kBarred{"policy.ID", "target", "a|b", "0.5", "0..1", "One | other.", "[M] assumed", true};

TEST(ParameterMarkdown, PutsASectionInATableAndItsSourcesBelow) {
  Parameter second = kBarred, third = kBarred;
  second.source = "choice";
  third.section = "run";
  EXPECT_EQ(
      parameter_markdown({kBarred, second, third}),
      "#### `policy.ID`\n\n| key | default | range | unit | meaning | source |\n| --- | --- | --- | --- | --- | --- |\n"
      "| `target` | `0.5` | 0..1 | a\\|b | One \\| other. *Learnt.* | a |\n"
      "| `target` | `0.5` | 0..1 | a\\|b | One \\| other. *Learnt.* | b |\n"
      "\n#### `run`\n\n| key | default | range | unit | meaning | source |\n| --- | --- | --- | --- | --- | --- |\n"
      "| `target` | `0.5` | 0..1 | a\\|b | One \\| other. *Learnt.* | a |\n"
      "\n*Learnt*: labels copy the lever from better peers. Sources: **a** [M] assumed; **b** choice.\n");
}

TEST(ParameterMarkdown, HasARowForEveryKeyOfSixCells) {
  const auto all = all_parameters();
  std::istringstream lines(parameter_markdown(all));
  std::size_t rows = 0;
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("| `")) continue;
    ++rows;
    std::size_t bars = 0;
    for (std::size_t i = 0; i < line.size(); ++i) bars += line[i] == '|' && (i == 0 || line[i - 1] != '\\');
    EXPECT_EQ(bars, 7u) << line;
  }
  EXPECT_EQ(rows, all.size());
}

TEST(ParameterMarkdown, IsWhatTheChapterOnTheModelHolds) {
  const std::string manual = read_whole_file(HIBIKI_MODEL_MANUAL);
  const auto begin = manual.find(kParametersBegin), end = manual.find(kParametersEnd);
  ASSERT_NE(begin, std::string::npos);
  ASSERT_NE(end, std::string::npos);
  const auto from = begin + std::string_view(kParametersBegin).size();
  // Not EXPECT_EQ: it would print both tables.
  EXPECT_TRUE(manual.substr(from, end - from) == parameter_markdown(all_parameters()))
      << "the tables in sim/README.md are not those of the program: run tools/scripts/update-params";
}

}  // namespace
}  // namespace hibiki
