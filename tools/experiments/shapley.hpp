// Shapley values of a game (L. Shapley, A value for n-person games, 1953) and interactions of
// players (M. Grabisch, M. Roubens, An axiomatic approach to the concept of interaction among players, 1999). Plain
// arithmetic on the values of coalitions; the meaning of a player is up to the caller.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace hibiki::inline experiments {

/// A set of players, a bit each.
using Coalition = std::uint64_t;
inline constexpr std::size_t kMostPlayers = 63;

constexpr Coalition only(std::size_t player) { return Coalition{1} << player; }
constexpr Coalition everybody(std::size_t players) { return only(players) - 1; }

/// The mean additional value of each player over all orders, from the value of each of the 2^players coalitions.
/// They add up to values.back() - values.front(), but for rounding. A player without any contribution gets exactly 0;
/// equal players get the same bits.
std::vector<double> shapley_values(std::size_t players, std::span<const double> values);

/// Added value of a player with and without another one, mean over the states of all others. The difference
/// of the two is the Shapley interaction index of the pair, whichever of them is the player.
struct AddedBeside {
  double with = 0, without = 0;
  double interaction() const { return with - without; }
};
AddedBeside added_beside(std::size_t player, std::size_t other, std::size_t players, std::span<const double> values);

/// The additional value of each player in one order; by player.
std::vector<double> added_in_order(std::span<const std::size_t> order, const std::function<double(Coalition)>& value);

}  // namespace hibiki::experiments
