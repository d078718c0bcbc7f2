#include "sim/engine/simulation.hpp"

#include <span>

#include "sim/core/error.hpp"
#include "sim/engine/replay.hpp"

namespace hibiki::inline engine {

const char* const kModelVersion = "6";

Simulation::Simulation(const Scenario& scenario, std::uint64_t seed, const Execution& execution)
    : world_(make_world(scenario, seed)), execution_(execution) {}

Simulation::Simulation(const Simulation& past, const Scenario& scenario)
    : world_(past.week_ > 0 ? fork_world(past.world_, scenario) : make_world(scenario, past.world_.draws.seed())),
      execution_(past.execution_),
      memory_(past.memory_),
      week_(past.week_) {}

void Simulation::hear_what_is_shared_in(const Simulation& base) {
  HIBIKI_ASSERT(base.week_ == week_);
  replay_ties(base.world_, world_);
}

void Simulation::meet_the_market_of(const Simulation& base) {
  HIBIKI_ASSERT(base.week_ == week_);
  replay_market(base.world_, world_);
}

WeekObservation Simulation::observe() { return measure(world_, week_ - 1, memory_); }

RunAxes Simulation::axes() const {
  RunAxes axes;
  for (const Market& m : world_.scenario.markets) {
    axes.markets.push_back(m.name);
    axes.market_titles.push_back(m.title.empty() ? m.name : m.title);
    axes.scenes.push_back(m.scene);
  }
  for (const Platform& p : world_.scenario.platforms) axes.platforms.push_back(p.name);
  return axes;
}

namespace {
std::vector<RegistryEntry> records(const World& world, const std::vector<IndustryRecord>& all, std::size_t known) {
  std::vector<RegistryEntry> out;
  for (const IndustryRecord& r : std::span(all).subspan(known)) {
    out.push_back({r.key, r.name, r.home, r.label, world.calendar.day(r.since_week)});
    if (r.closed_week >= 0) out.back().closed = world.calendar.day(r.closed_week);
  }
  return out;
}
}  // namespace

std::vector<RegistryEntry> Simulation::act_registry(std::size_t known) const {
  return records(world_, world_.industry.act_registry, known);
}
std::vector<RegistryEntry> Simulation::label_registry(std::size_t known) const {
  return records(world_, world_.industry.label_registry, known);
}

}  // namespace hibiki::engine
