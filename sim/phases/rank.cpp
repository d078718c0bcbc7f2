// Each platform builds, per market, the distribution from which its users meet releases. Serial within a market,
// parallel over markets; reads last week's popularity and this week's policies.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "sim/core/error.hpp"
#include "sim/core/parallel.hpp"
#include "sim/core/portable_math.hpp"
#include "sim/phases/phases.hpp"

namespace hibiki {

namespace {

constexpr double kPromotionUnit = 1000.0;   ///< US dollars a week at which promotion weighs 1
constexpr double kPlacementWeight = 0.3;    ///< [M] of online promotion on video and streaming
constexpr double kMostFollowing = 10.0;     ///< cap of an act's following relative to the market's mean
constexpr double kEstablishedWeeks = 104.0; ///< the gala invites acts that old
constexpr double kAgencyGate = 0.5;         ///< an agency stands halfway between a major and an indie
constexpr double kFollowBase = 0.25;        ///< chance that a follower meets an old release
constexpr double kOnTour = 0.02;            ///< [M] part of all acts that fills a week's stages: a tour a year each
constexpr double kPosterReach = 0.05;       ///< weight of live promotion for acts on tour, before popularity

double gate_of(LabelKind kind, double gatekeeping) {
  switch (kind) {
    case LabelKind::major: return portable::exp(gatekeeping);
    case LabelKind::agency: return portable::exp(kAgencyGate * gatekeeping);
    case LabelKind::indie: return 1.0;
    case LabelKind::collective: return 0.0;  // no gatekeeper lets user-made music on air, and it needs none
  }
  return 0.0;
}

constexpr double kNever = -1e9;             ///< logarithm of nothing: its powers are 0

double log_or_never(double x) { return x > 0.0 ? portable::log(x) : kNever; }

/// A release in a market, as the ranking rules see it. Logarithms, so that a power costs one exponential.
struct Candidate {
  double log_popularity = kNever;  ///< of n s here, which is 1 on average
  double log_sales = kNever;       ///< of n s by engaged followers here: what shops stock
  double fresh = 0.0;       ///< e^(-age / freshness)
  double video_fresh = 0.0;  ///< the same for video
  double seed = 0.0;        ///< for new releases
  double promoted = 0.0;    ///< weight that broadcast promotion gives it this week
  double placed = 0.0;      ///< weight that online promotion gives it
};

/// Weight with and without what keeps the release off: their sums give a channel's supply.
struct Weight {
  double offered = 0.0, possible = 0.0;
};

/// What is the same for all markets this week.
struct WorldPlays {
  explicit WorldPlays(const World& world) {
    const Assumptions& a = world.scenario.assumptions;
    const std::size_t platforms = world.platforms.size();
    for (const double share : world.platforms.access_mean) access.push_back(static_cast<std::int64_t>(share * 256.0));
    of.resize(platforms);
    all.assign(platforms, 0);
    for (std::size_t p = 0; p < platforms; ++p)
      for (const ReleaseState& r : world.industry.releases) {
        std::int64_t plays = 0;
        for (std::size_t m = 0; m < world.market_count(); ++m) plays += access[m * platforms + p] * r.popularity[m];
        of[p].push_back(plays);
        all[p] += plays;
      }
    for (std::int64_t age = 0; age <= a.release_weeks; ++age) {
      fresh.push_back(portable::exp(-static_cast<double>(age) / a.freshness_weeks));
      video_fresh.push_back(portable::exp(-static_cast<double>(age) / (a.freshness_weeks * a.video_freshness)));
    }
  }
  std::vector<std::int64_t> access;           ///< (market, platform) in 1/256: whose plays a platform sees
  std::vector<std::vector<std::int64_t>> of;  ///< [platform][release] remembered plays in the world, by access
  std::vector<std::int64_t> all;              ///< [platform] their sum
  std::vector<double> fresh, video_fresh;  ///< e^(-age / freshness), by age in weeks
};

/// One market's ranking in the making.
class MarketRanking {
 public:
  MarketRanking(const World& world, int week, std::size_t market, const WorldPlays& plays)
      : world_(world), a_(world.scenario.assumptions), week_(week), day_(world.calendar.day(week)), m_(market), plays_(plays) {
    for (std::size_t s = 0; s < world.market_count(); ++s) {
      barrier_.push_back(barrier_at(world.scenario, m_, s, day_, false));
      ban_.push_back(barrier_at(world.scenario, m_, s, day_, true));
    }
    gala_ = world.scenario.markets[m_].gala_reach > 0.0 && world.calendar.year_end(week);
    for (std::size_t p = 0; p < world.platforms.size(); ++p) {
      const PlatformKind kind = world.platforms.kinds[p];
      const double access = world.platforms.access_mean[m_ * world.platforms.size() + p];
      if (kind == PlatformKind::video) video_ = std::max(video_, access);
      if (kind == PlatformKind::video || kind == PlatformKind::upload) uploads_ = std::max(uploads_, access);
    }
    collect();
  }

