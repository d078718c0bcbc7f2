// A coupled sampler: picks an item by weight so that adding an item, or changing a weight a little, changes few
// picks of the same draws. Items sit on the leaves of a binary tree at places hashed from their keys; at each
// level a word of its own decides between the two halves. A new item of weight w among W then redirects about
// w / W x (1 + half the depth that holds items) of all picks, whatever the order of keys.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/core/draws.hpp"

namespace hibiki {

/// An item on offer: weights are finite and not negative.
struct WeightedItem {
  Key key;
  double weight;
};

class PickTree {
 public:
  static constexpr std::uint32_t kNone = 0xffffffff;
  static constexpr int kFewestLevels = 11;

  /// Items in order of key. Leaves stay at most half full; more levels refine the same tree.
  void build(std::span<const WeightedItem> items);

  /// Position of an item, chosen by `levels()` words; kNone when all weights are zero.
  std::uint32_t pick(const std::uint32_t* words) const {
    std::uint32_t node = 1;
    for (int level = 0; level < levels_; ++level)
      node = 2 * node + (words[level] >= left_[node] ? 1u : 0u);
    return leaves_[node - left_.size()];
  }

  int levels() const { return levels_; }
  double total() const { return total_; }
  bool empty() const { return !(total_ > 0.0); }

 private:
  int levels_ = 0;
  double total_ = 0.0;
  std::vector<double> sums_;           ///< heap order, both halves of a node next to each other
  std::vector<std::uint32_t> left_;    ///< chance of the left half, in 2^-32
  std::vector<std::uint32_t> leaves_;  ///< item at each leaf
};

}  // namespace hibiki
