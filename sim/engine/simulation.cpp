#include "sim/engine/simulation.hpp"

#include <span>
#include <sstream>
#include <string>
#include <utility>

#include "sim/core/error.hpp"
#include "sim/engine/follow.hpp"
#include "sim/engine/replay.hpp"
#include "sim/world/world_archive.hpp"

namespace hibiki::inline engine {

const char* const kModelVersion = "6";

namespace {

World built_world(const Scenario& scenario, std::uint64_t seed, Ranks* ranks) {
  if (ranks != nullptr && ranks->first()) tell(*ranks, {Command::build, 0, seed});
  return make_world(scenario, seed, ranks);
}

}  // namespace

Simulation::Simulation(const Scenario& scenario, std::uint64_t seed, const Execution& execution)
    : world_(built_world(scenario, seed, execution.ranks)), execution_(execution) {}

Simulation::Simulation(const Simulation& past, const Scenario& scenario)
    : world_(past.week_ > 0 ? fork_world(past.world_, scenario) : make_world(scenario, past.world_.draws.seed())),
      execution_(past.execution_),
      memory_(past.memory_),
      week_(past.week_) {
  HIBIKI_ASSERT(execution_.ranks == nullptr);  // the others have one world, which is the past's
}

void Simulation::lead(Command command) const {
  if (execution_.ranks != nullptr && execution_.ranks->first()) tell(*execution_.ranks, {command});
}

void Simulation::hand_out(bool whole) {
  if (execution_.ranks == nullptr) return;
  std::string bytes;
  if (whole && execution_.ranks->first()) {
    std::ostringstream stream;
    ArchiveWriter archive(stream);
    archive_shared(archive, world_);
    archive(week_);
    bytes = std::move(stream).str();
  }
  std::uint64_t size = bytes.size();
  execution_.ranks->broadcast_value(size);
  if (size == 0) return;  // rank 0 could not read the state
  bytes.resize(size);
  execution_.ranks->broadcast(std::as_writable_bytes(std::span(bytes)));
  if (execution_.ranks->first()) return;
  std::istringstream stream(std::move(bytes));
  ArchiveReader archive(stream);
  archive_shared(archive, world_);
  archive(week_);
}

void Simulation::help_save() {
  gather_fans(world_.fans, [](std::span<const std::byte>) {});
}

void Simulation::help_load() {
  scatter_fans(world_.fans, [](std::span<std::byte>) {});
  hand_out(true);
}

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