  Weight weight(std::size_t platform, std::size_t r) const {
    switch (world_.platforms.kinds[platform]) {
      case PlatformKind::broadcast: return broadcast(r);
      case PlatformKind::retail: return retail(platform, r);
      case PlatformKind::upload:
      case PlatformKind::video: return video(platform, r);
      case PlatformKind::streaming: return streaming(platform, r);
      case PlatformKind::live: return live(platform, r);
      case PlatformKind::social: return {};
    }
    return {};
  }

  double media_weight(std::size_t platform) const {
    switch (world_.platforms.kinds[platform]) {
      case PlatformKind::broadcast: return a_.media_broadcast * (gala_ ? world_.scenario.markets[m_].gala_reach : 1.0);
      case PlatformKind::retail: return a_.media_retail * world_.scenario.markets[m_].physical_habit.at(day_);
      case PlatformKind::upload: return a_.media_upload;
      case PlatformKind::video: return a_.media_video;
      case PlatformKind::streaming: return a_.media_streaming;
      case PlatformKind::live: return a_.media_live;
      case PlatformKind::social: return 0.0;
    }
    return 0.0;
  }

  /// Whether the label itself has the release on a video platform here.
  bool official(std::size_t r) const { return video_ > 0.0 && official_video(r); }

  /// Whether anything of the release can be linked to from here, officially or not.
  bool linkable(std::size_t r) const {
    const bool official = label(r).identity.kind == LabelKind::collective ? uploads_ > 0.0 : video_ > 0.0 && official_video(r);
    return official || (uploads_ > 0.0 && unofficial(r));
  }

 private:
  const ReleaseState& release(std::size_t r) const { return world_.industry.releases[r]; }
  const LabelState& label(std::size_t r) const { return world_.industry.label(release(r).label); }
  /// In the home market of a joint release's partner, the partner's label carries it.
  const LabelState& carrier(std::size_t r) const {
    const ReleaseState& rel = release(r);
    if (rel.partner && world_.industry.label(rel.partner_label).home.value == m_)
      return world_.industry.label(rel.partner_label);
    return label(r);
  }
  bool home(std::size_t r) const { return carrier(r).home.value == m_; }
  double chance(std::size_t r, std::uint32_t index, bool by_market) const {
    const Key key = by_market ? mix(release(r).key ^ world_.markets.keys[m_]) : release(r).key;
    return world_.draws.uniform(Purpose::availability, key, 0, index);
  }

  bool official_video(std::size_t r) const {
    const LabelState& owner = carrier(r);
    if (owner.identity.kind == LabelKind::collective) return true;
    return chance(r, 0, false) < owner.policy.official_uploads_video &&
           (home(r) || chance(r, 1, true) >= owner.policy.geo_blocking);
  }
  /// Fans upload what has a fandom anywhere, unless it is taken down.
  bool unofficial(std::size_t r) const {
    const double fandom = static_cast<double>(world_.industry.act(release(r).act).engaged);
    const double uploaded = fandom / (fandom + a_.unofficial_fandom);
    return chance(r, 2, false) < uploaded * (1.0 - carrier(r).policy.takedown);
  }
  double ranked(std::size_t platform, std::size_t r) const {
    const auto m = static_cast<Eigen::Index>(m_), p = static_cast<Eigen::Index>(platform);
    const double exponent = world_.platforms.exponent(m, p);
    const double cross_border = world_.platforms.cross_border(m, p);
    return portable::exp(exponent * candidates_[r].log_popularity) +
           (cross_border > 0.0 ? cross_border * elsewhere(platform, r, exponent) : 0.0);
  }
  /// (n s)^exponent, s the release's share of what the platform's users play in all other markets together.
  double elsewhere(std::size_t platform, std::size_t r, double exponent) const {
    const std::int64_t users = plays_.access[m_ * world_.platforms.size() + platform];
    const std::int64_t others = plays_.of[platform][r] - users * release(r).popularity[m_];
    const std::int64_t all = plays_.all[platform] - users * here_;
    if (others <= 0 || all <= 0) return 0.0;
    return portable::pow(static_cast<double>(candidates_.size()) * static_cast<double>(others) / static_cast<double>(all), exponent);
  }
  double by_sales(std::size_t platform, std::size_t r) const {
    return portable::exp(world_.platforms.exponent(static_cast<Eigen::Index>(m_), static_cast<Eigen::Index>(platform)) *
                         candidates_[r].log_sales);
  }
  /// Weight of promotion worth so many US dollars this week.
  double bought(double dollars) const {
    return dollars > 0.0 ? portable::pow(dollars / kPromotionUnit, a_.promotion_exponent) : 0.0;
  }

