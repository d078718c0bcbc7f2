#include "sim/phases/listening.hpp"

#include <algorithm>

#include "sim/core/draw_uses.hpp"
#include "sim/core/portable_math.hpp"

namespace hibiki::inline phases {

namespace {

constexpr double kUsualEngagement = 0.6;  ///< at which a fan spends by the rates of the assumptions

}  // namespace

ListeningRules::ListeningRules(const ListenView& world, int week)
    : week(week),
      attention(world.draws.stream(kDrawExposures.purpose)),
      attending(world.draws, kDrawAttentive.purpose),
      exposure(world.draws.stream(kDrawPick.purpose)),
      picking(world.draws, kDrawExposure.purpose),
      sharing(world.draws.stream(kDrawShare.purpose)),
      repeating(world.draws.stream(kDrawRepeat.purpose)),
      drift(world.draws.stream(kDrawDrift.purpose)),
      a(world.scenario.assumptions) {
  const double msd = world.markets.expected_msd;
  match_scale = 1.0 / (kPackedScale * kPackedScale * kStyleAxes * msd);
  for (std::size_t k = 0; k < sharers.size(); ++k)
    sharers[k] = a.try_sharers * portable::log2(1.0 + static_cast<double>(k));
  engaged_above = static_cast<std::uint16_t>(a.engagement_threshold * kEngagementScale);
  for (std::size_t level = 0; level < spending.size(); ++level) {
    const double relative = (static_cast<double>(level) + 0.5) / 256.0 / kUsualEngagement;
    const double weight = portable::exp(a.spending_convexity * portable::log(relative));
    spending[level] = static_cast<std::uint32_t>(weight * static_cast<double>(kSpendingScale) + 0.5);
  }
  share_above = static_cast<std::uint16_t>(a.share_threshold * kEngagementScale);
  for (std::size_t p = 0; p < world.platforms.size(); ++p) {
    const PlatformTraits& traits = world.platforms.traits(p);
    channel_of[p] = traits.channel.value_or(Channel::live);  // without releases to meet
    visual[p] = traits.pictures;
    personal[p] = traits.personalised;
    video[p] = traits.videos;
  }
}

ListeningPlace make_listening_place(const MarketExposure& market, const ActExposure& acts, const ListenView& world,
                                    const Community& c, int year) {
  const std::size_t m = c.market.value;
  ListeningPlace place{.market = market, .acts = acts};
  place.m = m;
  place.weight = c.people_per_fan;
  place.age = std::clamp(year - c.birth_year, kYoungest, kOldest - 1);
  place.platforms = world.platforms.size();
  place.scenes = world.markets.size();
  const std::uint16_t* access = world.platforms.access_row(m, static_cast<std::size_t>(place.age - kYoungest));
  for (std::size_t p = 0; p < place.platforms; ++p) {
    place.access[p] = access[p];
    place.media[p][1] = place.market.media[p];
    const PlatformTraits& traits = world.platforms.traits(p);
    if (traits.online_ties) place.social_access = std::max(place.social_access, access[p]);
    if (traits.weighing == Weighing::videos && !market.scenes.empty())
      place.related_access = std::max(place.related_access, access[p]);
  }
  static const PickTree kNothing;
  place.trees.fill(&kNothing);
  for (std::size_t p = 0; p < place.platforms; ++p) place.trees[p] = &place.market.trees[p];
  place.ties = world.network.layout(c.market);
  const Assumptions& a = world.scenario.assumptions;
  const double off_peak = (place.age - a.plasticity_peak_age) / a.plasticity_width;
  place.plasticity = a.plasticity * portable::exp(-off_peak * off_peak);
  return place;
}

}  // namespace hibiki::phases
