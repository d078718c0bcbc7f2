#include "tools/experiments/why.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "output/analysis/arm_archive.hpp"
#include "sim/engine/replicate_run.hpp"
#include "sim/scenario/first_difference.hpp"
#include "tools/experiments/failures.hpp"
#include "tools/experiments/shared_past.hpp"

namespace hibiki::inline experiments {

template <class Archive>
void serialize(Archive& archive, WonAndLost& week) {
  static_assert(kMembers<WonAndLost> == 5);
  archive(week.week, week.won, week.lost, week.reached_won, week.reached_lost);
}

template <class Archive>
void serialize(Archive& archive, WonThrough& channel) {
  static_assert(kMembers<WonThrough> == 2);
  archive(channel.all, channel.reached);
}

template <class Archive>
void serialize(Archive& archive, ChainLink& link) {
  static_assert(kMembers<ChainLink> == 6);
  archive(link.fan, link.market, link.age, link.week, link.act, link.channel);
}

namespace {

constexpr std::size_t kFirstWeeks = 52;
constexpr std::size_t kChains = 5;  ///< examples a seed gives
constexpr std::size_t kLongestChain = 32;

/// Mean engaged people by market and by age over the window.
class GroupBuilder final : public Observer {
 public:
  explicit GroupBuilder(const ArmScope& scope) : scope_(scope) {}
  void begin(const RunAxes& axes, int) override {
    scenes_ = axes.scenes.size();
    by_market.assign(scenes_, 0.0);
    by_age.assign(kAgeGroups, 0.0);
  }
  void week(const WeekObservation& w, const std::vector<RegistryEntry>&, const std::vector<RegistryEntry>&) override {
    if (w.week < scope_.from_week) return;
    ++weeks_;
    for (std::size_t m = 0; m < scenes_; ++m)
      by_market[m] += static_cast<double>(w.engaged[m * scenes_ + scope_.scene.index]);
    for (std::size_t g = 0; g < kAgeGroups; ++g)
      by_age[g] += static_cast<double>(w.engaged_by_age[g * scenes_ + scope_.scene.index]);
  }
  void end(const RunResult&) override {
    for (auto* groups : {&by_market, &by_age})
      for (double& value : *groups) value /= std::max(1.0, weeks_);
  }
  std::vector<double> by_market, by_age;

 private:
  friend class cereal::access;
  template <class Archive>
  void serialize(Archive& archive) {
    archive(by_market, by_age, scenes_, weeks_);
  }

  ArmScope scope_;
  std::size_t scenes_ = 0;
  double weeks_ = 0;
};

/// An arm in progress, with its records.
struct Arm {
  Arm(const Scenario& scenario, std::uint64_t seed, const ArmScope& scope)
      : run(scenario, seed), record(scope), groups(scope) {}
  Arm(const Arm& past, const Scenario& scenario) : run(past.run, scenario), record(past.record), groups(past.groups) {}

  void advance(const std::vector<Observer*>& watchers) { run.advance(observers(watchers)); }
  std::vector<Observer*> observers(const std::vector<Observer*>& watchers) {
    std::vector<Observer*> all{&record, &groups};
    all.insert(all.end(), watchers.begin(), watchers.end());
    return all;
  }
  const World& world() const { return run.simulation().world(); }

  ReplicateRun run;
  ArmBuilder record;
  GroupBuilder groups;
};

/// Keys of the acts that a fan is engaged with: the scene's, and others'.
struct Following {
  std::vector<Key> own, other;
};

/// Reads the favourites of fans in an arm.
class Fandom {
 public:
  Fandom(const World& world, std::size_t scene)
      : world_(world),
        scene_(scene),
        threshold_(static_cast<std::uint16_t>(world.scenario.assumptions.engagement_threshold * kEngagementScale)) {}

  bool follows(std::uint32_t fan) const {
    for (std::size_t s = 0; s < kFavourites; ++s)
      if (engaged(fan, s) && of_scene(fan, s)) return true;
    return false;
  }
  Following following(std::uint32_t fan) const {
    Following found;
    for (std::size_t s = 0; s < kFavourites; ++s)
      if (engaged(fan, s)) (of_scene(fan, s) ? found.own : found.other).push_back(act(fan, s).key);
    return found;
  }
  /// Slot of the scene's act that the fan follows most; there must be one.
  std::size_t strongest(std::uint32_t fan) const {
    std::size_t best = kFavourites;
    for (std::size_t s = 0; s < kFavourites; ++s)
      if (engaged(fan, s) && of_scene(fan, s) &&
          (best == kFavourites || world_.fans.engagement[fan][s] > world_.fans.engagement[fan][best]))
        best = s;
    return best;
  }
  const ActState& act(std::uint32_t fan, std::size_t slot) const {
    return world_.industry.act(world_.fans.favourites[fan][slot]);
  }
  bool holds(std::uint32_t fan, Key key) const {
    for (std::size_t s = 0; s < kFavourites; ++s)
      if (world_.fans.favourites[fan][s] && act(fan, s).key == key) return true;
    return false;
  }
  const World& world() const { return world_; }

