#include "sim/phases/pick_tree.hpp"

#include <algorithm>

namespace hibiki {

void PickTree::build(std::span<const WeightedItem> items) {
  levels_ = kFewestLevels;
  while ((std::size_t{1} << levels_) < 2 * items.size()) ++levels_;
  const std::size_t leaves = std::size_t{1} << levels_;
  sums_.assign(2 * leaves, 0.0);
  left_.assign(leaves, 0);
  leaves_.assign(leaves, kNone);

  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i].weight <= 0.0) continue;  // takes nobody's leaf: what is not on offer moves no pick
    std::size_t leaf = items[i].key >> (64 - levels_);
    while (leaves_[leaf] != kNone) leaf = (leaf + 1) & (leaves - 1);
    leaves_[leaf] = static_cast<std::uint32_t>(i);
    sums_[leaves + leaf] = items[i].weight;
  }
  // A word of all ones turns right even where nothing is (a chance of 1 does not fit 32 bits): it meets the item before.
  for (std::size_t leaf = 1; leaf < leaves; ++leaf)
    if (leaves_[leaf] == kNone) leaves_[leaf] = leaves_[leaf - 1];
  for (std::size_t node = leaves - 1; node >= 1; --node) {
    const double left = sums_[2 * node], right = sums_[2 * node + 1];
    sums_[node] = left + right;
    if (right <= 0.0)
      left_[node] = 0xffffffff;
    else if (left > 0.0)
      left_[node] = static_cast<std::uint32_t>(std::min(4294967295.0, left / (left + right) * 4294967296.0));
  }
  total_ = sums_[1];
}

}  // namespace hibiki
