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

bool needs_a_world(Command command) {
  return command == Command::step || command == Command::digest || command == Command::save || command == Command::load;
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
    HIBIKI_ASSERT(simulation || !needs_a_world(order.command));
    switch (order.command) {
      case Command::build:
        simulation.reset();  // one world at a time is in memory
        simulation.emplace(scenario, order.seed, execution);
        break;
      case Command::step:
        simulation->step();
        break;
      case Command::digest:
        simulation->state_digest();
        break;
      case Command::save:
        simulation->help_save();
        break;
      case Command::load:
        simulation->help_load();
        break;
      case Command::traffic:
        add_up(*execution.ranks);
        break;
      case Command::seeds:  // of a comparison, whose ranks do not follow
        HIBIKI_ASSERT(false);
        break;
      case Command::end:
        return order.code;
    }
  }
}

}  // namespace hibiki::engine
