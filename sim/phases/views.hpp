// Access of each phase of the week: the parts of a World that it may read (const) and write. A phase cannot reach any
// other part. Views are made from a World, or from a wider view, where a phase is called.
#pragma once

#include "sim/world/world.hpp"

namespace hibiki::inline phases {

struct RenewView {
  template <class Whole>
  RenewView(Whole& world)
      : scenario(world.scenario),
        calendar(world.calendar),
        draws(world.draws),
        markets(world.markets),
        fans(world.fans) {}
  const Scenario& scenario;
  const Calendar& calendar;
  const Draws& draws;
  Markets& markets;  ///< people
  Fans& fans;
};

struct AdaptView {
  template <class Whole>
  AdaptView(Whole& world)
      : scenario(world.scenario),
        calendar(world.calendar),
        draws(world.draws),
        markets(world.markets),
        week(world.week),
        industry(world.industry),
        collaborations(world.collaborations),
        licences(world.licences),
        platforms(world.platforms),
        trials(world.trials),
        leader(world.leader) {}
  const Scenario& scenario;
  const Calendar& calendar;
  const Draws& draws;
  const Markets& markets;
  const Tallies& week;
  Industry& industry;
  Collaborations& collaborations;
  std::vector<std::uint8_t>& licences;
  Platforms& platforms;  ///< ranking rules
  PlatformTrials& trials;
  LeadingScene& leader;
};

struct ReleaseView : IndustryView {
  template <class Whole>
  ReleaseView(Whole& world)
      : IndustryView(world), collaborations(world.collaborations), week(world.week), fans(world.fans) {}
  Collaborations& collaborations;
  const Tallies& week;  ///< last week's: engaged people by act
  Fans& fans;           ///< favourites, of fans that follow members to a new act
};

struct RankView {
  template <class Whole>
  RankView(const Whole& world)
      : scenario(world.scenario),
        calendar(world.calendar),
        draws(world.draws),
        markets(world.markets),
        platforms(world.platforms),
        industry(world.industry),
        week(world.week) {}
  const Scenario& scenario;
  const Calendar& calendar;
  const Draws& draws;
  const Markets& markets;
  const Platforms& platforms;
  const Industry& industry;
  const Tallies& week;
};

struct ListenView {
  template <class Whole>
  ListenView(Whole& world) : ListenView(world, world.fans) {}
  /// The fans of `fans`, a copy of the world's, listen in its place.
  template <class Whole>
  ListenView(const Whole& world, Fans& fans)
      : scenario(world.scenario),
        calendar(world.calendar),
        draws(world.draws),
        markets(world.markets),
        platforms(world.platforms),
        industry(world.industry),
        network(world.network),
        fans(fans) {}
  const Scenario& scenario;
  const Calendar& calendar;
  const Draws& draws;
  const Markets& markets;
  const Platforms& platforms;
  const Industry& industry;
  const FanNetwork& network;
  Fans& fans;  ///< each its own row
};

struct SettleView {
  template <class Whole>
  SettleView(Whole& world)
      : scenario(world.scenario),
        calendar(world.calendar),
        platforms(world.platforms),
        industry(world.industry),
        collaborations(world.collaborations),
        markets(world.markets),
        week(world.week),
        ledger(world.ledger),
        trials(world.trials) {}
  const Scenario& scenario;
  const Calendar& calendar;
  const Platforms& platforms;
  Industry& industry;
  Collaborations& collaborations;
  Markets& markets;  ///< centroids and familiarity
  Tallies& week;
  Ledger& ledger;
  PlatformTrials& trials;
};

}  // namespace hibiki::phases
