// A question as the page asks it: levers that are moved, rivals that answer, and the measure; to and from JSON, and to
// and from a scenario file that `hibiki compare` takes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "sim/scenario/load.hpp"

namespace hibiki::inline studio {

/// A question that cannot be asked. `place` is the part of it: "changes[2].set", "measure"; empty for the whole.
class QuestionError : public std::runtime_error {
 public:
  QuestionError(std::string where, const std::string& what) : std::runtime_error(what), place(std::move(where)) {}
  std::string place;
};

/// A lever that the question moves: an [[intervention]] of the scenario file.
struct LeverChange {
  std::string lever, target;
  double set = 0.0;
  std::string from, until;  ///< dates; `until` empty: to the end
  std::int64_t ramp_weeks = 0;
  std::vector<std::string> markets;
  double cost = 0.0;  ///< US dollars of 2015 a week and label
  bool operator==(const LeverChange&) const = default;
};

/// How labels of other scenes answer.
enum class Rivals : std::uint8_t { as_they_do, never, after_a_year, copy_what_works };

/// By its name in JSON: "after_a_year". nullopt for others.
std::optional<Rivals> rivals_named(const std::string& name);
std::vector<std::string> rivals_names();

/// One what-if.
struct WhatIf {
  std::string title;
  std::vector<LeverChange> changes;
  Rivals rivals = Rivals::as_they_do;
};

struct Question {
  WhatIf what_if;
  std::vector<WhatIf> pinned;  ///< earlier ones, compared with it
  std::string scene;           ///< home market of the scene that is measured
  std::string measure;         ///< as --measure of compare; empty: the default
  std::string until;           ///< last day; empty: the scenario's
  std::string from;            ///< day on which further changes will begin: the past of the base is kept until then
  std::uint64_t seed = 1;
};

/// The file that problems of the what-if name, as opposed to those of pinned ones.
inline constexpr const char* kWhatIfFile = "what_if.toml";

inline constexpr std::size_t kMostChanges = 24, kMostPinned = 5;

/// Throws QuestionError for JSON that is not a question. Values of levers are checked with the scenario (load_what_if).
Question read_question(const nlohmann::ordered_json& json);
nlohmann::ordered_json question_json(const Question& question);
nlohmann::ordered_json what_if_json(const WhatIf& what_if);

/// A scenario file that extends `base`. Says on top which command compares it.
std::string what_if_toml(const WhatIf& what_if, const std::filesystem::path& base, const std::string& command);

/// The scenario of a what-if. Throws ScenarioError, with every problem.
LoadedScenario load_what_if(const WhatIf& what_if, const std::string& name, const std::filesystem::path& base,
                            const std::vector<std::string>& sets);

/// The what-if that makes `variant` of `base`. Throws QuestionError where they differ in anything else than
/// interventions that set a lever and one of the answers of Rivals.
WhatIf what_if_of(const LoadedScenario& base, const LoadedScenario& variant);

/// Why a problem of a scenario file is about this change of the what-if; nullopt where it is about none.
std::optional<std::size_t> change_at(const WhatIf& what_if, const Problem& problem);

}  // namespace hibiki::studio