 private:
  bool engaged(std::uint32_t fan, std::size_t s) const {
    return world_.fans.favourites[fan][s] && world_.fans.engagement[fan][s] > threshold_;
  }
  bool of_scene(std::uint32_t fan, std::size_t s) const { return act(fan, s).home.value == scene_; }

  const World& world_;
  std::size_t scene_;
  std::uint16_t threshold_;
};

/// visit(fan, community) for every fan.
template <class Visit>
void for_each_fan(const Fans& fans, const Visit& visit) {
  for (const Community& c : fans.communities)
    for (std::uint32_t fan = c.first; fan < c.first + c.size; ++fan) visit(fan, c);
}

WonAndLost compare_fans(const World& base, const World& contagion, const World& whole, std::size_t scene, Day week) {
  const std::vector<People> nobody(base.market_count(), 0);
  WonAndLost now{week, nobody, nobody, nobody, nobody};
  const Fandom before(base, scene), reached(contagion, scene), after(whole, scene);
  for_each_fan(base.fans, [&](std::uint32_t fan, const Community& c) {
    const bool was = before.follows(fan);
    const auto note = [&](bool is, std::vector<People>& won, std::vector<People>& lost) {
      if (was != is) (is ? won : lost)[c.market.value] += c.people_per_fan;
    };
    note(after.follows(fan), now.won, now.lost);
    note(reached.follows(fan), now.reached_won, now.reached_lost);
  });
  return now;
}

/// Community of each fan, by position.
std::vector<std::uint32_t> communities_of(const Fans& fans) {
  std::vector<std::uint32_t> of(fans.size());
  for (std::uint32_t i = 0; i < fans.communities.size(); ++i)
    std::fill_n(of.begin() + fans.communities[i].first, fans.communities[i].size, i);
  return of;
}

/// Tells how favourites came about.
class Origins {
 public:
  Origins(const Fandom& fandom, const Discoveries& discoveries)
      : fandom_(fandom), world_(fandom.world()), discoveries_(discoveries), community_(communities_of(world_.fans)) {}

  /// The note on how the act came to the fan; nullptr when it came otherwise than by listening, or is gone again.
  const Discovery* note(std::uint32_t fan, Key act) const {
    for (const Discovery& d : discoveries_[fan])
      if (d.act == act && d.week >= 0 && fandom_.holds(fan, act)) return &d;
    return nullptr;
  }

  std::string channel(const Discovery* d) const {
    if (!d) return "followed its members";
    switch (d->channel) {
      case Channel::video:
        return d->official ? "official video" : "unofficial upload";
      case Channel::upload:
        return "unofficial upload";
      case Channel::friends:
        return "friend in " + market_of(d->tie);
      case Channel::live:
        return "concert or livestream";
      case Channel::following:
        return "joint release";
      case Channel::related:
        return "video beside a favourite's";
      default:
        return std::string(kChannelNames[static_cast<std::size_t>(d->channel)]);
    }
  }

  const std::string& market_of(std::uint32_t fan) const {
    return world_.scenario.markets[world_.fans.communities[community_[fan]].market.value].name;
  }

  ChainLink link(std::uint32_t fan, const Discovery& d, const std::string& act) const {
    const Day day = world_.calendar.day(d.week);
    return {fan, market_of(fan), year_of(day) - world_.fans.communities[community_[fan]].birth_year, day,
            act, channel(&d)};
  }

  /// From the fan back to the fan that met the act on another channel than ties; origin first. Empty if a link is
  /// unknown.
  std::vector<ChainLink> chain(std::uint32_t fan, Key act, const std::string& name) const {
    std::vector<ChainLink> links;
    const Discovery* d = note(fan, act);
    for (std::uint32_t at = fan; d && links.size() < kLongestChain;) {
      links.push_back(link(at, *d, name));
      if (d->tie == kNoTie) {
        std::reverse(links.begin(), links.end());
        return links;
      }
      at = d->tie;
      const Discovery* before = note(at, act);
      d = before && before->week < d->week ? before : nullptr;
    }
    return {};
  }

