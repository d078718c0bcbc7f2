// Whether two scenarios are equal, key by key of the schema.
#pragma once

#include <algorithm>
#include <string>

#include "sim/scenario/sections.hpp"

namespace hibiki::test {

inline bool same_rest(const PolicyRule& a, const PolicyRule& b) { return a.levers == b.levers; }
inline bool same_rest(const Intervention& a, const Intervention& b) {
  return a.lever == b.lever && a.change == b.change && a.value == b.value && a.ramp_weeks == b.ramp_weeks;
}
inline bool same_rest(const Response& a, const Response& b) { return a.delay_weeks == b.delay_weeks; }
inline bool same_rest(const Act& a, const Act& b) { return a.has_style == b.has_style; }
template <class Owner>
bool same_rest(const Owner&, const Owner&) {
  return true;
}

/// The first key in which two tables differ, or "".
template <class Owner>
std::string difference(const std::string& name, const Owner& a, const Owner& b, std::span<const Field<Owner>> fields) {
  for (const auto& field : fields)
    if (!std::visit([&](auto member) { return a.*member == b.*member; }, field.member))
      return name + "." + std::string(field.key);
  return same_rest(a, b) ? "" : name + " (levers, change or style)";
}

template <class Owner>
const std::vector<Owner>& list_of(const Scenario& s) {
  if constexpr (std::is_same_v<Owner, Market>)
    return s.markets;
  else if constexpr (std::is_same_v<Owner, Barrier>)
    return s.barriers;
  else if constexpr (std::is_same_v<Owner, Platform>)
    return s.platforms;
  else if constexpr (std::is_same_v<Owner, Label>)
    return s.labels;
  else if constexpr (std::is_same_v<Owner, Act>)
    return s.acts;
  else if constexpr (std::is_same_v<Owner, PolicyRule>)
    return s.policies;
  else if constexpr (std::is_same_v<Owner, Response>)
    return s.responses;
  else
    return s.interventions;
}

/// Keys in which two scenarios differ, a line each; "" when they are equal.
inline std::string differences(const Scenario& a, const Scenario& b) {
  std::string text;
  const auto add = [&](const std::string& key) { text += key.empty() ? "" : key + "\n"; };
  if (a.format_version != b.format_version) add("format_version");
  if (a.name != b.name) add("name");
  if (a.title != b.title) add("title");
  if (a.question != b.question) add("question");
  if (a.contenders != b.contenders) add("contenders");
  add(difference("run", a.run, b.run, run_fields()));
  add(difference("assumptions", a.assumptions, b.assumptions, assumption_fields()));
  add(difference("trend", a.trends, b.trends, trend_fields()));
  visit_lists(a, [&](const std::string& kind, const auto& owners, auto fields) {
    using Owner = typename std::decay_t<decltype(owners)>::value_type;
    const auto& others = list_of<Owner>(b);
    if (owners.size() != others.size()) return add("number of " + kind);
    for (std::size_t i = 0; i < owners.size(); ++i)
      add(difference(kind + "." + identity(owners[i]), owners[i], others[i], fields));
  });
  return text;
}

}  // namespace hibiki::test
