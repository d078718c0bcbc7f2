// Holding back parts of what one arm of a comparison does to the next week of another, so that an effect can be taken
// apart: arms go on in lockstep, and before each week the arm is given what the base came to.
#pragma once

#include "sim/world/world.hpp"

namespace hibiki::inline engine {

/// Gives `arm` the shares of the base's last week: its fans hear from their ties what they would have heard there.
/// Acts that only one of them has are shared by nobody.
void replay_ties(const World& base, World& arm);

/// Gives `arm` what rankings, budgets, learning, familiarity and rosters read of the base's last week: remembered
/// plays, followings, incomes, cash, learnt levers, centroids, familiarity, ranking rules and their trials, the leading
/// scene. Acts and releases that only the arm has keep their own. Fans are left alone.
void replay_market(const World& base, World& arm);

}  // namespace hibiki::engine
