#include "tools/experiments/json_parts.hpp"

#include <cmath>

#include "output/analysis/measures.hpp"

namespace hibiki::inline experiments {

using Json = nlohmann::ordered_json;

Json number_json(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }
Json number_json(const std::optional<double>& value) { return value ? number_json(*value) : Json(nullptr); }

Json interval_json(const Interval& interval) {
  return {
      {"mean", number_json(interval.mean)}, {"low", number_json(interval.low)}, {"high", number_json(interval.high)}};
}

Json list_json(std::span<const double> values) {
  Json list = Json::array();
  for (const double value : values) list.push_back(number_json(value));
  return list;
}

Json measures_json(const MeasureList& measures) {
  Json list = Json::array();
  for (const Measure* measure : measures) {
    list.push_back({{"name", measure->name},
                    {"title", measure->full_title()},
                    {"unit", measure->unit},
                    {"definition", measure->definition},
                    {"scale", scale_name(measure->scale)}});
    if (!measure->subject.empty()) list.back()["subject"] = measure->subject;
  }
  return list;
}

}  // namespace hibiki::experiments
