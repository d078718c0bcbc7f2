#include "tests/phases/listen_twin.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "sim/core/portable_math.hpp"

namespace hibiki::test {

namespace {

constexpr double kFull = 65535.0;     // engagement 1
constexpr std::uint16_t kGone = 655;  // engagement below 1 %

/// A release met, and where; no row: nothing was met.
struct Meeting {
  bool any = false;
  std::size_t row = 0;
  Channel channel = Channel::broadcast;
  bool on_platform = false;
  std::size_t platform = 0;
  std::uint32_t tie = 0;  ///< on the channel friends
};

class PlainFan {
 public:
  PlainFan(const World& world, const Exposure& exposure, int week, const Community& community, std::uint32_t fan,
           ListenOutcome& out)
      : world_(world),
        a_(world.scenario.assumptions),
        market_(exposure.markets[community.market.value]),
        acts_(exposure.acts),
        week_(week),
        m_(community.market.value),
        fan_(fan),
        key_(community.key + (fan - community.first)),
        weight_(community.people_per_fan),
        age_(std::clamp(world.calendar.year(week) - community.birth_year, 10, 69)),
        now_(out.fans[fan]),
        count_(out.tallies) {}

  void live() {
    fade();
    if (!attentive()) return;
    collect_what_ties_shared();
    std::uint32_t left = exposures();
    for (std::uint32_t e = 0; left > 0 && e < 8192; ++e) {
      const Words words = draw(Purpose::exposure, e * 8);
      const Meeting met = meet(e, words);
      if (met.any && tried_.contains(met.row) && uniform(draw(Purpose::choice, e)[0]) >= a_.repeats) continue;
      --left;
      if (met.any) consider(met, e, words);
    }
    for (const std::size_t scene : scenes_tried_) count_.reach[m_ * world_.market_count() + scene] += weight_;
    share();
  }

 private:
  Words draw(Purpose purpose, std::uint32_t index) const { return world_.draws.words(purpose, key_, week_, index); }
  static double uniform(std::uint32_t word) { return word / 4294967296.0; }

  bool has(std::size_t platform) const {
    return world_.fans.readiness[fan_] < world_.platforms.access_row(m_, static_cast<std::size_t>(age_ - 10))[platform];
  }
  bool on_social() const {
    for (std::size_t p = 0; p < world_.platforms.size(); ++p)
      if (world_.platforms.kinds[p] == PlatformKind::social && has(p)) return true;
    return false;
  }
  std::size_t scene_of(ActId act) const { return world_.industry.act(act).home.value; }
  std::uint16_t engaged_with(ActId act) const {
    for (std::size_t s = 0; s < kFavourites; ++s)
      if (now_.favourites[s] == act) return now_.engagement[s];
    return 0;
  }

  /// Engagement fades; what is left is counted.
  void fade() {
    std::set<std::size_t> scenes;
    for (std::size_t s = 0; s < kFavourites; ++s) {
      const ActId act = now_.favourites[s];
      if (!act) continue;
      const std::uint64_t kept = acts_.keep[2 * act.value + (on_social() ? 1 : 0)];
      const auto left = static_cast<std::uint16_t>(now_.engagement[s] * kept / 65536);
      if (left < kGone) {
        now_.favourites[s] = ActId{};
        now_.engagement[s] = 0;
        continue;
      }
      now_.engagement[s] = left;
      count_.holding[act.value] += 1;
      if (left <= static_cast<std::uint16_t>(a_.engagement_threshold * kFull)) continue;
      count_.engaged_act[m_ * count_.shape.acts + act.value] += weight_;
      const double relative = ((left / 256) + 0.5) / 256.0 / 0.6;
      count_.spending[m_ * count_.shape.acts + act.value] +=
          weight_ * static_cast<std::int64_t>(std::pow(relative, a_.spending_convexity) * 256.0 + 0.5);
      scenes.insert(scene_of(act));
    }
    for (const std::size_t scene : scenes) {
      count_.engaged[m_ * world_.market_count() + scene] += weight_;
      count_.engaged_age[static_cast<std::size_t>((age_ - 10) / 10) * world_.market_count() + scene] += weight_;
      count_.age_years[scene] += weight_ * age_;
    }
  }

