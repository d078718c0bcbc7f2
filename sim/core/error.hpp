// Three kinds of errors: bad input throws one of these, a violated invariant asserts
// (HIBIKI_ASSERT), expected absence is returned.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

namespace hibiki::inline core {

/// One thing wrong with a scenario: ready to print, place and remedy included.
struct Problem {
  std::string file;  ///< empty when it came from the command line
  int line = 0;      ///< 1-based; 0 when there is no place
  int column = 0;
  std::string message;  ///< the problem, in one sentence
  std::string excerpt;  ///< the line underlined, with the valid range or nearest key; may be empty
};

/// The scenario cannot be simulated; carries every problem found. Exit code 3.
class ScenarioError : public std::runtime_error {
 public:
  explicit ScenarioError(std::vector<Problem> problems);
  const std::vector<Problem>& problems() const { return problems_; }

 private:
  std::vector<Problem> problems_;
};

/// A file could not be read or written; names the path and the remedy. Exit code 4.
class IoError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A file that could be read, and is not as this program wrote it. Other IoErrors are of the disk, or of the folder.
class ChangedFile : public IoError {
 public:
  using IoError::IoError;
};

/// A recomputed result differs from the recorded one. Exit code 7.
class VerificationError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

[[noreturn]] void assertion_failed(const char* condition, const char* file, int line);

}  // namespace hibiki::core

/// Promise of the code, checked in every build: cheap conditions only, outside inner loops.
#define HIBIKI_ASSERT(condition) \
  ((condition) ? static_cast<void>(0) : ::hibiki::assertion_failed(#condition, __FILE__, __LINE__))
