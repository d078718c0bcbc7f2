#include "sim/core/digest.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <vector>

namespace hibiki {
namespace {

template <class T>
std::uint64_t digest_of(const std::vector<T>& column) {
  Digest digest;
  digest.add_column(std::span<const T>(column));
  return digest.value();
}

TEST(Digest, EqualColumnsAgree) { EXPECT_EQ(digest_of<int>({1, 2, 3}), digest_of<int>({1, 2, 3})); }

TEST(Digest, NoticesEveryChange) {
  const std::vector<std::uint16_t> column = {5, 0, 65535, 7, 8, 9, 1};
  std::set<std::uint64_t> seen{digest_of(column)};
  for (std::size_t i = 0; i < column.size(); ++i) {
    for (int bit = 0; bit < 16; ++bit) {
      auto changed = column;
      changed[i] = static_cast<std::uint16_t>(changed[i] ^ (1 << bit));
      EXPECT_TRUE(seen.insert(digest_of(changed)).second) << "element " << i << ", bit " << bit;
    }
  }
}

TEST(Digest, NoticesOrderLengthAndWhereColumnsEnd) {
  EXPECT_NE(digest_of<int>({1, 2}), digest_of<int>({2, 1}));
  EXPECT_NE(digest_of<int>({}), digest_of<int>({0}));
  EXPECT_NE(digest_of<std::uint8_t>({1}), digest_of<std::uint8_t>({1, 0}));
  Digest split, moved;
  const std::vector<std::uint8_t> one{1}, two{2}, both{1, 2}, none;
  split.add_column(std::span<const std::uint8_t>(one));
  split.add_column(std::span<const std::uint8_t>(two));
  moved.add_column(std::span<const std::uint8_t>(both));
  moved.add_column(std::span<const std::uint8_t>(none));
  EXPECT_NE(split.value(), moved.value());
}

TEST(Digest, ZeroHasNoSign) {
  Digest plus, minus;
  plus.add(0.0);
  minus.add(-0.0);
  EXPECT_EQ(plus.value(), minus.value());
}

TEST(Digest, PrintsSixteenDigits) {
  Digest digest;
  digest.add(std::uint64_t{12345});
  EXPECT_EQ(digest.hex().size(), 16u);
  EXPECT_EQ(std::stoull(digest.hex(), nullptr, 16), digest.value());
}

}  // namespace
}  // namespace hibiki
