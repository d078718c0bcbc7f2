#include "sim/phases/circulation.hpp"

#include <algorithm>
#include <cmath>

#include "sim/core/portable_math.hpp"

namespace hibiki::inline phases {

namespace {

constexpr double kAgencyGate = 0.5;     ///< an agency stands halfway between a major and an indie
constexpr double kVideoLasting = 0.2;   ///< part of a video's weight that does not fade
constexpr int kEstablishedWeeks = 104;  ///< the gala invites acts that old

double gate_of(LabelKind kind, double gatekeeping) {
  switch (kind) {
    case LabelKind::major:
      return portable::exp(gatekeeping);
    case LabelKind::agency:
      return portable::exp(kAgencyGate * gatekeeping);
    case LabelKind::indie:
      return 1.0;
    case LabelKind::collective:
      return 0.0;  // no gatekeeper lets user-made music on air, and it needs none
  }
  return 0.0;
}

/// e^(-age / weeks) by age in weeks.
std::vector<double> freshness(std::int64_t oldest, double weeks) {
  std::vector<double> fresh;
  for (std::int64_t age = 0; age <= oldest; ++age) fresh.push_back(portable::exp(-static_cast<double>(age) / weeks));
  return fresh;
}

Circulating circulating(const RankView& world, int week, const ReleaseState& r, int newest) {
  const Assumptions& a = world.scenario.assumptions;
  const ActState& act = world.industry.act(r.act);
  const LabelState& label = world.industry.label(r.label);
  Circulating c;
  c.key = r.key;
  c.label = r.label;
  if (r.partner) {
    c.partner_label = r.partner_label;
    c.partner_home = world.industry.label(r.partner_label).home;
  }
  c.scene = act.home.value;
  c.promoted = r.week == newest && !act.retired;
  c.user_made = label.identity.kind == LabelKind::collective;
  if (act.livestream_week == week) c.livestream_viewers = untired_viewers(a, act);
  c.established = week - act.debut_week >= kEstablishedWeeks;
  c.on_tour = act.tour_week == week ? act.tour_markets : 0;
  const auto fandom = static_cast<double>(act.engaged);
  c.uploaded = fandom / (fandom + a.unofficial_fandom);
  c.video_quality = r.video_quality;
  c.western_open = 1.0 - a.western_gate * 0.5 * (r.english + (r.western ? 1.0 : 0.0));
  return c;
}

RowPrototype prototype_of(const RankView& world, int week, const ReleaseState& r) {
  const Assumptions& a = world.scenario.assumptions;
  const ActState& act = world.industry.act(r.act);
  RowPrototype prototype;
  prototype.row.style = r.packed;
  prototype.row.like_visuals = static_cast<float>(a.like_visuals * act.visuals);
  prototype.row.like_craft = static_cast<float>(a.like_craft * act.craft);
  prototype.row.tiring = static_cast<float>(a.like_tiring * (week - r.week));
  prototype.row.shareability = static_cast<float>(std::min(1.0, 0.5 * r.video_quality));
  prototype.row.act = r.act;
  prototype.row.partner = r.partner;
  prototype.row.scene = act.home.value;
  prototype.try_base = a.try_constant + a.try_quality * r.quality;
  prototype.like_base = a.like_constant + a.like_quality * r.quality + a.like_performance * act.performance;
  prototype.english = r.english;
  prototype.local = r.local;
  prototype.break_distance = r.break_distance;
  prototype.label = r.label;
  return prototype;
}

}  // namespace

Circulation::Circulation(const RankView& world, int week) : promoters(world.industry.labels.size(), false) {
  const Assumptions& a = world.scenario.assumptions;
  const std::vector<double> fresh = freshness(a.release_weeks, a.freshness_weeks);
  const std::vector<double> video_fresh = freshness(a.release_weeks, a.freshness_weeks * a.video_freshness);
  std::vector<int> newest(world.industry.acts.size(), -1);
  for (const ReleaseState& r : world.industry.releases) newest[r.act.value] = std::max(newest[r.act.value], r.week);
  for (const ReleaseState& r : world.industry.releases) {
    Circulating& c = releases.emplace_back(circulating(world, week, r, newest[r.act.value]));
    const auto age = static_cast<std::size_t>(week - r.week);
    c.fresh = fresh[age];
    c.video_fresh = kVideoLasting + (1.0 - kVideoLasting) * video_fresh[age];
    RowPrototype& prototype = prototypes.emplace_back(prototype_of(world, week, r));
    prototype.heritage = static_cast<std::uint32_t>(heritage.size());
    for (std::size_t s = 0; s < r.heritage.size(); ++s)
      if (r.heritage[s] > 0.0) heritage.push_back({static_cast<std::uint16_t>(s), r.heritage[s]});
    prototype.heritage_end = static_cast<std::uint32_t>(heritage.size());
    if (!c.promoted) continue;
    promoters[r.label.value] = true;
    if (r.partner) promoters[r.partner_label.value] = true;
  }
  for (const ActState& act : world.industry.acts) live_acts += act.in_use && !act.retired ? 1 : 0;
  for (const LabelKind kind : {LabelKind::major, LabelKind::agency, LabelKind::indie, LabelKind::collective})
    gate[static_cast<std::size_t>(kind)] = gate_of(kind, a.gatekeeping);
  count_plays(world);
}

void Circulation::count_plays(const RankView& world) {
  const std::size_t markets = world.markets.size(), platforms = world.platforms.size();
  const auto& all = world.industry.releases;
  popularity.assign(markets, std::vector<double>(all.size()));
  plays.assign(markets, 0.0);
  for (std::size_t r = 0; r < all.size(); ++r)
    for (std::size_t m = 0; m < markets; ++m) {
      popularity[m][r] = static_cast<double>(all[r].popularity[m]);
      plays[m] += popularity[m][r];
    }
  access.assign(markets * platforms, 0.0);
  for (std::size_t m = 0; m < markets; ++m) {
    for (std::size_t p = 0; p < platforms; ++p)
      if (world.platforms.traits(p).by_plays)
        access[m * platforms + p] = std::trunc(world.platforms.access_mean[m * platforms + p] * 256.0);
    for (std::size_t n = 0; n < markets; ++n) {
      const double distance = world.markets.distance(static_cast<Eigen::Index>(m), static_cast<Eigen::Index>(n));
      near.push_back(m == n ? 0.0 : portable::exp(-world.scenario.assumptions.ranking_closeness * distance));
    }
  }
}

}  // namespace hibiki::phases
