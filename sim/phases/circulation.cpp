#include "sim/phases/circulation.hpp"

#include <algorithm>
#include <numeric>

#include "sim/core/portable_math.hpp"

namespace hibiki {

namespace {

constexpr double kAgencyGate = 0.5;         ///< an agency stands halfway between a major and an indie
constexpr int kEstablishedWeeks = 104;      ///< the gala invites acts that old

double gate_of(LabelKind kind, double gatekeeping) {
  switch (kind) {
    case LabelKind::major: return portable::exp(gatekeeping);
    case LabelKind::agency: return portable::exp(kAgencyGate * gatekeeping);
    case LabelKind::indie: return 1.0;
    case LabelKind::collective: return 0.0;  // no gatekeeper lets user-made music on air, and it needs none
  }
  return 0.0;
}

bool ranks_by_plays(PlatformKind kind) {
  return kind == PlatformKind::upload || kind == PlatformKind::video || kind == PlatformKind::streaming;
}

/// e^(-age / weeks) by age in weeks.
std::vector<double> freshness(std::int64_t oldest, double weeks) {
  std::vector<double> fresh;
  for (std::int64_t age = 0; age <= oldest; ++age) fresh.push_back(portable::exp(-static_cast<double>(age) / weeks));
  return fresh;
}

Circulating circulating(const World& world, int week, const ReleaseState& r, int newest) {
  const ActState& act = world.industry.act(r.act);
  Circulating c;
  c.promoted = r.week == newest && !act.retired;
  c.user_made = world.industry.label(r.label).identity.kind == LabelKind::collective;
  c.scene = act.home.value;
  for (std::size_t s = 0; s < r.heritage.size(); ++s)
    if (r.heritage[s] > 0.0) c.heritage |= std::uint64_t{1} << s;
  c.official_draw = world.draws.uniform(Purpose::availability, r.key, 0, 0);
  c.unofficial_draw = world.draws.uniform(Purpose::availability, r.key, 0, 2);
  const auto fandom = static_cast<double>(act.engaged);
  c.uploaded = fandom / (fandom + world.scenario.assumptions.unofficial_fandom);
  c.on_tour = act.tour_week == week ? act.tour_markets : 0;
  c.livestreamed = act.livestream_week == week;
  c.established = week - act.debut_week >= kEstablishedWeeks;
  return c;
}

}  // namespace

Circulation::Circulation(const World& world, int week) : promoters(world.industry.labels.size(), false) {
  const Assumptions& a = world.scenario.assumptions;
  const std::vector<double> fresh = freshness(a.release_weeks, a.freshness_weeks);
  const std::vector<double> video_fresh = freshness(a.release_weeks, a.freshness_weeks * a.video_freshness);
  std::vector<int> newest(world.industry.acts.size(), -1);
  for (const ReleaseState& r : world.industry.releases) newest[r.act.value] = std::max(newest[r.act.value], r.week);
  for (const ReleaseState& r : world.industry.releases) {
    Circulating& c = releases.emplace_back(circulating(world, week, r, newest[r.act.value]));
    const auto age = static_cast<std::size_t>(week - r.week);
    c.fresh = fresh[age];
    c.video_fresh = video_fresh[age];
    if (!c.promoted) continue;
    promoters[r.label.value] = true;
    if (r.partner) promoters[r.partner_label.value] = true;
  }
  for (const ActState& act : world.industry.acts) live_acts += act.in_use && !act.retired ? 1 : 0;
  for (const LabelKind kind : {LabelKind::major, LabelKind::agency, LabelKind::indie, LabelKind::collective})
    gate[static_cast<std::size_t>(kind)] = gate_of(kind, a.gatekeeping);
  count_plays(world);
}

void Circulation::count_plays(const World& world) {
  const std::size_t markets = world.market_count(), platforms = world.platforms.size();
  access.assign(markets * platforms, 0);
  for (std::size_t m = 0; m < markets; ++m) {
    auto& here = popularity.emplace_back();
    for (const ReleaseState& r : world.industry.releases) here.push_back(r.popularity[m]);
    plays.push_back(std::accumulate(here.begin(), here.end(), std::int64_t{0}));
    for (std::size_t p = 0; p < platforms; ++p)
      if (ranks_by_plays(world.platforms.kinds[p]))
        access[m * platforms + p] = static_cast<std::int64_t>(world.platforms.access_mean[m * platforms + p] * 256.0);
    for (std::size_t n = 0; n < markets; ++n) {
      const double distance = world.markets.distance(static_cast<Eigen::Index>(m), static_cast<Eigen::Index>(n));
      near.push_back(m == n ? 0.0 : portable::exp(-world.scenario.assumptions.ranking_closeness * distance));
    }
  }
}

}  // namespace hibiki
