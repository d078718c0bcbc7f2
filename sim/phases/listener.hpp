// One fan in one week: the releases that it meets, and their channels. Its response to them is in
// listener_response.hpp. A fan reads frozen tables and last week's shares, writes its own row alone and adds to integer
// tallies. No allocation, no virtual call.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <limits>
#include <span>
#include <vector>

#include "sim/core/draw_uses.hpp"
#include "sim/core/portable_math.hpp"
#include "sim/phases/exposure.hpp"
#include "sim/phases/listen_records.hpp"
#include "sim/phases/listening.hpp"
#include "sim/phases/views.hpp"

namespace hibiki::inline phases {

inline constexpr std::uint32_t kIndicesAnExposure = 8;  ///< Philox counters reserved for one exposure
inline constexpr std::uint32_t kMostExposures = kDrawSecondPick.index / kIndicesAnExposure;

/// Exposures of a fan in a week in which fans differ: lognormal, rounded up with the chance of the fraction.
inline std::uint32_t drawn_exposures(const ListeningRules& rules, Key fan) {
  const Words words = rules.attention.words(fan, rules.week, kDrawExposures.index);
  const double spread = rules.a.exposures_spread, z = normal_from_uniform((words[0] + 0.5) * 0x1p-32);
  const double exact = static_cast<double>(rules.a.exposures) * portable::exp(spread * (z - 0.5 * spread));
  return static_cast<std::uint32_t>(std::min<double>(kMostExposures, exact + Draws::to_uniform(words[1])));
}

/// Memory that a thread reuses from fan to fan, so that listening does not allocate.
struct ListenScratch {
  explicit ListenScratch(const TallyShape& shape) : tallies(shape) {}
  void add(const ListenScratch& other) { tallies.add(other.tallies); }
  Tallies tallies;
  std::vector<bool> tried;  ///< by row of the market: has the fan tried it this week
};

/// An offer to a fan: a row of its market's table, and the channel.
struct Offer {
  std::uint32_t row = PickTree::kNone;
  Channel channel = Channel::broadcast;
  std::size_t platform = kMostPlatforms;  ///< none for friends, following and related
  std::uint32_t tie = kNoTie;             ///< the fan it was heard from, on the channel friends alone
};

/// Where in a fan's mix of media an exposure falls.
struct Meeting {
  std::uint16_t strongest = 0;  ///< the fan's highest engagement, on which the mix depends
  double following = 0.0;       ///< weight of the acts followed
  double u = 0.0;               ///< place among them
  bool by_friend = false, by_following = false, by_scene = false;
  std::size_t platform = kMostPlatforms;  ///< none when by friend, following or scene, or nowhere
};

inline constexpr std::uint32_t kForesight = BatchStream::kTogether;  ///< exposures looked ahead at a time
static_assert(PickTree::kWordsAtHand + 4 <= std::tuple_size_v<BatchStream::Batch>);

/// One fan in one week. `Probe` observes it at compile time (listen.cpp).
template <class Probe>
class Listener {
 public:
  /// `ties` and `place` are those of the community whose fans listen.
  Listener(const ListeningRules& rules, const ListeningPlace& place, const CommunityTies& ties, const ListenView& world,
           ListenScratch& scratch, Probe& probe)
      : rules_(rules),
        place_(place),
        fans_(world.fans),
        ties_(ties),
        tallies_(scratch.tallies),
        tried_(scratch.tried),
        probe_(probe) {
    media_up_to_.fill(std::numeric_limits<double>::infinity());
  }

