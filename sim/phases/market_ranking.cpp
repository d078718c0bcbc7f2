#include "sim/phases/market_ranking.hpp"

#include <algorithm>

#include "sim/core/draw_uses.hpp"
#include "sim/core/math_columns.hpp"
#include "sim/phases/ranked_list.hpp"

namespace hibiki::inline phases {

namespace {

constexpr double kPromotionUnit = 1000.0;  ///< US dollars a week at which promotion weighs 1
constexpr double kPlacementWeight = 0.3;   ///< [M] of online promotion on video and streaming
constexpr double kMostFollowing = 10.0;    ///< cap of an act's following relative to the market's mean
constexpr double kOnTour = 0.02;           ///< [M] part of all acts that fills a week's stages: a tour a year each
constexpr double kPosterReach = 0.05;      ///< weight of live promotion for acts on tour, before popularity

/// A column of logarithms of n s, s the shares of the n `counts`, each `prior` higher than counted: a power of it then
/// costs one exponential.
std::vector<double> log_shares(const std::vector<double>& counts, double counted, double prior = 0.0) {
  const auto n = static_cast<double>(counts.size());
  const double total = counted + n * prior;
  std::vector<double> shares(counts.size(), 0.0);
  if (total > 0.0)
    for (std::size_t i = 0; i < counts.size(); ++i) shares[i] = n * (counts[i] + prior) / total;
  portable::log_column(shares);
  return shares;
}

}  // namespace

/// How a platform ranks in one market.
struct MarketRanking::Rule {
  Rule(const RankView& world, const Circulation& circulation, std::size_t m, std::size_t p)
      : traits(world.platforms.traits(p)),
        spec(world.scenario.platforms[p]),
        exponent(world.platforms.exponent(static_cast<Eigen::Index>(m), static_cast<Eigen::Index>(p))),
        cross_border(world.platforms.cross_border(static_cast<Eigen::Index>(m), static_cast<Eigen::Index>(p))),
        weights(circulation.popularity.size()) {
    for (std::size_t n = 0; n < weights.size(); ++n) {
      weights[n] = circulation.near[m * weights.size() + n] * circulation.access[n * world.platforms.size() + p];
      elsewhere += weights[n] * circulation.plays[n];
    }
  }
  bool by_sales() const { return !traits.by_plays; }