  /// One block of draws serves four neighbours of a community.
  bool attentive() const {
    const auto local = static_cast<std::uint32_t>(key_ - community().key);
    const Words words = world_.draws.words(Purpose::attention, community().key, week_, local / 4);
    return (words[local % 4] >> 24) < world_.fans.activity[fan_] && has_its_turn();
  }
  /// Fans of a market come round one after the other, where they do.
  bool has_its_turn() const {
    const std::int64_t arrivals = world_.scenario.markets[m_].arrivals;
    const std::uint32_t first = world_.fans.market_first[m_], size = world_.fans.market_first[m_ + 1] - first;
    for (std::int64_t i = 0; i < arrivals; ++i)
      if (fan_ == first + (week_ * arrivals + i) % size) return true;
    return arrivals == 0;
  }
  std::uint32_t exposures() const {
    const auto mean = static_cast<double>(a_.exposures);
    if (a_.exposures_spread == 0.0) return static_cast<std::uint32_t>(mean);
    const Words words = draw(Purpose::attention, 1u << 30);
    const double z = normal_from_uniform((words[0] + 0.5) / 4294967296.0), s = a_.exposures_spread;
    return static_cast<std::uint32_t>(
        std::min(8192.0, std::floor(mean * portable::exp(s * (z - s / 2)) + uniform(words[1]))));
  }
  const Community& community() const {
    for (const Community& c : world_.fans.communities)
      if (fan_ >= c.first && fan_ < c.first + c.size) return c;
    std::abort();
  }

  /// Ties carry what their far ends shared last week: offline whatever was shared, online what was linked to, and
  /// only to those on a social platform.
  void collect_what_ties_shared() {
    const auto ties = world_.network.heard_by(fan_);
    const std::uint32_t offline = world_.network.layout(MarketId(m_)).offline();
    for (std::uint32_t t = 0; t < ties.size(); ++t) {
      const bool carries =
          t < offline ? world_.fans.sharing.test(ties[t]) : on_social() && world_.fans.sharing_online.test(ties[t]);
      if (!carries) continue;
      heard_.push_back(world_.fans.shared[ties[t]]);
      heard_from_.push_back(ties[t]);
    }
  }

  Meeting meet(std::uint32_t e, const Words& words) const {
    std::uint32_t strongest = 0, sum = 0;
    for (const std::uint16_t engagement : now_.engagement) {
      strongest = std::max<std::uint32_t>(strongest, engagement);
      sum += engagement;
    }
    const double friends = heard_.empty() ? 0.0 : a_.media_friends;
    const double following = a_.media_following * (strongest / kFull);
    double platforms = 0.0;
    bool on_video = false;
    for (std::size_t p = 0; p < world_.platforms.size(); ++p) {
      if (!has(p)) continue;
      platforms += market_.media[p];
      on_video = on_video || world_.platforms.kinds[p] == PlatformKind::video;
    }
    const double related = on_video ? a_.media_related * (strongest / kFull) : 0.0;

    double u = uniform(words[0]) * (platforms + friends + following + related);
    if (u < friends) return from_friends(words[3]);
    u -= friends;
    if (u < following) return from_favourites(words[3], sum, u / following);
    u -= following;
    if (u < related) return from_a_favourites_scene(e, words[3], sum);
    u -= related;
    for (std::size_t p = 0; p < world_.platforms.size(); ++p) {
      if (!has(p)) continue;
      if (u < market_.media[p]) return from_platform(p, e, words[3]);
      u -= market_.media[p];
    }
    return {};
  }

