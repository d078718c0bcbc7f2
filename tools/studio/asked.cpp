#include "tools/studio/asked.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>

#include "output/results/manifest.hpp"
#include "sim/scenario/first_difference.hpp"
#include "tools/experiments/asked_measures.hpp"
#include "tools/experiments/comparison_scope.hpp"
#include "tools/sweep/shell_word.hpp"

namespace hibiki::inline studio {

namespace {

/// The same for scenarios that differ in names, texts, seed and replicates alone.
std::string digest_of_worlds(Scenario scenario) {
  scenario.name = scenario.title = scenario.question = "";
  scenario.run.seed = RunSettings{}.seed;
  scenario.run.replicates = RunSettings{}.replicates;
  return text_digest(to_toml(scenario));
}

/// The file of the what-if in errors: "what_if", "pinned_1".
std::string file_name(std::size_t arm) { return arm == 1 ? "what_if" : fmt::format("pinned_{}", arm - 1); }

/// A name that none of the arms has: spreadsheets and tables are read without the page.
std::string free_name(const std::vector<LoadedScenario>& arms, const std::string& wanted) {
  std::string name = wanted;
  const auto taken = [&](const LoadedScenario& arm) { return arm.scenario.name == name; };
  for (int number = 2; std::ranges::any_of(arms, taken); ++number) name = fmt::format("{}_{}", wanted, number);
  return name;
}

}  // namespace

std::string what_if_name(const std::string& title) {
  constexpr std::size_t kLongest = 48;
  std::string name = "what_if_";  // so that it is no name that means something, as those of the pattern's strategies do
  for (const char c : title)
    if (const auto byte = static_cast<unsigned char>(c); byte < 128 && std::isalnum(byte))
      name += static_cast<char>(std::tolower(byte));
    else if (name.back() != '_')
      name += '_';
  name.resize(std::min(name.size(), kLongest));
  while (name.ends_with('_')) name.pop_back();
  return name;
}

ArmScope scope_of(const std::string& scene, const std::vector<std::string>& measures,
                  const std::vector<const Scenario*>& scenarios) {
  const Scenario& base = *scenarios[0];
  const std::vector variants(scenarios.begin() + 1, scenarios.end());
  ArmScope scope;
  try {
    scope.scene = scene.empty() ? asked_scene(base, variants) : scene_named(base, scene);
  } catch (const std::invalid_argument& error) {
    throw QuestionError("scene", error.what());
  }
  scope.from_week = asked_from_week(base, variants);
  try {
    for (const std::string& measure : measures) scope.asked.push_back(asked_measure(measure, scenarios, scope.scene));
  } catch (const MeasureError& error) {
    throw QuestionError("measure", error.what());
  }
  return scope;
}

std::string Asked::key(std::size_t arm, std::uint64_t seed) const {
  return fmt::format("{} {} {} {}", worlds[arm], measured, scope.from_week, seed);
}

std::string Asked::past_key(std::uint64_t seed) const { return fmt::format("{} {} {}", worlds[0], measured, seed); }

namespace {

Asked ask_with(const Question& question, std::vector<LoadedScenario> arms, std::int64_t fans) {
  Asked asked;
  asked.fans = fans;
  asked.first_seed = question.seed;
  asked.arms = std::move(arms);
  std::vector<const Scenario*> scenarios;
  for (LoadedScenario& arm : asked.arms) {
    arm.scenario.run.fans = fans;
    arm.scenario.run.seed = static_cast<std::int64_t>(question.seed);
    scenarios.push_back(&arm.scenario);
  }
  for (const Scenario* scenario : scenarios) {
    if (const std::string why = why_incomparable(*scenarios[0], *scenario); !why.empty()) throw QuestionError("", why);
    asked.worlds.push_back(digest_of_worlds(*scenario));
    asked.parts_at.push_back(
        std::min(first_difference(*scenarios[0], *scenario).value_or(asked.weeks()), asked.weeks()));
  }
  std::vector<std::string> measures;
  if (!question.measure.empty()) measures.push_back(question.measure);
  asked.scope = scope_of(question.scene, measures, scenarios);
  if (asked.scope.measures().front()->weekly == nullptr)
    throw QuestionError("measure", fmt::format("'{}' has no value for every week, so that no curve can be drawn of it",
                                               question.measure));
  if (const auto from = parse_day(question.from))
    asked.keep_at = std::max(0, scenarios[0]->calendar().week_on_or_after(*from));
  // Where nothing differs, a window that begins with the next question's lets its worlds go on from this past.
  if (std::ranges::all_of(asked.parts_at, [&](int week) { return week == asked.weeks(); }) &&
      asked.keep_at < asked.weeks())
    asked.scope.from_week = std::max(asked.scope.from_week, asked.keep_at);
  asked.measured = text_digest(fmt::format("{}\n{}", asked.scope.scene.market, question.measure));
  return asked;
}

}  // namespace

std::vector<Asked> ask(const Question& question, const LoadedScenario& base, const std::vector<std::int64_t>& fans) {
  std::vector<std::string> sets;
  if (const auto until = parse_day(question.until); until && *until > base.scenario.run.end)
    throw QuestionError(
        "until", fmt::format("{} is after the end of the base, {}", question.until, to_string(base.scenario.run.end)));
  if (!question.until.empty()) sets.push_back(fmt::format("run.end={}", question.until));
  std::vector<LoadedScenario> arms{sets.empty() ? base : load_scenario(base.path, sets)};
  const auto add = [&](const WhatIf& what_if) {
    LoadedScenario arm = load_what_if(what_if, file_name(arms.size()), base.path, sets);
    arm.scenario.name = free_name(arms, what_if_name(what_if.title));
    arms.push_back(std::move(arm));
  };
  add(question.what_if);
  for (const WhatIf& pinned : question.pinned) add(pinned);
  std::vector<Asked> asked;
  for (const std::int64_t number : fans) asked.push_back(ask_with(question, arms, number));
  return asked;
}

void require_unchanged(const LoadedScenario& base) {
  if (to_toml(load_scenario(base.path).scenario) != to_toml(base.scenario))
    throw QuestionError("",
                        fmt::format("{}, or a file that it extends, has changed since the studio began: start it anew",
                                    base.path.string()));
}

std::vector<std::string> compare_command(const Question& question, const std::string& base,
                                         const std::vector<std::string>& files, std::int64_t fans, std::size_t pairs) {
  std::vector<std::string> words{"hibiki", "compare", base};
  words.insert(words.end(), files.begin(), files.end());
  const auto add = [&](const char* option, const std::string& value) {
    if (!value.empty()) words.insert(words.end(), {option, value});
  };
  add("--scene", question.scene);
  add("--measure", question.measure);
  add("--until", question.until);
  add("--fans", fmt::to_string(fans));
  add("--replicates", fmt::to_string(pairs));
  add("--seed", fmt::to_string(question.seed));
  return words;
}

std::string shell_line(const std::vector<std::string>& words) {
  std::vector<std::string> quoted;
  for (const std::string& word : words) quoted.push_back(shell_word(word));
  return fmt::format("{}", fmt::join(quoted, " "));
}

}  // namespace hibiki::studio
