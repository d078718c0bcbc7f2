// The fan network as Boost.Graph sees it: an IncidenceGraph, AdjacencyGraph, VertexListGraph and EdgeListGraph, so that
// Boost's algorithms run on it without a copy. A vertex is a fan, an edge leads from a fan to one that it hears.
#pragma once

#include <boost/graph/graph_traits.hpp>
#include <boost/graph/properties.hpp>
#include <boost/iterator/counting_iterator.hpp>
#include <boost/iterator/iterator_facade.hpp>
#include <boost/property_map/property_map.hpp>
#include <cstdint>
#include <utility>

#include "sim/world/fan_network.hpp"

namespace hibiki::inline world {

/// An edge: place `place` of the row of `source`.
struct FanTie {
  std::uint32_t source = 0, target = 0, place = 0;
  bool operator==(const FanTie& other) const { return source == other.source && place == other.place; }
};

/// The ties of one fan in order; keeps the row.
class FanTieIterator
    : public boost::iterator_facade<FanTieIterator, FanTie, boost::random_access_traversal_tag, FanTie> {
 public:
  FanTieIterator() = default;
  FanTieIterator(const TieRow& row, std::uint32_t fan, std::size_t place) : row_(row), fan_(fan), place_(place) {}

 private:
  friend class boost::iterator_core_access;
  FanTie dereference() const { return {fan_, row_[place_], static_cast<std::uint32_t>(place_)}; }
  bool equal(const FanTieIterator& other) const { return fan_ == other.fan_ && place_ == other.place_; }
  void increment() { ++place_; }
  void decrement() { --place_; }
  void advance(std::ptrdiff_t n) { place_ += static_cast<std::size_t>(n); }
  std::ptrdiff_t distance_to(const FanTieIterator& other) const {
    return static_cast<std::ptrdiff_t>(other.place_) - static_cast<std::ptrdiff_t>(place_);
  }

  TieRow row_;
  std::uint32_t fan_ = 0;
  std::size_t place_ = 0;
};

/// The fans that one fan hears.
class HeardFanIterator : public boost::iterator_adaptor<HeardFanIterator, FanTieIterator, std::uint32_t,
                                                        boost::use_default, std::uint32_t> {
 public:
  HeardFanIterator() = default;
  explicit HeardFanIterator(FanTieIterator at) : HeardFanIterator::iterator_adaptor_(std::move(at)) {}

 private:
  friend class boost::iterator_core_access;
  std::uint32_t dereference() const { return (*base()).target; }
};

/// All ties, fan by fan.
class EveryTieIterator : public boost::iterator_facade<EveryTieIterator, FanTie, boost::forward_traversal_tag, FanTie> {
 public:
  EveryTieIterator() = default;
  EveryTieIterator(const FanNetwork& network, std::uint32_t fan) : network_(&network), fan_(fan) { settle(); }

 private:
  friend class boost::iterator_core_access;
  FanTie dereference() const { return {fan_, row_[place_], static_cast<std::uint32_t>(place_)}; }
  bool equal(const EveryTieIterator& other) const { return fan_ == other.fan_ && place_ == other.place_; }
  void increment() {
    if (++place_ < row_.size()) return;
    place_ = 0;
    ++fan_;
    settle();
  }
  /// Goes on to the next fan that hears somebody.
  void settle() {
    for (; fan_ < network_->size(); ++fan_) {
      row_ = network_->heard_by(fan_);
      if (!row_.empty()) return;
    }
  }

  const FanNetwork* network_ = nullptr;
  std::uint32_t fan_ = 0;
  TieRow row_;
  std::size_t place_ = 0;
};

}  // namespace hibiki::world

namespace boost {

template <>
struct graph_traits<hibiki::FanNetwork> {
  using vertex_descriptor = std::uint32_t;
  using edge_descriptor = hibiki::FanTie;
  using directed_category = directed_tag;
  using edge_parallel_category = allow_parallel_edge_tag;
  struct traversal_category : incidence_graph_tag, adjacency_graph_tag, vertex_list_graph_tag, edge_list_graph_tag {};
  using vertices_size_type = std::uint32_t;
  using edges_size_type = std::uint64_t;
  using degree_size_type = std::size_t;
  using vertex_iterator = counting_iterator<std::uint32_t>;
  using out_edge_iterator = hibiki::FanTieIterator;
  using adjacency_iterator = hibiki::HeardFanIterator;
  using edge_iterator = hibiki::EveryTieIterator;
  static vertex_descriptor null_vertex() { return ~vertex_descriptor{0}; }
};

template <>
struct graph_traits<const hibiki::FanNetwork> : graph_traits<hibiki::FanNetwork> {};  // some algorithms deduce it

template <>
struct property_map<hibiki::FanNetwork, vertex_index_t> {
  using type = typed_identity_property_map<std::uint32_t>;
  using const_type = type;
};

}  // namespace boost

namespace hibiki::inline world {

using FanGraphTraits = boost::graph_traits<FanNetwork>;

inline FanGraphTraits::vertices_size_type num_vertices(const FanNetwork& g) {
  return static_cast<std::uint32_t>(g.size());
}
inline FanGraphTraits::edges_size_type num_edges(const FanNetwork& g) { return g.ties(); }

inline std::pair<FanGraphTraits::vertex_iterator, FanGraphTraits::vertex_iterator> vertices(const FanNetwork& g) {
  return {FanGraphTraits::vertex_iterator(0), FanGraphTraits::vertex_iterator(num_vertices(g))};
}
inline std::pair<EveryTieIterator, EveryTieIterator> edges(const FanNetwork& g) {
  return {EveryTieIterator(g, 0), EveryTieIterator(g, num_vertices(g))};
}

inline std::uint32_t source(const FanTie& tie, const FanNetwork&) { return tie.source; }
inline std::uint32_t target(const FanTie& tie, const FanNetwork&) { return tie.target; }

inline std::pair<FanTieIterator, FanTieIterator> out_edges(std::uint32_t fan, const FanNetwork& g) {
  const TieRow row = g.heard_by(fan);
  return {FanTieIterator(row, fan, 0), FanTieIterator(row, fan, row.size())};
}
inline FanGraphTraits::degree_size_type out_degree(std::uint32_t fan, const FanNetwork& g) {
  return g.heard_by(fan).size();
}
inline std::pair<HeardFanIterator, HeardFanIterator> adjacent_vertices(std::uint32_t fan, const FanNetwork& g) {
  const auto [first, last] = out_edges(fan, g);
  return {HeardFanIterator(first), HeardFanIterator(last)};
}

inline boost::typed_identity_property_map<std::uint32_t> get(boost::vertex_index_t, const FanNetwork&) { return {}; }
inline std::uint32_t get(boost::vertex_index_t, const FanNetwork&, std::uint32_t fan) { return fan; }

}  // namespace hibiki::world
