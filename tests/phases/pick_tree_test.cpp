#include "sim/phases/pick_tree.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>
#include <span>
#include <vector>

namespace hibiki {
namespace {

const Draws kDraws(11);

/// `count` items in order of key, with weights as skewed as plays are (log-normal, sd 1.5).
std::vector<WeightedItem> skewed_items(std::size_t count, Key name = 1) {
  std::vector<WeightedItem> items;
  for (std::size_t i = 0; i < count; ++i) {
    const Key key = child_key(name, Purpose::release_birth, i);
    items.push_back({key, std::exp(1.5 * kDraws.normal(Purpose::release_birth, key))});
  }
  std::sort(items.begin(), items.end(), [](const auto& a, const auto& b) { return a.key < b.key; });
  return items;
}

PickTree tree_of(const std::vector<WeightedItem>& items) {
  PickTree tree;
  tree.build(items);
  return tree;
}

double total(const std::vector<WeightedItem>& items) {
  return std::accumulate(items.begin(), items.end(), 0.0,
                         [](double sum, const auto& item) { return sum + item.weight; });
}

std::uint32_t pick(const PickTree& tree, Key picker) {
  return tree.pick([&](std::uint32_t d) { return kDraws.words(Purpose::choice, picker, 0, d / 4)[d % 4]; });
}

constexpr Key kPicks = 50'000;

/// Share of the same draws that pick another item (by key) from `after` than from `before`.
double changed(const std::vector<WeightedItem>& before, const std::vector<WeightedItem>& after) {
  const PickTree one = tree_of(before), other = tree_of(after);
  Key differ = 0;
  for (Key i = 0; i < kPicks; ++i) differ += before[pick(one, i)].key != after[pick(other, i)].key;
  return static_cast<double>(differ) / kPicks;
}

std::vector<WeightedItem> with(std::vector<WeightedItem> items, WeightedItem added) {
  items.insert(
      std::lower_bound(items.begin(), items.end(), added.key, [](const auto& a, Key key) { return a.key < key; }),
      added);
  return items;
}

/// Chi-square of the picks against the weights, over items expected at least ten times.
void expect_frequencies_follow_weights(const std::vector<WeightedItem>& items) {
  const PickTree tree = tree_of(items);
  std::vector<double> counts(items.size(), 0.0);
  for (Key i = 0; i < kPicks; ++i) ++counts.at(pick(tree, i));
  double chi_square = 0.0, rest_expected = 0.0, rest = 0.0;
  int degrees = -1;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const double expected = kPicks * items[i].weight / total(items);
    if (expected < 10.0) {
      rest_expected += expected;
      rest += counts[i];
      continue;
    }
    chi_square += (counts[i] - expected) * (counts[i] - expected) / expected;
    ++degrees;
  }
  if (rest_expected > 0.0) {
    chi_square += (rest - rest_expected) * (rest - rest_expected) / rest_expected;
    ++degrees;
  }
  // Normal approximation of the .9999 quantile.
  EXPECT_LT(chi_square, degrees + 3.72 * std::sqrt(2.0 * std::max(1, degrees)) + 5.0) << items.size() << " items";
}

TEST(PickTree, PicksInProportionToWeight) {
  for (const std::size_t count : {2u, 3u, 17u, 340u, 2000u}) expect_frequencies_follow_weights(skewed_items(count));
}

TEST(PickTree, PicksEvenlyAmongEquals) {
  auto items = skewed_items(100);
  for (auto& item : items) item.weight = 0.25;
  expect_frequencies_follow_weights(items);
}

TEST(PickTree, TellsKeysApartToTheLastWord) {
  std::vector<WeightedItem> items;  // 23 bits in common, parted by the five after them
  for (Key i = 0; i < 32; ++i) items.push_back({i << 36, 1.0 + static_cast<double>(i)});
  expect_frequencies_follow_weights(items);
  expect_frequencies_follow_weights({{1, 1.0}, {2, 3.0}, {~Key{0} - 1, 2.0}, {~Key{0}, 5.0}});
}

TEST(PickTree, NeverPicksWhatWeighsNothing) {
  auto items = skewed_items(340);
  for (std::size_t i = 0; i < items.size(); i += 2) items[i].weight = 0.0;
  const PickTree tree = tree_of(items);
  for (Key i = 0; i < kPicks; ++i) EXPECT_EQ(pick(tree, i) % 2, 1u);
  // Words at either end of their range do not slip past the last item of a weight.
  EXPECT_GT(items[tree.pick([](std::uint32_t) { return 0u; })].weight, 0.0);
  EXPECT_GT(items[tree.pick([](std::uint32_t) { return 0xffffffffu; })].weight, 0.0);
}

TEST(PickTree, IsEmptyWithoutWeight) {
  EXPECT_TRUE(tree_of({}).empty());
  EXPECT_TRUE(tree_of({{1, 0.0}, {2, 0.0}}).empty());
  EXPECT_FALSE(tree_of({{1, 0.0}, {2, 1e-300}}).empty());
  EXPECT_EQ(pick(tree_of({}), 1), PickTree::kNone);
  EXPECT_EQ(pick(tree_of({{1, 0.0}, {2, 0.0}}), 1), PickTree::kNone);
}

TEST(PickTree, FindsTheOnlyItem) {
  const PickTree tree = tree_of({{0x8000'0000'0000'0000ULL, 0.5}});
  for (Key i = 0; i < 100; ++i) EXPECT_EQ(pick(tree, i), 0u);
}

TEST(PickTree, CanBeBuiltAgain) {
  PickTree tree = tree_of(skewed_items(2000));
  const auto few = skewed_items(5);
  tree.build(few);
  for (Key i = 0; i < 1000; ++i) EXPECT_EQ(pick(tree, i), pick(tree_of(few), i));
  EXPECT_NEAR(tree.total(), total(few), 1e-9);
}

// The bound on which paired comparisons rest: one more release among 340 may redirect at most 2 % of all picks.
TEST(PickTree, OneMoreReleaseRedirectsFewPicks) {
  const auto items = skewed_items(340);
  const double mean = total(items) / 340;
  double sum = 0.0;
  for (Key extra = 0; extra < 20; ++extra) {
    const double share = changed(items, with(items, {child_key(99, Purpose::release_birth, extra), mean}));
    EXPECT_LE(share, 0.04) << "release " << extra;
    EXPECT_GE(share, 0.5 / 341) << "it must be picked now and then";
    sum += share / 20;
  }
  EXPECT_LE(sum, 0.02);
}

TEST(PickTree, ARareReleaseRedirectsHardlyAny) {
  const auto items = skewed_items(340);
  for (Key extra = 0; extra < 5; ++extra)
    EXPECT_LE(changed(items, with(items, {child_key(99, Purpose::release_birth, extra), 1e-6 * total(items)})), 0.001);
}

TEST(PickTree, AReleaseWithoutWeightChangesNothing) {
  const auto items = skewed_items(340);
  for (Key extra = 0; extra < 20; ++extra)
    EXPECT_EQ(changed(items, with(items, {child_key(99, Purpose::release_birth, extra), 0.0})), 0.0);
}

TEST(PickTree, ASlightlyChangedWeightRedirectsFewPicks) {
  const auto items = skewed_items(340);
  for (std::size_t i = 0; i < 10; ++i) {
    auto after = items;
    after[34 * i].weight *= 1.1;
    const double share = after[34 * i].weight / total(after);
    EXPECT_LE(changed(items, after), 0.1 * share * 8.0 + 0.001) << "item " << 34 * i;
  }
}

// Every weight scaled alike is no change at all.
TEST(PickTree, OnlyProportionsCount) {
  const auto items = skewed_items(340);
  auto doubled = items;
  for (auto& item : doubled) item.weight *= 2.0;
  EXPECT_EQ(changed(items, doubled), 0.0);
}

/// The first of `items`, in order of key and alike in all bits before `bit`, that has the bit set.
std::size_t parting(std::span<const WeightedItem> items, int bit) {
  const auto set = [&](const WeightedItem& item) { return ((item.key >> (63 - bit)) & 1) != 0; };
  return static_cast<std::size_t>(std::find_if(items.begin(), items.end(), set) - items.begin());
}

/// Added up as the trie hangs: half by half.
double weight_of(std::span<const WeightedItem> items, int bit) {
  if (items.empty()) return 0.0;
  if (items.size() == 1) return items[0].weight;
  const std::size_t left = parting(items, bit);
  return weight_of(items.first(left), bit + 1) + weight_of(items.subspan(left), bit + 1);
}

/// The slow, obvious twin: bit by bit, and where both halves weigh something the bit's word decides.
template <class WordAt>
Key plain_pick(std::span<const WeightedItem> items, int bit, const WordAt& word_at) {
  if (items.size() == 1) return items[0].key;
  const std::size_t parts = parting(items, bit);
  const auto left = items.first(parts), right = items.subspan(parts);
  if (left.empty() || right.empty()) return plain_pick(items, bit + 1, word_at);
  const double a = weight_of(left, bit + 1), b = weight_of(right, bit + 1);
  const double chance = std::min(4294967295.0, a / (a + b) * 4294967296.0);
  const std::uint32_t word = word_at(std::min(static_cast<std::uint32_t>(bit), PickTree::kMostWords - 1));
  return plain_pick(word >= static_cast<std::uint32_t>(chance) ? right : left, bit + 1, word_at);
}

/// Items whose keys part anywhere: at once, where words run short, and beyond the words there are.
std::vector<WeightedItem> scattered_items() {
  std::vector<WeightedItem> items = skewed_items(60);
  for (const int bit : {1, 9, 10, 11, 12, 13, 26, 27, 28, 50, 63})
    for (std::size_t i = 0; i < 60; i += 7) items.push_back({items[i].key ^ (Key{1} << (63 - bit)), items[i].weight});
  std::sort(items.begin(), items.end(), [](const auto& a, const auto& b) { return a.key < b.key; });
  return items;
}

TEST(PickTree, PicksWhatAPlainTrieDoes) {
  for (const auto& items : {scattered_items(), skewed_items(1), skewed_items(2), skewed_items(3), skewed_items(500)}) {
    const PickTree tree = tree_of(items);
    for (Key picker = 0; picker < 2000; ++picker) {
      const auto word_at = [&](std::uint32_t d) { return kDraws.words(Purpose::choice, picker, 0, d / 4)[d % 4]; };
      ASSERT_EQ(items[tree.pick(word_at)].key, plain_pick(items, 0, word_at))
          << items.size() << " items, pick " << picker;
    }
  }
}

TEST(PickTree, PicksSideBySideAreTheSamePicks) {
  const PickTree many = tree_of(scattered_items()), one = tree_of(skewed_items(1)), none = tree_of({});
  const std::array<const PickTree*, 4> trees{&many, &none, &one, &many};
  for (Key picker = 0; picker < 2000; ++picker) {
    std::array<std::array<std::uint32_t, PickTree::kWordsAtHand>, 4> hands;
    std::array<PickTree::Descent, 4> descents;
    const auto word_of = [&](std::size_t i, std::uint32_t d) {
      return kDraws.words(Purpose::choice, 4 * picker + i, 0, d / 4)[d % 4];
    };
    for (std::size_t i = 0; i < 4; ++i) {
      for (std::uint32_t d = 0; d < PickTree::kWordsAtHand; ++d) hands[i][d] = word_of(i, d);
      descents[i] = {*trees[i], hands[i].data()};
    }
    PickTree::descend(std::span(descents));
    for (std::size_t i = 0; i < 4; ++i) {
      const auto word_at = [&](std::uint32_t d) { return word_of(i, d); };
      EXPECT_EQ(PickTree::finish(descents[i], word_at), trees[i]->pick(word_at))
          << "pick " << picker << " of tree " << i;
    }
  }
}

// However many there are, one more moves few: nothing is laid out anew at any size.
TEST(PickTree, NoSizeIsAStep) {
  for (const std::size_t count : {255u, 511u, 512u, 1023u, 1024u, 2047u, 2048u}) {
    const auto items = skewed_items(count);
    const auto more =
        with(items, {child_key(99, Purpose::release_birth, 0), total(items) / static_cast<double>(count)});
    EXPECT_LE(changed(items, more), 6.0 / static_cast<double>(count)) << count;
  }
}

TEST(PickTree, AsksForItsWordsInOrderAndForNoMoreThanItSays) {
  const PickTree tree = tree_of(skewed_items(5000));
  for (Key i = 0; i < 1000; ++i) {
    std::int64_t last = -1;
    tree.pick([&](std::uint32_t d) {
      EXPECT_GT(d, last);
      EXPECT_LT(d, PickTree::kMostWords);
      last = d;
      return kDraws.words(Purpose::choice, i, 0, d / 4)[d % 4];
    });
  }
}

}  // namespace
}  // namespace hibiki
