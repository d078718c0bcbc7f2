// The world of the directional checks: the tiny world with every number that a check relies on given here, so that
// calibrating a default moves no check.
#pragma once

#include "tests/levers/paired.hpp"

namespace hibiki::test {

/// Numbers of the model's trial, none of them a default.
Assumptions steady_assumptions();

/// A year and a half, of which all but the first half year are reported. Policies of all labels are alike and plain:
/// nothing abroad, nothing online. Labels neither learn nor fail nor enter; acts stay.
Scenario steady_world(const TinyWorld& size = {.markets = 3, .fans = 900, .weeks = 80});

/// The scenario with a lever at another value.
Scenario with(Scenario scenario, const std::string& target, double Policy::*lever, double value);
/// The scenario with another assumption.
Scenario with(Scenario scenario, double Assumptions::*assumption, double value);

}  // namespace hibiki::test
