#include "tools/sweep/read_csv.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "output/results/csv_field.hpp"
#include "sim/core/error.hpp"
#include "tests/output/results/synthetic_run.hpp"

namespace hibiki {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

CsvTable table(const std::string& text) {
  const TestFolder folder;
  std::ofstream(folder / "t.csv", std::ios::binary) << text;
  return read_csv(folder / "t.csv");
}

std::string complaint(const std::string& text) try {
  table(text);
  return "";
} catch (const IoError& error) {
  return error.what();
}

TEST(ReadCsv, TakesQuotesLineBreaksAndByteOrderMarks) {
  const CsvTable read = table(
      "\xEF\xBB\xBF"
      "a, b ,\"c, d\"\r\n1,2,\"say \"\"x\"\"\"\r\n\r\n,\"two\nlines\",5");
  EXPECT_THAT(read.header, ElementsAre("a", "b", "c, d"));
  ASSERT_EQ(read.rows.size(), 2u);
  EXPECT_THAT(read.rows[0], ElementsAre("1", "2", "say \"x\""));
  EXPECT_THAT(read.rows[1], ElementsAre("", "two\nlines", "5"));
}

TEST(ReadCsv, SaysWhereItIsWrong) {
  EXPECT_THAT(complaint("a,b\n1,2\n3\n"), HasSubstr("t.csv:3: 1 fields, but the header has 2"));
  EXPECT_THAT(complaint("a\n\"x\n"), HasSubstr("t.csv:2: a quote is not closed"));
  EXPECT_THAT(complaint("a\n\"x\"y\n"), HasSubstr("text after a closing quote"));
  EXPECT_THAT(complaint(""), HasSubstr("the file is empty"));
}

TEST(ReadCsv, AColumnThatIsNotThereNamesThoseThatAre) {
  const CsvTable read = table("one,two\n");
  EXPECT_EQ(read.column({"2", "two"}, "t.csv"), 1u);
  try {
    read.column({"three"}, "t.csv");
    FAIL();
  } catch (const IoError& error) {
    EXPECT_THAT(error.what(), HasSubstr("t.csv has no column 'three'; its columns are one, two"));
  }
}

TEST(CsvField, IsReadBack) {
  for (const std::string text : {"plain", "a,b", "say \"x\"", "two\nlines"})
    EXPECT_EQ(table("h\n" + csv_field(text) + "\n").rows[0][0], text);
}

}  // namespace
}  // namespace hibiki
