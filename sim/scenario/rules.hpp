// Keys of [[policy]], [[intervention]] and [[response]]. Their plain keys are fields like all others; the rest (what a
// lever is changed to, and how gradually) is described by RuleKey.
#pragma once

#include <array>
#include <span>
#include <string_view>

#include "sim/scenario/schema.hpp"

namespace hibiki::inline scenario {

std::span<const Field<PolicyRule>> policy_rule_fields();
std::span<const Field<Intervention>> intervention_fields();
std::span<const Field<Response>> response_fields();

/// A key that no member of the struct holds by itself.
struct RuleKey {
  std::string_view key;
  std::string_view unit;
  std::string_view meaning;
};

std::span<const RuleKey> policy_rule_keys();   ///< levers
std::span<const RuleKey> intervention_keys();  ///< lever, set, scale, ramp
std::span<const RuleKey> response_keys();      ///< delay

/// Keys of the top of a file that are not tables: format_version, name, title, question, extends, ensemble, contenders.
std::span<const RuleKey> top_keys();

/// Values of response.how.
inline constexpr std::string_view kNever = "never", kSame = "same", kLearn = "learn";

/// Values of intervention.paid_from, the default first.
inline constexpr std::array<std::string_view, 4> kPaidFrom = {"cash", "promotion", "releases", "budget"};

/// Largest factor of a `scale`, and longest ramp and delay in weeks.
inline constexpr double kLargestScale = 1000.0;
inline constexpr std::int64_t kLongestRamp = 5200;

}  // namespace hibiki::scenario
