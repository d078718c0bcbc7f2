#include "tools/experiments/attribution.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <tuple>

#include "sim/core/accurate_math.hpp"
#include "sim/core/draw_uses.hpp"
#include "sim/core/error.hpp"
#include "sim/core/parallel.hpp"

namespace hibiki::inline experiments {

namespace {

/// "uploads + posts", "no intervention".
std::string coalition_text(const AttributionDesign& design, Coalition on) {
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < design.players(); ++i)
    if (on & only(i)) ids.push_back(design.ids()[i]);
  return ids.empty() ? "no intervention" : fmt::format("{}", fmt::join(ids, " + "));
}

/// Values of one measure in one replicate, on the scale of the effect.
class Game {
 public:
  Game(const AttributionReplicate& replicate, std::size_t measure, bool logs) : replicate_(replicate) {
    for (const auto& measures : replicate.measures)
      values_.push_back(logs ? accurate::log(measures[measure]) : measures[measure]);
  }

  const std::vector<double>& values() const { return values_; }
  double operator()(Coalition on) const {
    const auto found = std::ranges::find(replicate_.coalitions, on);
    HIBIKI_ASSERT(found != replicate_.coalitions.end());
    return values_[static_cast<std::size_t>(found - replicate_.coalitions.begin())];
  }

