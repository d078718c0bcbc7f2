// The first week in which two scenarios may differ.
#pragma once

#include <optional>
#include <string>

#include "sim/scenario/scenario.hpp"

namespace hibiki::inline scenario {

/// First week in which a run of `other` may differ from one of `base` with the same seed: the earliest at which a
/// dated policy differs, or an intervention or an answer to one begins that is not in both alike; 0 when they differ in
/// anything else; nothing when they are the same but for names and texts. Seed and replicates are not looked at.
std::optional<int> first_difference(const Scenario& base, const Scenario& other);

/// The same for many others: what can be prepared is.
class DifferencesFrom {
 public:
  explicit DifferencesFrom(Scenario base);
  const Scenario& base() const { return base_; }
  /// first_difference(base(), other).
  std::optional<int> first(const Scenario& other) const { return first(other, undated(other)); }
  /// The same, with undated(other), which does not depend on the base.
  std::optional<int> first(const Scenario& other, const std::string& undated_other) const;
  /// All keys of a scenario but names, texts and dated ones.
  static std::string undated(Scenario scenario);

 private:
  Scenario base_;
  std::string undated_base_;
};

}  // namespace hibiki::scenario
