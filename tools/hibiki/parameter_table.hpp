// The schema tables as text: one row for every key of a scenario file.
#pragma once

#include <string>
#include <vector>

namespace hibiki::inline program {

/// One key as people read of it.
struct Parameter {
  std::string section;                              ///< "assumptions", "market.NAME", "policy.ID.levers" ...
  std::string key;                                  ///< inside the section: "try.quality"
  std::string unit, value, range, meaning, source;  ///< value: the default as TOML, or "required"
  bool learnt = false;

  std::string full_key() const { return section.empty() ? key : section + "." + key; }
};

/// Every key, in the order of resolved TOML.
std::vector<Parameter> all_parameters();

/// Those that `key` names: in full ("assumptions.try.quality"), inside its section ("try.quality"), or of a thing that
/// a scenario has ("market.JP.internet").
std::vector<Parameter> find_parameters(const std::string& key);

/// All parameters of a table of a scenario file ("run", "intervention"); empty for an unknown table.
std::vector<Parameter> parameters_of_table(const std::string& table);

/// Keys similar to `key`, for suggestions.
std::vector<std::string> parameter_names();

/// All keys; meanings below their keys.
std::string parameter_table(const std::vector<Parameter>& parameters, std::size_t columns = 80);

/// Description of one key.
std::string parameter_details(const Parameter& parameter, std::size_t columns = 80);

}  // namespace hibiki::program