 private:
  const Fandom& fandom_;
  const World& world_;
  const Discoveries& discoveries_;
  std::vector<std::uint32_t> community_;
};

std::size_t markets_crossed(const std::vector<ChainLink>& chain) {
  std::set<std::string> markets;
  for (const ChainLink& link : chain) markets.insert(link.market);
  return markets.size();
}

/// Keeps the widest, then the longest; of equals the first.
void keep_chain(std::vector<std::vector<ChainLink>>& chains, std::vector<ChainLink> chain) {
  const auto better = [](const auto& a, const auto& b) {
    return std::pair(markets_crossed(a), a.size()) > std::pair(markets_crossed(b), b.size());
  };
  chains.insert(std::upper_bound(chains.begin(), chains.end(), chain, better), std::move(chain));
  if (chains.size() > kChains) chains.pop_back();
}

bool lacks_any(const std::vector<Key>& of, const std::vector<Key>& in) {
  return std::ranges::any_of(of, [&](Key key) { return std::ranges::find(in, key) == in.end(); });
}

/// How the won came to the act that they follow most in an arm.
template <class Tell>
void tell_channels(const World& base, const World& arm, std::size_t scene, const Discoveries& discoveries,
                   const Tell& tell) {
  const Fandom before(base, scene), after(arm, scene);
  const Origins origins(after, discoveries);
  for_each_fan(base.fans, [&](std::uint32_t fan, const Community& c) {
    if (before.follows(fan) || !after.follows(fan)) return;
    const ActState& act = after.act(fan, after.strongest(fan));
    tell(origins, fan, act, origins.channel(origins.note(fan, act.key)), c.people_per_fan);
  });
}

/// Fans one by one, at the end.
void tell_fans_apart(const World& base, const World& contagion, const World& whole, std::size_t scene,
                     WhyOutcome& out) {
  const Fandom before(base, scene), same_market(contagion, scene), after(whole, scene);
  for_each_fan(base.fans, [&](std::uint32_t fan, const Community& c) {
    const People people = c.people_per_fan;
    const Following was = before.following(fan), is = after.following(fan);
    const bool in_base = !was.own.empty(), in_whole = !is.own.empty(), reached = same_market.follows(fan);
    if (in_whole && !in_base) out.won += people;
    if (in_base && !in_whole) out.lost += people;
    if (reached && !in_base) out.reached_won += people;
    if (in_base && !reached) out.reached_lost += people;
    if (in_whole && !reached) out.market_won += people;
    if (reached && !in_whole) out.market_lost += people;
    if (in_whole && in_base && lacks_any(is.own, was.own)) out.already += people;
    if (in_whole && !in_base && lacks_any(was.other, is.other)) out.from_other += people;
  });
}

/// Channels of the won, and examples of chains along which the change reached fans: of the arm of contagion, from an
/// origin after the change whose fan does not follow the act in the base.
void tell_origins(const World& base, const World& contagion, const World& whole, const WhyPlan& plan, Day change,
                  const Discoveries& in_contagion, const Discoveries& in_whole, WhyOutcome& out) {
  const std::size_t scene = plan.scope.scene.index;
  tell_channels(base, whole, scene, in_whole,
                [&](const Origins&, std::uint32_t, const ActState&, const std::string& channel, People people) {
                  out.won_through[channel].all += people;
                });
  const Fandom before(base, scene);
  tell_channels(
      base, contagion, scene, in_contagion,
      [&](const Origins& origins, std::uint32_t fan, const ActState& act, const std::string& channel, People people) {
        out.won_through[channel].reached += people;
        auto chain = origins.chain(fan, act.key, contagion.industry.act_registry[act.registry_row].name);
        if (chain.size() > 1 && chain.front().week >= change && !before.holds(chain.front().fan, act.key))
          keep_chain(out.chains, std::move(chain));
      });
}

bool quarter_turns(const Calendar& calendar, int week) {
  return week + 1 >= calendar.weeks || calendar.new_quarter(week + 1);
}

int fork_week(const Scenario& base, const Scenario& variant) {
  return first_difference(base, variant).value_or(base.calendar().weeks);
}

}  // namespace

std::string cannot_take_apart(const Scenario& base, const Scenario& variant) {
  const auto people = [](const Scenario& scenario) {
    std::map<std::string, std::vector<double>> rows;
    for (const Market& m : scenario.markets) rows[m.name] = m.people.at(scenario.run.start);
    return rows;
  };
  const auto platforms = [](const Scenario& scenario) {
    std::set<std::string> names;
    for (const Platform& p : scenario.platforms) names.insert(p.name);
    return names;
  };
  const char* other = people(base) != people(variant)         ? "people at the start"
                      : platforms(base) != platforms(variant) ? "platforms"
                                                              : nullptr;
  if (!other) return {};
  return fmt::format(
      "{} has other {} than {}: single fans and rankings of the two cannot be matched; 'hibiki compare' takes both",
      variant.name, other, base.name);
}

std::int64_t why_weeks(const Scenario& base, const Scenario& variant) {
  const int weeks = base.calendar().weeks;
  return weeks + 3 * std::int64_t{weeks - fork_week(base, variant)};
}

namespace {

/// The four arms of a seed in lockstep. A checkpoint holds them and the records of the weeks so far, or the outcome.
class WhySeed {
 public:
  WhySeed(const WhyPlan& plan, std::uint64_t seed)
      : plan_(plan),
        watched_(plan.watchers),
        fork_week_(fork_week(*plan.base, *plan.variant)),
        root_(*plan.base, seed, plan.scope),
        discoveries_(root_.world()),
        checkpoint_(plan.checkpoints, seed - plan.first_seed) {
    out_.seed = seed;
  }

