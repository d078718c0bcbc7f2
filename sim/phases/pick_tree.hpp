// A coupled sampler: picks an item by weight so that adding an item, or changing a weight a little, changes few
// picks of the same draws. Items hang in a binary trie by the bits of their keys; where two halves part at bit d, the
// d-th word decides between them by their weights. Chains without a choice are left out, which changes no pick, so a
// trie never has to grow or be laid out anew. A new item of weight w among W redirects about
// w / W x (1 + half the decisions on its way) of all picks.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/core/draws.hpp"

namespace hibiki::inline phases {

/// An item on offer: weights are finite and not negative.
struct WeightedItem {
  Key key;
  double weight;
};

class PickTree {
  struct Node;

 public:
  static constexpr std::uint32_t kNone = 0x7fffffff;
  /// Words a pick may ask for. Keys that agree in more bits than that share the draw of the last word.
  static constexpr std::uint32_t kMostWords = 28;

  /// Items in order of key, no key twice.
  void build(std::span<const WeightedItem> items);

  /// Position of an item; kNone when all weights are zero. `word_at(d)` is the d-th word of the draw: asked for in
  /// rising order of d, at most once each but the last.
  template <class WordAt>
  std::uint32_t pick(const WordAt& word_at) const {
    return finish(nodes_.data(), root_, word_at);
  }

  /// One of several picks made side by side, so that none waits for another's memory.
  struct Descent {
    const Node* nodes = nullptr;           ///< of the tree
    const std::uint32_t* words = nullptr;  ///< the first kWordsAtHand of the draw
    std::uint32_t at = kItem + kNone;      ///< how far it came

    Descent() = default;
    Descent(const PickTree& tree, const std::uint32_t* words)
        : nodes(tree.nodes_.data()), words(words), at(tree.root_) {}

    /// The position it leads to; kNone also while that is not decided.
    std::uint32_t position() const { return at >= kItem ? at - kItem : kNone; }
  };
  static constexpr std::uint32_t kWordsAtHand = 12;

  /// Goes down as far as the words at hand decide.
  template <std::size_t kCount>
  static void descend(std::span<Descent, kCount> descents) {
    std::array<std::uint32_t, kCount> at;
    for (std::size_t i = 0; i < kCount; ++i) at[i] = descents[i].at;
    bool going = true;
    while (going) {
      going = false;
#pragma GCC unroll 4
      for (std::size_t i = 0; i < kCount; ++i) {
        const Descent& d = descents[i];
        // Finished descents loop in the first node: a branch here would be mispredicted once a pick.
        const std::uint32_t live = -static_cast<std::uint32_t>(at[i] < kBeyondHand);
        const Node& node = d.nodes[at[i] & live];
        const std::size_t half = d.words[node.word[0]] >= node.left[0] ? 1 : 0;
        const std::size_t side = d.words[node.word[1 + half]] >= node.left[1 + half] ? 1 : 0;
        at[i] ^= (at[i] ^ node.child[2 * half + side]) & live;
        going |= at[i] < kBeyondHand;
      }
    }
    for (std::size_t i = 0; i < kCount; ++i) descents[i].at = at[i];
  }

  /// The position of a descent: as pick(word_at), with the first words given.
  template <class WordAt>
  static std::uint32_t finish(const Descent& descent, const WordAt& word_at) {
    return finish(descent.nodes, descent.at, word_at);
  }

  double total() const { return total_; }
  bool empty() const { return !(total_ > 0.0); }

 private:
  static constexpr std::uint32_t kItem = 0x80000000;  ///< from here on a reference is to an item
  static constexpr std::uint32_t kBeyondHand =
      0x40000000;  ///< from here on to a node that asks for other words than those at hand
  static constexpr std::uint32_t kPlace = kBeyondHand - 1;  ///< below, a node's place
  /// Two decisions in one: between the halves, then within the one chosen. A half that is an item has it on either
  /// side.
  struct alignas(32) Node {
    std::uint32_t left[3]{};   ///< chance of the left half, in 2^-32; of the left side of the left half, of the right
    std::uint32_t child[4]{};  ///< references
    std::uint8_t word[4]{};    ///< which word each of the three asks for
  };
  static_assert(sizeof(Node) == 32);

  template <class WordAt>
  static std::uint32_t finish(const Node* nodes, std::uint32_t at, const WordAt& word_at) {
    while (at < kItem) {
      const Node& node = nodes[at & kPlace];
      const std::size_t half = word_at(node.word[0]) >= node.left[0] ? 1 : 0;
      // An item's sides have no chance to lose: no word is asked for.
      const bool right = node.left[1 + half] == 0 || word_at(node.word[1 + half]) >= node.left[1 + half];
      at = node.child[2 * half + (right ? 1 : 0)];
    }
    return at - kItem;
  }

  /// An item, or a node with its own decision as its parent repeats it.
  struct Half {
    std::uint32_t at;
    double weight;
    std::uint32_t left = 0;
    std::uint32_t child[2];
    std::uint8_t word = 0;
  };
  /// A node that waits for its right half.
  struct Open {
    int bit;
    Half left;
  };
  Half close(const Open& open, const Half& right);
  static Half item(std::uint32_t at, double weight) { return {at, weight, 0, {at, at}, 0}; }

  /// nodes_[0] is a dummy that finished descents read; those beyond `used_` are left from an earlier tree.
  std::vector<Node> nodes_{1};
  std::uint32_t used_ = 1;
  std::uint32_t root_ = kItem + kNone;
  double total_ = 0.0;
};

}  // namespace hibiki::phases
