// Responses that answer nothing: unknown words and ids, no labels left to answer, or no week left to answer in.
#include <fmt/format.h>

#include <algorithm>

#include "sim/scenario/findings.hpp"
#include "sim/scenario/nearest.hpp"
#include "sim/scenario/policies.hpp"
#include "sim/scenario/read_fields.hpp"
#include "sim/scenario/responses.hpp"
#include "sim/scenario/rules.hpp"
#include "sim/scenario/sections.hpp"

namespace hibiki::inline scenario {

namespace {

bool is_target(const std::string& text) {
  std::string error;
  return Target::parse(text, error).has_value();
}

/// Checks one response, named by its key ("response.korea").
class ResponseCheck {
 public:
  ResponseCheck(const Scenario& scenario, const Response& response, std::vector<Finding>& findings)
      : scenario_(scenario),
        response_(response),
        key_("response." + key_part(response.id)),
        changes_(answered(scenario, response)),
        findings_(findings) {}

  void check() {
    check_words();
    // Without interventions it waits for those of files that extend this one.
    if (!changes_.empty()) check_answers();
  }

 private:
  void add(const std::string& key, const std::string& message, const std::string& hint, int index = -1) {
    findings_.push_back({key.empty() ? key_ : key_ + "." + key, index, message, hint});
  }

  void check_words() {
    const std::vector<std::string> hows = {std::string(kNever), std::string(kSame), std::string(kLearn)};
    if (std::ranges::find(hows, response_.how) == hows.end())
      add("how", fmt::format("{}.how is '{}'", key_, response_.how), nearest_hint(response_.how, hows));
    delay_is_wrong_ = response_.delay_weeks < 0 || response_.delay_weeks > kLongestRamp;
    if (delay_is_wrong_)
      add("delay", fmt::format("{}.delay is {} weeks, out of range", key_, response_.delay_weeks),
          range_text(0, kLongestRamp, "weeks"));
    std::vector<std::string> ids;
    for (const Intervention& change : scenario_.interventions) ids.push_back(change.id);
    for (std::size_t i = 0; i < response_.to.size(); ++i)
      if (std::ranges::find(ids, response_.to[i]) == ids.end())
        add("to", fmt::format("{}.to: there is no intervention '{}'", key_, response_.to[i]),
            nearest_hint(response_.to[i], ids), static_cast<int>(i));
  }

  void check_answers() {
    if (response_.until <= response_.from)
      add("until", fmt::format("{}.until {} is not after from", key_, to_string(response_.until)),
          "it begins on " + to_string(response_.from));
    else if (!delay_is_wrong_)
      check_dates();
    if (response_.how == kLearn) check_levers();
    check_labels();
  }

  /// Some answer must hold in some week.
  void check_dates() {
    if (std::ranges::any_of(changes_, [&](const Intervention* change) {
          return change->from > scenario_.run.end || answer_happens(scenario_, response_, *change);
        }))
      return;  // the end of the run before an intervention is said by other rules
    const auto first = std::ranges::min_element(
        changes_, {}, [&](const Intervention* change) { return answer_begins(response_, *change); });
    const Day begins = answer_begins(response_, **first);
    const bool late = begins > scenario_.run.end;
    const bool ends = !late && response_.until < Response{}.until;
    add(ends                      ? "until"
        : begins > response_.from ? "delay"
                                  : "from",
        fmt::format("{} never happens: its first answer, to {}, would begin on {}, and {}", key_, (*first)->id,
                    to_string(begins),
                    late   ? "the run ends on " + to_string(scenario_.run.end)
                    : ends ? "the response ends on " + to_string(response_.until)
                           : "no week begins before it ends"),
        fmt::format("{} begins on {}", (*first)->id, to_string((*first)->from)));
  }

  void check_levers() {
    for (const Intervention* change : changes_) {
      if (change->lever == nullptr) continue;  // said by other rules
      const Field<Policy>& lever = lever_field(change->lever);
      if (!lever.learnt)
        add("how", fmt::format("{}: labels do not learn {} (of {}) from each other", key_, lever.key, change->id),
            "how = \"same\", or name other interventions in `to`");
    }
  }

  /// Labels that an intervention is aimed at do not answer it.
  void check_labels() {
    if (!is_target(response_.by) ||
        !std::ranges::all_of(changes_, [](const Intervention* change) { return is_target(change->target); }))
      return;  // said by other rules
    auto labels = identities_of(scenario_);
    std::erase_if(labels, [&](const LabelIdentity& label) { return !selects(response_.by, label); });
    const auto answers = [&](const LabelIdentity& label) {
      return std::ranges::any_of(changes_, [&](const Intervention* change) { return may_answer(*change, label); });
    };
    if (!labels.empty() && std::ranges::none_of(labels, answers))
      add("by",
          fmt::format(
              "{}.by selects only labels that the interventions themselves are aimed at, or at home in the only "
              "market that they name",
              key_),
          fmt::format("{} is aimed at {}", changes_.front()->id, changes_.front()->target));
  }

  const Scenario& scenario_;
  const Response& response_;
  std::string key_;
  std::vector<const Intervention*> changes_;
  bool delay_is_wrong_ = false;
  std::vector<Finding>& findings_;
};

}  // namespace

void find_response_problems(const Scenario& scenario, std::vector<Finding>& findings) {
  for (const Response& response : scenario.responses) ResponseCheck(scenario, response, findings).check();
}

}  // namespace hibiki::scenario
