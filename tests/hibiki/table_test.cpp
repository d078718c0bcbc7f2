#include "tools/hibiki/table.hpp"

#include <gtest/gtest.h>

namespace hibiki {
namespace {

const std::vector<TableColumn> kColumns = {{10}, {8, 2}, {8, 1}, {8}};
const std::vector<std::string> kRow = {"a name too long", "1", "2", "3"};

TEST(Table, LeavesOutColumnsOfTheHighestRank) {
  EXPECT_EQ(Table(kColumns, 34).row(kRow), "a name too       1       2       3");
  EXPECT_EQ(Table(kColumns, 33).row(kRow), "a name too       2       3");
  EXPECT_EQ(Table(kColumns, 18).row(kRow), "a name too       3");
}

TEST(Table, PutsTheNameAboveWhereNothingElseHelps) {
  EXPECT_EQ(Table(kColumns, 17).row(kRow), "a name too long\n       2       3");
  EXPECT_EQ(Table(kColumns, 9).row(kRow), "a name to\n       3");
}

TEST(Table, ALongCellTakesRoomFromThoseBeforeIt) {
  EXPECT_EQ(Table(kColumns, 34).row({"name", "1", "2", "12345678"}), "name             1      2 12345678");
  EXPECT_EQ(Table(kColumns, 34).row({"name", "1", "12345678", "12345678"}), "name           1 12345678 12345678");
  EXPECT_EQ(Table(kColumns, 34).row({"a name too long", "12345678", "12345678", "12345678"}),
            "a name  12345678 12345678 12345678");
  EXPECT_EQ(Table(kColumns, 17).row({"a name too long", "1", "12345678", "12345678"}),
            "a name too long\n12345678 12345678");
}

TEST(Table, HasNoSpacesAtLineEnds) { EXPECT_EQ(Table(kColumns, 34).row({"name", "", "", ""}), "name"); }

}  // namespace
}  // namespace hibiki
