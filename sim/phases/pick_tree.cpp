#include "sim/phases/pick_tree.hpp"

#include <algorithm>
#include <array>
#include <bit>

namespace hibiki::inline phases {

// From left to right: where an item and the one before it part is a node's place in the trie, and a node is whole once
// an item parts from it at a bit further up. Those still open part at ever lower bits, so there are never more than
// bits.
void PickTree::build(std::span<const WeightedItem> items) {
  if (nodes_.size() <= items.size()) nodes_.resize(items.size() + 1);
  used_ = 1;
  std::array<Open, 64> open;
  std::size_t depth = 0;
  Half last = item(kItem + kNone, 0.0);
  Key before = 0;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (!(items[i].weight > 0.0)) continue;  // an item without weight is left out and moves no pick
    if (last.weight > 0.0) {
      const int bit = std::countl_zero(before ^ items[i].key);
      while (depth > 0 && open[depth - 1].bit > bit) last = close(open[--depth], last);
      open[depth++] = {bit, last};
    }
    last = item(kItem + static_cast<std::uint32_t>(i), items[i].weight);
    before = items[i].key;
  }
  while (depth > 0) last = close(open[--depth], last);
  root_ = last.at;
  total_ = last.weight;
}

PickTree::Half PickTree::close(const Open& open, const Half& right) {
  const Half& left = open.left;
  const double weight = left.weight + right.weight;
  const auto chance = static_cast<std::uint32_t>(std::min(4294967295.0, left.weight / weight * 4294967296.0));
  const auto word = static_cast<std::uint8_t>(std::min(static_cast<std::uint32_t>(open.bit), kMostWords - 1));
  nodes_[used_] = {{chance, left.left, right.left},
                   {left.child[0], left.child[1], right.child[0], right.child[1]},
                   {word, left.word, right.word, 0}};
  std::uint32_t at = used_++;
  if (std::max({word, left.word, right.word}) >= kWordsAtHand) at += kBeyondHand;
  return {at, weight, chance, {left.at, right.at}, word};
}

}  // namespace hibiki::phases
