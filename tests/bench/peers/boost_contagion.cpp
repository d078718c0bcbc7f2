// The contagion of `hibiki bench` as a user of Boost.Graph writes it, on an adjacency list. See igraph_contagion.c.
// Usage: boost_contagion AGENTS REPETITIONS
#include <algorithm>
#include <array>
#include <boost/graph/adjacency_list.hpp>
#include <boost/version.hpp>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <vector>

namespace {

constexpr int kTies = 16, kTicks = 50;
constexpr double kInnovation = 0.003, kImitation = 0.38;
using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>;

std::size_t spread(const Graph& heard, std::mt19937_64& engine) {
  const std::size_t agents = num_vertices(heard);
  std::array<double, kTies + 1> chance;
  for (int k = 0; k <= kTies; ++k) chance[k] = 1.0 - std::exp(-(kInnovation + kImitation * k / kTies));
  std::uniform_real_distribution<double> uniform;
  std::vector<std::uint8_t> on(agents), next;
  std::size_t adopters = 0;
  for (int tick = 0; tick < kTicks && adopters < agents; ++tick) {
    next = on;
    for (std::size_t agent = 0; agent < agents; ++agent) {
      if (on[agent] != 0) continue;
      int active = 0;
      for (auto [other, end] = adjacent_vertices(agent, heard); other != end; ++other) active += on[*other];
      if (uniform(engine) >= chance[active]) continue;
      next[agent] = 1;
      ++adopters;
    }
    std::swap(on, next);
  }
  return adopters;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const auto agents = static_cast<std::size_t>(std::atoll(argv[1]));
  const int repetitions = std::atoi(argv[2]);
  std::mt19937_64 engine(1);
  std::uniform_int_distribution<std::size_t> any(0, agents - 1);
  Graph graph(agents);
  for (std::size_t agent = 0; agent < agents; ++agent)
    for (int tie = 0; tie < kTies; ++tie) add_edge(agent, any(engine), graph);
  std::vector<double> seconds;
  std::size_t adopters = 0;
  for (int i = 0; i < repetitions; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    adopters = spread(graph, engine);
    seconds.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
  }
  std::sort(seconds.begin(), seconds.end());
  std::printf("{\"version\": \"%d.%d\", \"agents\": %zu, \"adopters\": %zu, \"seconds\": %.6f}\n",
              BOOST_VERSION / 100000, BOOST_VERSION / 100 % 1000, agents, adopters, seconds[seconds.size() / 2]);
}