  enum class Found { nothing, unusable, state };

  /// Once, before simulate(). What is unusable has changed the arms, which must not be simulated then.
  Found read_checkpoint() {
    bool tried = false;
    const bool found = checkpoint_.load([&](ArchiveReader& archive) {
      tried = true;
      read(archive);
    });
    resumed_ = found;
    return found ? Found::state : tried ? Found::unusable : Found::nothing;
  }

  WhyOutcome simulate() {
    if (done_) return out_;
    if (!resumed_) root_.run.begin(root_.observers(watchers_));
    advance_all();
    tell_fans_apart(root_.world(), contagion_->world(), whole_->world(), plan_.scope.scene.index, out_);
    tell_origins(root_.world(), contagion_->world(), whole_->world(), plan_, root_.world().calendar.day(fork_week_),
                 reached_->rows, discoveries_.rows, out_);
    const std::array<Arm*, kWhyArms> arms{&root_, &*direct_, &*contagion_, &*whole_};
    for (std::size_t a = 0; a < kWhyArms; ++a) {
      out_.replicates[a] = {out_.seed, arms[a]->run.finish(arms[a]->observers(watchers_)), {}};
      out_.records[a] = arms[a]->record.record();
      out_.by_market[a] = arms[a]->groups.by_market;
      out_.by_age[a] = arms[a]->groups.by_age;
    }
    done_ = true;
    checkpoint_.save_finished(write_);
    return out_;
  }

 private:
  void advance_all() {
    // The variant's arms record from the start, since fans may have met their favourites long before.
    root_.run.simulation().probe(&discoveries_);
    while (!whole_ && root_.run.week() < fork_week_ && !root_.run.finished()) {
      checkpoint_.advance([&] { root_.advance(watchers_); }, write_);
    }
    root_.run.simulation().probe(nullptr);
    if (!whole_) fork();
    whole_->run.simulation().probe(&discoveries_);
    contagion_->run.simulation().probe(&*reached_);
    while (!root_.run.finished()) {
      checkpoint_.advance([&] { advance_arms(root_.run.week()); }, write_);
    }
  }

  void advance_arms(int week) {
    direct_->run.simulation().meet_the_market_of(root_.run.simulation());
    direct_->run.simulation().hear_what_is_shared_in(root_.run.simulation());
    contagion_->run.simulation().meet_the_market_of(root_.run.simulation());
    for (Arm* arm : {&root_, &*direct_, &*contagion_, &*whole_}) arm->advance({});
    compare_week(week);
    // Watchers are told when all have advanced: where they stop the seed, the four are in step.
    for (std::size_t arm = 0; arm < kWhyArms; ++arm)
      for (Observer* o : watchers_) o->tick(week, root_.world().calendar.weeks);
  }

  void compare_week(int week) {
    const Calendar& calendar = root_.world().calendar;
    const bool early = static_cast<std::size_t>(week - fork_week_) < kFirstWeeks, turn = quarter_turns(calendar, week);
    if (!early && !turn) return;
    const WonAndLost now =
        compare_fans(root_.world(), contagion_->world(), whole_->world(), plan_.scope.scene.index, calendar.day(week));
    if (early) out_.first_weeks.push_back(now);
    if (turn) out_.quarters.push_back(now);
  }

