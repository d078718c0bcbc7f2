// Watching the phases of a week from outside: for time (hibiki bench), counts of work, and how fans find acts (why).
#pragma once

#include <functional>

#include "sim/phases/phases.hpp"
#include "sim/world/world.hpp"

namespace hibiki::inline engine {

/// Given to Simulation::probe. Results are the same to the bit with and without it.
class WeekProbe {
 public:
  virtual ~WeekProbe() = default;

  /// Runs a phase: an override calls `body` once, and may look at the clock before and after.
  virtual void phase(Phase /*which*/, const std::function<void()>& body) { body(); }

  /// True: all markets are ranked before fans listen, so that each of the two phases has a time of its own. Else they
  /// take turns by market, which is faster, and phase() is not called for them.
  virtual bool rank_first() const { return false; }

  /// Between rank and listen, where rank_first().
  virtual void ranked(const World& /*world*/, int /*week*/, const Exposure& /*exposure*/) {}

  /// Where the week records how acts become favourites; nullptr: nowhere. Needs a row for every fan.
  virtual Discoveries* discoveries() { return nullptr; }
};

/// Records how acts become favourites.
struct DiscoveryRecorder final : WeekProbe {
  explicit DiscoveryRecorder(const World& world) : rows(world.fans.size()) {}
  Discoveries* discoveries() override { return &rows; }
  Discoveries rows;
};

}  // namespace hibiki::engine
