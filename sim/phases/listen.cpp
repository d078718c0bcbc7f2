// The hot phase: what each fan meets, tries, likes and shares in a week. Parallel over communities; a fan reads
// frozen tables and last week's shares, writes its own row alone and adds to integer tallies. No allocation, no
// virtual call. tests/phases/listen_test.cpp holds a slow, obvious twin.
#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <span>

#include "sim/core/draw_batch.hpp"
#include "sim/core/parallel.hpp"
#include "sim/core/portable_math.hpp"
#include "sim/phases/fade.hpp"
#include "sim/phases/listen_trace.hpp"
#include "sim/phases/listen_work.hpp"
#include "sim/phases/listening.hpp"
#include "sim/phases/phases.hpp"
#include "sim/phases/rank_and_listen.hpp"
#include "sim/phases/ranking.hpp"

namespace hibiki::inline phases {

namespace {

constexpr std::uint32_t kIndicesAnExposure = 8;  ///< Philox counters reserved for one exposure
constexpr std::uint32_t kSecondPick = 0x10000;   ///< from here on, of the picks that personalisation compares with
constexpr std::uint32_t kMostExposures = kSecondPick / kIndicesAnExposure;
constexpr std::uint32_t kHowMuch = 1u << 30;  ///< index of the draw of how much a fan listens this week
constexpr double kLowestNovelty = -4.0;
constexpr double kPlasticityNegligible = 0.002;
constexpr std::size_t kFansAChunk = 4096;

/// Exposures of a fan in a week in which fans differ: lognormal, rounded up with the chance of the fraction.
std::uint32_t drawn_exposures(const ListeningRules& rules, Key fan) {
  const Words words = rules.attention.words(fan, rules.week, kHowMuch);
  const double spread = rules.a.exposures_spread, z = normal_from_uniform((words[0] + 0.5) * 0x1p-32);
  const double exact = static_cast<double>(rules.a.exposures) * portable::exp(spread * (z - 0.5 * spread));
  return static_cast<std::uint32_t>(std::min<double>(kMostExposures, exact + Draws::to_uniform(words[1])));
}

/// Which fans of a market listen this week: all, or, where `arrivals` is set, so many a week in the order of their ids.
struct Arrivals {
  Arrivals(const World& world, std::size_t market, int week)
      : a_week(static_cast<std::uint64_t>(world.scenario.markets[market].arrivals)) {
    if (a_week == 0) return;
    first = world.fans.market_first[market];
    size = world.fans.market_first[market + 1] - first;
    passed = static_cast<std::uint64_t>(week) % size * (a_week % size) % size;
  }
  bool includes(std::uint32_t fan) const { return a_week == 0 || (fan - first + size - passed) % size < a_week; }
  std::uint64_t a_week, first = 0, size = 0, passed = 0;
};

/// What a fan is offered: a row of its market's table, and how.
struct Offer {
  std::uint32_t row = PickTree::kNone;
  Channel channel = Channel::broadcast;
  std::size_t platform = kMostPlatforms;  ///< none for friends and following
  std::uint32_t tie = kNoTie;             ///< the fan it was heard from, on the channel friends alone
};

/// Where in a fan's mix of media an exposure falls.
struct Meeting {
  std::uint16_t strongest = 0;  ///< the fan's highest engagement, on which the mix depends
  double following = 0.0;       ///< weight of the acts followed
  double u = 0.0;               ///< place among them
  bool by_friend = false, by_following = false;
  std::size_t platform = kMostPlatforms;  ///< none when by friend or following, or nowhere
};

constexpr std::uint32_t kForesight = BatchStream::kTogether;  ///< exposures looked ahead at a time
static_assert(PickTree::kWordsAtHand + 4 <= std::tuple_size_v<BatchStream::Batch>);

/// Observes nothing, at no cost: the probe of a run.
struct NoProbe {
  static constexpr bool kBlocks = false;  ///< whether picks are made again to count the blocks they ask for
  void attentive(std::size_t /*ties*/) {}
  void blocks(std::uint32_t /*drawn*/) {}
  void discovered(std::uint32_t /*fan*/, std::size_t /*slot*/, ActId, const Offer&, const ExposureRow&) {}
};

/// Counts what a community's fans ask of the machine: what `hibiki bench` holds the phase against.
struct WorkProbe : NoProbe {
  static constexpr bool kBlocks = true;
  CommunityWork work;
  void attentive(std::size_t ties) {
    ++work.attentive;
    work.ties += ties;
  }
  void blocks(std::uint32_t drawn) { work.blocks += drawn; }
};

/// Records how acts come to be favourites. A fan's row is its own thread's alone.
struct DiscoveryProbe : NoProbe {
  DiscoveryProbe(const World& world, int week, Discoveries& rows) : world(world), week(week), rows(rows) {}
  const World& world;
  int week;
  Discoveries& rows;
  void discovered(std::uint32_t fan, std::size_t slot, ActId act, const Offer& offer, const ExposureRow& row) {
    const bool official = offer.channel == Channel::video && row.official_video != 0;
    rows[fan][slot] = {world.industry.act(act).key, week, offer.tie, offer.channel, official};
  }
};

/// One fan in one week.
template <class Count>
class Listener {
 public:
  Listener(const ListeningRules& rules, const ListeningPlace& place, World& world, Tallies& tallies, Count& count)
      : rules_(rules), place_(place), fans_(world.fans), network_(world.network), tallies_(tallies), count_(count) {
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
    const auto ties = network_.heard_by(fan_);
    const std::uint32_t offline = place_.ties.offline();
    count_.attentive(social_ ? ties.size() : offline);
    hear_from(ties.first(offline), fans_.sharing);
    if (social_) hear_from(ties.subspan(offline), fans_.sharing_online);
    for (std::size_t i = 0; i < heard_; ++i) heard_acts_[i] = fans_.shared[heard_ties_[i]];
  }
  /// Without branches on who shares: they would be guessed wrong.
  void hear_from(std::span<const std::uint32_t> ties, const FanBits& sharing) {
    while (!ties.empty() && heard_ < kMostHeard) {
      const auto part = ties.first(std::min(ties.size(), kMostHeard - heard_));  // all of it may share
      std::size_t heard = heard_;
      for (const std::uint32_t tie : part) {
        heard_ties_[heard] = tie;
        heard += sharing.test(tie) ? 1 : 0;
      }
      heard_ = heard;
      ties = ties.subspan(part.size());
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

  /// Whether the fan passes over what it has tried already this week.
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
  std::uint32_t pick(std::size_t platform, std::uint32_t first_index) const;
  /// False: what was met has been passed over, and does not count as an exposure.
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
  const FanNetwork& network_;
  Tallies& tallies_;
  Count& count_;
  std::uint32_t fan_ = 0;
  Key key_ = 0;
  bool social_ = false;
  double openness_ = 0.0;
  /// Weight of the platforms the fan has, up to and with each; above all u where there is none.
  std::array<double, kMostPlatforms> media_up_to_;
  double media_ = 0.0;  ///< of all of them
  // Of the next exposures, foreseen:
  std::array<BatchStream::Batch, kForesight> words_;  ///< the own block of each, then what its pick asks for first
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
  std::vector<bool> tried_;  ///< by row, where fans do not repeat themselves
};

/// Without branches: half of them would be guessed wrong.
template <class Count>
inline Meeting Listener<Count>::meeting(std::uint32_t word) const {
  const double friends = heard_ > 0 ? rules_.a.media_friends : 0.0;
  Meeting at;
  at.strongest = strongest();
  at.following = rules_.a.media_following * at.strongest * (1.0 / kEngagementScale);
  const double u = Draws::to_uniform(word) * (media_ + friends + at.following);
  at.u = u - friends;
  at.by_friend = u < friends;
  at.by_following = !at.by_friend & (at.u < at.following);
  const double left = at.u - at.following;
  std::int64_t passed = 0;
  for (const double up_to : media_up_to_) passed += left >= up_to ? 1 : 0;
  const bool nowhere = at.by_friend | at.by_following | (passed >= static_cast<std::int64_t>(place_.platforms));
  at.platform = std::min(static_cast<std::size_t>(passed | -static_cast<std::int64_t>(nowhere)), kMostPlatforms);
  return at;
}

/// Draws the next exposures' words and goes down the platforms' trees for all of them at once.
template <class Count>
void Listener<Count>::foresee(std::uint32_t first, std::uint32_t count) {
  rules_.picking.words(key_, rules_.week, first * kIndicesAnExposure, kIndicesAnExposure, count, words_);
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

template <class Count>
std::uint32_t Listener<Count>::pick(std::size_t platform, std::uint32_t first_index) const {
  BatchStream::Batch near;
  rules_.picking.words(key_, rules_.week, first_index, near);
  std::uint32_t deepest = 0;
  const std::uint32_t row = place_.market.trees[platform].pick([&](std::uint32_t d) {
    deepest = d;
    if (d < near.size()) [[likely]]
      return near[d];
    return rules_.exposure.words(key_, rules_.week, first_index + d / 4)[d % 4];
  });
  if (row != PickTree::kNone) count_.blocks(deepest / 4 + 1);
  return row;
}

template <class Count>
Offer Listener<Count>::offered_by(std::size_t platform, std::uint32_t e, std::uint32_t ahead) const {
  const BatchStream::Batch& words = words_[ahead];
  const std::uint32_t base = e * kIndicesAnExposure + 1;
  Offer offer{PickTree::kNone, rules_.channel_of[platform], platform};
  if (platform == meetings_[ahead].platform) {
    offer.row = PickTree::finish(picks_[ahead], [&](std::uint32_t d) {
      return d < PickTree::kWordsAtHand ? words[4 + d] : rules_.exposure.words(key_, rules_.week, base + d / 4)[d % 4];
    });
    // Drawing ahead is the machine's affair: counted is what the pick asks for.
    if constexpr (Count::kBlocks) pick(platform, base);
  } else {
    offer.row = pick(platform, base);
  }
  if (!rules_.personal[platform] || offer.row == PickTree::kNone) return offer;
  if (Draws::to_uniform(words[3]) >= rules_.a.personalisation) return offer;
  const std::uint32_t other = pick(platform, base + kSecondPick);
  const PackedStyle taste = fans_.taste[fan_];
  if (other != PickTree::kNone && squared_distance(taste, place_.market.rows[other].style) <
                                      squared_distance(taste, place_.market.rows[offer.row].style))
    offer.row = other;
  return offer;
}

template <class Count>
Offer Listener<Count>::choose_offer(std::uint32_t e, std::uint32_t ahead) const {
  const Meeting at = strongest() == meetings_[ahead].strongest ? meetings_[ahead] : meeting(words_[ahead][0]);
  const std::uint32_t word = words_[ahead][3];
  if (at.by_friend) {
    const auto which = static_cast<std::size_t>((std::uint64_t{word} * static_cast<std::uint32_t>(heard_)) >> 32);
    const std::uint16_t row = place_.market.hit[heard_acts_[which].value];
    return {row == kNoRow ? PickTree::kNone : row, Channel::friends, kMostPlatforms, heard_ties_[which]};
  }
  if (at.by_following) {
    const auto& engagement = fans_.engagement[fan_];
    const std::uint32_t sum = std::uint32_t{engagement[0]} + engagement[1] + engagement[2] + engagement[3];
    auto wanted = static_cast<std::uint32_t>((std::uint64_t{word} * sum) >> 32);
    std::size_t slot = 0;
    while (slot + 1 < kFavourites && wanted >= engagement[slot]) wanted -= engagement[slot++];
    const ActId act = fans_.favourites[fan_][slot];
    if (!act || place_.acts.newest[act.value] == kNoRow) return {};
    // The place of u within its share is itself uniform: it decides whether the newest release is met.
    if (at.u >= at.following * place_.acts.follow_chance[2 * act.value + (social_ ? 1 : 0)]) return {};
    return {place_.acts.newest[act.value], Channel::following};
  }
  return at.platform < kMostPlatforms ? offered_by(at.platform, e, ahead) : Offer{};
}

template <class Count>
bool Listener<Count>::meet(std::uint32_t e, std::uint32_t ahead) {
  count_.blocks(1);
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
    if (offer.channel == Channel::video || offer.channel == Channel::upload)
      tallies_.plays_video[cell] += place_.weight;
  }
  if (offer.tie != kNoTie && fans_.cascade[offer.tie].origin != m)
    tallies_.cascade_abroad[m * place_.scenes + row.scene] += place_.weight;
  const bool liked = likes(offer, row, match, engagement, words[2]);
  engage(offer, row, liked);
  if (liked && place_.plasticity > kPlasticityNegligible) drift_towards(row.style, e);
  return true;
}

template <class Count>
bool Listener<Count>::likes(const Offer& offer, const ExposureRow& row, double match, double engagement,
                            std::uint32_t word) const {
  const bool visual = offer.platform < kMostPlatforms && rules_.visual[offer.platform];
  const double logit = row.like_base + openness_ * row.like_open + (visual ? row.like_visuals : row.like_craft) +
                       rules_.a.like_match * match - engagement * (row.tiring + row.break_penalty);
  return portable::below_logistic(word, logit);
}

template <class Count>
void Listener<Count>::raise(ActId act, double gain, const Offer& offer, const ExposureRow& row) {
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
    count_.discovered(fan_, weakest, act, offer, row);
  }
}

/// The cascade that a fan goes on with who shares what it met by `offer`.
template <class Count>
Cascade Listener<Count>::cascade_of(const Offer& offer) const {
  if (offer.tie == kNoTie) return {static_cast<std::uint8_t>(place_.m), 0};
  const Cascade before = fans_.cascade[offer.tie];
  return {before.origin, static_cast<std::uint8_t>(std::min<int>(before.steps + 1, kMostSteps))};
}

template <class Count>
void Listener<Count>::engage(const Offer& offer, const ExposureRow& row, bool liked) {
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

template <class Count>
void Listener<Count>::drift_towards(PackedStyle style, std::uint32_t e) {
  const PackedStyle taste = fans_.taste[fan_];
  count_.blocks(2);
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

template <class Count>
void Listener<Count>::share() {
  const Words words = rules_.sharing.words(key_, rules_.week, 0);
  count_.blocks(1);
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

constexpr std::uint32_t kFansAsked = 64;  ///< of a community, whether they are attentive, at a time

/// The attentive among the fans of a community from `first` on, by their place in it; returns how many.
std::uint32_t find_attentive(const ListeningRules& rules, const Arrivals& arrivals, const Community& c,
                             const Fans& fans, std::uint32_t first, std::array<std::uint32_t, kFansAsked>& found) {
  constexpr std::uint32_t kWords = std::tuple_size_v<BatchStream::Batch>;
  static_assert(kFansAsked == kWords * BatchStream::kTogether);
  const std::uint32_t asked = std::min(kFansAsked, c.size - first);
  std::array<BatchStream::Batch, BatchStream::kTogether> words;
  rules.attending.words(c.key, rules.week, first / 4, kWords / 4, (asked + kWords - 1) / kWords, words);
  std::uint32_t count = 0;
  for (std::uint32_t i = 0; i < asked; ++i) {
    const std::uint32_t fan = c.first + first + i;
    found[count] = first + i;
    const bool attentive = (words[i / kWords][i % kWords] >> 24) < fans.activity[fan];
    count += static_cast<std::uint32_t>(attentive & arrivals.includes(fan));  // && would be a branch
  }
  return count;
}

/// A fan's ties lie anywhere: fetched while another fan listens.
void prefetch(std::span<const std::uint32_t> ties) {
  constexpr std::size_t kALine = 64 / sizeof(std::uint32_t);
  for (std::size_t i = 0; i < ties.size(); i += kALine) __builtin_prefetch(ties.data() + i);
}

template <class Count>
void listen_community(const ListeningRules& rules, const ListeningPlace& place, const Community& c, World& world,
                      Tallies& tallies, Count& count) {
  fade(rules, place, c, world.fans, tallies);
  Listener<Count> listener(rules, place, world, tallies, count);
  const Arrivals arrivals(world, place.m, rules.week);
  count.blocks((c.size + 3) / 4);
  std::array<std::uint32_t, kFansAsked> attentive;
  for (std::uint32_t first = 0; first < c.size; first += kFansAsked) {
    const std::uint32_t found = find_attentive(rules, arrivals, c, world.fans, first, attentive);
    for (std::uint32_t i = 0; i < found; ++i) {
      if (i + 1 < found) prefetch(world.network.heard_by(c.first + attentive[i + 1]));
      listener.listen(c.first + attentive[i], c.key + attentive[i]);
    }
  }
}

std::size_t chunk_of(const Fans& fans, std::size_t communities_per_chunk) {
  if (communities_per_chunk > 0) return communities_per_chunk;
  return std::max<std::size_t>(1, kFansAChunk * fans.communities.size() / std::max<std::size_t>(1, fans.size()));
}

/// The phase, market by market: `market_of(m, lane)` gives what its fans meet, which must last until the lane's next;
/// `each(index, body)` runs body(count) for a community with what counts its work.
template <class MarketOf, class Each>
void listen_all(const ActExposure& acts, const MarketOf& market_of, int week, std::size_t communities_per_chunk,
                World& world, Tallies& tallies, const Each& each) {
  Fans& fans = world.fans;
  const ListeningRules rules(world, week);
  const int year = world.calendar.year(week);
  const std::size_t chunk = chunk_of(fans, communities_per_chunk);
  const TallyShape shape{world.market_count(), world.platforms.size(), world.industry.acts.size(),
                         world.industry.releases.size()};
  for (FanBits* bits : {&fans.sharing_next, &fans.sharing_online_next}) std::ranges::fill(bits->words(), 0);

  PerThread<Tallies> per_thread([&] { return Tallies(shape); });
  for_each_in_lanes(
      world.market_count(), static_cast<std::size_t>(thread_count()), [&](std::size_t m, std::size_t lane) {
        const MarketExposure& market = market_of(m, lane);
        const std::size_t first = fans.community_first[m];
        for_each_index(fans.community_first[m + 1] - first, chunk, per_thread, [&](std::size_t i, Tallies& mine) {
          const Community& c = fans.communities[first + i];
          const ListeningPlace place = make_listening_place(market, acts, world, c, year);
          each(first + i, [&](auto& count) { listen_community(rules, place, c, world, mine, count); });
        });
      });
  tallies = per_thread.take();

  std::swap(fans.shared, fans.shared_next);
  std::swap(fans.cascade, fans.cascade_next);
  std::swap(fans.sharing, fans.sharing_next);
  std::swap(fans.sharing_online, fans.sharing_online_next);
}

auto ranked_before(const Exposure& exposure) {
  return [&exposure](std::size_t m, std::size_t) -> const MarketExposure& { return exposure.markets[m]; };
}

}  // namespace

void listen(const Exposure& exposure, int week, std::size_t communities_per_chunk, World& world, Tallies& tallies) {
  listen_all(exposure.acts, ranked_before(exposure), week, communities_per_chunk, world, tallies,
             [](std::size_t, const auto& body) {
               NoProbe count;
               body(count);
             });
}

void rank_and_listen(int week, std::size_t communities_per_chunk, World& world, RankingState& ranking_state,
                     Tallies& tallies, Discoveries* discoveries) {
  const Ranking ranking(world, week, ranking_state.luck);
  ranking_state.markets.resize(static_cast<std::size_t>(thread_count()));
  const auto ranked_now = [&](std::size_t m, std::size_t lane) -> const MarketExposure& {
    ranking.market(m, ranking_state.markets[lane]);
    return ranking_state.markets[lane];
  };
  listen_all(ranking.acts(), ranked_now, week, communities_per_chunk, world, tallies,
             [&](std::size_t, const auto& body) {
               if (discoveries) {
                 DiscoveryProbe trace(world, week, *discoveries);
                 body(trace);
               } else {
                 NoProbe count;
                 body(count);
               }
             });
}

std::vector<CommunityWork> listen_counted(const Exposure& exposure, int week, World& world, Tallies& tallies) {
  std::vector<CommunityWork> work(world.fans.communities.size());
  listen_all(exposure.acts, ranked_before(exposure), week, 0, world, tallies, [&](std::size_t index, const auto& body) {
    WorkProbe count;
    body(count);
    work[index] = count.work;
  });
  return work;
}

}  // namespace hibiki::phases
