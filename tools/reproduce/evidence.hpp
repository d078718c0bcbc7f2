// An evidence file: a published experiment, its model, parameters and targets.
#pragma once

#include <array>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tools/reproduce/model.hpp"

namespace hibiki::inline reproduction {

/// A value that the file gives a parameter. Marks: S read in the source, C computed from a definition or raw data, M
/// from memory, fitted, or chosen (a size that no theory fixes).
struct GivenParameter {
  double value = 0;
  std::string mark;
  std::string source;
};

/// Parameters that differ from one part of a figure to the next.
struct EvidenceCase {
  std::string name;
  std::map<std::string, double> set;
};

enum class Rule {
  within,           ///< the mean over seeds lies within the tolerance of the value
  inside_interval,  ///< the value lies where 95 % of seeds do
  at_least,         ///< the measure is at least the value in a share of seeds
  at_most,
  ordered,        ///< the measures ascend in a share of seeds
  ordered_means,  ///< their means ascend, and no 95 % interval of a paired difference holds 0
  shown,          ///< not judged
};

struct EvidenceTarget {
  std::string of_case;                ///< "" in a file without cases
  std::vector<std::string> measures;  ///< one; for ordered and ordered_means those that ascend
  Rule rule = Rule::shown;
  std::optional<double> value;
  double tolerance = 0;   ///< in the measure's unit
  bool relative = false;  ///< given as a part of the value
  double share = 1;       ///< of seeds
  std::string mark, source;
};

/// Parameters that are wrong: some target of the case must fail with them, or the targets tell nothing.
struct EvidenceWrong {
  std::string of_case;  ///< "" in a file without cases
  std::map<std::string, double> set;
  std::string why;  ///< they are wrong
};

/// Names of rules in files, in the order of Rule.
inline constexpr std::array kRuleNames = {"within",  "inside_interval", "at_least", "at_most",
                                          "ordered", "ordered_means",   "shown"};

/// Whether the rule is about measures that ascend.
inline bool is_order(Rule rule) { return rule == Rule::ordered || rule == Rule::ordered_means; }

/// Additional data of the experiment's figures: a sweep, and another experiment for comparison.
struct EvidenceFigure {
  std::vector<std::string> sweeps;      ///< as --sweep has them; none when empty
  std::vector<std::string> measures;    ///< that the sweep shows; all when empty
  std::int64_t replicates = 20;         ///< seeds a point
  std::map<std::string, double> edges;  ///< marked on the sweep's axis, by name
  std::string beside;                   ///< evidence file of the same folder and model; "": none
  std::string label;                    ///< of this experiment beside the other
};

struct Evidence {
  std::string name;  ///< of the file
  std::string title, question, source;
  const ReferenceModel* model = nullptr;
  std::uint64_t first_seed = 1;
  std::size_t replicates = 1;
  std::map<std::string, GivenParameter> parameters;
  std::vector<EvidenceCase> cases;  ///< at least one; the only one may have neither name nor values
  std::vector<EvidenceTarget> targets;
  std::vector<EvidenceWrong> wrongs;
  EvidenceFigure figure;
};

/// Names of the parameters that were fitted to the experiment's own figures; with one the file is a calibration, and
/// what passes fits, but is no reproduction.
std::vector<std::string> fitted_parameters(const Evidence& evidence);

/// Reads a file; every problem in it at once, with its place. Throws ScenarioError, IoError.
Evidence load_evidence(const std::filesystem::path& path);
/// The same from text, which `name` stands for in messages.
Evidence parse_evidence(const std::string& text, const std::string& name);

/// Values given on the command line, by parameter.
using Overrides = std::map<std::string, double>;

/// "z=3" for a parameter of the model. Throws ScenarioError that names the nearest parameter or the valid range.
void add_override(Overrides& overrides, const ReferenceModel& model, const std::string& text);
/// Throws ScenarioError unless `value` can be the parameter's; `said` is the user's text.
void check_value(const ModelParameter& parameter, double value, const std::string& said);

/// All parameters of a case: the model's usual ones, the file's, the case's, the command line's.
Parameters parameters_of(const Evidence& evidence, const EvidenceCase& of, const Overrides& overrides = {});

/// The case of `wrong` with its wrong parameters.
EvidenceCase wrong_case(const Evidence& evidence, const EvidenceWrong& wrong);

/// The cases to simulate; cases that overrides make equal are merged.
struct CaseRun {
  std::string name;
  Parameters parameters;
};
std::vector<CaseRun> runs_of(const Evidence& evidence, const Overrides& overrides = {});

}  // namespace hibiki::reproduction