 private:
  const AttributionReplicate& replicate_;
  std::vector<double> values_;
};

std::vector<double> shares_of(const AttributionDesign& design, const Game& game, std::uint64_t seed) {
  if (design.method() == AttributionMethod::factorial) return shapley_values(design.players(), game.values());
  auto order = design.order(seed);
  std::vector<double> shares = added_in_order(order, game);
  std::ranges::reverse(order);
  const std::vector<double> reverse = added_in_order(order, game);
  for (std::size_t i = 0; i < shares.size(); ++i) shares[i] = (shares[i] + reverse[i]) / 2;
  return shares;
}

/// interval over replicates of of(game, replicate).
template <class Of>
Interval over(const std::vector<Game>& games, const Of& of) {
  std::vector<double> values;
  for (std::size_t r = 0; r < games.size(); ++r) values.push_back(of(games[r], r));
  return mean_interval(values);
}

Interaction interaction_of(std::size_t a, std::size_t b, std::size_t players, const std::vector<Game>& games) {
  const auto part = [&](std::size_t player, std::size_t other, auto member) {
    return over(games, [&](const Game& game,
                           std::size_t) { return added_beside(player, other, players, game.values()).*member; })
        .mean;
  };
  const auto beside = [&](std::size_t player, std::size_t other) {
    return Interaction{
        player, other,
        over(games, [&](const Game& game,
                        std::size_t) { return added_beside(player, other, players, game.values()).interaction(); }),
        part(player, other, &AddedBeside::with), part(player, other, &AddedBeside::without)};
  };
  const Interaction one = beside(a, b), two = beside(b, a);
  const auto most = [](const Interaction& i) { return std::max(std::abs(i.with), std::abs(i.without)); };
  return most(two) > most(one) ? two : one;
}

/// Replicates in which every combination has the measure.
std::vector<const AttributionReplicate*> with_measure(const std::vector<AttributionReplicate>& replicates,
                                                      std::size_t measure) {
  std::vector<const AttributionReplicate*> found;
  for (const AttributionReplicate& r : replicates)
    if (r.failed.empty() && std::ranges::all_of(r.measures, [&](const auto& m) { return std::isfinite(m[measure]); }))
      found.push_back(&r);
  return found;
}

bool all_positive(const std::vector<const AttributionReplicate*>& replicates, std::size_t measure) {
  return std::ranges::all_of(replicates, [&](const AttributionReplicate* r) {
    return std::ranges::all_of(r->measures, [&](const auto& m) { return m[measure] > 0; });
  });
}

void add_levels(AttributedEffect& effect, const AttributionDesign& design,
                const std::vector<const AttributionReplicate*>& replicates, std::size_t measure) {
  effect.coalitions = {0, everybody(design.players())};
  if (design.method() == AttributionMethod::factorial) effect.coalitions = replicates.front()->coalitions;
  std::vector<Game> games;
  for (const AttributionReplicate* r : replicates) games.emplace_back(*r, measure, effect.as_ratio);
  for (const Coalition on : effect.coalitions) {
    const double mean = over(games, [&](const Game& game, std::size_t) { return game(on); }).mean;
    effect.levels.push_back(effect.as_ratio ? accurate::exp(mean) : mean);
  }
}

/// `measure`: position of `of` in the replicates' measures.
AttributedEffect effect_on(const Measure& of, std::size_t measure, const AttributionDesign& design,
                           const std::vector<const AttributionReplicate*>& replicates) {
  AttributedEffect effect;
  effect.measure = &of;
  const std::size_t players = design.players();
  effect.as_ratio = effect.measure->scale == Scale::ratio && all_positive(replicates, measure);
  effect.replicates = replicates.size();
  std::vector<Game> games;
  std::vector<std::vector<double>> shares;
  for (const AttributionReplicate* r : replicates) {
    games.emplace_back(*r, measure, effect.as_ratio);
    shares.push_back(shares_of(design, games.back(), r->seed));
  }
  const bool factorial = design.method() == AttributionMethod::factorial;
  effect.whole = over(games, [&](const Game& game, std::size_t) { return game(everybody(players)) - game(0); });
  for (std::size_t i = 0; i < players; ++i) {
    effect.shares.push_back(over(games, [&](const Game&, std::size_t r) { return shares[r][i]; }));
    if (factorial)
      effect.alone.push_back(over(games, [&](const Game& game, std::size_t) { return game(only(i)) - game(0); }));
    for (std::size_t j = i + 1; factorial && effect.as_ratio && j < players; ++j)
      effect.interactions.push_back(interaction_of(i, j, players, games));
  }
  if (factorial)
    effect.beyond_parts = over(games, [&](const Game& game, std::size_t) {
      double beyond = game(everybody(players)) - game(0);
      for (std::size_t i = 0; i < players; ++i) beyond -= game(only(i)) - game(0);
      return beyond;
    });
  add_levels(effect, design, replicates, measure);
  return effect;
}

/// The replicate of one seed, and its two ends.
std::pair<AttributionReplicate, SeedOutcome> simulate_seed(const AttributionPlan& plan, const AttributionDesign& design,
                                                           std::size_t index) {
  const std::uint64_t seed = plan.first_seed + index;
  AttributionReplicate replicate{seed, design.coalitions(seed), {}, {}};
  std::vector<Scenario> scenarios;
  for (const Coalition on : replicate.coalitions) scenarios.push_back(with_interventions(*plan.scenario, on));
  ArmPlan arms;
  for (const Scenario& scenario : scenarios) arms.arms.push_back(&scenario);
  arms.tree = design.branches(replicate.coalitions);
  arms.scope = plan.scope;
  arms.first_seed = plan.first_seed;
  arms.watchers = plan.watchers;
  arms.checkpoints = plan.checkpoints;
  SeedOutcome outcome = std::move(simulate_arms(arms, index, 1).front());
  for (std::size_t arm = 0; arm < outcome.arms.size() && replicate.failed.empty(); ++arm) {
    if (outcome.arms[arm])
      replicate.measures.push_back(outcome.arms[arm]->record.measures);
    else
      replicate.failed =
          fmt::format("with {}: {}", coalition_text(design, replicate.coalitions[arm]), outcome.errors[arm]);
  }
  SeedOutcome ends;
  ends.seed = seed;
  ends.arms.resize(2);
  ends.errors = {"", replicate.failed};
  if (replicate.failed.empty()) {
    ends.arms[0] = std::move(outcome.arms.front());
    ends.arms[1] = std::move(outcome.arms.back());
  }
  return {std::move(replicate), std::move(ends)};
}

}  // namespace

