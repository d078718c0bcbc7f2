#include "sim/core/large_array.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <numeric>

namespace hibiki {
namespace {

TEST(LargeArray, BeginsAtALineAndLargeOnesAtAPage) {
  for (const std::size_t bytes : {std::size_t{1}, std::size_t{100}, std::size_t{5} << 20, (std::size_t{6} << 20) + 1}) {
    const auto array = make_large<std::uint8_t>(bytes);
    const auto place = reinterpret_cast<std::uintptr_t>(array.get());
    EXPECT_EQ(place % (bytes < 1000 ? 64 : std::size_t{2} << 20), 0U) << bytes;
    array[0] = 1;
    array[bytes - 1] = 2;  // all of it can be written
    EXPECT_EQ(array[bytes - 1], 2);
  }
  EXPECT_NO_THROW(make_large<std::uint64_t>(0));
}

TEST(LargeArray, RefusesWhatDoesNotFit) {
  EXPECT_THROW(make_large<std::uint64_t>(std::size_t{1} << 59), std::bad_alloc);
}

TEST(Column, KeepsItsElementsAsItGrowsAndIsCopied) {
  Column<std::uint32_t> column(1000);
  std::iota(column.begin(), column.end(), 7U);
  column.resize(3'000'000);
  const Column<std::uint32_t> copy = column;
  for (std::uint32_t i = 0; i < 1000; ++i) ASSERT_EQ(copy[i], i + 7);
  EXPECT_EQ(copy.size(), 3'000'000U);
  EXPECT_EQ(Column<int>(5, 3), (Column<int>{3, 3, 3, 3, 3}));
}

struct Marked {
  int value = 42;
};

TEST(Column, CallsTheConstructorsThatThereAre) {
  const Column<Marked> column(10);
  for (const Marked& one : column) EXPECT_EQ(one.value, 42);
}

}  // namespace
}  // namespace hibiki
