// The one factory of small worlds, built in code: every kind of platform and label, few of each, policies alike.
//
//           .5
//     A ---------- B        A, B   home markets of the contenders (challenger A, incumbent B)
//     |  \      /  |        C, D   third markets; D is in the West and speaks English
//  .6 |   .3  .4   | .8
//     |    \  /    |        each: "X major" (2 acts), "X agency" (2), "X indie 1", "X indie 2" (1 each);
//     D --- C -----+        A also has the "A collective" (2)
//        .7
//
//   radio (broadcast)  shops (retail)  stage (live)      since 1950, everybody has them
//   uploads (upload)  clips (video)  streams (streaming)  pals (social)   online, grown up when the run starts
//
// A test sets whatever number it relies on itself: defaults of assumptions and levers are calibrated.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/engine/simulation.hpp"
#include "sim/scenario/scenario.hpp"

namespace hibiki::test {

/// First week of every tiny world, a Monday.
inline const Day kTinyStart = make_day(2008, 1, 7);

struct TinyWorld {
  int markets = 3;  ///< the first so many of A, B, C, D
  std::int64_t fans = 600;
  int weeks = 104;     ///< simulated, all of them reported
  bool labels = true;  ///< without: nobody releases anything
};

/// The scenario of the picture. Valid: validate() finds nothing.
Scenario tiny_scenario(const TinyWorld& size = {});

/// Gives a lever one value for the labels of a target ("labels", "labels[home=A]"), on top of what is there.
void set_lever(Scenario& scenario, const std::string& target, double Policy::*lever, double value);

/// Adds an intervention that sets a lever from the first day of `week` on.
Intervention& intervene(Scenario& scenario, const std::string& target, double Policy::*lever, double value, int week);

/// Position of a market, label or platform in the canonical order that the engine uses.
std::size_t market_index(const World& world, const std::string& name);
LabelId label_named(const World& world, const std::string& name);
std::size_t platform_index(const World& world, const std::string& name);

/// Digest of the state after each of `weeks` weeks; position 0 is the state before the first.
std::vector<std::uint64_t> weekly_digests(const Scenario& scenario, std::uint64_t seed, int weeks,
                                          const Execution& execution = {});

/// Observations of every reported week of a run.
std::vector<WeekObservation> observe_run(const Scenario& scenario, std::uint64_t seed);

}  // namespace hibiki::test
