#include "sim/core/ids.hpp"

#include <gtest/gtest.h>

#include <type_traits>

namespace hibiki {
namespace {

// One kind of entity is never looked up among another.
static_assert(!std::is_convertible_v<ActId, LabelId>);
static_assert(!std::is_convertible_v<std::size_t, ActId>);
static_assert(!std::is_constructible_v<ActId, LabelId>);
static_assert(sizeof(ActId) == 2);

TEST(Ids, DefaultIsNobody) {
  EXPECT_FALSE(ActId{});
  EXPECT_TRUE(ActId{0u});
  EXPECT_FALSE(ActId{65'535u}) << "ActId::kNone";
}

TEST(Ids, OrderAsPositions) {
  EXPECT_LT(LabelId{1u}, LabelId{2u});
  EXPECT_EQ(LabelId{3u}, LabelId{3u});
}

}  // namespace
}  // namespace hibiki
