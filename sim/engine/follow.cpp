#include "sim/engine/follow.hpp"

#include <optional>

#include "sim/core/error.hpp"

namespace hibiki::inline engine {

void tell(Ranks& ranks, Order order) { ranks.broadcast_value(order); }

int follow(const Scenario& scenario, const Execution& execution) {
  std::optional<Simulation> simulation;
  while (true) {
    Order order;
    execution.ranks->broadcast_value(order);
    if (order.command == Command::end) return order.code;
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
      case Command::end:
        break;
    }
  }
}

}  // namespace hibiki::engine