  Weight broadcast(std::size_t r) const {
    const Candidate& c = candidates_[r];
    const ReleaseState& rel = release(r);
    const double weight = c.promoted > 0.0 ? c.promoted * gate_of(carrier(r).identity.kind, a_.gatekeeping) * c.fresh : 0.0;
    if (home(r)) {
      if (!gala_) return {weight, weight};
      const ActState& act = world_.industry.act(rel.act);
      const bool invited = week_ - act.debut_week >= kEstablishedWeeks;
      return {invited ? weight : 0.0, weight};
    }
    if (gala_) return {0.0, weight};
    double barrier = barrier_[world_.industry.act(rel.act).home.value];
    if (!world_.markets.asian[m_]) barrier *= 1.0 - a_.western_gate * 0.5 * (rel.english + (rel.western ? 1.0 : 0.0));
    return {weight * (1.0 - barrier), weight};
  }

  Weight retail(std::size_t platform, std::size_t r) const {
    const double possible = by_sales(platform, r) + candidates_[r].seed;
    const LabelState& owner = carrier(r);
    double distribution = home(r) || owner.partner[m_] ? 1.0 : a_.unlicensed_distribution;
    if (owner.identity.kind == LabelKind::collective) distribution = 0.0;
    const double banned = home(r) ? 0.0 : ban_[world_.industry.act(release(r).act).home.value];
    return {possible * distribution * (1.0 - banned), possible};
  }

  Weight video(std::size_t platform, std::size_t r) const {
    const Candidate& c = candidates_[r];
    const double possible = (ranked(platform, r) + c.seed + c.placed) * release(r).video_quality * (0.2 + 0.8 * c.video_fresh);
    const bool official_counts = world_.platforms.kinds[platform] == PlatformKind::video ||
                                 label(r).identity.kind == LabelKind::collective;
    if (official_counts && official_video(r)) return {possible, possible};
    return {unofficial(r) ? possible * a_.unofficial_reach : 0.0, possible};
  }

  Weight streaming(std::size_t platform, std::size_t r) const {
    const Candidate& c = candidates_[r];
    const double possible = ranked(platform, r) + c.seed + c.placed;
    const Policy& policy = carrier(r).policy;
    const double licensed = home(r) ? policy.official_uploads_streaming : policy.official_uploads_streaming_abroad;
    return {chance(r, 3, true) < licensed ? possible : 0.0, possible};
  }

  Weight live(std::size_t platform, std::size_t r) const {
    const ActState& act = world_.industry.act(release(r).act);
    const bool on_tour = act.tour_week == week_ && ((act.tour_markets >> m_) & 1) != 0;
    const double possible = (kPosterReach + by_sales(platform, r)) * candidates_[r].fresh;
    // A livestream plays to whoever has video, everywhere at once; a tour where it goes, bans permitting.
    double open = on_tour ? 1.0 - ban_[act.home.value] : 0.0;
    if (act.livestream_week == week_) open = std::max(open, video_ * (home(r) ? 1.0 : 1.0 - label(r).policy.geo_blocking));
    return {possible * open, possible};
  }

  void collect();

