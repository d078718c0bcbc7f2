// Totals of a week of listening: integers only, so that sums do not depend on the order of addition.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "sim/core/money.hpp"
#include "sim/scenario/platform_traits.hpp"

namespace hibiki::inline world {

/// Where revenue comes from, in the order of the `source` axis.
enum class Source : std::uint8_t { physical, streaming, tickets, livestream, merchandise };
inline constexpr std::size_t kSources = 5;
inline constexpr std::string_view kSourceNames[kSources] = {"physical", "streaming", "tickets", "livestream",
                                                            "merchandise"};

/// Groups of age in the order of the `age` axis: ten years each, from kYoungest.
inline constexpr std::size_t kAgeGroups = 6;
inline constexpr std::string_view kAgeGroupNames[kAgeGroups] = {"10-19", "20-29", "30-39", "40-49", "50-59", "60-69"};

/// Unit of spending weights: an engaged fan that spends by the rates of the assumptions.
inline constexpr std::int64_t kSpendingScale = 256;

/// Sizes of the axes of a week's tallies.
struct TallyShape {
  std::size_t markets = 0, platforms = 0, acts = 0, releases = 0;
  bool operator==(const TallyShape&) const = default;
};

/// Matrices are row-major, market first; scenes are as many as markets. Counts are people unless said otherwise.
struct Tallies {
  TallyShape shape;
  std::vector<People> plays;            ///< (market, release) tried
  std::vector<People> plays_streaming;  ///< (market, release) of them on streaming platforms
  std::vector<People> plays_video;      ///< (market, release) of them on video platforms and upload sites
  std::vector<People> exposures;        ///< (market, platform) offered
  std::vector<People> tries;            ///< (market, platform) of them tried
  std::vector<People> exposures_all;    ///< (market), friends and following included
  std::vector<People> by_channel;       ///< (market, channel) tried
  std::vector<People> reach;            ///< (market, scene) tried at least one of the scene
  std::vector<People> engaged;          ///< (market, scene) engaged with at least one act of the scene
  std::vector<People> engaged_act;      ///< (market, act)
  std::vector<std::int64_t> spending;   ///< (market, act) engaged people, weighted by spending, in 1/kSpendingScale
  std::vector<People> shares_home;      ///< (market, scene) sharing people
  std::vector<People> shares_abroad;    ///< (market, scene) of them, heard along online ties
  std::vector<People> cascade_abroad;   ///< (market, scene) tries through a tie, of cascades begun in another market
  std::vector<People> cascade_steps;    ///< (scene) sum over sharing people of the ties their cascade has crossed
  std::vector<People> engaged_age;      ///< (age group, scene) engaged with at least one act of the scene
  std::vector<People> age_years;        ///< (scene) sum of the ages of engaged people
  std::vector<std::int64_t> holding;    ///< (act) fans (not people) with it among their favourites

  Tallies() = default;
  explicit Tallies(const TallyShape& s);
  void add(const Tallies& other);
};

/// visit(name, vector of one, vector of other) for each column.
template <class A, class B, class Visit>
void for_each_tally(A& a, B& b, const Visit& visit) {
  visit("plays", a.plays, b.plays);
  visit("plays_streaming", a.plays_streaming, b.plays_streaming);
  visit("plays_video", a.plays_video, b.plays_video);
  visit("exposures", a.exposures, b.exposures);
  visit("tries", a.tries, b.tries);
  visit("exposures_all", a.exposures_all, b.exposures_all);
  visit("by_channel", a.by_channel, b.by_channel);
  visit("reach", a.reach, b.reach);
  visit("engaged", a.engaged, b.engaged);
  visit("engaged_act", a.engaged_act, b.engaged_act);
  visit("spending", a.spending, b.spending);
  visit("shares_home", a.shares_home, b.shares_home);
  visit("shares_abroad", a.shares_abroad, b.shares_abroad);
  visit("cascade_abroad", a.cascade_abroad, b.cascade_abroad);
  visit("cascade_steps", a.cascade_steps, b.cascade_steps);
  visit("engaged_age", a.engaged_age, b.engaged_age);
  visit("age_years", a.age_years, b.age_years);
  visit("holding", a.holding, b.holding);
}

}  // namespace hibiki::world
