// State of a world, listed once: the digest and replay go by these rows. A member that is added to LabelState,
// ActState, ReleaseState, PlatformTrials or LeadingScene and not listed here does not compile; of Markets and Platforms
// the rows are the members that change during a run. Fans have a list of their own (fans.hpp), as tallies have
// (tallies.hpp).
#pragma once

#include <cstddef>
#include <tuple>
#include <type_traits>
#include <utility>

#include "sim/core/members.hpp"
#include "sim/world/world.hpp"

namespace hibiki::inline world {

/// Uses of a member of state besides carrying it from week to week.
struct StateUse {
  bool digested = true;   ///< false: it follows from the scenario and the key
  bool replayed = false;  ///< part of the market that replay_market() gives to another arm
};

template <class Owner, class Value, StateUse how>
struct StateField {
  static constexpr StateUse use = how;
  const char* name;
  Value Owner::*member;
};

template <StateUse use = StateUse{}, class Owner, class Value>
constexpr StateField<Owner, Value, use> state_field(const char* name, Value Owner::*member) {
  return {name, member};
}

inline constexpr StateUse kReplayed{.digested = true, .replayed = true};
inline constexpr StateUse kDerived{.digested = false, .replayed = false};

inline constexpr auto kLabelState = std::tuple{
    state_field("key", &LabelState::key),
    state_field("alive", &LabelState::alive),
    state_field<kReplayed>("cash", &LabelState::cash),
    state_field<kReplayed>("trailing_revenue", &LabelState::trailing_revenue),
    state_field("acts", &LabelState::acts),
    state_field<kReplayed>("past_revenue", &LabelState::past_revenue),
    state_field<kReplayed>("learnt", &LabelState::learnt),
    // Peers learn from the levers in force: those of the base. This week's are set anew before they decide anything.
    state_field<kReplayed>("policy", &LabelState::policy),
    state_field<kDerived>("identity", &LabelState::identity),
    state_field("home", &LabelState::home),
    state_field("registry_row", &LabelState::registry_row),
    state_field("founded_week", &LabelState::founded_week),
    state_field("talent", &LabelState::talent),
    state_field("costs", &LabelState::costs),
    state_field<kDerived>("plan", &LabelState::plan),
    state_field("budget", &LabelState::budget),
    state_field("lever_cost", &LabelState::lever_cost),
    state_field("next_act", &LabelState::next_act),
    state_field("promotion", &LabelState::promotion),
    state_field("partner", &LabelState::partner),
};

inline constexpr auto kActState = std::tuple{
    state_field("in_use", &ActState::in_use),
    state_field("key", &ActState::key),
    state_field("retired", &ActState::retired),
    state_field("label", &ActState::label),
    state_field("style", &ActState::style),
    state_field("mean_style", &ActState::mean_style),
    state_field("talent", &ActState::talent),
    state_field("performance", &ActState::performance),
    state_field("visuals", &ActState::visuals),
    state_field("craft", &ActState::craft),
    state_field<kReplayed>("engaged", &ActState::engaged),
    state_field("next_release_week", &ActState::next_release_week),
    state_field("releases", &ActState::releases),
    state_field("registry_row", &ActState::registry_row),
    state_field("home", &ActState::home),
    state_field("heritage", &ActState::heritage),
    state_field("debut_week", &ActState::debut_week),
    state_field("last_active_week", &ActState::last_active_week),
    state_field("fans_holding", &ActState::fans_holding),
    state_field("tour_week", &ActState::tour_week),
    state_field("tour_markets", &ActState::tour_markets),
    state_field("livestream_week", &ActState::livestream_week),
    state_field("livestreams", &ActState::livestreams),
    state_field<kReplayed>("spent", &ActState::spent),
    state_field("inherits", &ActState::inherits),
};

inline constexpr auto kReleaseState = std::tuple{
    state_field("key", &ReleaseState::key),
    state_field("quality", &ReleaseState::quality),
    state_field("style", &ReleaseState::style),
    state_field<kReplayed>("popularity", &ReleaseState::popularity),
    state_field("act", &ReleaseState::act),
    state_field("partner", &ReleaseState::partner),
    state_field("label", &ReleaseState::label),
    state_field("partner_label", &ReleaseState::partner_label),
    state_field("week", &ReleaseState::week),
    state_field("packed", &ReleaseState::packed),
    state_field("video_quality", &ReleaseState::video_quality),
    state_field("english", &ReleaseState::english),
    state_field("local", &ReleaseState::local),
    state_field("break_distance", &ReleaseState::break_distance),
    state_field("western", &ReleaseState::western),
    state_field("conscious", &ReleaseState::conscious),
    state_field("partner_revenue", &ReleaseState::partner_revenue),
    state_field("heritage", &ReleaseState::heritage),
};

/// The rest of a Markets follows from the scenario.
inline constexpr auto kMarketState = std::tuple{
    state_field<kReplayed>("familiarity", &Markets::familiarity),
    state_field<kReplayed>("centroid", &Markets::centroid),
    state_field<kReplayed>("spent", &Markets::spent),
    state_field("people", &Markets::people),
};

/// The rest of a Platforms follows from the scenario and the date.
inline constexpr auto kPlatformState = std::tuple{
    state_field<kReplayed>("exponent", &Platforms::exponent),
    state_field<kReplayed>("cross_border", &Platforms::cross_border),
};

inline constexpr auto kTrialState = std::tuple{
    state_field<kReplayed>("arm", &PlatformTrials::arm),
    state_field<kReplayed>("nudge_exponent", &PlatformTrials::nudge_exponent),
    state_field<kReplayed>("nudge_cross_border", &PlatformTrials::nudge_cross_border),
    state_field<kReplayed>("tries", &PlatformTrials::tries),
    state_field<kReplayed>("exposures", &PlatformTrials::exposures),
    state_field<kReplayed>("tries_before", &PlatformTrials::tries_before),
    state_field<kReplayed>("exposures_before", &PlatformTrials::exposures_before),
};

inline constexpr auto kLeaderState = std::tuple{
    state_field<kReplayed>("scene", &LeadingScene::scene),
    state_field<kReplayed>("style", &LeadingScene::style),
};

/// visit(field) for each row of a list.
template <class... Fields, class Visit>
constexpr void for_each_state(const std::tuple<Fields...>& list, const Visit& visit) {
  std::apply([&](const auto&... field) { (visit(field), ...); }, list);
}

template <class Owner, class... Fields>
constexpr bool lists_every_member(const std::tuple<Fields...>& /*list*/) {
  return kMembers<Owner> == sizeof...(Fields);
}

static_assert(lists_every_member<LabelState>(kLabelState));
static_assert(lists_every_member<ActState>(kActState));
static_assert(lists_every_member<ReleaseState>(kReleaseState));
static_assert(lists_every_member<PlatformTrials>(kTrialState));
static_assert(lists_every_member<LeadingScene>(kLeaderState));

}  // namespace hibiki::world