  void listen(std::uint32_t fan, Key key) {
    fan_ = fan;
    key_ = key;
    social_ = fans_.readiness[fan] < place_.social_access;
    openness_ = fans_.openness[fan] * (1.0 / 255.0);
    liked_act_ = ActId{};
    liked_engagement_ = 0;
    scenes_tried_ = 0;
    const std::uint16_t readiness = fans_.readiness[fan];
    related_ = readiness < place_.related_access ? rules_.a.media_related : 0.0;
    double media = 0.0;  // in a register: each sum waits for the one before
    for (std::size_t p = 0; p < place_.platforms; ++p) {
      media += place_.media[p][readiness < place_.access[p] ? 1 : 0];
      media_up_to_[p] = media;
    }
    media_ = media;
    hear();
    if (rules_.a.repeats < 1.0) tried_.assign(place_.market.rows.size(), false);
    const bool alike = rules_.a.exposures_spread <= 0.0;
    std::uint32_t left = alike ? static_cast<std::uint32_t>(rules_.a.exposures) : drawn_exposures(rules_, key);
    for (std::uint32_t first = 0, e = 0; left > 0 && e < kMostExposures; first = e) {
      const std::uint32_t end = first + std::min(kForesight, left);
      foresee(first, end - first);
      for (; e < end; ++e) left -= meet(e, e - first) ? 1 : 0;
    }
    for (std::uint64_t scenes = scenes_tried_; scenes != 0; scenes &= scenes - 1)
      tallies_.reach[place_.m * place_.scenes + static_cast<std::size_t>(std::countr_zero(scenes))] += place_.weight;
    if (liked_act_) share();
  }

 private:
  /// Acts that ties shared last week, as far as this fan can hear them.
  void hear() {
    heard_ = 0;
    const TieRow ties = ties_.of(fan_);
    const auto far = [&](std::size_t i) { return ties.far()[i]; };
    const std::uint32_t near_count = place_.ties.community, offline = place_.ties.market;
    probe_.attentive(social_ ? ties.size() : near_count + offline);
    ties.with_near([&](const auto& near) { hear_from(0, near_count, fans_.sharing, near); });
    hear_from(0, offline, fans_.sharing, far);
    if (social_) hear_from(offline, ties.far().size(), fans_.sharing_online, far);
    for (std::size_t i = 0; i < heard_; ++i) heard_acts_[i] = fans_.shared[heard_ties_[i]];
  }
  /// Ties `next` to end - 1 of tie_at(i). Without branches on sharing: they would be mispredicted.
  template <class TieAt>
  void hear_from(std::size_t next, std::size_t end, const FanBits& sharing, const TieAt& tie_at) {
    while (next < end && heard_ < kMostHeard) {
      const std::size_t stop = next + std::min(end - next, kMostHeard - heard_);  // all of them may share
      std::size_t heard = heard_;
      for (; next < stop; ++next) {
        const std::uint32_t tie = tie_at(next);
        heard_ties_[heard] = tie;
        heard += sharing.test(tie) ? 1 : 0;
      }
      heard_ = heard;
    }
  }
  int sharers_of(const ExposureRow& row) const {
    int count = 0;
    for (std::size_t i = 0; i < heard_; ++i) {
      const ActId act = heard_acts_[i];
      count += act == row.act || (row.partner && act == row.partner);
    }
    return count;
  }

  /// No act is a favourite twice.
  std::uint16_t engagement_with(ActId act) const {
    const auto& favourites = fans_.favourites[fan_];
    const auto& engagement = fans_.engagement[fan_];
    std::uint32_t with = 0;
    for (std::size_t s = 0; s < kFavourites; ++s)
      with |= engagement[s] & -static_cast<std::uint32_t>(favourites[s] == act);
    return static_cast<std::uint16_t>(with);
  }

  /// Whether the fan passes over a release that it has tried already.
  bool had_enough(std::uint32_t row, std::uint32_t e) const {
    return tried_[row] && Draws::to_uniform(rules_.repeating.words(key_, rules_.week, e)[0]) >= rules_.a.repeats;
  }

  std::uint16_t strongest() const {
    const auto& engagement = fans_.engagement[fan_];
    return std::max(std::max(engagement[0], engagement[1]), std::max(engagement[2], engagement[3]));
  }
  Meeting meeting(std::uint32_t word) const;
  void foresee(std::uint32_t first, std::uint32_t count);
  Offer choose_offer(std::uint32_t e, std::uint32_t ahead) const;
  Offer offered_by(std::size_t platform, std::uint32_t e, std::uint32_t ahead) const;
  Offer offered_by_scene(std::uint32_t word, std::uint32_t e) const;
  std::size_t favourite(std::uint32_t word) const;
  std::uint32_t pick(const PickTree& tree, std::uint32_t first_index) const;
  /// False: the release was passed over, and does not count as an exposure.
  bool meet(std::uint32_t e, std::uint32_t ahead);
  bool likes(const Offer& offer, const ExposureRow& row, double match, double engagement, std::uint32_t word) const;
  Cascade cascade_of(const Offer& offer) const;
  void engage(const Offer& offer, const ExposureRow& row, bool liked);
  void raise(ActId act, double gain, const Offer& offer, const ExposureRow& row);
  void drift_towards(PackedStyle style, std::uint32_t e);
  void share();

