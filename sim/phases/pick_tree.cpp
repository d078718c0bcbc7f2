#include "sim/phases/pick_tree.hpp"

#include <bit>

namespace hibiki {

void PickTree::build(std::span<const WeightedItem> items) {
  nodes_.clear();
  std::vector<std::uint32_t> offered;  // what weighs nothing hangs nowhere: it moves no pick
  for (std::size_t i = 0; i < items.size(); ++i)
    if (items[i].weight > 0.0) offered.push_back(static_cast<std::uint32_t>(i));
  const Half all = offered.empty() ? Half{kItem + kNone, 0.0} : hang(items, offered);
  root_ = all.at;
  total_ = all.weight;
}

PickTree::Half PickTree::hang(std::span<const WeightedItem> items, std::span<const std::uint32_t> order) {
  if (order.size() == 1) return {kItem + order[0], items[order[0]].weight};
  // Keys are sorted: the first and the last differ in the highest bit in which any two of them do.
  const int bit = std::countl_zero(items[order.front()].key ^ items[order.back()].key);
  const auto middle = std::partition_point(order.begin(), order.end(), [&](std::uint32_t i) {
    return ((items[i].key >> (63 - bit)) & 1) == 0;
  });
  const auto lefts = static_cast<std::size_t>(middle - order.begin());
  const auto node = static_cast<std::uint32_t>(nodes_.size());
  nodes_.push_back({0, {0, 0}});
  const Half left = hang(items, order.first(lefts)), right = hang(items, order.subspan(lefts));
  const double weight = left.weight + right.weight;
  nodes_[node].left = static_cast<std::uint32_t>(std::min(4294967295.0, left.weight / weight * 4294967296.0));
  nodes_[node].child[0] = left.at;
  nodes_[node].child[1] = right.at;
  const std::uint32_t word = std::min(static_cast<std::uint32_t>(bit), kMostWords - 1);
  return {word << kPlaceBits | node, weight};
}

}  // namespace hibiki
