#include <fmt/format.h>

#include <cmath>

#include "sim/scenario/findings.hpp"
#include "sim/scenario/read_fields.hpp"
#include "sim/scenario/sections.hpp"

namespace hibiki::inline scenario {

namespace {

/// Ages 10-19 to 60-69.
constexpr std::size_t kAgeBands = 6;

/// Checks the values of one key of any type.
struct RangeCheck {
  std::string key;
  double minimum, maximum;
  std::string_view unit;
  std::vector<Finding>& findings;

  void number(double value, int index, const std::string& where) const {
    const bool bounded = minimum < maximum;
    if (std::isfinite(value) && (!bounded || (value >= minimum && value <= maximum))) return;
    findings.push_back(
        {where, index, fmt::format("{} is {}, out of range", where, value), range_text(minimum, maximum, unit)});
  }
  template <class Points>
  void order(const Points& points) const {
    for (std::size_t i = 1; i < points.size(); ++i)
      if (points[i].first <= points[i - 1].first)
        findings.push_back(
            {key, static_cast<int>(i), fmt::format("{}: dates out of order", key),
             fmt::format("{} comes after {}", to_string(points[i].first), to_string(points[i - 1].first))});
  }

  void operator()(double value) const { number(value, -1, key); }
  void operator()(std::int64_t value) const { number(static_cast<double>(value), -1, key); }
  void operator()(const DatedValue& value) const {
    if (value.points.empty()) findings.push_back({key, -1, key + " has no value", ""});
    for (std::size_t i = 0; i < value.points.size(); ++i) number(value.points[i].second, static_cast<int>(i), key);
    order(value.points);
  }
  void operator()(const DatedRows& value) const {
    if (value.points.empty()) findings.push_back({key, -1, key + " has no row", "[[1990-01-01, number, ...], ...]"});
    for (std::size_t i = 0; i < value.points.size(); ++i) {
      if (value.points[i].second.size() != kAgeBands)
        findings.push_back({key, static_cast<int>(i),
                            fmt::format("{}: a row has {} numbers", key, value.points[i].second.size()),
                            fmt::format("a date and {} numbers", kAgeBands)});
      for (const double one : value.points[i].second) number(one, static_cast<int>(i), key);
    }
    order(value.points);
  }
  void operator()(const StyleValues& value) const {
    for (std::size_t i = 0; i < value.size(); ++i) number(value[i], static_cast<int>(i), key);
  }
  void operator()(const std::map<std::string, double>& value) const {
    for (const auto& [name, one] : value) number(one, -1, key + "." + name);
  }
  template <class Other>
  void operator()(const Other&) const {}
};

}  // namespace

void find_range_problems(const Scenario& scenario, std::vector<Finding>& findings) {
  visit_tables(scenario, [&](const std::string& prefix, const auto& owner, auto fields) {
    for (const auto& field : fields) {
      if (!is_spelled_out(owner, field)) continue;
      const RangeCheck check{prefix + "." + std::string(field.key), field.minimum, field.maximum, field.unit, findings};
      std::visit([&](auto member) { check(owner.*member); }, field.member);
    }
  });
  for (const PolicyRule& rule : scenario.policies)
    for (const auto& [lever, value] : rule.levers) {
      const Field<Policy>& field = lever_field(lever);
      RangeCheck{"policy." + key_part(rule.id) + "." + std::string(field.key), field.minimum, field.maximum, field.unit,
                 findings}(value);
    }
}

}  // namespace hibiki::scenario
