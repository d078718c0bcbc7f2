#include "tools/studio/question.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

#include "sim/core/calendar.hpp"
#include "sim/scenario/schema.hpp"
#include "sim/scenario/toml_text.hpp"
#include "tools/experiments/comparison_scope.hpp"

namespace hibiki::inline studio {

using Json = nlohmann::ordered_json;

namespace {

constexpr std::size_t kLongestText = 300;
constexpr std::array<std::pair<Rivals, const char*>, 4> kRivals = {{{Rivals::as_they_do, "as_they_do"},
                                                                    {Rivals::never, "never"},
                                                                    {Rivals::after_a_year, "after_a_year"},
                                                                    {Rivals::copy_what_works, "copy_what_works"}}};
constexpr const char* kAnswer = "rivals";  ///< id of the [[response]]

const Json* member(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found == json.end() || found->is_null() ? nullptr : &*found;
}

std::string text_at(const Json& json, const char* key, const std::string& place) {
  const Json* const value = member(json, key);
  if (value == nullptr) return {};
  if (!value->is_string()) throw QuestionError(place + key, fmt::format("{} must be text", key));
  std::string text = value->get<std::string>();
  if (text.size() > kLongestText)
    throw QuestionError(place + key, fmt::format("{} is longer than {} characters", key, kLongestText));
  if (std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < ' '; }))
    throw QuestionError(place + key, fmt::format("{} contains a line break or another control character", key));
  return text;
}

double number_at(const Json& json, const char* key, const std::string& place, double least, double most) {
  const Json* const value = member(json, key);
  if (value == nullptr) return 0.0;
  const double number = value->is_number() ? value->get<double>() : std::nan("");
  if (!(number >= least && number <= most))
    throw QuestionError(place + key, fmt::format("{} must be a number from {:g} to {:g}", key, least, most));
  return number;
}

std::int64_t whole_at(const Json& json, const char* key, const std::string& place, double most) {
  const double number = number_at(json, key, place, 0, most);
  if (number != std::floor(number)) throw QuestionError(place + key, fmt::format("{} must be a whole number", key));
  return static_cast<std::int64_t>(number);
}

std::string date_at(const Json& json, const char* key, const std::string& place) {
  std::string text = text_at(json, key, place);
  if (!text.empty() && !parse_day(text))
    throw QuestionError(place + key, fmt::format("'{}' is not a date; write it like 2008-01-07", text));
  return text;
}

const Json& list_at(const Json& json, const char* key, const std::string& place, std::size_t most) {
  static const Json kNone = Json::array();
  const Json* const value = member(json, key);
  if (value == nullptr) return kNone;
  if (!value->is_array() || value->size() > most)
    throw QuestionError(place + key, fmt::format("{} must be a list of at most {}", key, most));
  return *value;
}

LeverChange read_change(const Json& json, const std::string& place) {
  if (!json.is_object()) throw QuestionError(place, "a change must be an object");
  LeverChange change;
  change.lever = text_at(json, "lever", place);
  if (find_lever(change.lever) == nullptr)
    throw QuestionError(place + "lever", fmt::format("'{}' is not a lever", change.lever));
  change.target = text_at(json, "target", place);
  if (change.target.empty()) throw QuestionError(place + "target", "a change needs the labels that it is aimed at");
  if (member(json, "set") == nullptr) throw QuestionError(place + "set", "a change needs its new value");
  change.set = number_at(json, "set", place, -1e6, 1e6);
  change.from = date_at(json, "from", place);
  if (change.from.empty()) throw QuestionError(place + "from", "a change needs its first day");
  change.until = date_at(json, "until", place);
  change.ramp_weeks = whole_at(json, "ramp_weeks", place, 5200);
  for (const Json& market : list_at(json, "markets", place, 64)) {
    if (!market.is_string() || market.get<std::string>().size() > kLongestText)
      throw QuestionError(place + "markets", "markets must be names");
    change.markets.push_back(market.get<std::string>());
  }
  change.cost = number_at(json, "cost", place, 0, 1e12);
  return change;
}

WhatIf read_what_if(const Json& json, const std::string& place) {
  if (!json.is_object()) throw QuestionError(place, "a what-if must be an object");
  WhatIf what_if;
  what_if.title = text_at(json, "title", place);
  const Json& changes = list_at(json, "changes", place, kMostChanges);
  for (std::size_t i = 0; i < changes.size(); ++i)
    what_if.changes.push_back(read_change(changes[i], fmt::format("{}changes[{}].", place, i)));
  const std::string rivals = text_at(json, "rivals", place);
  if (rivals.empty()) return what_if;
  const auto found = rivals_named(rivals);
  if (!found) throw QuestionError(place + "rivals", fmt::format("'{}' is not one of the answers of rivals", rivals));
  what_if.rivals = *found;
  return what_if;
}

