#include "sim/scenario/rules.hpp"

namespace hibiki::inline scenario {

namespace {

// clang-format off
const Field<PolicyRule> kPolicyRules[] = {
    {"id", &PolicyRule::id, "", 0, 0, "Name for overriding it in a child file.", kChoice, true},
    {"target", &PolicyRule::target, "", 0, 0, "Labels of the rule: \"labels[home=JP,kind=major]\".", kChoice, true},
};

const Field<Intervention> kInterventions[] = {
    {"id", &Intervention::id, "", 0, 0, "Name for overriding it in a child file or with --set.", kChoice, true},
    {"target", &Intervention::target, "", 0, 0, "Labels to change: \"labels[home=JP]\"; also kind=, scene=, name=.", kChoice, true},
    {"from", &Intervention::from, "date", 0, 0, "The first week that begins on or after this day is the first in force.", kChoice, true},
    {"until", &Intervention::until, "date", 0, 0, "First day on which it is no longer in force.", kChoice},
    {"markets", &Intervention::markets, "", 0, 0, "Where it holds: [\"ID\", \"TH\"]; default: everywhere. Of tours.abroad, geo_blocking and official_uploads.streaming_abroad, the value is that of each of these markets. Of promotion.abroad, it is the share of all promotion that they get together, taken from all other markets. Of local_partners, the share of these markets with a partner. Of collaboration.scope, the share of joint releases with a partner from there.", kChoice},
    {"cost", &Intervention::cost, "USD of 2015 a week and label", 0, 1e12, "Cost to each label while it is in force.", kChoice},
    {"paid_from", &Intervention::paid_from, "", 0, 0, "What pays the cost: cash (default: money beyond the label's budget), promotion or releases (so much less is spent on them), or budget (on both, in proportion). What they cannot pay is paid from cash.", kChoice},
};

const Field<Response> kResponses[] = {
    {"id", &Response::id, "", 0, 0, "Name for overriding it in a child file or with --set.", kChoice, true},
    {"by", &Response::by, "", 0, 0, "Labels that answer: \"labels[home=KR]\". Labels that an intervention is aimed at do not answer it.", kChoice, true},
    {"to", &Response::to, "", 0, 0, "Ids of the interventions that they answer; default: all.", kChoice},
    {"how", &Response::how, "", 0, 0, "same (default): change the same levers in the same way after the delay. learn: after the delay, move these levers to those of the label that grew most, as labels learn (adaptivity), at the given rate. never: learn nothing about these levers.", kChoice},
    {"from", &Response::from, "date", 0, 0, "No answer before this day.", kChoice},
    {"until", &Response::until, "date", 0, 0, "First day on which no answer holds any more.", kChoice},
    {"rate", &Response::rate, "1 a year", 0, 1, "Of how = \"learn\": part of the distance to the label that grew most.", kChoice},
};

const RuleKey kPolicyRuleKeys[] = {
    {"levers", "", "Lever -> value, or dated values [[date, value], ...], piecewise linear."},
};

const RuleKey kInterventionKeys[] = {
    {"lever", "", "The lever it changes."},
    {"set", "the lever's", "New value of the lever, or \"current\" for no change (a placebo)."},
    {"scale", "1", "Factor on the value that the lever would have; an alternative to set."},
    {"ramp", "weeks", "Time from the old value to the new one: \"52 weeks\", or a number of weeks; 0: at once."},
};

const RuleKey kResponseKeys[] = {
    {"delay", "weeks", "Time from the beginning of an intervention to the answer: \"52 weeks\" (default), or a number of weeks."},
};

const RuleKey kTopKeys[] = {
    {"format_version", "", "Version of this file format: 1."},
    {"name", "", "Short name; default: the name of the file."},
    {"title", "", "Title for people."},
    {"question", "", "The question the scenario asks."},
    {"extends", "", "Parent file, relative to this file."},
    {"ensemble", "", "File with the parameter sets that a calibration kept, relative to this file."},
    {"contenders", "", "Home markets of the challenger and the incumbent, the two scenes compared in reports."},
};
// clang-format on

}  // namespace

std::span<const Field<PolicyRule>> policy_rule_fields() { return kPolicyRules; }
std::span<const Field<Intervention>> intervention_fields() { return kInterventions; }
std::span<const Field<Response>> response_fields() { return kResponses; }
std::span<const RuleKey> policy_rule_keys() { return kPolicyRuleKeys; }
std::span<const RuleKey> intervention_keys() { return kInterventionKeys; }
std::span<const RuleKey> response_keys() { return kResponseKeys; }
std::span<const RuleKey> top_keys() { return kTopKeys; }

}  // namespace hibiki::scenario
