// Each platform builds, per market, the distribution from which its users meet releases. Serial within a market,
// parallel over markets; reads last week's popularity and this week's policies.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "sim/core/error.hpp"
#include "sim/core/math_columns.hpp"
#include "sim/core/parallel.hpp"
#include "sim/core/portable_math.hpp"
#include "sim/phases/circulation.hpp"
#include "sim/phases/phases.hpp"
#include "sim/phases/ranked_list.hpp"

namespace hibiki {

namespace {

constexpr double kPromotionUnit = 1000.0;   ///< US dollars a week at which promotion weighs 1
constexpr double kPlacementWeight = 0.3;    ///< [M] of online promotion on video and streaming
constexpr double kMostFollowing = 10.0;     ///< cap of an act's following relative to the market's mean
constexpr double kFollowBase = 0.25;        ///< chance that a follower meets an old release
constexpr double kOnTour = 0.02;            ///< [M] part of all acts that fills a week's stages: a tour a year each
constexpr double kPosterReach = 0.05;       ///< weight of live promotion for acts on tour, before popularity

/// A release in a market, as the ranking rules see it.
struct Candidate {
  const LabelState* carrier = nullptr;  ///< label that carries it here
  double seed = 0.0;        ///< for new releases
  double aired = 0.0;       ///< weight that broadcast promotion gives it this week, past the gatekeepers
  double placed = 0.0;      ///< weight that online promotion gives it
  bool home = false;        ///< its carrier is at home here
  bool official = false, unofficial = false;  ///< uploaded by its label, by fans; false where nobody could watch
};

/// Weight with and without what keeps the release off: their sums give a channel's supply.
struct Weight {
  double offered = 0.0, possible = 0.0;
};

/// A column of logarithms of n s, s the shares of the n `counts`, each `prior` higher than counted: a power of it then
/// costs one exponential.
template <class Count>
std::vector<double> log_shares(const std::vector<Count>& counts, Count counted, double prior = 0.0) {
  const auto n = static_cast<double>(counts.size());
  const double total = static_cast<double>(counted) + n * prior;
  std::vector<double> shares(counts.size(), 0.0);
  if (total > 0.0)
    for (std::size_t i = 0; i < counts.size(); ++i) shares[i] = n * (static_cast<double>(counts[i]) + prior) / total;
  portable::log_column(shares);
  return shares;
}

/// How a platform ranks in one market.
struct RankingRule {
  RankingRule(const World& world, const Circulation& circulation, std::size_t m, std::size_t p)
      : kind(world.platforms.kinds[p]),
        spec(world.scenario.platforms[p]),
        exponent(world.platforms.exponent(static_cast<Eigen::Index>(m), static_cast<Eigen::Index>(p))),
        cross_border(world.platforms.cross_border(static_cast<Eigen::Index>(m), static_cast<Eigen::Index>(p))),
        weights(circulation.popularity.size()) {
    for (std::size_t n = 0; n < weights.size(); ++n) {
      weights[n] = circulation.near[m * weights.size() + n] * static_cast<double>(circulation.access[n * world.platforms.size() + p]);
      elsewhere += weights[n] * static_cast<double>(circulation.plays[n]);
    }
  }
  PlatformKind kind;
  const Platform& spec;
  double exponent, cross_border;
  std::vector<double> weights;  ///< of other markets: by the platform's users there, and by nearness
  double elsewhere = 0.0;       ///< what is played in other markets, so weighted
};

/// One market's ranking in the making.
class MarketRanking {
 public:
  MarketRanking(const World& world, int week, std::size_t market, const Circulation& circulation)
      : world_(world), a_(world.scenario.assumptions), day_(world.calendar.day(week)), m_(market), circulation_(circulation) {
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

  /// What the platform makes of the popularity, or the sales, of each release. Whole columns at a time: one power
  /// need not wait for another.
  std::vector<double> rated(const RankingRule& rule) const {
    const bool by_sales = rule.kind == PlatformKind::retail || rule.kind == PlatformKind::live;
    const std::vector<double>& counted = by_sales ? log_sales_ : log_popularity_;
    const bool raised = !by_sales && rule.spec.prior > 0.0;
    std::vector<double> column = raised ? log_shares(circulation_.popularity[m_], circulation_.plays[m_], rule.spec.prior) : counted;
    portable::exp_column(column, rule.exponent);
    if (!by_sales && rule.cross_border > 0.0 && rule.elsewhere > 0.0) add_elsewhere(rule, column);
    if (rule.spec.position_exponent > 0.0) list(rule, counted, column);
    return column;
  }

  /// Weight of a release that the platform rates so.
  Weight weight(const RankingRule& rule, std::size_t r, double rated) const {
    switch (rule.kind) {
      case PlatformKind::broadcast: return broadcast(r);
      case PlatformKind::retail: return retail(r, rated);
      case PlatformKind::upload:
      case PlatformKind::video: return video(rule.kind, r, rated);
      case PlatformKind::streaming: return streaming(r, rated);
      case PlatformKind::live: return live(r, rated);
      case PlatformKind::social: return {};
    }
    return {};
  }

  double media_weight(PlatformKind kind) const {
    switch (kind) {
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
  bool official(std::size_t r) const { return video_ > 0.0 && candidates_[r].official; }

  /// Whether anything of the release can be linked to from here, officially or not.
  bool linkable(std::size_t r) const {
    const Candidate& c = candidates_[r];
    return c.unofficial || (circulation_.releases[r].user_made ? uploads_ > 0.0 : official(r));
  }

 private:
  const ReleaseState& release(std::size_t r) const { return world_.industry.releases[r]; }
  const LabelState& label(std::size_t r) const { return world_.industry.label(release(r).label); }
  /// In the home market of a joint release's partner, the partner's label carries it.
  const LabelState& carrier(const ReleaseState& r) const {
    if (r.partner && world_.industry.label(r.partner_label).home.value == m_) return world_.industry.label(r.partner_label);
    return world_.industry.label(r.label);
  }
  /// Draw of the release's own for this market.
  double chance(std::size_t r, std::uint32_t index) const {
    return world_.draws.uniform(Purpose::availability, mix(release(r).key ^ world_.markets.keys[m_]), 0, index);
  }

  bool official_video(std::size_t r) const {
    const Candidate& c = candidates_[r];
    if (c.carrier->identity.kind == LabelKind::collective) return true;
    return circulation_.releases[r].official_draw < c.carrier->policy.official_uploads_video &&
           (c.home || chance(r, 1) >= c.carrier->policy.geo_blocking);
  }
  /// Fans upload what has a fandom anywhere, unless it is taken down.
  bool unofficial(std::size_t r) const {
    const Circulating& release = circulation_.releases[r];
    return release.unofficial_draw < release.uploaded * (1.0 - candidates_[r].carrier->policy.takedown);
  }
  /// Adds (n s)^exponent, s the release's share of what the platform's users play in other markets, near ones first.
  void add_elsewhere(const RankingRule& rule, std::vector<double>& column) const {
    std::vector<double> shares(column.size(), 0.0);
    for (std::size_t n = 0; n < rule.weights.size(); ++n) {
      if (rule.weights[n] <= 0.0) continue;
      const std::vector<std::int64_t>& there = circulation_.popularity[n];
      for (std::size_t r = 0; r < shares.size(); ++r) shares[r] += rule.weights[n] * static_cast<double>(there[r]);
    }
    for (double& share : shares) share = static_cast<double>(shares.size()) * share / rule.elsewhere;
    portable::pow_column(shares, rule.exponent);
    for (std::size_t r = 0; r < shares.size(); ++r) column[r] += rule.cross_border * shares[r];
  }
  /// Puts the releases in a list, by what is counted or by quality.
  void list(const RankingRule& rule, const std::vector<double>& counted, std::vector<double>& column) const {
    const bool by_quality = rule.spec.position_by == "quality";
    std::vector<double> scores, ties;
    for (std::size_t r = 0; r < column.size(); ++r) {
      scores.push_back(by_quality ? release(r).quality : counted[r]);
      ties.push_back(chance(r, 4));
    }
    discount_by_position(scores, ties, rule.spec.position_exponent, column);
  }
  /// Weight of promotion worth so many US dollars this week.
  double bought(double dollars) const {
    return dollars > 0.0 ? portable::pow(dollars / kPromotionUnit, a_.promotion_exponent) : 0.0;
  }

  Weight broadcast(std::size_t r) const {
    const Candidate& c = candidates_[r];
    if (c.aired <= 0.0) return {};
    if (gala_) return {c.home && circulation_.releases[r].established ? c.aired : 0.0, c.aired};
    if (c.home) return {c.aired, c.aired};
    double barrier = barrier_[circulation_.releases[r].scene];
    if (!world_.markets.asian[m_])
      barrier *= 1.0 - a_.western_gate * 0.5 * (release(r).english + (release(r).western ? 1.0 : 0.0));
    return {c.aired * (1.0 - barrier), c.aired};
  }

  Weight retail(std::size_t r, double rated) const {
    const Candidate& c = candidates_[r];
    const double possible = rated + c.seed;
    double distribution = c.home || c.carrier->partner[m_] ? 1.0 : a_.unlicensed_distribution;
    if (c.carrier->identity.kind == LabelKind::collective) distribution = 0.0;
    const double banned = c.home ? 0.0 : ban_[circulation_.releases[r].scene];
    return {possible * distribution * (1.0 - banned), possible};
  }

  Weight video(PlatformKind kind, std::size_t r, double rated) const {
    const Candidate& c = candidates_[r];
    const Circulating& all = circulation_.releases[r];
    const double possible = (rated + c.seed + c.placed) * release(r).video_quality * (0.2 + 0.8 * all.video_fresh);
    if (c.official && (kind == PlatformKind::video || all.user_made)) return {possible, possible};
    return {c.unofficial ? possible * a_.unofficial_reach : 0.0, possible};
  }

  Weight streaming(std::size_t r, double rated) const {
    const Candidate& c = candidates_[r];
    const double possible = rated + c.seed + c.placed;
    const Policy& policy = c.carrier->policy;
    const double licensed = c.home ? policy.official_uploads_streaming : policy.official_uploads_streaming_abroad;
    return {chance(r, 3) < licensed ? possible : 0.0, possible};
  }

  Weight live(std::size_t r, double rated) const {
    const Circulating& all = circulation_.releases[r];
    const double possible = (kPosterReach + rated) * all.fresh;
    // A livestream plays to whoever has video, everywhere at once; a tour where it goes, bans permitting.
    double open = ((all.on_tour >> m_) & 1) != 0 ? 1.0 - ban_[all.scene] : 0.0;
    if (all.livestreamed) open = std::max(open, video_ * (candidates_[r].home ? 1.0 : 1.0 - label(r).policy.geo_blocking));
    return {possible * open, possible};
  }

  void collect();
  void promote();

  const World& world_;
  const Assumptions& a_;
  Day day_;
  std::size_t m_;
  const Circulation& circulation_;
  bool gala_ = false;
  double video_ = 0.0, uploads_ = 0.0;  ///< share of people who have a video platform; that or an upload site
  std::vector<double> barrier_, ban_;  ///< by scene
  std::vector<double> log_popularity_, log_sales_;  ///< of n s, s the release's share here; sales: of engaged followers
  std::vector<Candidate> candidates_;
};

void MarketRanking::collect() {
  const auto& releases = world_.industry.releases;
  const auto following = [&](ActId act) {
    return act.value < world_.week.shape.acts ? world_.week.engaged_act[m_ * world_.week.shape.acts + act.value] : People{0};
  };
  People followers = 0;
  for (std::size_t a = 0; a < world_.industry.acts.size(); ++a)
    if (world_.industry.acts[a].in_use && !world_.industry.acts[a].retired) followers += following(ActId(a));
  const double mean_following =
      circulation_.live_acts > 0 ? static_cast<double>(followers) / static_cast<double>(circulation_.live_acts) : 0.0;
  std::vector<People> followed;
  for (const ReleaseState& r : releases) followed.push_back(following(r.act));
  log_popularity_ = log_shares(circulation_.popularity[m_], circulation_.plays[m_]);
  log_sales_ = log_shares(followed, std::accumulate(followed.begin(), followed.end(), People{0}));

  candidates_.resize(releases.size());
  for (std::size_t r = 0; r < releases.size(); ++r) {
    Candidate& c = candidates_[r];
    c.carrier = &carrier(releases[r]);
    c.home = c.carrier->home.value == m_;
    const double relative = mean_following > 0.0 ? static_cast<double>(followed[r]) / mean_following : 0.0;
    c.seed = a_.new_release_seed * circulation_.releases[r].fresh * (1.0 + std::min(kMostFollowing, relative));
    c.official = uploads_ > 0.0 && official_video(r);
    c.unofficial = uploads_ > 0.0 && unofficial(r);
  }
  promote();
}

/// What the labels' promotion of the week buys here for each act's newest release.
void MarketRanking::promote() {
  const auto& labels = world_.industry.labels;
  std::vector<double> aired(labels.size()), placed(labels.size());
  for (std::size_t l = 0; l < labels.size(); ++l) {
    if (!circulation_.promoters[l]) continue;
    const double spend = labels[l].promotion[m_] / std::max(1u, labels[l].acts);
    placed[l] = kPlacementWeight * bought(spend * labels[l].policy.promotion_online);
    aired[l] = bought(spend * (1.0 - labels[l].policy.promotion_online)) * circulation_.gate[static_cast<std::size_t>(labels[l].identity.kind)];
  }
  for (std::size_t r = 0; r < candidates_.size(); ++r) {
    if (!circulation_.releases[r].promoted) continue;
    Candidate& c = candidates_[r];
    const auto carrier = static_cast<std::size_t>(c.carrier - labels.data());
    c.placed = placed[carrier];
    c.aired = aired[carrier] * circulation_.releases[r].fresh;
  }
}

double comprehension_of(const World& world, std::size_t market, const ReleaseState& r, std::uint64_t heritage) {
  const auto m = static_cast<Eigen::Index>(market);
  double local = 0.0;
  for_each_scene(heritage, [&](std::size_t s) { local += r.heritage[s] * world.markets.comprehension(m, world.markets.language[s]); });
  // Local versions are made for markets abroad where a licensee sells them.
  const LabelState& label = world.industry.label(r.label);
  const double versions = label.home.value != market && label.partner[market] ? r.local : 0.0;
  const double own = (1.0 - versions) * local + versions * world.markets.comprehension(m, world.markets.language[market]);
  return (1.0 - r.english) * own + r.english * world.markets.comprehension(m, world.markets.english);
}

/// `felt` holds the market's felt distance of each scene.
double distance_of(const std::vector<double>& felt, const ReleaseState& r, std::uint64_t heritage) {
  double distance = 0.0;
  for_each_scene(heritage, [&](std::size_t s) { distance += r.heritage[s] * felt[s]; });
  return distance;
}

ExposureRow make_row(const World& world, int week, std::size_t m, const std::vector<double>& felt, const ReleaseState& r,
                     std::uint64_t heritage, bool linkable) {
  const Assumptions& a = world.scenario.assumptions;
  const ActState& act = world.industry.act(r.act);
  const double understood = comprehension_of(world, m, r, heritage), distance = distance_of(felt, r, heritage);
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

void rank_market(const World& world, int week, std::size_t m, const Circulation& circulation, MarketExposure& out) {
  const auto& releases = world.industry.releases;
  const MarketRanking ranking(world, week, m, circulation);
  std::vector<double> felt;
  for (std::size_t s = 0; s < world.market_count(); ++s) felt.push_back(world.markets.felt_distance(m, s));
  out.rows.clear();
  for (std::size_t r = 0; r < releases.size(); ++r) {
    out.rows.push_back(make_row(world, week, m, felt, releases[r], circulation.releases[r].heritage, ranking.linkable(r)));
    out.rows.back().official_video = ranking.official(r) ? 1 : 0;
  }

  out.trees.resize(world.platforms.size());
  std::vector<WeightedItem> items(releases.size());
  for (std::size_t p = 0; p < world.platforms.size(); ++p) {
    double offered = 0.0, possible = 0.0;
    out.media[p] = 0.0f;
    if (world.platforms.kinds[p] == PlatformKind::social || world.platforms.access_mean[m * world.platforms.size() + p] <= 0.0) continue;
    const RankingRule rule(world, circulation, m, p);
    const std::vector<double> rated = ranking.rated(rule);
    for (std::size_t r = 0; r < releases.size(); ++r) {
      const Weight w = ranking.weight(rule, r, rated[r]);
      items[r] = {releases[r].key, w.offered};
      offered += w.offered;
      possible += w.possible;
    }
    out.trees[p].build(items);
    if (possible <= 0.0) continue;
    // What is kept off a channel makes it less used. No market expects everybody to be on tour at once.
    const double expected = rule.kind == PlatformKind::live ? kOnTour * possible : possible;
    out.media[p] = static_cast<float>(ranking.media_weight(rule.kind) * std::min(1.0, offered / expected));
  }
  const auto& popularity = circulation.popularity[m];
  out.hit.assign(world.industry.acts.size(), kNoRow);
  for (std::size_t r = 0; r < releases.size(); ++r)
    for (const ActId act : {releases[r].act, releases[r].partner}) {
      if (!act) continue;
      std::uint16_t& best = out.hit[act.value];
      if (best == kNoRow || popularity[r] > popularity[best]) best = static_cast<std::uint16_t>(r);
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
  const Circulation circulation(world, week);
  for_each_index(world.market_count(), 1, [&](std::size_t m) { rank_market(world, week, m, circulation, exposure.markets[m]); });
  rank_acts(world, week, exposure.acts);
}

}  // namespace hibiki