const char* name_of(Rivals rivals) {
  return std::ranges::find(kRivals, rivals, &std::pair<Rivals, const char*>::first)->second;
}

/// Unique: a lever may be moved for two groups of labels, or at two times.
std::string id_of(const WhatIf& what_if, std::size_t index) {
  std::string id = what_if.changes[index].lever;
  std::ranges::replace(id, '.', '_');
  const auto same = [&](const LeverChange& other) { return other.lever == what_if.changes[index].lever; };
  if (std::ranges::count_if(what_if.changes, same) > 1) id += fmt::format("_{}", index + 1);
  return id;
}

std::string change_toml(const WhatIf& what_if, std::size_t index) {
  const LeverChange& change = what_if.changes[index];
  std::string text = fmt::format("\n[[intervention]]\nid = {}\ntarget = {}\nlever = {}\nset = {}\nfrom = {}\n",
                                 toml_text(id_of(what_if, index)), toml_text(change.target), toml_text(change.lever),
                                 toml_text(change.set), change.from);
  if (!change.until.empty()) text += fmt::format("until = {}\n", change.until);
  if (change.ramp_weeks > 0) text += fmt::format("ramp = \"{} weeks\"\n", change.ramp_weeks);
  if (!change.markets.empty()) text += fmt::format("markets = {}\n", toml_text(change.markets));
  if (change.cost > 0) text += fmt::format("cost = {}\n", toml_text(change.cost));
  return text;
}

std::string answer_toml(Rivals rivals) {
  if (rivals == Rivals::as_they_do) return {};
  std::string text = fmt::format("\n[[response]]\nid = {}\nby = \"labels\"\n", toml_text(kAnswer));
  switch (rivals) {
    case Rivals::never:
      return text + "how = \"never\"\n";
    case Rivals::copy_what_works:
      return text + "how = \"learn\"\ndelay = \"52 weeks\"\n";
    default:
      return text + "how = \"same\"\ndelay = \"52 weeks\"\n";
  }
}

/// The answer that a scenario's only response is, if it is one of Rivals.
std::optional<Rivals> rivals_of(const std::vector<Response>& responses) {
  if (responses.empty()) return Rivals::as_they_do;
  if (responses.size() > 1) return std::nullopt;
  for (const auto& [rivals, how] : {std::pair(Rivals::never, "never"), std::pair(Rivals::after_a_year, "same"),
                                    std::pair(Rivals::copy_what_works, "learn")})
    if (Response as_written{.id = responses[0].id, .by = "labels", .how = how}; responses[0] == as_written)
      return rivals;
  return std::nullopt;
}

LeverChange change_of(const Intervention& made, const std::string& place) {
  if (made.change != Intervention::Change::set)
    throw QuestionError(place, fmt::format("'{}' does not set its lever to a value", made.id));
  if (made.paid_from != "cash")
    throw QuestionError(place, fmt::format("'{}' is paid from {}: only cash is known here", made.id, made.paid_from));
  const std::string until = to_string(made.until);
  return {std::string(lever_key(made.lever)),
          made.target,
          made.value,
          to_string(made.from),
          until == to_string(Intervention{}.until) ? "" : until,
          made.ramp_weeks,
          made.markets,
          made.cost};
}

}  // namespace

std::optional<Rivals> rivals_named(const std::string& name) {
  const auto found = std::ranges::find(kRivals, name, [](const auto& one) { return std::string(one.second); });
  return found == kRivals.end() ? std::nullopt : std::optional(found->first);
}

std::vector<std::string> rivals_names() {
  std::vector<std::string> names;
  for (const auto& [rivals, name] : kRivals) names.emplace_back(name);
  return names;
}

Question read_question(const Json& json) {
  if (!json.is_object()) throw QuestionError("", "a question must be a JSON object");
  Question question;
  question.what_if = read_what_if(json, "");
  const Json& pinned = list_at(json, "pinned", "", kMostPinned);
  for (std::size_t i = 0; i < pinned.size(); ++i)
    question.pinned.push_back(read_what_if(pinned[i], fmt::format("pinned[{}].", i)));
  question.scene = text_at(json, "scene", "");
  question.measure = text_at(json, "measure", "");
  question.until = date_at(json, "until", "");
  question.from = date_at(json, "from", "");
  if (member(json, "seed") != nullptr) question.seed = static_cast<std::uint64_t>(whole_at(json, "seed", "", 9e15));
  return question;
}

