#include "sim/phases/pick_tree.hpp"

#include <array>
#include <bit>

namespace hibiki {

// From left to right: where an item and the one before it part is a node's place in the trie, and a node is whole once
// an item parts from it at a bit further up. Those still open part at ever lower bits, so there are never more than bits.
void PickTree::build(std::span<const WeightedItem> items) {
  nodes_.clear();
  std::array<Open, 64> open;
  std::size_t depth = 0;
  Half last{kItem + kNone, 0.0};
  Key before = 0;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (!(items[i].weight > 0.0)) continue;  // what weighs nothing hangs nowhere: it moves no pick
    if (last.weight > 0.0) {
      const int bit = std::countl_zero(before ^ items[i].key);
      while (depth > 0 && open[depth - 1].bit > bit) last = close(open[--depth], last);
      open[depth++] = {bit, last};
    }
    last = {kItem + static_cast<std::uint32_t>(i), items[i].weight};
    before = items[i].key;
  }
  while (depth > 0) last = close(open[--depth], last);
  if (nodes_.empty()) nodes_.emplace_back();
  root_ = last.at;
  total_ = last.weight;
}

PickTree::Half PickTree::close(const Open& open, const Half& right) {
  const auto node = static_cast<std::uint32_t>(nodes_.size());
  const double weight = open.left.weight + right.weight;
  nodes_.push_back({static_cast<std::uint32_t>(std::min(4294967295.0, open.left.weight / weight * 4294967296.0)),
                    {open.left.at, right.at}});
  const std::uint32_t word = std::min(static_cast<std::uint32_t>(open.bit), kMostWords - 1);
  return {word << kPlaceBits | node, weight};
}

}  // namespace hibiki
