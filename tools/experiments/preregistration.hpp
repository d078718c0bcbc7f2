// A comparison that is fixed before it is simulated: hypothesis, measure, margin, seeds and number of pairs in a file,
// with digests of the two scenarios. Its result is then a confirmation, a refutation, or undecided.
#pragma once

#include <cstdint>
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "tools/experiments/effects.hpp"

namespace hibiki::inline experiments {

struct Preregistration {
  std::string hypothesis;
  std::string base, variant;               ///< scenario files, relative to the file of the preregistration
  std::vector<std::string> sets = {};      ///< as --set takes them
  std::string until, scene;                ///< empty: as the scenarios say
  std::vector<std::string> measures = {};  ///< as --measure takes them; the first is the one that is judged
  std::string expect = "up";               ///< up, down, none
  double margin = 0;  ///< by how much: a ratio less 1, or a difference; expect none: at most so much
  std::int64_t seed = 1, pairs = 0, fans = 0;
  std::string model_version, base_digest, variant_digest;  ///< text_digest() of the scenarios with all values
  std::string check = {};                                  ///< text_digest() of the lines before it

  std::filesystem::path path = {};  ///< of the file
  std::string digest = {};          ///< SHA-256 of the file, as sha256sum prints it
};

/// Words that Preregistration::expect may be.
inline constexpr const char* kExpectations[] = {"up", "down", "none"};

/// First line of each file.
inline constexpr const char* kPreregistrationHead =
    "# A comparison that was fixed before it was simulated. To simulate it:";

/// The file, in TOML.
std::string preregistration_toml(const Preregistration& preregistration);

/// Throws ScenarioError with the places of all problems, IoError where the file cannot be read.
Preregistration load_preregistration(const std::filesystem::path& path);

/// The same of a text, as that of the file `path`.
Preregistration parse_preregistration(const std::string& text, const std::filesystem::path& path);

/// Whether the effect is as expected: the whole 95 % interval lies beyond the margin ("confirmed"), the whole interval
/// does not ("refuted"), or neither ("undecided"). Expecting none: the whole interval within the margin on both sides,
/// or wholly outside. A ratio's margin m is x(1 + m) upwards and x(1 - m) downwards. Undecided, too, where pairs are
/// missing, and where a ratio was fixed and a run has the value 0.
std::string judged(const Preregistration& preregistration, const Effect& effect);

/// {file, digest, hypothesis, expect, margin, result, text}; `text` is the result in a sentence.
nlohmann::ordered_json preregistration_json(const Preregistration& preregistration, const Effect& effect);

}  // namespace hibiki::experiments
