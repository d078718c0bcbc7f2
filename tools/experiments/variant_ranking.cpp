#include "tools/experiments/variant_ranking.hpp"

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>

#include "sim/core/error.hpp"
#include "tools/experiments/effect_json.hpp"
#include "tools/experiments/json_parts.hpp"

namespace hibiki::inline experiments {

namespace {

using Json = nlohmann::ordered_json;

/// In the ranking's scale.
Interval interval_of(const Effect& effect, bool as_ratio) {
  return as_ratio ? ratio_of(*effect.paired->log_ratio) : effect.paired->difference;
}

Json scaled_json(const Effect& effect, bool as_ratio) {
  if (!effect.paired || (as_ratio && !effect.as_ratio())) return nullptr;
  return interval_json(interval_of(effect, as_ratio));
}

}  // namespace

VariantRanking ranking_of(const std::vector<SeedOutcome>& outcomes, std::size_t arms, const MeasureList& measures) {
  HIBIKI_ASSERT(arms > 1);
  const auto headline = [&](std::size_t from, std::size_t to) {
    return effects_of(pairs_of(outcomes, from, to), measures).front();
  };
  VariantRanking ranking;
  for (std::size_t arm = 1; arm < arms; ++arm) ranking.variants.push_back({arm, headline(0, arm), std::nullopt});
  const auto is_ratio = [](const Effect& effect) { return !effect.paired || effect.as_ratio(); };
  ranking.as_ratio = std::ranges::all_of(ranking.variants, is_ratio, &RankedVariant::effect);
  std::ranges::stable_sort(ranking.variants, std::ranges::greater{}, [&](const RankedVariant& v) {
    return v.effect.paired ? interval_of(v.effect, ranking.as_ratio).mean : -std::numeric_limits<double>::infinity();
  });
  const std::size_t best = ranking.variants.front().arm;
  for (std::size_t i = 1; i < ranking.variants.size(); ++i)
    ranking.variants[i].to_best = headline(best, ranking.variants[i].arm);
  return ranking;
}

Json ranking_json(const VariantRanking& ranking) {
  Json variants = Json::array();
  for (const RankedVariant& v : ranking.variants)
    variants.push_back({{"variant", v.arm - 1},
                        {"pairs", v.effect.paired ? v.effect.paired->pairs : 0},
                        {"effect", scaled_json(v.effect, ranking.as_ratio)},
                        {"to_best", v.to_best ? scaled_json(*v.to_best, ranking.as_ratio) : Json(nullptr)},
                        {"pairs_to_settle", v.to_best ? pairs_to_settle_json(*v.to_best) : Json(nullptr)}});
  return {{"measure", ranking.variants.front().effect.measure->name},
          {"scale", ranking.as_ratio ? "ratio" : "difference"},
          {"variants", variants}};
}

}  // namespace hibiki::experiments
