#include "sim/core/ids.hpp"

#include <gtest/gtest.h>

#include <type_traits>

namespace hibiki {
namespace {

// One kind of entity is never looked up among another.
static_assert(!std::is_convertible_v<ActId, LabelId>);
static_assert(!std::is_convertible_v<std::size_t, ActId>);
static_assert(!std::is_constructible_v<ActId, LabelId>);
static_assert(sizeof(ActId) == 2 && sizeof(FanId) == 4);

TEST(Ids, DefaultIsNobody) {
  EXPECT_FALSE(ActId{});
  EXPECT_TRUE(ActId{0u});
  EXPECT_TRUE(FanId{70'000u});
  EXPECT_EQ(FanId{70'000u}.value, 70'000u);
}

TEST(Ids, OrderAsPositions) {
  EXPECT_LT(LabelId{1u}, LabelId{2u});
  EXPECT_EQ(LabelId{3u}, LabelId{3u});
}

}  // namespace
}  // namespace hibiki