  const World& world_;
  const Assumptions& a_;
  int week_;
  Day day_;
  std::size_t m_;
  const WorldPlays& plays_;
  std::int64_t here_ = 0;  ///< remembered plays of all releases here
  bool gala_ = false;
  double video_ = 0.0, uploads_ = 0.0;  ///< share of people who have a video platform; that or an upload site
  std::vector<double> barrier_, ban_;  ///< by scene
  std::vector<Candidate> candidates_;
};

void MarketRanking::collect() {
  const auto& releases = world_.industry.releases;
  const std::size_t acts = world_.industry.acts.size();
  for (const ReleaseState& r : releases) here_ += r.popularity[m_];
  People followers = 0;
  std::int64_t live_acts = 0;
  const auto following = [&](ActId act) {
    return act.value < world_.week.shape.acts ? world_.week.engaged_act[m_ * world_.week.shape.acts + act.value] : People{0};
  };
  std::vector<People> release_following(releases.size(), 0);
  for (std::size_t a = 0; a < acts; ++a)
    if (world_.industry.acts[a].in_use && !world_.industry.acts[a].retired) {
      ++live_acts;
      followers += following(ActId(a));
    }
  People sales_total = 0;
  for (std::size_t r = 0; r < releases.size(); ++r) sales_total += release_following[r] = following(releases[r].act);

  // The newest release of an act has all of its promotion.
  std::vector<int> newest(acts, -1);
  for (const ReleaseState& r : releases) newest[r.act.value] = std::max(newest[r.act.value], r.week);

  const auto n = static_cast<double>(releases.size());
  const double mean_following = live_acts > 0 ? static_cast<double>(followers) / static_cast<double>(live_acts) : 0.0;
  for (std::size_t r = 0; r < releases.size(); ++r) {
    Candidate c;
    if (here_ > 0) c.log_popularity = log_or_never(n * static_cast<double>(releases[r].popularity[m_]) / static_cast<double>(here_));
    if (sales_total > 0) c.log_sales = log_or_never(n * static_cast<double>(release_following[r]) / static_cast<double>(sales_total));
    const auto age = static_cast<std::size_t>(week_ - releases[r].week);
    c.fresh = plays_.fresh[age];
    c.video_fresh = plays_.video_fresh[age];
    const double relative = mean_following > 0.0 ? static_cast<double>(release_following[r]) / mean_following : 0.0;
    c.seed = a_.new_release_seed * c.fresh * (1.0 + std::min(kMostFollowing, relative));
    const LabelState& owner = carrier(r);
    if (releases[r].week == newest[releases[r].act.value] && !world_.industry.act(releases[r].act).retired) {
      const double spend = owner.promotion[m_] / std::max(1u, owner.acts);
      c.placed = kPlacementWeight * bought(spend * owner.policy.promotion_online);
      c.promoted = bought(spend * (1.0 - owner.policy.promotion_online));
    }
    candidates_.push_back(c);
  }
}

double comprehension_of(const World& world, std::size_t market, const ReleaseState& r) {
  const auto m = static_cast<Eigen::Index>(market);
  double local = 0.0;
  for (std::size_t s = 0; s < world.market_count(); ++s)
    if (r.heritage[s] > 0.0) local += r.heritage[s] * world.markets.comprehension(m, world.markets.language[s]);
  // Local versions are made for markets abroad where a licensee sells them.
  const LabelState& label = world.industry.label(r.label);
  const double versions = label.home.value != market && label.partner[market] ? r.local : 0.0;
  const double own = (1.0 - versions) * local + versions * world.markets.comprehension(m, world.markets.language[market]);
  return (1.0 - r.english) * own + r.english * world.markets.comprehension(m, world.markets.english);
}

/// `felt` holds the market's felt distance of each scene.
double distance_of(const std::vector<double>& felt, const ReleaseState& r) {
  double distance = 0.0;
  for (std::size_t s = 0; s < felt.size(); ++s) distance += r.heritage[s] * felt[s];
  return distance;
}

ExposureRow make_row(const World& world, int week, std::size_t m, const std::vector<double>& felt, const ReleaseState& r, bool linkable) {
  const Assumptions& a = world.scenario.assumptions;
  const ActState& act = world.industry.act(r.act);
  const double understood = comprehension_of(world, m, r), distance = distance_of(felt, r);
  ExposureRow row{};
  row.style = r.packed;
  row.try_base = static_cast<float>(a.try_constant + a.try_quality * r.quality + a.try_comprehension * understood - a.try_distance * distance);
  row.try_open = static_cast<float>(a.try_distance * distance);
  row.gap = static_cast<float>(rms_distance(r.style, world.markets.centroid[m]));
  row.like_base = static_cast<float>(a.like_constant + a.like_quality * r.quality + a.like_performance * act.performance +
                                     a.like_comprehension * understood - a.like_distance * distance);
  row.like_open = static_cast<float>(a.like_distance * distance);
  row.like_visuals = static_cast<float>(a.like_visuals * act.visuals);
  row.like_craft = static_cast<float>(a.like_craft * act.craft);
  row.tiring = static_cast<float>(a.like_tiring * (week - r.week));
  row.break_penalty = static_cast<float>(a.like_break * world.scenario.markets[m].heed * r.break_distance);
  row.shareability = static_cast<float>(std::min(1.0, 0.5 * r.video_quality));
  row.act = r.act;
  row.partner = r.partner;
  row.scene = act.home.value;
  row.linkable = linkable ? 1 : 0;
  return row;
}

void rank_market(const World& world, int week, std::size_t m, const WorldPlays& plays, MarketExposure& out) {
  const auto& releases = world.industry.releases;
  const MarketRanking ranking(world, week, m, plays);
  std::vector<double> felt;
  for (std::size_t s = 0; s < world.market_count(); ++s) felt.push_back(world.markets.felt_distance(m, s));
  out.rows.clear();
  for (std::size_t r = 0; r < releases.size(); ++r) {
    out.rows.push_back(make_row(world, week, m, felt, releases[r], ranking.linkable(r)));
    out.rows.back().official_video = ranking.official(r) ? 1 : 0;
  }

  out.trees.resize(world.platforms.size());
  std::vector<WeightedItem> items(releases.size());
  for (std::size_t p = 0; p < world.platforms.size(); ++p) {
    double offered = 0.0, possible = 0.0;
    out.media[p] = 0.0f;
    if (world.platforms.kinds[p] == PlatformKind::social || world.platforms.access_mean[m * world.platforms.size() + p] <= 0.0) continue;
    for (std::size_t r = 0; r < releases.size(); ++r) {
      const Weight w = ranking.weight(p, r);
      items[r] = {releases[r].key, w.offered};
      offered += w.offered;
      possible += w.possible;
    }
    out.trees[p].build(items);
    if (possible <= 0.0) continue;
    // What is kept off a channel makes it less used. No market expects everybody to be on tour at once.
    const double expected = world.platforms.kinds[p] == PlatformKind::live ? kOnTour * possible : possible;
    out.media[p] = static_cast<float>(ranking.media_weight(p) * std::min(1.0, offered / expected));
  }
  out.hit.assign(world.industry.acts.size(), kNoRow);
  for (std::size_t r = 0; r < releases.size(); ++r)
    for (const ActId act : {releases[r].act, releases[r].partner}) {
      if (!act) continue;
      std::uint16_t& best = out.hit[act.value];
      if (best == kNoRow || releases[r].popularity[m] > releases[best].popularity[m]) best = static_cast<std::uint16_t>(r);
    }
}

void rank_acts(const World& world, int week, ActExposure& out) {
  const Assumptions& a = world.scenario.assumptions;
  const auto& acts = world.industry.acts;
  out.newest.assign(acts.size(), kNoRow);
  out.follow_chance.assign(2 * acts.size(), 0.0f);
  out.keep.assign(2 * acts.size(), 0);
  out.scene.assign(acts.size(), 0);
  const auto& releases = world.industry.releases;
  for (std::size_t r = 0; r < releases.size(); ++r)
    for (const ActId act : {releases[r].act, releases[r].partner}) {
      if (!act) continue;
      std::uint16_t& best = out.newest[act.value];
      if (best == kNoRow || releases[r].week > releases[best].week) best = static_cast<std::uint16_t>(r);
    }
  for (std::size_t i = 0; i < acts.size(); ++i) {
    if (!acts[i].in_use) continue;
    out.scene[i] = acts[i].home.value;
    const double posts = acts[i].retired ? 0.0 : world.industry.label(acts[i].label).policy.posts_per_week;
    const double active = posts / (posts + a.engagement_posts_half);
    if (out.newest[i] != kNoRow) {
      const double age = week - releases[out.newest[i]].week;
      const double fresh = portable::exp(-age / a.freshness_weeks);
      out.follow_chance[2 * i] = static_cast<float>(fresh + (1.0 - fresh) * kFollowBase);
      out.follow_chance[2 * i + 1] = static_cast<float>(fresh + (1.0 - fresh) * std::max(kFollowBase, active));
    }
    const double decay = std::min(1.0, a.engagement_decay * (acts[i].retired ? 2.0 : 1.0));
    out.keep[2 * i] = static_cast<std::uint32_t>((1.0 - decay) * 65536.0 + 0.5);
    out.keep[2 * i + 1] = static_cast<std::uint32_t>((1.0 - decay * (1.0 - a.engagement_posts_spare * active)) * 65536.0 + 0.5);
  }
}

}  // namespace

void rank(const World& world, int week, Exposure& exposure) {
  HIBIKI_ASSERT(world.industry.releases.size() < kNoRow);  // rows are 16 bits wide
  exposure.markets.resize(world.market_count());
  const WorldPlays plays(world);
  for_each_index(world.market_count(), 1, [&](std::size_t m) { rank_market(world, week, m, plays, exposure.markets[m]); });
  rank_acts(world, week, exposure.acts);
}

}  // namespace hibiki
