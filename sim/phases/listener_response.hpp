// One fan in one week: its response to a release that it meets. It tries, likes, follows, tires, drifts and shares.
#pragma once

#include <algorithm>
#include <cmath>

#include "sim/core/draw_uses.hpp"
#include "sim/phases/listener.hpp"

namespace hibiki::inline phases {

inline constexpr double kLowestNovelty = -4.0;
inline constexpr double kPlasticityNegligible = 0.002;

template <class Probe>
bool Listener<Probe>::meet(std::uint32_t e, std::uint32_t ahead) {
  probe_.blocks(1);
  const BatchStream::Batch& words = words_[ahead];
  const Offer offer = choose_offer(e, ahead);
  if (offer.row == PickTree::kNone) return true;
  if (rules_.a.repeats < 1.0 && had_enough(offer.row, e)) return false;
  const ExposureRow& row = place_.market.rows[offer.row];
  const std::size_t m = place_.m;
  tallies_.exposures_all[m] += place_.weight;
  if (offer.platform < kMostPlatforms) tallies_.exposures[m * place_.platforms + offer.platform] += place_.weight;

  const Assumptions& a = rules_.a;
  const double match = 1.0 - squared_distance(fans_.taste[fan_], row.style) * rules_.match_scale;
  const double off_peak = (row.gap - (a.novelty_gap + a.novelty_gap_openness * openness_)) / a.novelty_width;
  const double novelty = std::max(kLowestNovelty, -off_peak * off_peak);
  std::uint16_t stored = engagement_with(row.act);
  if (row.partner) stored = std::max(stored, engagement_with(row.partner));
  const double engagement = stored * (1.0 / kEngagementScale);
  const double logit = row.try_base + openness_ * row.try_open + a.try_match * match + a.try_novelty * novelty +
                       rules_.sharers[static_cast<std::size_t>(sharers_of(row))] + a.try_engagement * engagement;
  if (!portable::below_logistic(words[1], logit)) return true;

  if (a.repeats < 1.0) tried_[offer.row] = true;
  scenes_tried_ |= std::uint64_t{1} << row.scene;
  const std::size_t cell = m * tallies_.shape.releases + offer.row;
  tallies_.plays[cell] += place_.weight;
  tallies_.by_channel[m * kChannels + static_cast<std::size_t>(offer.channel)] += place_.weight;
  if (offer.platform < kMostPlatforms) {
    tallies_.tries[m * place_.platforms + offer.platform] += place_.weight;
    if (rules_.personal[offer.platform]) tallies_.plays_streaming[cell] += place_.weight;
    if (rules_.video[offer.platform]) tallies_.plays_video[cell] += place_.weight;
  }
  if (offer.tie != kNoTie && fans_.cascade[offer.tie].origin != m)
    tallies_.cascade_abroad[m * place_.scenes + row.scene] += place_.weight;
  const bool liked = likes(offer, row, match, engagement, words[2]);
  engage(offer, row, liked);
  if (liked && place_.plasticity > kPlasticityNegligible) drift_towards(row.style, e);
  return true;
}

template <class Probe>
bool Listener<Probe>::likes(const Offer& offer, const ExposureRow& row, double match, double engagement,
                            std::uint32_t word) const {
  const bool visual = offer.platform < kMostPlatforms && rules_.visual[offer.platform];
  const double logit = row.like_base + openness_ * row.like_open + (visual ? row.like_visuals : row.like_craft) +
                       rules_.a.like_match * match - engagement * (row.tiring + row.break_penalty);
  return portable::below_logistic(word, logit);
}

template <class Probe>
void Listener<Probe>::raise(ActId act, double gain, const Offer& offer, const ExposureRow& row) {
  auto& favourites = fans_.favourites[fan_];
  auto& engagement = fans_.engagement[fan_];
  std::size_t weakest = 0;
  std::size_t slot = kFavourites;
  for (std::size_t s = 0; s < kFavourites; ++s) {
    if (favourites[s] == act) slot = s;
    if (engagement[s] < engagement[weakest]) weakest = s;
  }
  if (slot < kFavourites) {
    engagement[slot] =
        static_cast<std::uint16_t>(engagement[slot] + gain * (kEngagementScale - engagement[slot]) + 0.5);
  } else {
    const auto fresh = static_cast<std::uint16_t>(gain * kEngagementScale + 0.5);
    if (fresh <= engagement[weakest] || fresh <= kForgotten) return;
    favourites[weakest] = act;
    engagement[weakest] = fresh;
    probe_.discovered(fan_, weakest, act, offer, row);
  }
}

/// The cascade continued by a fan that shares the release met by `offer`.
template <class Probe>
Cascade Listener<Probe>::cascade_of(const Offer& offer) const {
  if (offer.tie == kNoTie) return {static_cast<std::uint8_t>(place_.m), 0};
  const Cascade before = fans_.cascade[offer.tie];
  return {before.origin, static_cast<std::uint8_t>(std::min<int>(before.steps + 1, kMostSteps))};
}

template <class Probe>
void Listener<Probe>::engage(const Offer& offer, const ExposureRow& row, bool liked) {
  const Assumptions& a = rules_.a;
  if (!liked) {
    for (std::size_t s = 0; s < kFavourites; ++s)
      if (fans_.favourites[fan_][s] == row.act)
        fans_.engagement[fan_][s] = static_cast<std::uint16_t>(fans_.engagement[fan_][s] * (1.0 - a.engagement_loss));
    return;
  }
  if (row.partner) {
    const bool follows = engagement_with(row.partner) > 0;
    raise(row.partner, a.engagement_gain * (follows ? 1.0 : a.partner_pass_through), offer, row);
  }
  raise(row.act, a.engagement_gain, offer, row);
  ActId credited = row.act;
  std::uint16_t engagement = engagement_with(row.act);
  if (row.partner && engagement_with(row.partner) > engagement) {
    credited = row.partner;
    engagement = engagement_with(row.partner);
  }
  if (engagement <= rules_.share_above || engagement <= liked_engagement_) return;
  liked_act_ = credited;
  liked_engagement_ = engagement;
  liked_scene_ = static_cast<std::uint16_t>(place_.acts.scene[credited.value]);
  liked_cascade_ = cascade_of(offer);
  liked_linkable_ = row.linkable != 0;
  liked_shareability_ = row.shareability;
}

template <class Probe>
void Listener<Probe>::drift_towards(PackedStyle style, std::uint32_t e) {
  const PackedStyle taste = fans_.taste[fan_];
  probe_.blocks(2);
  std::int8_t moved[kStyleAxes];
  for (std::uint32_t half = 0; half < 2; ++half) {
    const Words words = rules_.drift.words(key_, rules_.week, 2 * e + half);
    for (std::uint32_t i = 0; i < 4; ++i) {
      const int axis = static_cast<int>(4 * half + i);
      const double exact = taste.axis(axis) + place_.plasticity * (style.axis(axis) - taste.axis(axis));
      // Rounded up with the chance of its fraction: small drifts would vanish otherwise.
      moved[axis] = static_cast<std::int8_t>(std::floor(exact + Draws::to_uniform(words[i])));
    }
  }
  fans_.taste[fan_] = pack_bytes(moved);
}

template <class Probe>
void Listener<Probe>::share() {
  const Words words = rules_.sharing.words(key_, rules_.week, 0);
  probe_.blocks(1);
  if (Draws::to_uniform(words[0]) >= rules_.a.share_chance) return;
  fans_.shared_next[fan_] = liked_act_;
  fans_.cascade_next[fan_] = liked_cascade_;
  fans_.sharing_next.set(fan_);
  tallies_.cascade_steps[liked_scene_] += place_.weight * liked_cascade_.steps;
  const std::size_t cell = place_.m * place_.scenes + liked_scene_;
  tallies_.shares_home[cell] += place_.weight;
  if (!social_ || !liked_linkable_ || Draws::to_uniform(words[1]) >= liked_shareability_) return;
  fans_.sharing_online_next.set(fan_);
  tallies_.shares_abroad[cell] += place_.weight;
}

}  // namespace hibiki::phases