  /// The act that one of the sharing ties shared: what is most popular of it here.
  Meeting from_friends(std::uint32_t word) const {
    const auto which = static_cast<std::size_t>(uniform(word) * static_cast<double>(heard_.size()));
    const std::uint16_t row = market_.hit[heard_[which].value];
    if (row == kNoRow) return {};
    return {true, row, Channel::friends, false, 0, heard_from_[which]};
  }

  ActId favourite_by(std::uint32_t word, std::uint32_t sum) const {
    auto wanted = static_cast<std::uint32_t>((std::uint64_t{word} * sum) >> 32);
    std::size_t slot = 0;
    while (slot < kFavourites - 1 && wanted >= now_.engagement[slot]) {
      wanted -= now_.engagement[slot];
      ++slot;
    }
    return now_.favourites[slot];
  }

  /// The newest release of a favourite, by engagement, when the fan comes across it.
  Meeting from_favourites(std::uint32_t word, std::uint32_t sum, double luck) const {
    const ActId act = favourite_by(word, sum);
    if (!act || acts_.newest[act.value] == kNoRow || luck >= acts_.follow_chance[2 * act.value + (on_social() ? 1 : 0)])
      return {};
    return {true, acts_.newest[act.value], Channel::following, false, 0};
  }

  /// What video offers of the scene of a favourite.
  Meeting from_a_favourites_scene(std::uint32_t e, std::uint32_t word, std::uint32_t sum) const {
    const ActId act = favourite_by(word, sum);
    if (!act) return {};
    const SceneOffer& offer = market_.scenes[scene_of(act)];
    const std::uint32_t at =
        offer.tree.pick([&](std::uint32_t d) { return draw(Purpose::exposure, e * 8 + 1 + d / 4)[d % 4]; });
    if (at == PickTree::kNone) return {};
    return {true, offer.rows[at], Channel::related, false, 0};
  }

  /// One release by the platform's own weights; streaming offers the better match of two.
  Meeting from_platform(std::size_t p, std::uint32_t e, std::uint32_t word) const {
    const std::uint32_t first = pick(p, e * 8 + 1);
    if (first == PickTree::kNone) return {};
    std::uint32_t row = first;
    if (world_.platforms.kinds[p] == PlatformKind::streaming && uniform(word) < a_.personalisation) {
      const std::uint32_t second = pick(p, 0x10000 + e * 8 + 1);
      if (distance_to(second) < distance_to(first)) row = second;
    }
    return {true, row, channel_of(world_.platforms.kinds[p]), true, p};
  }
  std::uint32_t pick(std::size_t p, std::uint32_t index) const {
    return market_.trees[p].pick([&](std::uint32_t d) { return draw(Purpose::exposure, index + d / 4)[d % 4]; });
  }
  int distance_to(std::uint32_t row) const {
    int sum = 0;
    for (int i = 0; i < kStyleAxes; ++i) {
      const int difference = now_.taste.axis(i) - market_.rows[row].style.axis(i);
      sum += difference * difference;
    }
    return sum;
  }
  static Channel channel_of(PlatformKind kind) {
    switch (kind) {
      case PlatformKind::broadcast:
        return Channel::broadcast;
      case PlatformKind::retail:
        return Channel::retail;
      case PlatformKind::upload:
        return Channel::upload;
      case PlatformKind::video:
        return Channel::video;
      case PlatformKind::streaming:
        return Channel::streaming;
      case PlatformKind::live:
        return Channel::live;
      case PlatformKind::social:
        break;
    }
    std::abort();
  }

