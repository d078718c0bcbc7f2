#include "tools/experiments/effect_json.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "sim/core/accurate_math.hpp"
#include "tools/experiments/json_parts.hpp"
#include "tools/experiments/precision.hpp"

namespace hibiki::inline experiments {

using Json = nlohmann::ordered_json;

Json pairs_to_settle_json(const Effect& effect) {
  const auto pairs = pairs_to_settle(effect);
  return pairs ? Json(*pairs) : Json(nullptr);
}

namespace {

constexpr std::size_t kShownPairs = 32;

/// On the effect's own scale: a ratio, or a difference.
Json own_scale_json(const Effect& effect, const Interval& interval) {
  const Interval shown = effect.as_ratio() ? ratio_of(interval) : interval;
  return {{"low", number_json(shown.low)}, {"high", number_json(shown.high)}};
}

Json detectable_json(const Effect& effect) {
  if (effect.paired->pairs < kLeastForForecast) return nullptr;
  const auto least = detectable(effect.interval(), effect.paired->pairs);
  if (!least) return nullptr;
  return number_json(effect.as_ratio() ? accurate::exp(*least) : *least);
}

/// `together`: effects whose intervals hold at the same time.
Json effect_json(const Effect& effect, std::size_t together) {
  Json json = {{"measure", effect.measure->name}, {"pairs", effect.paired ? effect.paired->pairs : 0}};
  if (effect.paired) {
    const PairedEffect& paired = *effect.paired;
    json["statistic"] = effect.statistic();
    json["base"] = number_json(effect.base());
    json["variant"] = number_json(effect.variant());
    json["means"] = {{"base", number_json(paired.base)}, {"variant", number_json(paired.variant)}};
    json["difference"] = interval_json(paired.difference);
    json["ratio"] = effect.as_ratio() ? interval_json(ratio_of(*paired.log_ratio)) : Json(nullptr);
    json["difference_at_base"] = effect.as_ratio() ? interval_json(difference_at_base(paired)) : Json(nullptr);
    json["chance_positive"] = number_json(effect.chance_positive());
    json["pairs_positive"] = paired.positive;
    json["pairs_negative"] = paired.negative;
    json["pairs_equal"] = paired.equal;
    json["variance_saved"] = number_json(effect.variance_saved());
    json["pairs_to_settle"] = pairs_to_settle_json(effect);
    json["simultaneous"] = own_scale_json(effect, held_together(effect.interval(), paired.pairs, together));
    json["detectable"] = detectable_json(effect);
  } else {
    for (const char* key :
         {"statistic", "base", "variant", "means", "difference", "ratio", "difference_at_base", "chance_positive"})
      json[key] = nullptr;
    for (const char* key : {"pairs_positive", "pairs_negative", "pairs_equal"}) json[key] = 0;
    for (const char* key : {"variance_saved", "pairs_to_settle", "simultaneous", "detectable"}) json[key] = nullptr;
  }
  json["singles"] = list_json(effect.singles);
  return json;
}

}  // namespace

Json effects_json(const std::vector<Effect>& effects) {
  Json list = Json::array();
  const auto others = static_cast<std::size_t>(std::count_if(
      effects.begin() + 1, effects.end(), [](const Effect& effect) { return effect.paired.has_value(); }));
  for (std::size_t i = 0; i < effects.size(); ++i)
    list.push_back(effect_json(effects[i], i == 0 ? 1 : std::max<std::size_t>(others, 1)));
  return list;
}

Json over_time_json(const DifferenceOverTime& over_time, const Measure& headline) {
  Json time = Json::array(), mean = Json::array(), low = Json::array(), high = Json::array(), pairs = Json::array();
  for (std::size_t q = 0; q < over_time.quarters.size(); ++q) {
    time.push_back(to_string(over_time.quarters[q]));
    mean.push_back(number_json(over_time.difference[q].mean));
    low.push_back(number_json(over_time.difference[q].low));
    high.push_back(number_json(over_time.difference[q].high));
  }
  for (std::size_t i = 0; i < std::min(over_time.singles.size(), kShownPairs); ++i)
    pairs.push_back(list_json(over_time.singles[i]));
  return {{"measure", headline.name},
          {"unit", headline.unit},
          {"time", time},
          {"mean", mean},
          {"low", low},
          {"high", high},
          {"pairs", pairs}};
}

}  // namespace hibiki::experiments
