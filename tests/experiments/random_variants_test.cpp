// Whatever a variant changes, an arm of a comparison is the run of its scenario, to the bit. The schema's tables are
// walked, so that keys to come are covered. RC_PARAMS="seed=... max_success=..." repeats or widens the search.
#include <gtest/gtest.h>

#include <rapidcheck.h>

#include <sstream>
#include <vector>

#include "sim/engine/run_archive.hpp"
#include "sim/scenario/load.hpp"
#include "sim/scenario/schema.hpp"
#include "tests/support/drawn_cases.hpp"
#include "tests/support/moved_number.hpp"
#include "tests/support/tiny_world.hpp"
#include "tools/experiments/arms.hpp"
#include "tools/experiments/attribution.hpp"
#include "tools/experiments/comparison_scope.hpp"
#include "tools/experiments/why.hpp"

namespace hibiki::test {
namespace {

constexpr int kWeeks = 40;
constexpr std::uint64_t kSeed = 11;

std::size_t below(std::size_t count) { return *rc::gen::inRange<std::size_t>(0, count); }
double between(double low, double high) { return low + (high - low) * static_cast<double>(below(1001)) / 1000.0; }

/// Changes one number of an entity, or nothing where the drawn key is not a number.
template <class Owner>
void move_any(std::span<const Field<Owner>> fields, Owner& owner) {
  move_number(fields[below(fields.size())], owner);
}

Day any_day(const Scenario& s) { return s.calendar().day(static_cast<int>(below(kWeeks))); }
std::string any_target() {
  return *rc::gen::element<std::string>("labels", "labels[home=A]", "labels[kind=indie]", "labels[name=B major]");
}

const Field<Policy>& any_lever() { return lever_fields()[below(lever_fields().size())]; }
double any_value(const Field<Policy>& lever) { return between(lever.minimum, std::min(lever.maximum, 20.0)); }

void add_policy(Scenario& s) {
  const Field<Policy>& lever = any_lever();
  DatedValue value(any_value(lever));
  const Day first = any_day(s);
  value.points.push_back({first, any_value(lever)});
  value.points.front().first = first - std::chrono::days(7 * static_cast<int>(below(20) + 1));
  s.policies.push_back({"policy " + std::to_string(s.policies.size()),
                        any_target(),
                        {{std::get<double Policy::*>(lever.member), value}}});
}

void add_intervention(Scenario& s) {
  const Field<Policy>& lever = any_lever();
  Intervention& i = intervene(s, any_target(), std::get<double Policy::*>(lever.member), any_value(lever),
                              static_cast<int>(below(kWeeks)));
  i.change = *rc::gen::element(Intervention::Change::set, Intervention::Change::scale, Intervention::Change::current);
  if (lever.by_market != ByMarket::no && below(2) == 0) i.markets = {"B", "C"};
  if (below(3) == 0) {
    i.cost = 5000.0;
    i.paid_from = kPaidFrom[below(kPaidFrom.size())];
  }
}

/// One change of any kind.
void change(Scenario& s) {
  switch (below(10)) {
    case 0:
      return move_any(assumption_fields(), s.assumptions);
    case 1:
      return move_any(market_fields(), s.markets[below(s.markets.size())]);
    case 2:
      return move_any(platform_fields(), s.platforms[below(s.platforms.size())]);
    case 3:
      return move_any(label_fields(), s.labels[below(s.labels.size())]);
    case 4:
      return move_any(barrier_fields(), s.barriers.front());
    case 5:
      return move_any(act_fields(), s.acts.front());
    case 6:
      s.labels.erase(s.labels.begin() + static_cast<std::ptrdiff_t>(1 + below(s.labels.size() - 1)));
      return;
    case 7:
      return add_policy(s);
    default:
      return add_intervention(s);
  }
}

Scenario base_world() {
  Scenario s = tiny_scenario({.markets = 3, .fans = 150, .weeks = kWeeks});
  Barrier ban;
  ban.id = "ban";
  ban.market = "B";
  ban.scene = "A";
  ban.value = DatedValue(0.6);
  s.barriers.push_back(ban);
  Act heir;
  heir.name = "Heirs";
  heir.label = "A major";
  heir.debut = s.calendar().day(15);
  s.acts.push_back(heir);
  return s;
}

/// A variant of `parent` with up to three changes; one that is not valid is taken back.
Scenario variant_of(const Scenario& parent) {
  Scenario s = parent;
  for (std::size_t left = 1 + below(3); left > 0; --left) {
    Scenario changed = s;
    change(changed);
    if (validate(changed).empty()) s = std::move(changed);
  }
  return s;
}

std::string digest_alone(const Scenario& scenario) { return run_replicate(scenario, kSeed, {}).digest; }

TEST(RandomVariants, EveryArmOfAComparisonIsTheRunOfItsScenario) {
  check_drawn(60, [] {
    // Variants of variants too, so that arms are forked from forked arms.
    std::vector<Scenario> scenarios{base_world()};
    while (scenarios.size() < 4) scenarios.push_back(variant_of(scenarios[below(scenarios.size())]));
    ArmPlan plan;
    for (const Scenario& s : scenarios) plan.arms.push_back(&s);
    plan.scope = {scene_of_market(scenarios.front(), "B"), 0};
    plan.first_seed = kSeed;
    const SeedOutcome outcome = simulate_arms(plan, 0, 1).front();
    for (std::size_t arm = 0; arm < scenarios.size(); ++arm) {
      RC_ASSERT(outcome.errors[arm] == "");
      RC_ASSERT(outcome.arms[arm]->replicate.result.digest == digest_alone(scenarios[arm]));
    }
  });
}

TEST(RandomVariants, WrittenAndReadAtAnyWeekTheyGoOn) {
  check_drawn(60, [] {
    const Scenario scenario = variant_of(base_world());
    ReplicateRun cut(scenario, kSeed), resumed(scenario, kSeed);
    for (const int week = static_cast<int>(below(kWeeks)); cut.week() < week;) cut.advance({});
    std::stringstream text;
    {
      ArchiveWriter archive(text);
      archive(cut);
    }
    ArchiveReader archive(text);
    archive(resumed);
    while (!resumed.finished()) resumed.advance({});
    RC_ASSERT(resumed.finish({}).digest == digest_alone(scenario));
  });
}

TEST(RandomVariants, TheEndsOfAnAttributionAreTheRunsWithNoneAndWithAll) {
  check_drawn(15, [] {
    Scenario scenario = base_world();
    for (std::size_t count = 2 + below(2); scenario.interventions.size() < count;) {
      Scenario more = scenario;
      add_intervention(more);
      if (validate(more).empty()) scenario = std::move(more);
    }
    AttributionPlan plan;
    plan.scenario = &scenario;
    plan.scope = {scene_of_market(scenario, "B"), 0};
    plan.first_seed = kSeed;
    plan.replicates = 1;
    const AttributionDesign design(scenario);
    const SeedOutcome ends = simulate_attribution(plan, design).ends.front();
    RC_ASSERT(ends.errors[1] == "");
    RC_ASSERT(ends.arms[0]->replicate.result.digest == digest_alone(with_interventions(scenario, 0)));
    RC_ASSERT(ends.arms[1]->replicate.result.digest == digest_alone(scenario));
  });
}

TEST(RandomVariants, TheFreeWorldsOfWhyAreTheRunsOfTheirScenarios) {
  check_drawn(25, [] {
    const Scenario base = base_world(), variant = variant_of(base);
    RC_PRE(cannot_take_apart(base, variant).empty());
    WhyPlan plan;
    plan.base = &base;
    plan.variant = &variant;
    plan.scope = {scene_of_market(base, "B"), 0};
    plan.first_seed = kSeed;
    const WhyAnswer answer = simulate_why(plan);
    RC_ASSERT(answer.failed.empty());
    const auto digest = [&](WhyArm arm) {
      return answer.outcomes.front().replicates[static_cast<std::size_t>(arm)].result.digest;
    };
    RC_ASSERT(digest(WhyArm::base) == digest_alone(base));
    RC_ASSERT(digest(WhyArm::whole) == digest_alone(variant));
  });
}

}  // namespace
}  // namespace hibiki::test