  const ListeningRules& rules_;
  const ListeningPlace& place_;
  Fans& fans_;
  const CommunityTies& ties_;
  Tallies& tallies_;
  std::vector<bool>& tried_;  ///< by row, where fans do not repeat themselves
  Probe& probe_;
  std::uint32_t fan_ = 0;
  Key key_ = 0;
  bool social_ = false;
  double openness_ = 0.0;
  double related_ = 0.0;  ///< weight of other acts from a favourite's scene, at full engagement
  /// Weight of the platforms the fan has, up to and with each; above all u where there is none.
  std::array<double, kMostPlatforms> media_up_to_;
  double media_ = 0.0;  ///< of all of them
  // Of the next exposures, foreseen:
  std::array<BatchStream::Batch, kForesight> words_;  ///< the own block of each, then the first ones of its pick
  std::array<Meeting, kForesight> meetings_;          ///< where it falls, if the fan follows its acts as much by then
  std::array<PickTree::Descent, kForesight> picks_;   ///< from the platform met
  std::size_t heard_ = 0;
  std::array<ActId, kMostHeard> heard_acts_;
  std::array<std::uint32_t, kMostHeard> heard_ties_;
  ActId liked_act_;
  std::uint16_t liked_engagement_ = 0;
  std::uint16_t liked_scene_ = 0;
  Cascade liked_cascade_;
  bool liked_linkable_ = false;
  float liked_shareability_ = 0.0f;
  std::uint64_t scenes_tried_ = 0;
};

/// Without branches: half of them would be guessed wrong.
template <class Probe>
inline Meeting Listener<Probe>::meeting(std::uint32_t word) const {
  const double friends = heard_ > 0 ? rules_.a.media_friends : 0.0;
  Meeting at;
  at.strongest = strongest();
  at.following = rules_.a.media_following * at.strongest * (1.0 / kEngagementScale);
  const double related = related_ * at.strongest * (1.0 / kEngagementScale);
  const double u = Draws::to_uniform(word) * (media_ + friends + at.following + related);
  at.u = u - friends;
  at.by_friend = u < friends;
  at.by_following = !at.by_friend & (at.u < at.following);
  at.by_scene = !at.by_friend & !at.by_following & (at.u < at.following + related);
  const double left = at.u - at.following - related;
  std::int64_t passed = 0;
  for (const double up_to : media_up_to_) passed += left >= up_to ? 1 : 0;
  const bool nowhere =
      at.by_friend | at.by_following | at.by_scene | (passed >= static_cast<std::int64_t>(place_.platforms));
  at.platform = std::min(static_cast<std::size_t>(passed | -static_cast<std::int64_t>(nowhere)), kMostPlatforms);
  return at;
}

/// Draws the next exposures' words and goes down the platforms' trees for all of them at once.
template <class Probe>
void Listener<Probe>::foresee(std::uint32_t first, std::uint32_t count) {
  rules_.picking.words(key_, rules_.week, first * kIndicesAnExposure, kIndicesAnExposure, words_);
  for (std::uint32_t i = 0; i < count; ++i) {
    meetings_[i] = meeting(words_[i][0]);
    picks_[i] = {*place_.trees[meetings_[i].platform], words_[i].data() + 4};
  }
  static_assert(kForesight == 4);
  const std::span picks(picks_);
  switch (count) {  // known in number, they stay in registers
    case 1:
      PickTree::descend(picks.template first<1>());
      break;
    case 2:
      PickTree::descend(picks.template first<2>());
      break;
    case 3:
      PickTree::descend(picks.template first<3>());
      break;
    default:
      PickTree::descend(picks);
  }
  const std::vector<ExposureRow>& rows = place_.market.rows;
  for (std::uint32_t i = 0; i < count; ++i)
    if (const std::uint32_t row = picks_[i].position(); row < rows.size()) __builtin_prefetch(&rows[row]);
}

template <class Probe>
std::uint32_t Listener<Probe>::pick(const PickTree& tree, std::uint32_t first_index) const {
  BatchStream::Batch near;
  rules_.picking.words(key_, rules_.week, first_index, near);
  std::uint32_t deepest = 0;
  const std::uint32_t row = tree.pick([&](std::uint32_t d) {
    deepest = d;
    if (d < near.size()) [[likely]]
      return near[d];
    return rules_.exposure.words(key_, rules_.week, first_index + d / 4)[d % 4];
  });
  if (row != PickTree::kNone) probe_.blocks(deepest / 4 + 1);
  return row;
}

template <class Probe>
Offer Listener<Probe>::offered_by(std::size_t platform, std::uint32_t e, std::uint32_t ahead) const {
  const BatchStream::Batch& words = words_[ahead];
  const std::uint32_t base = e * kIndicesAnExposure + kDrawPick.index;
  Offer offer{PickTree::kNone, rules_.channel_of[platform], platform};
  if (platform == meetings_[ahead].platform) {
    offer.row = PickTree::finish(picks_[ahead], [&](std::uint32_t d) {
      return d < PickTree::kWordsAtHand ? words[4 + d] : rules_.exposure.words(key_, rules_.week, base + d / 4)[d % 4];
    });
    // Only the blocks that the pick needs are counted, not those drawn ahead.
    if constexpr (Probe::kBlocks) pick(place_.market.trees[platform], base);
  } else {
    offer.row = pick(place_.market.trees[platform], base);
  }
  if (!rules_.personal[platform] || offer.row == PickTree::kNone) return offer;
  if (Draws::to_uniform(words[3]) >= rules_.a.personalisation) return offer;
  const std::uint32_t other = pick(place_.market.trees[platform], e * kIndicesAnExposure + kDrawSecondPick.index);
  const PackedStyle taste = fans_.taste[fan_];
  if (other != PickTree::kNone && squared_distance(taste, place_.market.rows[other].style) <
                                      squared_distance(taste, place_.market.rows[offer.row].style))
    offer.row = other;
  return offer;
}

/// Slot of one of the favourites, with a chance by engagement.
template <class Probe>
std::size_t Listener<Probe>::favourite(std::uint32_t word) const {
  const auto& engagement = fans_.engagement[fan_];
  const std::uint32_t sum = std::uint32_t{engagement[0]} + engagement[1] + engagement[2] + engagement[3];
  auto wanted = static_cast<std::uint32_t>((std::uint64_t{word} * sum) >> 32);
  std::size_t slot = 0;
  while (slot + 1 < kFavourites && wanted >= engagement[slot]) wanted -= engagement[slot++];
  return slot;
}

/// A release of the scene of one of the favourites.
template <class Probe>
Offer Listener<Probe>::offered_by_scene(std::uint32_t word, std::uint32_t e) const {
  const ActId act = fans_.favourites[fan_][favourite(word)];
  if (!act) return {};
  const SceneOffer& scene = place_.market.scenes[place_.acts.scene[act.value]];
  const std::uint32_t at = pick(scene.tree, e * kIndicesAnExposure + kDrawPick.index);
  return {at == PickTree::kNone ? PickTree::kNone : scene.rows[at], Channel::related};
}

template <class Probe>
Offer Listener<Probe>::choose_offer(std::uint32_t e, std::uint32_t ahead) const {
  const Meeting at = strongest() == meetings_[ahead].strongest ? meetings_[ahead] : meeting(words_[ahead][0]);
  const std::uint32_t word = words_[ahead][3];
  if (at.by_friend) {
    const auto which = static_cast<std::size_t>((std::uint64_t{word} * static_cast<std::uint32_t>(heard_)) >> 32);
    const std::uint16_t row = place_.market.hit[heard_acts_[which].value];
    return {row == kNoRow ? PickTree::kNone : row, Channel::friends, kMostPlatforms, heard_ties_[which]};
  }
  if (at.by_following) {
    const ActId act = fans_.favourites[fan_][favourite(word)];
    if (!act || place_.acts.newest[act.value] == kNoRow) return {};
    // The place of u within its share is itself uniform: it decides whether the newest release is met.
    if (at.u >= at.following * place_.acts.follow_chance[2 * act.value + (social_ ? 1 : 0)]) return {};
    return {place_.acts.newest[act.value], Channel::following};
  }
  if (at.by_scene) return offered_by_scene(word, e);
  return at.platform < kMostPlatforms ? offered_by(at.platform, e, ahead) : Offer{};
}

}  // namespace hibiki::phases
