// Conditions on the points of a design, such as "uploads + posts / 10 <= 1".
#pragma once

#include <memory>
#include <string>
#include <vector>

namespace hibiki::inline sweep {

/// Conditions that a point must meet: comparisons of muParser's expressions over the names of factors,
/// joined with && and ||. NaN meets none but !=.
class Constraints {
 public:
  /// Throws std::invalid_argument for the first text that is not such an expression.
  Constraints(const std::vector<std::string>& texts, const std::vector<std::string>& factors);
  ~Constraints();
  Constraints(Constraints&&) noexcept;

  /// Whether a point meets all. Throws std::invalid_argument where an expression needs a value that is not a number.
  bool met_by(const std::vector<std::string>& values);

 private:
  struct Parsed;
  std::vector<std::unique_ptr<Parsed>> parsed_;
  std::vector<std::string> factors_;
};

}  // namespace hibiki::sweep