  /// Tries, perhaps likes, and is changed by it.
  void consider(const Meeting& met, std::uint32_t e, const Words& words) {
    const ExposureRow& row = market_.rows[met.row];
    const std::size_t at_platform = m_ * world_.platforms.size() + met.platform;
    count_.exposures_all[m_] += weight_;
    if (met.on_platform) count_.exposures[at_platform] += weight_;

    const double open = world_.fans.openness[fan_] / 255.0;
    const double match =
        1.0 - distance_to(static_cast<std::uint32_t>(met.row)) / (127.0 * 127.0 * 8.0) / world_.markets.expected_msd;
    const double gap = (row.gap - (a_.novelty_gap + a_.novelty_gap_openness * open)) / a_.novelty_width;
    const double novelty = std::max(-4.0, -gap * gap);
    const auto sharers = std::count_if(
        heard_.begin(), heard_.end(), [&](ActId act) { return act == row.act || (row.partner && act == row.partner); });
    double engagement = engaged_with(row.act) / kFull;
    if (row.partner) engagement = std::max(engagement, engaged_with(row.partner) / kFull);
    const double tries = row.try_base + open * row.try_open + a_.try_match * match + a_.try_novelty * novelty +
                         a_.try_sharers * portable::log2(1.0 + static_cast<double>(sharers)) +
                         a_.try_engagement * engagement;
    if (uniform(words[1]) >= portable::logistic(tries)) return;

    const std::size_t cell = m_ * count_.shape.releases + met.row;
    scenes_tried_.insert(row.scene);
    tried_.insert(met.row);
    count_.plays[cell] += weight_;
    count_.by_channel[m_ * kChannels + static_cast<std::size_t>(met.channel)] += weight_;
    if (met.on_platform) count_.tries[at_platform] += weight_;
    if (met.channel == Channel::friends && world_.fans.cascade[met.tie].origin != m_)
      count_.cascade_abroad[m_ * world_.market_count() + row.scene] += weight_;
    if (met.channel == Channel::streaming) count_.plays_streaming[cell] += weight_;
    if (met.channel == Channel::video || met.channel == Channel::upload) count_.plays_video[cell] += weight_;

    const bool seen = met.channel == Channel::video || met.channel == Channel::upload || met.channel == Channel::live;
    const double likes = row.like_base + open * row.like_open + (seen ? row.like_visuals : row.like_craft) +
                         a_.like_match * match - engagement * (row.tiring + row.break_penalty);
    if (uniform(words[2]) < portable::logistic(likes))
      like(met, row, e);
    else
      dislike(row.act);
  }

  void dislike(ActId act) {
    for (std::size_t s = 0; s < kFavourites; ++s)
      if (now_.favourites[s] == act)
        now_.engagement[s] = static_cast<std::uint16_t>(now_.engagement[s] * (1.0 - a_.engagement_loss));
  }

  /// Goes on with the cascade of the tie, or begins one.
  Cascade cascade_after(const Meeting& met) const {
    if (met.channel != Channel::friends) return {static_cast<std::uint8_t>(m_), 0};
    const Cascade told = world_.fans.cascade[met.tie];
    return {told.origin, static_cast<std::uint8_t>(told.steps == 255 ? 255 : told.steps + 1)};
  }

  void like(const Meeting& met, const ExposureRow& row, std::uint32_t e) {
    if (row.partner)
      gain(row.partner,
           engaged_with(row.partner) > 0 ? a_.engagement_gain : a_.engagement_gain * a_.partner_pass_through);
    gain(row.act, a_.engagement_gain);

    ActId credited = row.act;
    if (row.partner && engaged_with(row.partner) > engaged_with(row.act)) credited = row.partner;
    const std::uint16_t engagement = engaged_with(credited);
    if (engagement > static_cast<std::uint16_t>(a_.share_threshold * kFull) && engagement > best_liked_) {
      best_liked_ = engagement;
      to_share_ = credited;
      cascade_ = cascade_after(met);
      linkable_ = row.linkable == 1;
      shareability_ = row.shareability;
    }
    drift(row.style, e);
  }

