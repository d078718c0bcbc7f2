// The industry graph: contracts (label-act), collaborations (act-act, label-label) and licences (label-platform)
// as a graph of Boost.Graph, and the measures taken on it.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/core/ids.hpp"
#include "sim/world/industry.hpp"

namespace cereal {
class access;
}

namespace hibiki::inline world {

struct GraphMeasures {
  std::vector<double> label_betweenness;  ///< by LabelId, relative to the most possible, 0..1
  std::vector<double> act_betweenness;    ///< by ActId, likewise
  std::size_t components = 0;             ///< connected parts that hold a living label
};

/// Pairs of acts with joint releases, and the date of the last; contracts and licences are read off the state.
class Collaborations {
 public:
  /// Notes a joint release of two acts and their labels.
  void add(LabelId a, LabelId b, ActId first, ActId second, int week);
  /// Forgets those last renewed before `week`.
  void expire(int week);
  /// Forgets those of an act: its slot is about to be free.
  void forget_act(ActId act);
  /// Whether the two labels released something together that is not forgotten.
  bool linked(LabelId a, LabelId b) const;

  struct Edge {
    LabelId a, b;
    ActId first, second;
    int week;
  };
  const std::vector<Edge>& edges() const { return edges_; }

 private:
  friend class cereal::access;
  template <class Archive>
  void serialize(Archive& archive) {
    archive(edges_);
  }

  std::vector<Edge> edges_;
};

/// Builds the graph of this moment and measures it. licences(label, platform): row-major 0/1.
GraphMeasures measure_industry(const Industry& industry, const Collaborations& collaborations,
                               const std::vector<std::uint8_t>& licences, std::size_t platforms);

}  // namespace hibiki::world
