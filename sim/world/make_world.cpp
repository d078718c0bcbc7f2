#include <algorithm>

#include "sim/core/draw_uses.hpp"
#include "sim/core/parallel.hpp"
#include "sim/core/portable_math.hpp"
#include "sim/scenario/label_name.hpp"
#include "sim/world/fan_part.hpp"
#include "sim/world/world.hpp"

namespace hibiki::inline world {

namespace {

/// Expected mean squared difference of a taste and a style of the same market: the scale of `match`.
double expected_msd(const Assumptions& a) {
  const double act = a.act_style_spread * 0.79;  // of a label with the default rigidity of .3
  return a.fan_taste_spread * a.fan_taste_spread + a.market_taste_spread * a.market_taste_spread + act * act + 0.0225;
}

/// Acts of the start have careers behind them, so that they do not all age at once.
void sign_first_acts(World& world, LabelId id, std::int64_t count) {
  for (std::int64_t i = 0; i < count; ++i) {
    const LabelState& label = world.industry.label(id);
    const Key key = child_key(label.key, Purpose::act_birth, label.next_act);
    const double past = world.draws.uniform(kDrawCareer, key) * world.scenario.assumptions.contract_years * 52.0;
    sign_act(world, id, 0, -static_cast<int>(past));
  }
}

/// Mean taste of a community at its birth.
Style community_taste(const Assumptions& a, const Draws& draws, const Markets& markets, const Community& c,
                      const Style& imprint, double imprinting) {
  Style mean = towards(markets.mean_taste[c.market.value], imprint, imprinting);
  for (int i = 0; i < kStyleAxes; ++i)
    mean[i] += a.market_taste_spread * draws.normal(kDrawCommunityTaste, c.key, 1, static_cast<std::uint32_t>(i));
  return mean;
}

PackedStyle fan_taste(const Assumptions& a, const Draws& draws, const Style& mean, Key fan) {
  Style taste;
  for (std::uint32_t i = 0; i < kStyleAxes; i += 4) {
    const Words w = draws.words(kDrawTaste, fan, 0, i / 4);
    for (std::uint32_t j = 0; j < 4; ++j)
      taste[i + j] = mean[i + j] + a.fan_taste_spread * normal_from_uniform((w[j] + 0.5) * 0x1p-32);
  }
  return pack(taste);
}

}  // namespace

void draw_community(const Assumptions& a, const Draws& draws, const Markets& markets, const Community& c,
                    const Style& imprint, double imprinting, Fans& fans) {
  const Style mean = community_taste(a, draws, markets, c, imprint, imprinting);
  for (std::uint32_t fan = c.first; fan < c.first + c.size; ++fan) {
    const Key key = fans.key(c, fan);
    fans.taste[fan] = fan_taste(a, draws, mean, key);
    fans.favourites[fan].fill(ActId{});
    fans.engagement[fan].fill(0);
    fans.shared[fan] = fans.shared_next[fan] = ActId{};
    fans.cascade[fan] = fans.cascade_next[fan] = Cascade{};
    const Words w = draws.words(kDrawTraits, key);
    fans.readiness[fan] = static_cast<std::uint8_t>(w[0] >> 24);
    const double open = a.openness_mean + 0.2 * normal_from_uniform((w[1] + 0.5) * 0x1p-32);
    fans.openness[fan] = static_cast<std::uint8_t>(std::clamp(open, 0.0, 1.0) * 255.0 + 0.5);
    const double active = 2.0 * a.attention_mean * Draws::to_uniform(w[2]);
    fans.activity[fan] = static_cast<std::uint8_t>(std::clamp(active * 256.0 + 0.5, 0.0, 255.0));
  }
}

void weigh_fans(const Scenario& scenario, int year, Fans& fans, Markets& markets) {
  const auto people = people_on(scenario, make_day(year, 7, 1));
  for (std::size_t m = 0; m < markets.size(); ++m) {
    const std::uint32_t first = fans.all_community_first()[m], last = fans.all_community_first()[m + 1];
    const auto communities = fans.all_communities().subspan(first, last - first);
    weigh_communities(communities, people[m], year);
    markets.people[m] = 0;
    for (const Community& c : communities) markets.people[m] += c.people_per_fan * c.size;
  }
  refresh_communities(fans);
}

std::size_t community_count(const Scenario& scenario) {
  const auto people = people_on(scenario, scenario.run.start);
  const std::vector<Key> keys(people.size());
  return lay_out(allot_fans(scenario.run.fans, totals(people)), people, keys, 0).communities.size();
}

World make_world(const Scenario& given, std::uint64_t seed, Ranks* ranks) {
  World world{.scenario = canonical(given), .calendar = given.calendar(), .draws = Draws(seed)};
  const Scenario& scenario = world.scenario;
  const int year = world.calendar.year(0);
  world.markets = make_markets(scenario);
  world.markets.expected_msd = expected_msd(scenario.assumptions);
  const auto people = people_on(scenario, scenario.run.start);
  const auto counts = allot_fans(scenario.run.fans, totals(people));
  world.fans = lay_out(counts, people, world.markets.keys, year);
  if (ranks != nullptr)
    world.fans = part_of(std::move(world.fans), *ranks);
  else
    make_columns(world.fans);
  weigh_fans(scenario, year, world.fans, world.markets);
  for_each_index(world.fans.communities.size(), 16, [&](std::size_t c) {
    const Community& community = world.fans.communities[c];
    draw_community(scenario.assumptions, world.draws, world.markets, community,
                   world.markets.mean_taste[community.market.value], 0.0, world.fans);
  });
  const auto taste_elsewhere = [&](const Community& c, std::uint32_t own) {
    const Style mean = community_taste(scenario.assumptions, world.draws, world.markets, c,
                                       world.markets.mean_taste[c.market.value], 0.0);
    return fan_taste(scenario.assumptions, world.draws, mean, c.key + own);
  };
  world.network = FanNetwork::build(world.fans, scenario.assumptions, tie_proximity(world.markets, totals(people)),
                                    world.draws, taste_elsewhere);
  world.platforms = make_platforms(scenario);
  update_access(scenario, scenario.run.start, world.platforms);
  world.trials = make_trials(scenario);

  for (const Label& entry : scenario.labels)
    for (std::int64_t i = 0; i < entry.count; ++i)
      if (entry.founded <= scenario.run.start) {
        const LabelId id = add_label(world, entry, label_name(entry, i), 0);
        sign_first_acts(world, id, entry.acts);
      }
  for (std::size_t i = 0; i < scenario.acts.size(); ++i)
    if (scenario.acts[i].debut <= scenario.run.start) add_named_act(world, i, 0);
  world.week = Tallies({world.market_count(), world.platforms.size(), world.industry.acts.size(), 0});
  return world;
}

World fork_world(const World& past, const Scenario& scenario) {
  World world = past;
  world.scenario = canonical(scenario);
  for (LabelState& label : world.industry.labels) label.plan = PolicyPlan(world.scenario, label.identity, label.plan);
  return world;
}

}  // namespace hibiki::world
