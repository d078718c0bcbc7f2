// Splits the effect of a variant: arms run in lockstep, and before each week parts of an arm's state (shares between
// fans, the market) are replaced by those of the base.
#pragma once

#include "sim/world/world.hpp"

namespace hibiki::inline engine {

/// Replaces the shares of the arm's last week by those of the base: its fans hear the same from their ties as in the
/// base. Acts that exist in only one of the two are not shared.
void replay_ties(const World& base, World& arm);

/// Replaces the input of the arm's rankings, budgets, learning, familiarity and rosters by that of the base: remembered
/// plays, followings, incomes, cash, learnt levers, centroids, familiarity, ranking rules and their trials, the leading
/// scene. Acts and releases that only the arm has keep their own. Fans keep their state.
void replay_market(const World& base, World& arm);

}  // namespace hibiki::engine