std::string_view method_name(AttributionMethod method) {
  return method == AttributionMethod::factorial ? "factorial" : "orders";
}

Scenario with_interventions(const Scenario& scenario, Coalition on) {
  Scenario part = scenario;
  part.interventions.clear();
  for (std::size_t i = 0; i < scenario.interventions.size(); ++i)
    if (on & only(i)) part.interventions.push_back(scenario.interventions[i]);
  return part;
}

AttributionDesign::AttributionDesign(const Scenario& scenario) : weeks_(scenario.calendar().weeks) {
  HIBIKI_ASSERT(!scenario.interventions.empty() && scenario.interventions.size() <= kMostPlayers);
  for (const Intervention& intervention : scenario.interventions) {
    ids_.push_back(intervention.id);
    first_weeks_.push_back(std::clamp(scenario.calendar().week_on_or_after(intervention.from), 0, weeks_));
  }
  method_ = players() <= kMostForFactorial ? AttributionMethod::factorial : AttributionMethod::orders;
}

std::vector<std::size_t> AttributionDesign::order(std::uint64_t seed) const {
  // A separate seed: these draws are independent of the simulation's.
  const Draws draws(child_key(seed, Purpose::key, key_of("order of interventions")));
  std::vector<std::pair<std::uint64_t, std::size_t>> scores;
  for (std::size_t i = 0; i < players(); ++i) {
    const Words words = draws.words(kDrawInterventionOrder, key_of(ids_[i]));
    scores.emplace_back(std::uint64_t{words[0]} << 32 | words[1], i);
  }
  std::ranges::sort(scores);
  std::vector<std::size_t> order;
  for (const auto& [score, player] : scores) order.push_back(player);
  return order;
}

std::vector<Coalition> AttributionDesign::coalitions(std::uint64_t seed) const {
  std::vector<Coalition> all;
  if (method_ == AttributionMethod::factorial) {
    for (Coalition on = 0; on <= everybody(players()); ++on) all.push_back(on);
    return all;
  }
  all.push_back(0);
  Coalition first = 0;
  for (const std::size_t player : order(seed)) {
    first |= only(player);
    if (first == everybody(players())) break;
    all.push_back(first);
    all.push_back(everybody(players()) & ~first);  // the reverse order has the complements of the order's coalitions
  }
  all.push_back(everybody(players()));
  return all;
}

Branch AttributionDesign::branches(const std::vector<Coalition>& coalitions) const {
  return branches_of(coalitions.size(), weeks_, [&](std::size_t a, std::size_t b) {
    int first = weeks_;
    for (std::size_t i = 0; i < players(); ++i)
      if ((coalitions[a] ^ coalitions[b]) & only(i)) first = std::min(first, first_weeks_[i]);
    return first;
  });
}

std::vector<AttributedEffect> attributed_effects(const AttributionDesign& design,
                                                 const std::vector<AttributionReplicate>& replicates,
                                                 const MeasureList& measures) {
  std::vector<AttributedEffect> effects;
  for (std::size_t measure = 0; measure < measures.size(); ++measure) {
    const auto measured = with_measure(replicates, measure);
    if (!measured.empty()) effects.push_back(effect_on(*measures[measure], measure, design, measured));
  }
  return effects;
}

AttributionOutcome simulate_attribution(const AttributionPlan& plan, const AttributionDesign& design) {
  AttributionOutcome outcome;
  outcome.replicates.resize(plan.replicates);
  outcome.ends.resize(plan.replicates);
  for_each_task(plan.replicates, plan.at_once, [&](std::size_t i) {
    std::tie(outcome.replicates[i], outcome.ends[i]) = simulate_seed(plan, design, i);
  });
  return outcome;
}

}  // namespace hibiki::experiments