  void fork() {
    reached_ = discoveries_;
    for (std::optional<Arm>* arm : {&direct_, &contagion_, &whole_}) {
      make(*arm);
      if (fork_week_ == 0) (*arm)->run.begin((*arm)->observers({}));
    }
  }

  /// An arm of the variant; the scenarios may differ at tick 0.
  void make(std::optional<Arm>& arm) {
    if (fork_week_ > 0)
      arm.emplace(root_, *plan_.variant);
    else
      arm.emplace(*plan_.variant, out_.seed, plan_.scope);
  }

  void read(ArchiveReader& archive) {
    for (std::optional<Arm>* arm : {&direct_, &contagion_, &whole_}) arm->reset();
    reached_.reset();
    const std::uint64_t seed = out_.seed;
    out_ = {};
    out_.seed = seed;
    state(archive);
    const int weeks = done_ ? root_.world().calendar.weeks : root_.run.week();
    const int forked = done_ || whole_ ? weeks - fork_week_ : 0;
    checkpoint_.say_resumed(weeks + 3 * std::int64_t{forked});
  }

  template <class Archive>
  void state(Archive& archive) {
    archive(done_);
    if (done_) {
      archive_outcome(archive);
      return;
    }
    bool forked = whole_.has_value();
    archive(forked, root_.run, root_.record, root_.groups);
    archive_discoveries(archive, discoveries_);
    if (!forked) return;
    if (!reached_) reached_ = discoveries_;
    archive_discoveries(archive, *reached_);
    for (std::optional<Arm>* arm : {&direct_, &contagion_, &whole_}) {
      if (!*arm) make(*arm);
      archive((*arm)->run, (*arm)->record, (*arm)->groups);
    }
    archive(out_.first_weeks, out_.quarters);
  }

  template <class Archive>
  static void archive_discoveries(Archive& archive, DiscoveryRecorder& discoveries) {
    for (auto& row : discoveries.rows)
      for (Discovery& d : row) archive(d.act, d.week, d.tie, d.channel, d.official);
  }

  template <class Archive>
  void archive_outcome(Archive& archive) {
    for (Replicate& replicate : out_.replicates) {
      archive(replicate.result);
      replicate.seed = out_.seed;
    }
    archive(out_.records, out_.by_market, out_.by_age, out_.won, out_.lost, out_.reached_won, out_.reached_lost,
            out_.market_won, out_.market_lost, out_.from_other, out_.already, out_.won_through, out_.first_weeks,
            out_.quarters, out_.chains);
  }

  const WhyPlan& plan_;
  WrappedObserver watched_;
  std::vector<Observer*> watchers_{&watched_};
  int fork_week_;
  Arm root_;
  DiscoveryRecorder discoveries_;             ///< of the base until the fork, then of the whole variant
  std::optional<DiscoveryRecorder> reached_;  ///< of the arm of contagion
  std::optional<Arm> direct_, contagion_, whole_;
  bool resumed_ = false, done_ = false;
  WhyOutcome out_;
  SeedCheckpoint checkpoint_;
  const Checkpoint::Write write_ = [this](ArchiveWriter& archive) { state(archive); };
};

}  // namespace

WhyOutcome simulate_why_seed(const WhyPlan& plan, std::uint64_t seed) {
  std::optional<WhySeed> run;
  run.emplace(plan, seed);
  if (run->read_checkpoint() == WhySeed::Found::unusable) run.emplace(plan, seed);
  return run->simulate();
}

WhyAnswer simulate_why(const WhyPlan& plan, const std::function<WhyOutcome(const WhyPlan&, std::uint64_t)>& simulate) {
  require_shared_past(*plan.base, {{plan.variant, fork_week(*plan.base, *plan.variant)}}, plan.first_seed);
  std::vector<WhyOutcome> outcomes(plan.seeds);
  std::vector<std::string> failures(plan.seeds);
  for_each_seed(plan.seeds, plan.at_once, [&](std::size_t i) {
    failures[i] = failure_of([&] { outcomes[i] = simulate(plan, plan.first_seed + i); });
  });
  WhyAnswer answer;
  for (std::size_t i = 0; i < plan.seeds; ++i)
    if (failures[i].empty())
      answer.outcomes.push_back(std::move(outcomes[i]));
    else
      answer.failed.push_back({plan.first_seed + i, failures[i]});
  return answer;
}

}  // namespace hibiki::experiments