  /// e += h (1 - e) for a favourite; another act takes the weakest place if it beats it.
  void gain(ActId act, double h) {
    for (std::size_t s = 0; s < kFavourites; ++s)
      if (now_.favourites[s] == act) {
        now_.engagement[s] = static_cast<std::uint16_t>(now_.engagement[s] + h * (kFull - now_.engagement[s]) + 0.5);
        return;
      }
    const auto weakest = std::min_element(now_.engagement.begin(), now_.engagement.end());
    const auto fresh = static_cast<std::uint16_t>(h * kFull + 0.5);
    if (fresh <= *weakest || fresh <= kGone) return;
    *weakest = fresh;
    now_.favourites[static_cast<std::size_t>(weakest - now_.engagement.begin())] = act;
  }

  /// Taste moves towards what was liked, by age; rounded up with the chance of the fraction.
  void drift(PackedStyle liked, std::uint32_t e) {
    const double from_peak = (age_ - a_.plasticity_peak_age) / a_.plasticity_width;
    const double plasticity = a_.plasticity * portable::exp(-from_peak * from_peak);
    if (plasticity <= 0.002) return;
    std::int8_t moved[kStyleAxes];
    for (int i = 0; i < kStyleAxes; ++i) {
      const double luck = uniform(
          draw(Purpose::taste_drift, 2 * e + static_cast<std::uint32_t>(i) / 4)[static_cast<std::size_t>(i) % 4]);
      moved[i] = static_cast<std::int8_t>(
          std::floor(now_.taste.axis(i) + plasticity * (liked.axis(i) - now_.taste.axis(i)) + luck));
    }
    now_.taste = pack_bytes(moved);
  }

  void share() {
    if (!to_share_) return;
    const Words words = draw(Purpose::sharing, 0);
    if (uniform(words[0]) >= a_.share_chance) return;
    now_.shared = to_share_;
    now_.cascade = cascade_;
    count_.cascade_steps[scene_of(to_share_)] += weight_ * cascade_.steps;
    const std::size_t cell = m_ * world_.market_count() + scene_of(to_share_);
    count_.shares_home[cell] += weight_;
    if (!on_social() || !linkable_ || uniform(words[1]) >= shareability_) return;
    now_.shares_online = true;
    count_.shares_abroad[cell] += weight_;
  }

  const World& world_;
  const Assumptions& a_;
  const MarketExposure& market_;
  const ActExposure& acts_;
  int week_;
  std::size_t m_;
  std::uint32_t fan_;
  Key key_;
  People weight_;
  int age_;
  FanWeek& now_;
  Tallies& count_;
  std::vector<ActId> heard_;
  std::vector<std::uint32_t> heard_from_;
  std::set<std::size_t> scenes_tried_, tried_;
  ActId to_share_;
  Cascade cascade_;
  std::uint16_t best_liked_ = 0;
  bool linkable_ = false;
  double shareability_ = 0.0;
};

}  // namespace

std::vector<FanWeek> fans_of(const World& world) {
  std::vector<FanWeek> fans;
  for (std::uint32_t fan = 0; fan < world.fans.size(); ++fan) {
    FanWeek f{world.fans.taste[fan],
              world.fans.favourites[fan],
              world.fans.engagement[fan],
              {},
              world.fans.sharing_online.test(fan)};
    if (world.fans.sharing.test(fan)) {
      f.shared = world.fans.shared[fan];
      f.cascade = world.fans.cascade[fan];
    }
    fans.push_back(f);
  }
  return fans;
}

ListenOutcome listen_plainly(const World& world, const Exposure& exposure, int week) {
  ListenOutcome out{fans_of(world), Tallies({world.market_count(), world.platforms.size(), world.industry.acts.size(),
                                             world.industry.releases.size()})};
  for (FanWeek& fan : out.fans) {
    fan.shared = ActId{};
    fan.cascade = {};
    fan.shares_online = false;
  }
  for (const Community& c : world.fans.communities)
    for (std::uint32_t fan = c.first; fan < c.first + c.size; ++fan)
      PlainFan(world, exposure, week, c, fan, out).live();
  return out;
}

}  // namespace hibiki::test
