#include "sim/world/industry_graph.hpp"

#include <algorithm>
#include <boost/graph/connected_components.hpp>
#include <utility>

#include "sim/world/betweenness.hpp"

namespace hibiki::inline world {

void Collaborations::add(LabelId a, LabelId b, ActId first, ActId second, int week) {
  if (b < a) {
    std::swap(a, b);
    std::swap(first, second);
  }
  for (Edge& edge : edges_)
    if (edge.a == a && edge.b == b && edge.first == first && edge.second == second) {
      edge.week = week;
      return;
    }
  edges_.push_back({a, b, first, second, week});
}

void Collaborations::expire(int week) {
  std::erase_if(edges_, [&](const Edge& edge) { return edge.week < week; });
}

void Collaborations::forget_act(ActId act) {
  std::erase_if(edges_, [&](const Edge& edge) { return edge.first == act || edge.second == act; });
}

bool Collaborations::linked(LabelId a, LabelId b) const {
  return std::any_of(edges_.begin(), edges_.end(),
                     [&](const Edge& edge) { return (edge.a == a && edge.b == b) || (edge.a == b && edge.b == a); });
}

namespace {

/// The graph of vertices with an edge, without retired acts, free slots and closed labels.
struct IndustryGraph {
  std::vector<std::size_t> places;  ///< of its vertices among labels, then act slots, then platforms; rising
  BothWaysGraph graph;
};

/// Edges once each way and in order, so that the neighbours of a vertex are in order for any order of edges: sums of
/// the measures go by it.
IndustryGraph make_graph(const Industry& industry, const Collaborations& collaborations,
                         const std::vector<std::uint8_t>& licences, std::size_t platforms) {
  const std::size_t labels = industry.labels.size(), acts = industry.acts.size();
  std::vector<std::pair<std::size_t, std::size_t>> edges;
  const auto add = [&](std::size_t from, std::size_t to) {
    edges.emplace_back(from, to);
    edges.emplace_back(to, from);
  };
  for (std::size_t a = 0; a < acts; ++a)
    if (industry.acts[a].in_use && !industry.acts[a].retired) add(industry.acts[a].label.value, labels + a);
  for (const auto& edge : collaborations.edges()) {
    add(edge.a.value, edge.b.value);
    add(labels + edge.first.value, labels + edge.second.value);
  }
  for (std::size_t l = 0; l < labels; ++l)
    for (std::size_t p = 0; p < platforms; ++p)
      if (industry.labels[l].alive && licences[l * platforms + p]) add(l, labels + acts + p);
  std::sort(edges.begin(), edges.end());
  edges.erase(std::unique(edges.begin(), edges.end()), edges.end());

  IndustryGraph made;
  for (const auto& [from, to] : edges)
    if (made.places.empty() || made.places.back() != from) made.places.push_back(from);
  std::vector<std::size_t> vertex(labels + acts + platforms);
  for (std::size_t v = 0; v < made.places.size(); ++v) vertex[made.places[v]] = v;
  for (auto& [from, to] : edges) {
    from = vertex[from];
    to = vertex[to];
  }
  made.graph = BothWaysGraph(boost::edges_are_sorted, edges.begin(), edges.end(),
                             static_cast<std::uint32_t>(made.places.size()));
  return made;
}

/// Betweenness by place, relative to the most that one of so many places could have.
std::vector<double> relative_betweenness(const IndustryGraph& industry, std::size_t places) {
  const std::vector<double> among = betweenness(industry.graph);
  const auto n = static_cast<double>(places);
  const double most =
      places > 2 ? 2.0 / (n * n - 3.0 * n + 2.0) : 0.0;  // as boost::relative_betweenness_centrality has it
  std::vector<double> centrality(places, 0.0);
  for (std::size_t v = 0; v < among.size(); ++v)
    centrality[industry.places[v]] = most * among[v] * 0.5;  // every path has been walked in both directions
  return centrality;
}

/// Connected parts that hold a living label. A label without an edge is one by itself.
std::size_t living_components(const IndustryGraph& industry, const std::vector<LabelState>& labels) {
  std::vector<std::size_t> component(industry.places.size());
  boost::connected_components(
      industry.graph, boost::make_iterator_property_map(component.begin(), get(boost::vertex_index, industry.graph)));
  std::vector<std::size_t> seen;
  std::size_t alone = static_cast<std::size_t>(std::ranges::count(labels, true, &LabelState::alive));
  for (std::size_t v = 0; v < component.size() && industry.places[v] < labels.size(); ++v) {
    if (!labels[industry.places[v]].alive) continue;
    seen.push_back(component[v]);
    --alone;
  }
  std::sort(seen.begin(), seen.end());
  return alone + static_cast<std::size_t>(std::unique(seen.begin(), seen.end()) - seen.begin());
}

}  // namespace

GraphMeasures measure_industry(const Industry& industry, const Collaborations& collaborations,
                               const std::vector<std::uint8_t>& licences, std::size_t platforms) {
  const IndustryGraph graph = make_graph(industry, collaborations, licences, platforms);
  const std::vector<double> centrality =
      relative_betweenness(graph, industry.labels.size() + industry.acts.size() + platforms);
  const auto first_act = centrality.begin() + static_cast<std::ptrdiff_t>(industry.labels.size());
  GraphMeasures measures;
  measures.label_betweenness.assign(centrality.begin(), first_act);
  measures.act_betweenness.assign(first_act, first_act + static_cast<std::ptrdiff_t>(industry.acts.size()));
  measures.components = living_components(graph, industry.labels);
  return measures;
}

}  // namespace hibiki::world
