// Every draw of the simulation and of the experiments, by name: its purpose, its index, and the decision it makes.
// tools/scripts/update-tables writes the table of sim/README.md from these rows, in their order. To add a draw, add a
// row with an index that its purpose and key do not use yet; an index that is taken would give the same words twice.
#pragma once

#include <cstdint>

#include "sim/core/draws.hpp"

namespace hibiki::inline core {

/// A draw: its purpose and first index; the texts are for the table of the manual.
struct DrawUse {
  Purpose purpose;
  std::uint32_t index;
  const char* key;      ///< of which entity
  const char* week;     ///< "w", or "0" where it is drawn once for life
  const char* indices;  ///< all of them
  const char* decides;
};

// clang-format off
inline constexpr DrawUse kDrawAttentive{Purpose::attention, 0, "community", "w", "i div 4, word i mod 4", "whether fan i is attentive (top byte)"};
inline constexpr DrawUse kDrawExposures{Purpose::attention, 1u << 30, "fan", "w", "2^30", "how many exposures, where they differ: word 0 normal, 1 rounding"};
inline constexpr DrawUse kDrawExposure{Purpose::exposure, 0, "fan", "w", "8 e", "exposure e: word 0 channel, 1 try, 2 like, 3 which friend, which favourite, or personalisation"};
inline constexpr DrawUse kDrawPick{Purpose::exposure, 1, "fan", "w", "8 e + 1 + d div 4, word d mod 4", "word d of the pick of exposure e"};
inline constexpr DrawUse kDrawSecondPick{Purpose::exposure, 0x10001, "fan", "w", "65536 + 8 e + 1 + d div 4, word d mod 4", "the same of the pick that personalisation compares with"};
inline constexpr DrawUse kDrawRepeat{Purpose::choice, 0, "fan", "w", "e", "whether a release met in exposure e and tried already is considered again"};
inline constexpr DrawUse kDrawInterventionOrder{Purpose::choice, 0, "intervention", "0", "0", "attribution: place of the intervention in the order of a seed (words 0 and 1; a seed of its own)"};
inline constexpr DrawUse kDrawHalfSplit{Purpose::choice, 0, "half splits", "split", "0, 1, ...", "published experiments: half that listener i belongs to"};
inline constexpr DrawUse kDrawDesign{Purpose::choice, 1u << 20, "point and factor", "0", "2^20", "sweeps: order and places of designs that draw (a seed of its own)"};
inline constexpr DrawUse kDrawShare{Purpose::sharing, 0, "fan", "w", "0", "word 0 whether it shares, word 1 whether online ties hear it"};
inline constexpr DrawUse kDrawDrift{Purpose::taste_drift, 0, "fan", "w", "2 e, 2 e + 1", "rounding of the eight axes after exposure e"};
inline constexpr DrawUse kDrawCommunityTaste{Purpose::fan_birth, 0, "community", "1", "0..7", "mean taste (normals)"};
inline constexpr DrawUse kDrawTaste{Purpose::fan_birth, 0, "fan", "0", "0, 1", "taste (normals, one a word)"};
inline constexpr DrawUse kDrawTraits{Purpose::fan_birth, 2, "fan", "0", "2", "word 0 readiness (top byte), 1 openness (normal), 2 activity"};
inline constexpr DrawUse kDrawTies{Purpose::tie, 0, "fan", "0", "0, 1, ...", "ties, four words an index"};
inline constexpr DrawUse kDrawAct{Purpose::act_birth, 0, "act", "0", "0..13", "style (8 normals); talent, performance, visuals, craft (normals); multinational; guest market"};
inline constexpr DrawUse kDrawWesternProducers{Purpose::release_birth, 0, "release", "0", "0", "Western producers"};
inline constexpr DrawUse kDrawConscious{Purpose::release_birth, 1, "release", "0", "1", "socially conscious"};
inline constexpr DrawUse kDrawJoint{Purpose::release_birth, 2, "release", "0", "2", "joint"};
inline constexpr DrawUse kDrawAcross{Purpose::release_birth, 3, "release", "0", "3", "with a partner from another market"};
inline constexpr DrawUse kDrawQuality{Purpose::release_birth, 4, "release", "0", "4", "random part of its quality (normal)"};
inline constexpr DrawUse kDrawInterval{Purpose::release_birth, 5, "release", "0", "5", "weeks to the act's next release"};
inline constexpr DrawUse kDrawReleaseStyle{Purpose::release_birth, 8, "release", "0", "8..15", "style (normals)"};
inline constexpr DrawUse kDrawFirstRelease{Purpose::release_plan, 0, "act", "0", "0", "week of the first release"};
inline constexpr DrawUse kDrawCareer{Purpose::release_plan, 1, "act", "0", "1", "length of the career before the start"};
inline constexpr DrawUse kDrawTour{Purpose::release_plan, 3, "act and market", "w", "3", "tour"};
inline constexpr DrawUse kDrawLivestream{Purpose::release_plan, 4, "act", "w", "4", "livestream"};
inline constexpr DrawUse kDrawPartner{Purpose::release_plan, 7, "release and act", "0", "7", "partner of a joint release"};
inline constexpr DrawUse kDrawOfficial{Purpose::availability, 0, "release", "0", "0", "official video"};
inline constexpr DrawUse kDrawUnblocked{Purpose::availability, 1, "release and market", "0", "1", "geo-blocking"};
inline constexpr DrawUse kDrawUnofficial{Purpose::availability, 2, "release", "0", "2", "unofficial upload"};
inline constexpr DrawUse kDrawStreamed{Purpose::availability, 3, "release and market", "0", "3", "streaming licence"};
inline constexpr DrawUse kDrawListPlace{Purpose::availability, 4, "release and market", "0", "4", "position among equals in a list"};
inline constexpr DrawUse kDrawHouseStyle{Purpose::label_birth, 0, "label", "0", "0..7", "house style (normals)"};
inline constexpr DrawUse kDrawContract{Purpose::label_plan, 0, "act", "w", "0", "whether the act is dropped or renewed"};
inline constexpr DrawUse kDrawNewLabel{Purpose::label_plan, 1, "act and label", "w", "1", "label that the act moves to"};
inline constexpr DrawUse kDrawMove{Purpose::label_plan, 2, "act", "w", "2", "whether an act that is not renewed moves"};
inline constexpr DrawUse kDrawEntrant{Purpose::label_plan, 3, "market", "w", "3", "whether a label enters"};
inline constexpr DrawUse kDrawNudges{Purpose::platform_trial, 0, "platform", "w", "0, 1", "signs of the nudges of the exponent and of cross-border weight"};
inline constexpr DrawUse kDrawTrialArm{Purpose::platform_trial, 2, "platform and market", "w", "2", "whether the nudge is on in the market"};
inline constexpr DrawUse kDrawHeir{Purpose::inheritance, 0, "fan and act", "w", "0", "whether the fan follows"};
inline constexpr DrawUse kDrawReferenceTies{Purpose::reference_tie, 0, "agent", "0", "0, 1, ...", "ties of the networks of `sim/reference`, four words an index"};
inline constexpr DrawUse kDrawContagion{Purpose::contagion, 0, "agent or tie", "w", "0, 1, ...", "reference models: who turns on in a tick; whether a tie passes on"};
inline constexpr DrawUse kDrawContagionStart{Purpose::contagion_start, 0, "agent, 0", "0", "0", "reference models: threshold of an agent; who begins"};
// clang-format on

inline Words Draws::words(const DrawUse& use, Key entity, int week, std::uint32_t nth) const {
  return words(use.purpose, entity, week, use.index + nth);
}
inline double Draws::uniform(const DrawUse& use, Key entity, int week, std::uint32_t nth) const {
  return uniform(use.purpose, entity, week, use.index + nth);
}
inline double Draws::normal(const DrawUse& use, Key entity, int week, std::uint32_t nth) const {
  return normal(use.purpose, entity, week, use.index + nth);
}

}  // namespace hibiki::core
