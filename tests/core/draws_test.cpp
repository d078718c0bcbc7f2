#include "sim/core/draws.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <set>
#include <string>
#include <vector>

namespace hibiki {
namespace {

using testing::ElementsAre;

// Known answers of Philox4x32-10 as published with Random123 (kat_vectors).
TEST(Philox, GivesThePublishedAnswers) {
  const r123::Philox4x32 philox;
  const auto zeros = philox({{0, 0, 0, 0}}, {{0, 0}});
  EXPECT_THAT(zeros.v, ElementsAre(0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u));
  const std::uint32_t all = 0xffffffffu;
  const auto ones = philox({{all, all, all, all}}, {{all, all}});
  EXPECT_THAT(ones.v, ElementsAre(0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu));
  const auto pi = philox({{0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u}}, {{0xa4093822u, 0x299f31d0u}});
  EXPECT_THAT(pi.v, ElementsAre(0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u));
}

TEST(Draws, AreAPureFunctionOfWhatTheyAreFor) {
  const Draws draws(7), again(7);
  const Words first = draws.words(Purpose::choice, 42, 3, 1);
  draws.words(Purpose::taste_drift, 99, 8, 0);  // drawing something else in between changes nothing
  EXPECT_EQ(first, draws.words(Purpose::choice, 42, 3, 1));
  EXPECT_EQ(first, again.words(Purpose::choice, 42, 3, 1));
}

TEST(Draws, DifferInEachCoordinate) {
  const std::vector<Words> all = {
      Draws(1).words(Purpose::choice, 5, 2, 0),
      Draws(2).words(Purpose::choice, 5, 2, 0),
      Draws(1).words(Purpose::sharing, 5, 2, 0),
      Draws(1).words(Purpose::choice, 6, 2, 0),
      Draws(1).words(Purpose::choice, 5 + (1ULL << 32), 2, 0),
      Draws(1).words(Purpose::choice, 5, 3, 0),
      Draws(1).words(Purpose::choice, 5, 2, 1),
  };
  EXPECT_EQ(std::set<Words>(all.begin(), all.end()).size(), all.size());
}

// Results stored with a model version lean on the numbers behind these names.
TEST(Draws, PurposesKeepTheirNumbers) {
  EXPECT_EQ(static_cast<int>(Purpose::attention), 1);
  EXPECT_EQ(static_cast<int>(Purpose::choice), 3);
  EXPECT_EQ(static_cast<int>(Purpose::tie), 8);
  EXPECT_EQ(static_cast<int>(Purpose::key), 18);
}

TEST(Draws, UniformsFillTheUnitIntervalEvenly) {
  constexpr int kCount = 100'000, kBins = 20;
  const Draws draws(20240101);
  std::array<int, kBins> bins{};
  for (int i = 0; i < kCount; ++i) {
    const double u = draws.uniform(Purpose::exposure, static_cast<Key>(i), i % 7);
    ASSERT_GE(u, 0.0);
    ASSERT_LT(u, 1.0);
    ++bins[static_cast<std::size_t>(u * kBins)];
  }
  double chi_squared = 0.0;
  const double expected = static_cast<double>(kCount) / kBins;
  for (const int n : bins) chi_squared += (n - expected) * (n - expected) / expected;
  EXPECT_LT(chi_squared, 43.8);  // 99.9 % quantile at 19 degrees of freedom
}

TEST(Draws, ConsecutiveEntitiesAreUncorrelated) {
  constexpr int kCount = 100'000;
  const Draws draws(3);
  double product = 0.0;
  for (int i = 0; i < kCount; ++i) {
    product += (draws.uniform(Purpose::sharing, static_cast<Key>(i)) - 0.5) *
               (draws.uniform(Purpose::sharing, static_cast<Key>(i) + 1) - 0.5);
  }
  const double correlation = product / kCount * 12.0;
  EXPECT_LT(std::abs(correlation), 4.0 / std::sqrt(kCount));
}

TEST(Draws, NormalsHaveMeanZeroAndVarianceOne) {
  constexpr int kCount = 200'000;
  const Draws draws(11);
  double sum = 0.0, squares = 0.0;
  for (int i = 0; i < kCount; ++i) {
    const double z = draws.normal(Purpose::fan_birth, static_cast<Key>(i));
    sum += z;
    squares += z * z;
  }
  EXPECT_NEAR(sum / kCount, 0.0, 4.0 / std::sqrt(kCount));
  EXPECT_NEAR(squares / kCount, 1.0, 4.0 * std::sqrt(2.0 / kCount));
}

TEST(NormalFromUniform, InvertsTheDistributionFunction) {
  for (const double u : {1e-9, 1e-4, 0.02, 0.02425, 0.03, 0.25, 0.5, 0.841344746, 0.97, 0.98, 0.9999}) {
    const double z = normal_from_uniform(u);
    EXPECT_NEAR(0.5 * std::erfc(-z / std::sqrt(2.0)), u, 2e-9 + 1e-8 * u) << "u = " << u;
  }
  EXPECT_DOUBLE_EQ(normal_from_uniform(0.5), 0.0);
  EXPECT_TRUE(std::isfinite(normal_from_uniform(0.0)));
  EXPECT_TRUE(std::isfinite(normal_from_uniform(1.0)));
}

TEST(Keys, NameAnEntityWhateverItsPlace) {
  static_assert(key_of("SM") != key_of("YG"));
  EXPECT_EQ(key_of("Avex"), key_of(std::string("Avex")));
  std::set<Key> keys;
  for (int i = 0; i < 20'000; ++i) keys.insert(key_of("label " + std::to_string(i)));
  EXPECT_EQ(keys.size(), 20'000u);
}

TEST(Keys, ChildrenOfOneParentDiffer) {
  std::set<Key> keys;
  for (std::uint64_t i = 0; i < 10'000; ++i) {
    keys.insert(child_key(key_of("Avex"), Purpose::act_birth, i));
    keys.insert(child_key(key_of("Avex"), Purpose::release_birth, i));
    keys.insert(child_key(key_of("SM"), Purpose::act_birth, i));
  }
  EXPECT_EQ(keys.size(), 30'000u);
}

}  // namespace
}  // namespace hibiki