  const PlatformTraits& traits;
  const Platform& spec;
  double exponent, cross_border;
  std::vector<double> weights;  ///< of other markets: by the platform's users there, and by nearness
  double elsewhere = 0.0;       ///< plays in other markets, so weighted
};

MarketRanking::MarketRanking(const RankView& world, int week, std::size_t market, const Circulation& circulation,
                             const ReleaseDraws& draws)
    : world_(world),
      a_(world.scenario.assumptions),
      day_(world.calendar.day(week)),
      m_(market),
      circulation_(circulation),
      barrier_(barriers_at(world.scenario, market, day_, false)),
      ban_(barriers_at(world.scenario, market, day_, true)),
      gala_(world.scenario.markets[market].gala_reach > 0.0 && world.calendar.year_end(week)),
      home_favour_(portable::exp(a_.home_preference * world.scenario.markets[market].home_preference.at(day_))),
      candidates_(circulation.releases.size()) {
  for (std::size_t p = 0; p < world.platforms.size(); ++p) {
    const PlatformTraits& traits = world.platforms.traits(p);
    const double access = world.platforms.access_mean[m_ * world.platforms.size() + p];
    if (traits.weighing == Weighing::videos) video_ = std::max(video_, access);
    if (traits.videos) uploads_ = std::max(uploads_, access);
  }
  for (const Circulating& c : circulation.releases) items_.push_back({c.key, 0.0});
  collect(draws);
}

/// Effect of the labels' levers and their promotion of the week in this market.
std::vector<MarketRanking::Carrier> MarketRanking::carriers() const {
  const auto& labels = world_.industry.labels;
  std::vector<Carrier> carriers(labels.size());
  std::vector<double> placed(labels.size(), 0.0),
      aired(labels.size(), 0.0);  // dollars, then weight: powers by the column
  for (std::size_t l = 0; l < labels.size(); ++l) {
    const Policy& policy = labels[l].policy;
    Carrier& c = carriers[l];
    c.home = labels[l].home.value == m_;
    c.collective = labels[l].identity.kind == LabelKind::collective;
    c.distribution = c.collective ? 0.0 : c.home || labels[l].partner[m_] ? 1.0 : a_.unlicensed_distribution;
    c.uploads = policy.official_uploads_video;
    c.geo_blocking = lever_in(labels[l], &Policy::geo_blocking, m_);
    c.takedown = policy.takedown;
    c.streams = c.home ? policy.official_uploads_streaming
                       : lever_in(labels[l], &Policy::official_uploads_streaming_abroad, m_);
    if (!circulation_.promoters[l]) continue;
    const double spend = labels[l].promotion[m_] / std::max(1u, labels[l].acts);
    placed[l] = spend * policy.promotion_online / kPromotionUnit;
    aired[l] = spend * (1.0 - policy.promotion_online) / kPromotionUnit;
  }
  portable::pow_column(placed, a_.promotion_exponent);
  portable::pow_column(aired, a_.promotion_exponent);
  for (std::size_t l = 0; l < labels.size(); ++l) {
    carriers[l].placed = kPlacementWeight * placed[l];
    carriers[l].aired = aired[l] * circulation_.gate[static_cast<std::size_t>(labels[l].identity.kind)];
  }
  return carriers;
}

void MarketRanking::collect(const ReleaseDraws& draws) {
  const auto following = [&](ActId act) {
    return act.value < world_.week.shape.acts ? world_.week.engaged_act[m_ * world_.week.shape.acts + act.value]
                                              : People{0};
  };
  People followers = 0;
  for (std::size_t a = 0; a < world_.industry.acts.size(); ++a)
    if (world_.industry.acts[a].in_use && !world_.industry.acts[a].retired) followers += following(ActId(a));
  const double mean_following =
      circulation_.live_acts > 0 ? static_cast<double>(followers) / static_cast<double>(circulation_.live_acts) : 0.0;
  const std::vector<Carrier> carriers = this->carriers();
  std::vector<double> followed(candidates_.size());
  double all_followed = 0.0;
  for (std::size_t r = 0; r < candidates_.size(); ++r) {
    const Circulating& release = circulation_.releases[r];
    const Carrier& carrier = carriers[release.carrier(m_).value];
    followed[r] = static_cast<double>(following(circulation_.prototypes[r].row.act));
    all_followed += followed[r];
    const double relative = mean_following > 0.0 ? followed[r] / mean_following : 0.0;
    Candidate& c = candidates_[r];
    c.home = carrier.home;
    c.distribution = carrier.distribution;
    c.seed = a_.new_release_seed * release.fresh * (1.0 + std::min(kMostFollowing, relative));
    c.streamed = draws.streamed(m_, r) < carrier.streams;
    if (release.promoted) {
      c.placed = carrier.placed;
      c.aired = carrier.aired * release.fresh;
    }
    if (uploads_ <= 0.0) continue;
    c.official = carrier.collective || (draws.official(r) < carrier.uploads &&
                                        (carrier.home || draws.unblocked(m_, r) >= carrier.geo_blocking));
    // Fans upload releases of acts with a fandom anywhere, unless they are taken down.
    c.unofficial = draws.unofficial(r) < release.uploaded * (1.0 - carrier.takedown);
  }
  log_popularity_ = log_shares(circulation_.popularity[m_], circulation_.plays[m_]);
  log_sales_ = log_shares(followed, all_followed);
}

double MarketRanking::media_weight(const PlatformTraits& traits) const {
  const Market& market = world_.scenario.markets[m_];
  const double weight = traits.media ? a_.*traits.media : 0.0;
  if (traits.weighing == Weighing::promotion && gala_) return weight * market.gala_reach;
  if (traits.weighing == Weighing::shops) return weight * market.physical_habit.at(day_);
  return weight;
}

/// The platform's rating of each release by popularity or sales. In whole columns, so that powers are computed in
/// parallel.
std::vector<double> MarketRanking::rated(const Rule& rule) const {
  const std::vector<double>& counted = rule.by_sales() ? log_sales_ : log_popularity_;
  const bool raised = !rule.by_sales() && rule.spec.prior > 0.0;
  std::vector<double> column =
      raised ? log_shares(circulation_.popularity[m_], circulation_.plays[m_], rule.spec.prior) : counted;
  portable::exp_column(column, rule.exponent);
  if (!rule.by_sales() && rule.cross_border > 0.0 && rule.elsewhere > 0.0) add_elsewhere(rule, column);
  if (rule.spec.position_exponent > 0.0) list(rule, counted, column);
  return column;
}

/// Adds (n s)^exponent, s the release's share of the plays of the platform's users in other markets, weighted by
/// nearness.
void MarketRanking::add_elsewhere(const Rule& rule, std::vector<double>& column) const {
  std::vector<double> shares(column.size(), 0.0);
  for (std::size_t n = 0; n < rule.weights.size(); ++n) {
    const double weight = rule.weights[n];
    if (weight <= 0.0) continue;
    const double* const there = circulation_.popularity[n].data();
    for (std::size_t r = 0; r < shares.size(); ++r) shares[r] += weight * there[r];
  }
  for (double& share : shares) share = static_cast<double>(shares.size()) * share / rule.elsewhere;
  portable::pow_column(shares, rule.exponent);
  for (std::size_t r = 0; r < shares.size(); ++r) column[r] += rule.cross_border * shares[r];
}

/// Puts the releases in a list, by plays, sales or quality.
void MarketRanking::list(const Rule& rule, const std::vector<double>& counted, std::vector<double>& column) const {
  const bool by_quality = rule.spec.position_by == "quality";
  std::vector<double> scores, ties;
  for (std::size_t r = 0; r < column.size(); ++r) {
    scores.push_back(by_quality ? world_.industry.releases[r].quality : counted[r]);
    ties.push_back(
        world_.draws.uniform(kDrawListPlace, availability_key(circulation_.releases[r].key, world_.markets.keys[m_])));
  }
  discount_by_position(scores, ties, rule.spec.position_exponent, column);
}

MarketRanking::Weight MarketRanking::broadcast(std::size_t r) const {
  const Candidate& c = candidates_[r];
  if (c.aired <= 0.0) return {};
  if (gala_) return {c.home && circulation_.releases[r].established ? c.aired : 0.0, c.aired};
  if (c.home) return {c.aired, c.aired};
  double barrier = barrier_[circulation_.releases[r].scene];
  if (!world_.markets.asian[m_]) barrier *= circulation_.releases[r].western_open;
  return {c.aired * (1.0 - barrier), c.aired};
}

MarketRanking::Weight MarketRanking::retail(std::size_t r, double rated) const {
  const Candidate& c = candidates_[r];
  const double possible = rated + c.seed;
  const double banned = c.home ? 0.0 : ban_[circulation_.releases[r].scene];
  return {possible * c.distribution * (1.0 - banned), possible};
}

/// On upload sites only releases of collectives are official; with `uploads_too` those of all labels are.
MarketRanking::Weight MarketRanking::video(std::size_t r, double rated, bool uploads_too) const {
  const Candidate& c = candidates_[r];
  const Circulating& release = circulation_.releases[r];
  const double possible = (rated + c.seed + c.placed) * release.video_quality * release.video_fresh * favour(c);
  if (c.official && (uploads_too || release.user_made)) return {possible, possible};
  return {c.unofficial ? possible * a_.unofficial_reach : 0.0, possible};
}

MarketRanking::Weight MarketRanking::streaming(std::size_t r, double rated) const {
  const Candidate& c = candidates_[r];
  const double possible = (rated + c.seed + c.placed) * favour(c);
  return {c.streamed ? possible : 0.0, possible};
}

MarketRanking::Weight MarketRanking::live(std::size_t r, double rated) const {
  const Circulating& release = circulation_.releases[r];
  const double possible = (kPosterReach + rated) * release.fresh;
  // A livestream plays to whoever has video, everywhere at once; a tour where it goes, bans permitting.
  double open = ((release.on_tour >> m_) & 1) != 0 ? 1.0 - ban_[release.scene] : 0.0;
  if (release.livestream_viewers > 0.0) {
    const double blocked =
        candidates_[r].home ? 0.0 : lever_in(world_.industry.label(release.label), &Policy::geo_blocking, m_);
    open = std::max(open, video_ * (1.0 - blocked) * release.livestream_viewers);
  }
  return {possible * open, possible};
}

/// Weighs every release; returns the sums.
MarketRanking::Weight MarketRanking::weigh(Weighing weighing, const std::vector<double>& rated) {
  Weight sum;
  const auto each = [&](const auto& weight_of) {
    for (std::size_t r = 0; r < items_.size(); ++r) {
      const Weight w = weight_of(r);
      items_[r].weight = w.offered;
      sum.offered += w.offered;
      sum.possible += w.possible;
    }
  };
  switch (weighing) {
    case Weighing::promotion:
      each([&](std::size_t r) { return broadcast(r); });
      break;
    case Weighing::shops:
      each([&](std::size_t r) { return retail(r, rated[r]); });
      break;
    case Weighing::uploads:
      each([&](std::size_t r) { return video(r, rated[r], false); });
      break;
    case Weighing::videos:
      each([&](std::size_t r) { return video(r, rated[r], true); });
      break;
    case Weighing::licences:
      each([&](std::size_t r) { return streaming(r, rated[r]); });
      break;
    case Weighing::stage:
      each([&](std::size_t r) { return live(r, rated[r]); });
      break;
    case Weighing::nothing:
      break;
  }
  return sum;
}

double MarketRanking::build(std::size_t p, PickTree& tree) {
  const Rule rule(world_, circulation_, m_, p);
  const bool by_promotion = rule.traits.weighing == Weighing::promotion;  // only: popularity has no effect
  const Weight all = weigh(rule.traits.weighing, by_promotion ? std::vector<double>() : rated(rule));
  tree.build(items_);
  if (all.possible <= 0.0) return 0.0;
  // Restrictions on supply reduce the use of a channel. No market expects all acts to be on tour at once.
  const double expected = rule.traits.weighing == Weighing::stage ? kOnTour * all.possible : all.possible;
  return media_weight(rule.traits) * std::min(1.0, all.offered / expected);
}

void MarketRanking::part_by_scene(std::vector<SceneOffer>& scenes) const {
  scenes.resize(world_.markets.size());
  std::vector<std::vector<WeightedItem>> items(scenes.size());
  for (SceneOffer& scene : scenes) scene.rows.clear();
  for (std::size_t r = 0; r < items_.size(); ++r) {
    const std::size_t s = circulation_.releases[r].scene;
    items[s].push_back(items_[r]);
    scenes[s].rows.push_back(static_cast<std::uint16_t>(r));
  }
  for (std::size_t s = 0; s < scenes.size(); ++s) scenes[s].tree.build(items[s]);
}

}  // namespace hibiki::phases
