#include "tools/hibiki/network_text.hpp"

#include <fmt/format.h>

#include "sim/world/network_structure.hpp"
#include "tools/hibiki/table.hpp"
#include "tools/hibiki/text.hpp"

namespace hibiki::inline program {

namespace {

std::string row_of(const Table& table, const std::string& name, const NetworkStructure& structure) {
  const double share = 100.0 * structure.largest_component / structure.fans;
  return table.row({name, grouped(structure.fans), grouped(static_cast<std::int64_t>(structure.ties)),
                    fmt::to_string(structure.least_heard), fmt::format("{:.1f}", structure.mean_heard()),
                    fmt::to_string(structure.most_heard), grouped(structure.components),
                    share == 100.0 ? "100 %" : fmt::format("{:.2f} %", share),
                    fmt::to_string(structure.largest_core)}) +
         "\n";
}

}  // namespace

std::string network_text(const World& world, std::size_t columns) {
  const Table table({{8}, {11}, {13, 1}, {5, 2}, {7}, {8, 1}, {8, 2}, {10}, {6}}, columns);
  std::string text = table.row({"market", "fans", "ties", "min", "mean", "max", "parts", "largest", "core"}) + "\n";
  for (std::size_t m = 0; m < world.market_count(); ++m) {
    const std::uint32_t first = world.fans.market_first[m], end = world.fans.market_first[m + 1];
    if (first < end) text += row_of(table, world.scenario.markets[m].name, structure_of(world.network, first, end));
  }
  text += row_of(table, "all", structure_of(world.network));
  return text + "\n" +
         wrapped(
             "Ties are directed, from a fan to a fan that it hears. The row of a market counts the ties within it, the "
             "last row all ties. min, mean, max: number of fans that hear one fan. parts: weakly connected components; "
             "largest: share of the fans in the largest one. core: largest k for which a group exists in which k "
             "members "
             "hear each member.",
             0, columns) +
         "\n";
}

}  // namespace hibiki::program
