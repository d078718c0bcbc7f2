// Models at sizes that take no time.
#pragma once

#include <map>
#include <string>

#include "tools/reproduce/model.hpp"

namespace hibiki::test {

/// The usual parameters of a model, with `changes`. Both must exist.
inline Parameters parameters_of(const std::string& model, const std::map<std::string, double>& changes) {
  std::map<std::string, double> values;
  for (const ModelParameter& parameter : find_model(model)->parameters) values[parameter.name] = parameter.usual;
  for (const auto& [name, value] : changes) values.at(name) = value;
  return Parameters(values);
}

/// What a model of reference_models() gives under a seed.
inline std::map<std::string, double> measured(const std::string& model, const std::map<std::string, double>& changes,
                                              std::uint64_t seed) {
  return find_model(model)->measure(parameters_of(model, changes), seed).values;
}

}  // namespace hibiki::test
