#include "sim/scenario/rules.hpp"

namespace hibiki::inline scenario {

namespace {

constexpr std::string_view kChoice = "choice of the user";

// clang-format off
const Field<PolicyRule> kPolicyRules[] = {
    {"id", &PolicyRule::id, "", 0, 0, "Name by which a child file overrides it.", kChoice, true},
    {"target", &PolicyRule::target, "", 0, 0, "Labels it is for: \"labels[home=JP,kind=major]\".", kChoice, true},
};

const Field<Intervention> kInterventions[] = {
    {"id", &Intervention::id, "", 0, 0, "Name by which a child file or --set overrides it.", kChoice, true},
    {"target", &Intervention::target, "", 0, 0, "Labels it changes: \"labels[home=JP]\"; also kind=, scene=, name=.", kChoice, true},
    {"from", &Intervention::from, "date", 0, 0, "It begins in the first week on or after this day.", kChoice, true},
    {"until", &Intervention::until, "date", 0, 0, "First day on which it no longer holds.", kChoice},
    {"cost", &Intervention::cost, "USD of 2015 a week and label", 0, 1e12, "What it costs each label while it holds.", kChoice},
};

const RuleKey kPolicyRuleKeys[] = {
    {"levers", "", "Lever -> value, or dated values [[date, value], ...], piecewise linear."},
};

const RuleKey kInterventionKeys[] = {
    {"lever", "", "The lever it changes."},
    {"set", "the lever's", "New value of the lever, or \"current\": changes nothing (a placebo)."},
    {"scale", "1", "Factor on the value the lever would have; instead of set."},
    {"ramp", "weeks", "Time from the value before to the new one: \"52 weeks\", or a number of weeks; 0: at once."},
};

const RuleKey kTopKeys[] = {
    {"format_version", "", "Version of this file format: 1."},
    {"name", "", "Short name; the file's when absent."},
    {"title", "", "Title for people."},
    {"question", "", "The question the scenario asks."},
    {"extends", "", "File this one builds on, relative to this one."},
    {"ensemble", "", "File with the parameter sets that a calibration did not reject, relative to this one."},
    {"contenders", "", "Home markets of the two scenes whose race is reported: challenger, incumbent."},
};
// clang-format on

}  // namespace

std::span<const Field<PolicyRule>> policy_rule_fields() { return kPolicyRules; }
std::span<const Field<Intervention>> intervention_fields() { return kInterventions; }
std::span<const RuleKey> policy_rule_keys() { return kPolicyRuleKeys; }
std::span<const RuleKey> intervention_keys() { return kInterventionKeys; }
std::span<const RuleKey> top_keys() { return kTopKeys; }

}  // namespace hibiki::scenario
