// Each platform builds, per market, the distribution from which its users meet releases. Serial within a market,
// parallel over markets; reads last week's popularity and this week's policies.
#include <algorithm>

#include "sim/core/error.hpp"
#include "sim/core/parallel.hpp"
#include "sim/core/portable_math.hpp"
#include "sim/phases/market_ranking.hpp"
#include "sim/phases/phases.hpp"
#include "sim/phases/ranking.hpp"

namespace hibiki::inline phases {

namespace {

constexpr double kFollowBase = 0.25;  ///< chance that a follower meets an old release

/// Completes the rows of releases for one market.
class RowFinisher {
 public:
  RowFinisher(const RankView& world, int week, std::size_t market)
      : world_(world), a_(world.scenario.assumptions), m_(market) {
    const double preference = world.scenario.markets[m_].home_preference.at(world.calendar.day(week));
    try_comprehension_ = a_.try_comprehension + a_.home_preference * preference;
    for (std::size_t s = 0; s < world.markets.size(); ++s) {
      felt_.push_back(world.markets.felt_distance(m_, s));
      understood_.push_back(comprehension(world.markets.language[s]));
    }
    break_felt_ = a_.like_break * world.scenario.markets[m_].heed;
    own_ = comprehension(world.markets.language[m_]);
    english_ = comprehension(world.markets.english);
    // Local versions are made for markets abroad where a licensee sells them.
    for (const LabelState& label : world.industry.labels)
      localised_.push_back(label.home.value != m_ && label.partner[m_] ? 1 : 0);
  }

  /// Writes the release as this market's fans meet it. In place: a row that is returned is copied from the parts it was
  /// just written in, for which the processor has to wait.
  void finish(const RowPrototype& prototype, const std::vector<HeritageShare>& heritage, const Style& style,
              ExposureRow& row) const {
    double local = 0.0, distance = 0.0;
    for (std::uint32_t i = prototype.heritage; i < prototype.heritage_end; ++i) {
      local += heritage[i].share * understood_[heritage[i].scene];
      distance += heritage[i].share * felt_[heritage[i].scene];
    }
    const double understood = comprehended(prototype, local);
    row = prototype.row;
    row.try_base =
        static_cast<float>(prototype.try_base + try_comprehension_ * understood - a_.try_distance * distance);
    row.try_open = static_cast<float>(a_.try_distance * distance);
    row.gap = static_cast<float>(rms_distance(style, world_.markets.centroid[m_]));
    row.like_base =
        static_cast<float>(prototype.like_base + a_.like_comprehension * understood - a_.like_distance * distance);
    row.like_open = static_cast<float>(a_.like_distance * distance);
    row.break_penalty = static_cast<float>(break_felt_ * prototype.break_distance);
  }

 private:
  double comprehension(LanguageIndex language) const {
    return world_.markets.comprehension(static_cast<Eigen::Index>(m_), language);
  }
  /// Part of the words that is understood; `local` is that of the words in its scenes' languages.
  double comprehended(const RowPrototype& prototype, double local) const {
    const double versions = localised_[prototype.label.value] != 0 ? prototype.local : 0.0;
    const double own = (1.0 - versions) * local + versions * own_;
    return (1.0 - prototype.english) * own + prototype.english * english_;
  }

  RankView world_;
  const Assumptions& a_;
  std::size_t m_;
  std::vector<double> felt_, understood_;  ///< by scene: distance, comprehension of its language
  std::vector<std::uint8_t> localised_;    ///< by label: 1 where it makes local versions for this market
  double own_ = 0.0, english_ = 0.0;       ///< comprehension of the market's language, of English
  double break_felt_;                      ///< penalty of a break a unit of its distance
  double try_comprehension_;               ///< weight of understanding the words, with the market's preference
};

void rank_market(const RankView& world, int week, std::size_t m, const Circulation& circulation,
                 const ReleaseDraws& draws, MarketExposure& out) {
  const auto& releases = world.industry.releases;
  MarketRanking ranking(world, week, m, circulation, draws);
  const RowFinisher finisher(world, week, m);
  out.rows.resize(releases.size());
  for (std::size_t r = 0; r < releases.size(); ++r) {
    finisher.finish(circulation.prototypes[r], circulation.heritage, releases[r].style, out.rows[r]);
    out.rows[r].linkable = ranking.linkable(r) ? 1 : 0;
    out.rows[r].official_video = ranking.official(r) ? 1 : 0;
  }

  out.scenes.clear();
  out.trees.resize(world.platforms.size());
  for (std::size_t p = 0; p < world.platforms.size(); ++p) {
    out.media[p] = 0.0f;
    if (!world.platforms.traits(p).channel || world.platforms.access_mean[m * world.platforms.size() + p] <= 0.0)
      continue;
    out.media[p] = static_cast<float>(ranking.build(p, out.trees[p]));
    const bool videos = world.platforms.traits(p).weighing == Weighing::videos;
    if (videos && world.scenario.assumptions.media_related > 0.0) ranking.part_by_scene(out.scenes);
  }
  const auto& popularity = circulation.popularity[m];
  out.hit.assign(world.industry.acts.size(), kNoRow);
  for (std::size_t r = 0; r < releases.size(); ++r)
    for (const ActId act : {out.rows[r].act, out.rows[r].partner}) {
      if (!act) continue;
      std::uint16_t& best = out.hit[act.value];
      if (best == kNoRow || popularity[r] > popularity[best]) best = static_cast<std::uint16_t>(r);
    }
}

void rank_acts(const RankView& world, int week, ActExposure& out) {
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
    out.keep[2 * i + 1] =
        static_cast<std::uint32_t>((1.0 - decay * (1.0 - a.engagement_posts_spare * active)) * 65536.0 + 0.5);
  }
}

}  // namespace

Ranking::Ranking(const RankView& world, int week, ReleaseDraws& draws)
    : world_(world), week_(week), draws_(draws), circulation_(world, week) {
  HIBIKI_ASSERT(world.industry.releases.size() < kNoRow);  // rows are 16 bits wide
  draws.follow(world);
  rank_acts(world, week, acts_);
}

void Ranking::market(std::size_t m, MarketExposure& out) const {
  rank_market(world_, week_, m, circulation_, draws_, out);
}

void rank(const RankView& world, int week, Exposure& exposure) {
  const Ranking ranking(world, week, exposure.release_draws);
  exposure.markets.resize(world.markets.size());
  for_each_index(world.markets.size(), 1, [&](std::size_t m) { ranking.market(m, exposure.markets[m]); });
  exposure.acts = ranking.acts();
}

}  // namespace hibiki::phases
