#include "sim/world/csr_network.hpp"

#include <gmock/gmock.h>

#include <stdexcept>

namespace hibiki {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

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

TEST(CsrNetwork, TurnsItsTiesRound) {
  const CsrNetwork network({0, 3, 3, 4, 6}, {2, 1, 2, 0, 0, 2});  // two ties from 0 to 2
  EXPECT_FALSE(network.has_hearers());
  const CsrNetwork copy = network;
  network.find_hearers();
  network.find_hearers();
  EXPECT_TRUE(copy.has_hearers());
  EXPECT_THAT(copy.hearers_of(0), UnorderedElementsAre(2, 3));
  EXPECT_THAT(copy.hearers_of(1), UnorderedElementsAre(0));
  EXPECT_THAT(copy.hearers_of(2), UnorderedElementsAre(0, 0, 3));
  EXPECT_THAT(copy.hearers_of(3), IsEmpty());
  const CsrNetwork mutual({0, 1, 2}, {1, 0}, Ties::mutual);
  EXPECT_TRUE(mutual.has_hearers());
  EXPECT_EQ(mutual.hearers_of(1).data(), mutual.heard_by(1).data());
}

TEST(CsrNetwork, RefusesRowsThatAreNone) {
  EXPECT_THROW(CsrNetwork({}, {}), std::logic_error);
  EXPECT_THROW(CsrNetwork({0, 2}, {0}), std::logic_error);
  EXPECT_THROW(CsrNetwork({0, 2, 1, 2}, {0, 0}), std::logic_error);
  EXPECT_THROW(CsrNetwork({0, 1}, {1}), std::logic_error);
}

}  // namespace
}  // namespace hibiki