Json what_if_json(const WhatIf& what_if) {
  Json changes = Json::array();
  for (const LeverChange& change : what_if.changes)
    changes.push_back({{"lever", change.lever},
                       {"target", change.target},
                       {"set", change.set},
                       {"from", change.from},
                       {"until", change.until.empty() ? Json(nullptr) : Json(change.until)},
                       {"ramp_weeks", change.ramp_weeks},
                       {"markets", change.markets},
                       {"cost", change.cost}});
  return {{"title", what_if.title}, {"changes", changes}, {"rivals", name_of(what_if.rivals)}};
}

Json question_json(const Question& question) {
  Json json = what_if_json(question.what_if);
  json["pinned"] = Json::array();
  for (const WhatIf& pinned : question.pinned) json["pinned"].push_back(what_if_json(pinned));
  json["scene"] = question.scene;
  json["measure"] = question.measure;
  json["until"] = question.until.empty() ? Json(nullptr) : Json(question.until);
  json["from"] = question.from.empty() ? Json(nullptr) : Json(question.from);
  json["seed"] = question.seed;
  return json;
}

std::string what_if_toml(const WhatIf& what_if, const std::filesystem::path& base, const std::string& command) {
  std::string text = command.empty() ? "" : fmt::format("# {}\n", command);
  text += fmt::format("extends = {}\n", toml_text(base.string()));
  if (!what_if.title.empty()) text += fmt::format("title = {}\n", toml_text(what_if.title));
  for (std::size_t i = 0; i < what_if.changes.size(); ++i) text += change_toml(what_if, i);
  return text + answer_toml(what_if.rivals);
}

LoadedScenario load_what_if(const WhatIf& what_if, const std::string& name, const std::filesystem::path& base,
                            const std::vector<std::string>& sets) {
  LoadedScenario loaded = parse_scenario(what_if_toml(what_if, base, ""), name + ".toml", sets);
  if (loaded.scenario.title.empty() || what_if.title.empty()) loaded.scenario.title = name;
  return loaded;
}

WhatIf what_if_of(const LoadedScenario& base, const LoadedScenario& variant) {
  for (const ScenarioDifference& difference : differences(base, variant))
    if (!difference.key.starts_with("intervention.") && !difference.key.starts_with("response."))
      throw QuestionError(difference.key,
                          fmt::format("{} differs from the base in {}, which the page cannot show; compare it with "
                                      "'hibiki compare'",
                                      variant.path.filename().string(), difference.key));
  WhatIf what_if;
  what_if.title = variant.scenario.title == base.scenario.title ? "" : variant.scenario.title;
  for (const Intervention& made : new_interventions(base.scenario, variant.scenario))
    what_if.changes.push_back(change_of(made, fmt::format("intervention.{}", made.id)));
  if (what_if.changes.size() > kMostChanges)
    throw QuestionError("intervention", fmt::format("more than {} interventions", kMostChanges));
  for (const Intervention& made : base.scenario.interventions)
    if (std::ranges::find(variant.scenario.interventions, made) == variant.scenario.interventions.end())
      throw QuestionError(
          fmt::format("intervention.{}", made.id),
          fmt::format("{} lacks the intervention '{}' of the base", variant.path.filename().string(), made.id));
  std::vector<Response> answers;
  for (const Response& response : variant.scenario.responses)
    if (std::ranges::find(base.scenario.responses, response) == base.scenario.responses.end())
      answers.push_back(response);
  const auto rivals = rivals_of(answers);
  if (!rivals)
    throw QuestionError("response",
                        "the page knows rivals that never answer, answer after a year or copy what works, all alike; "
                        "compare others with 'hibiki compare --responses'");
  what_if.rivals = *rivals;
  return what_if;
}

std::optional<std::size_t> change_at(const WhatIf& what_if, const Problem& problem) {
  if (problem.file != kWhatIfFile) return std::nullopt;  // of a file that it extends
  const std::string text = what_if_toml(what_if, ".", "");
  std::ptrdiff_t tables = 0;
  int line = 1;
  for (std::size_t at = 0; at < text.size() && line <= problem.line; ++line) {
    const std::size_t end = text.find('\n', at);
    if (text.compare(at, end - at, "[[intervention]]") == 0) ++tables;
    if (text.compare(at, end - at, "[[response]]") == 0) return std::nullopt;
    at = end + 1;
  }
  if (problem.line == 0 || tables == 0 || static_cast<std::size_t>(tables) > what_if.changes.size())
    return std::nullopt;
  return static_cast<std::size_t>(tables) - 1;
}

}  // namespace hibiki::studio
