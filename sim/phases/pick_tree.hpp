// A coupled sampler: picks an item by weight so that adding an item, or changing a weight a little, changes few
// picks of the same draws. Items hang in a binary trie by the bits of their keys; where two halves part at bit d, the
// d-th word decides between them by their weights. Chains without a choice are left out, which changes no pick, so a
// trie never has to grow or be laid out anew. A new item of weight w among W redirects about
// w / W x (1 + half the decisions on its way) of all picks.
#pragma once

#include <algorithm>
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
  struct Node;

 public:
  static constexpr std::uint32_t kNone = 0x7fffffff;
  /// Words a pick may ask for. Keys that agree in more bits than that share the last word's luck.
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
    std::uint32_t last = 0;                ///< where it was before
    /// How many of the words at hand it read, at least one.
    std::uint32_t words_read() const { return (last >> kPlaceBits) + 1; }

    Descent() = default;
    Descent(const PickTree& tree, const std::uint32_t* words)
        : nodes(tree.nodes_.data()), words(words), at(tree.root_) {}
  };
  static constexpr std::uint32_t kWordsAtHand = 12;

  /// Goes down as far as the words at hand decide.
  static void descend(std::span<Descent> descents) {
    bool going = true;
    while (going) {
      going = false;
      for (Descent& d : descents) {
        // What has arrived goes on in place: a branch here would be guessed wrong once a pick.
        const std::uint32_t at = d.at, live = -static_cast<std::uint32_t>(at < kBeyondHand);
        const Node& node = d.nodes[at & kPlace & live];
        const std::uint32_t word = d.words[(at >> kPlaceBits) & live];
        const std::uint32_t left = node.child[0], right = node.child[1];
        const std::uint32_t chosen = -static_cast<std::uint32_t>(word >= node.left);
        const std::uint32_t next = left ^ ((left ^ right) & chosen);
        d.last ^= (d.last ^ at) & live;
        d.at = at ^ ((at ^ next) & live);
        going |= d.at < kBeyondHand;
      }
    }
  }

  /// The position a descent leads to: like pick(word_at), whose first words were at hand.
  template <class WordAt>
  static std::uint32_t finish(const Descent& descent, const WordAt& word_at) {
    return finish(descent.nodes, descent.at, word_at);
  }

  double total() const { return total_; }
  bool empty() const { return !(total_ > 0.0); }

 private:
  static constexpr std::uint32_t kItem = 0x80000000;  ///< from here on a reference is to an item
  static constexpr int kPlaceBits = 26;         ///< below them a node's place, above them the word it asks for
  static constexpr std::uint32_t kPlace = (1u << kPlaceBits) - 1;
  struct Node {
    std::uint32_t left = 0;        ///< chance of the left half, in 2^-32
    std::uint32_t child[2]{0, 0};  ///< references
  };
  static constexpr std::uint32_t kBeyondHand = kWordsAtHand << kPlaceBits;  ///< from here on other words are asked for
  template <class WordAt>
  static std::uint32_t finish(const Node* nodes, std::uint32_t at, const WordAt& word_at) {
    while (at < kItem) {
      // A reference tells the word too, so that it need not wait for the node; both halves are read before either is
      // chosen. Half of all steps go right: nothing here may be left to guessing.
      const Node& node = nodes[at & kPlace];
      const std::uint32_t left = node.child[0], right = node.child[1];
      const std::uint32_t chosen = -static_cast<std::uint32_t>(word_at(at >> kPlaceBits) >= node.left);
      at = left ^ ((left ^ right) & chosen);
    }
    return at - kItem;
  }

  struct Half {
    std::uint32_t at;
    double weight;
  };
  /// A node that waits for its right half.
  struct Open {
    int bit;
    Half left;
  };
  Half close(const Open& open, const Half& right);

  std::vector<Node> nodes_{1};  ///< never empty: what has arrived reads the first
  std::uint32_t root_ = kItem + kNone;
  double total_ = 0.0;
};

}  // namespace hibiki
