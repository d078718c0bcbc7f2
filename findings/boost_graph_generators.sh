#!/usr/bin/env bash
# Boost.Graph 1.74 and 1.81 (Debian 12: libboost1.74-dev 1.74.0+ds1-21, libboost1.81-dev 1.81.0-5+deb12u1): two of its
# random graphs are not those after which they are named.
# - erdos_renyi_iterator draws n^2 f / 2 edges with repetition, whatever the graph's container: pairs are joined twice, f = 1
#   leaves out a third of all pairs, and degrees spread as Poisson's do (variance near the mean), not as binomial ones.
#   sorted_erdos_renyi_iterator gives G(n, f) as it should.
# - small_world_iterator ties a vertex to k/2 others on each side, rounded down: an odd k loses a tie, and k = 1 gives every
#   ordered pair and a loop at each vertex, n^2 edges. The first edge is never rewired, even with probability 1.
# Seen, of 200 vertices, with both versions:
#     erdos_renyi f=0.1: 2000 edges, 0 loops, 1900 pairs of 19900, mean degree 20.0, variance 18.7
#     erdos_renyi f=0.5: 10000 edges, 0 loops, 7848 pairs of 19900, mean degree 100.0, variance 105.7
#     erdos_renyi f=1: 20000 edges, 0 loops, 12653 pairs of 19900, mean degree 200.0, variance 159.7
#     sorted_erdos_renyi f=0.1: 1926 edges, 0 loops, 1926 pairs of 19900, mean degree 19.3, variance 18.7
#     sorted_erdos_renyi f=0.5: 10015 edges, 0 loops, 10015 pairs of 19900, mean degree 100.2, variance 41.3
#     small_world k=4: 400 edges, 0 loops, 400 pairs of 19900, mean degree 4.0, variance 0.0
#     small_world k=5: 400 edges, 0 loops, 400 pairs of 19900, mean degree 4.0, variance 0.0
#     small_world k=1: 40000 edges, 200 loops, 19900 pairs of 19900, mean degree 400.0, variance 0.0
#     small_world, all edges rewired: the first is 0 to 1 in 100 graphs of 100
set -euo pipefail
here=$(realpath -- "${BASH_SOURCE[0]}")
versions=(1.74=1.74.0+ds1-21 1.81=1.81.0-5+deb12u1)
folder=$(mktemp -d)
trap 'rm -rf -- "$folder"' EXIT
cd "$folder"
cat >main.cpp <<'CPP'
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/erdos_renyi_generator.hpp>
#include <boost/graph/small_world_generator.hpp>
#include <boost/random/mersenne_twister.hpp>
#include <algorithm>
#include <cstdio>
#include <set>
#include <utility>

constexpr std::size_t kVertices = 200;
using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS>;

template <class Iterator>
void tell(const char* name, const char* option, double value, const Iterator& first) {
  const Graph graph(first, Iterator(), kVertices);
  std::set<std::pair<std::size_t, std::size_t>> pairs;
  std::size_t loops = 0;
  for (auto [edge, end] = edges(graph); edge != end; ++edge) {
    const auto ends = std::minmax({source(*edge, graph), target(*edge, graph)});
    if (ends.first == ends.second) ++loops;
    else pairs.insert(ends);
  }
  double mean = 2.0 * num_edges(graph) / kVertices, squares = 0.0;
  for (std::size_t v = 0; v < kVertices; ++v) squares += (out_degree(v, graph) - mean) * (out_degree(v, graph) - mean);
  std::printf("%s %s=%g: %zu edges, %zu loops, %zu pairs of %zu, mean degree %.1f, variance %.1f\n", name, option, value,
              num_edges(graph), loops, pairs.size(), kVertices * (kVertices - 1) / 2, mean, squares / kVertices);
}

int main() {
  boost::mt19937 random(1);
  for (const double f : {0.1, 0.5, 1.0})
    tell("erdos_renyi", "f", f, boost::erdos_renyi_iterator<boost::mt19937, Graph>(random, kVertices, f));
  for (const double f : {0.1, 0.5})
    tell("sorted_erdos_renyi", "f", f, boost::sorted_erdos_renyi_iterator<boost::mt19937, Graph>(random, kVertices, f));
  for (const int k : {4, 5, 1})
    tell("small_world", "k", k, boost::small_world_iterator<boost::mt19937, Graph>(random, kVertices, k, 0.0));
  int same = 0;
  for (int i = 0; i < 100; ++i)
    same += *boost::small_world_iterator<boost::mt19937, Graph>(random, kVertices, 4, 1.0) == std::pair<std::size_t, std::size_t>(0, 1);
  std::printf("small_world, all edges rewired: the first is 0 to 1 in %d graphs of 100\n", same);
}
CPP
apt-get -qq update
for version in "${versions[@]}"; do
  name=${version%%=*}
  mkdir "$name"
  (cd "$name" && apt-get -qq -o APT::Sandbox::User=root download "libboost$name-dev=${version#*=}" && dpkg-deb -x ./*.deb root)
  g++ -std=c++17 -O1 -isystem "$name/root/usr/include" main.cpp -o "$name/main"
  "$name/main" | tee "$name/seen"
  diff "$name/seen" <(sed -n 's/^#     //p' "$here")
done
