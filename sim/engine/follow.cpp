#include "sim/engine/follow.hpp"

#include <array>
#include <optional>

#include "sim/core/error.hpp"

namespace hibiki::inline engine {

void tell(Ranks& ranks, Order order) { ranks.broadcast_value(order); }

namespace {

RankTraffic add_up(Ranks& ranks) {
  const RankTraffic own = ranks.traffic_in_weeks();
  std::array<std::int64_t, 3> sums = {static_cast<std::int64_t>(own.bytes), static_cast<std::int64_t>(own.messages),
                                      static_cast<std::int64_t>(own.seconds * 1e6)};
  ranks.sum(sums);
  return {static_cast<std::uint64_t>(sums[0]), static_cast<std::uint64_t>(sums[1]), static_cast<double>(sums[2]) / 1e6};
}

}  // namespace

RankTraffic weekly_traffic(Ranks& ranks) {
  tell(ranks, {Command::traffic});
  return add_up(ranks);
}

int follow(const Scenario& scenario, const Execution& execution) {
  std::optional<Simulation> simulation;
  while (true) {
    Order order;
    execution.ranks->broadcast_value(order);
    if (order.command == Command::end) return order.code;
    if (order.command == Command::traffic) {
      add_up(*execution.ranks);
      continue;
    }
    if (order.command == Command::build) {
      simulation.reset();  // one world at a time is in memory
      simulation.emplace(scenario, order.seed, execution);
      continue;
    }
    HIBIKI_ASSERT(simulation);
    switch (order.command) {
      case Command::step:
        simulation->step();
        break;
      case Command::digest:
        simulation->help_digest();
        break;
      case Command::save:
        simulation->help_save();
        break;
      case Command::load:
        simulation->help_load();
        break;
      case Command::build:
      case Command::traffic:
      case Command::seeds:  // of a comparison, whose ranks do not follow
      case Command::end:
        HIBIKI_ASSERT(false);
    }
  }
}

}  // namespace hibiki::engine
