#include "sim/world/industry_graph.hpp"

#include <algorithm>
#include <boost/graph/betweenness_centrality.hpp>
#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/connected_components.hpp>
#include <utility>

namespace hibiki {

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
  return std::any_of(edges_.begin(), edges_.end(), [&](const Edge& edge) {
    return (edge.a == a && edge.b == b) || (edge.a == b && edge.b == a);
  });
}

namespace {

using Graph = boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, boost::no_property, boost::no_property, std::uint32_t, std::uint32_t>;

/// Vertices: labels, then act slots, then platforms. Edges once each way and in order, so that a vertex has its
/// neighbours in order whatever its edges come from: sums of the measures go by it.
Graph make_graph(const Industry& industry, const Collaborations& collaborations,
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
  return Graph(boost::edges_are_sorted, edges.begin(), edges.end(), static_cast<std::uint32_t>(labels + acts + platforms));
}

}  // namespace

GraphMeasures measure_industry(const Industry& industry, const Collaborations& collaborations,
                               const std::vector<std::uint8_t>& licences, std::size_t platforms) {
  const Graph graph = make_graph(industry, collaborations, licences, platforms);
  GraphMeasures measures;
  std::vector<double> centrality(num_vertices(graph));
  const auto index = get(boost::vertex_index, graph);
  const auto map = boost::make_iterator_property_map(centrality.begin(), index);
  boost::brandes_betweenness_centrality(graph, map);
  boost::relative_betweenness_centrality(graph, map);
  for (double& each : centrality) each *= 0.5;  // every path has been walked in both directions
  const auto first_act = centrality.begin() + static_cast<std::ptrdiff_t>(industry.labels.size());
  measures.label_betweenness.assign(centrality.begin(), first_act);
  measures.act_betweenness.assign(first_act, first_act + static_cast<std::ptrdiff_t>(industry.acts.size()));

  std::vector<std::size_t> component(num_vertices(graph));
  boost::connected_components(graph, boost::make_iterator_property_map(component.begin(), index));
  std::vector<std::size_t> seen;
  for (std::size_t l = 0; l < industry.labels.size(); ++l)
    if (industry.labels[l].alive) seen.push_back(component[l]);
  std::sort(seen.begin(), seen.end());
  measures.components = static_cast<std::size_t>(std::unique(seen.begin(), seen.end()) - seen.begin());
  return measures;
}

}  // namespace hibiki
