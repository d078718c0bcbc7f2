// A question made ready to be simulated with so many fans: its scenarios, what is measured, and where they part.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "tools/experiments/arms.hpp"
#include "tools/experiments/comparison.hpp"
#include "tools/studio/question.hpp"

namespace hibiki::inline studio {

struct Asked {
  std::vector<LoadedScenario> arms;  ///< the base, the what-if, and the pinned ones
  ArmScope scope;
  std::uint64_t first_seed = 1;
  std::int64_t fans = 0;
  std::vector<std::string> worlds;  ///< by arm: equal for arms that have the same worlds under each seed and scope
  std::vector<int> parts_at;        ///< by arm: the first week in which it may differ from the base
  int keep_at = 0;                  ///< week up to which the past of the base is kept for later questions; 0: none
  std::string measured;             ///< equal for questions with the same headline and scene

  const Scenario& scenario(std::size_t arm) const { return arms[arm].scenario; }
  int weeks() const { return scenario(0).calendar().weeks; }
  /// Key of the finished world of an arm.
  std::string key(std::size_t arm, std::uint64_t seed) const;
  /// Key of the pasts of the base: they do not depend on where the window begins.
  std::string past_key(std::uint64_t seed) const;
};

/// The question with each of these numbers of fans, in worlds that begin as `base`, a scenario from a file. Throws
/// QuestionError (a measure or a scene that is not there, scenarios that cannot be compared) or ScenarioError.
std::vector<Asked> ask(const Question& question, const LoadedScenario& base, const std::vector<std::int64_t>& fans);

/// A name of a what-if with this title, as a file can have it: "what_if_more_posts"; "what_if" without letters of
/// ASCII.
std::string what_if_name(const std::string& title);

/// What is measured of these scenarios, the base first, and from when: `scene` as in Question, measures as --measure of
/// compare, the first of which is the headline. Throws QuestionError.
ArmScope scope_of(const std::string& scene, const std::vector<std::string>& measures,
                  const std::vector<const Scenario*>& scenarios);

/// Throws QuestionError where the base is not in its file any more as it was loaded: what-ifs extend the file, and the
/// effect of an edit would pass for theirs.
void require_unchanged(const LoadedScenario& base);

/// The words of the command that simulates the same: "hibiki compare BASE FILE --measure ... --fans ... --seed ...".
std::vector<std::string> compare_command(const Question& question, const std::string& base,
                                         const std::vector<std::string>& files, std::int64_t fans, std::size_t pairs);

/// The words as a shell takes them.
std::string shell_line(const std::vector<std::string>& words);

}  // namespace hibiki::studio
