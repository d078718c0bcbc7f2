#include "sim/world/csr_network.hpp"

#include <gmock/gmock.h>

#include <stdexcept>

namespace hibiki {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(CsrNetwork, IsMadeOfItsRows) {
  const CsrNetwork network({0, 2, 2, 3}, {2, 1, 0});
  EXPECT_EQ(network.size(), 3U);
  EXPECT_EQ(network.ties(), 3U);
  EXPECT_THAT(network.heard_by(0), ElementsAre(2, 1));
  EXPECT_THAT(network.heard_by(1), IsEmpty());
  EXPECT_THAT(network.heard_by(2), ElementsAre(0));
  const CsrNetwork copy = network;
  EXPECT_EQ(copy.heard_by(0).data(), network.heard_by(0).data()) << "copies share it";
}

TEST(CsrNetwork, RefusesRowsThatAreNone) {
  EXPECT_THROW(CsrNetwork({}, {}), std::logic_error);
  EXPECT_THROW(CsrNetwork({0, 2}, {0}), std::logic_error);
  EXPECT_THROW(CsrNetwork({0, 2, 1, 2}, {0, 0}), std::logic_error);
  EXPECT_THROW(CsrNetwork({0, 1}, {1}), std::logic_error);
}

}  // namespace
}  // namespace hibiki
