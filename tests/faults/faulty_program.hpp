// Runs the built program while calls to the C library fail (failing_calls.c), and holds its answers against those it
// gives otherwise.
#pragma once

#include <filesystem>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "tests/end_to_end/program.hpp"

namespace hibiki {

/// A call that the program makes, and the error that it is to end with.
struct Fault {
  std::size_t number = 0;  ///< from 1
  std::string kind, path;  ///< as in failing_calls.c; the path within the working folder
  std::string error;       ///< an error number, or "short"
  bool lasts = false;      ///< all later calls fail too
};

/// Relative path -> content. Of JSON, members that tell of the moment (times, memory, command) are left out.
using Files = std::map<std::string, std::string>;

class FaultyProgramTest : public ProgramTest {
 protected:
  FaultyProgramTest();

  /// Puts the files that the preparation made back, and nothing else.
  void reset() const;
  /// Runs `before` and keeps the files that it leaves as the start of all that follows.
  void prepare(const std::string& before);

  /// The command in the folder of the files; `environment` for failing_calls.c.
  Outcome run(const std::string& arguments, const std::string& environment = "") const;
  /// With a fault.
  Outcome run(const std::string& arguments, const Fault& fault) const;
  Files files() const;

  /// Every call that the command makes on files of the working folder.
  std::vector<Fault> calls_of(const std::string& arguments) const;
};

/// Shell text that writes two scenarios of 26 weeks: base.toml, and variant.toml with an intervention.
extern const char* const kTwoWorlds;

/// Whether a message names a file, or a folder that it lies in, as a path of its own: "cannot read a/b: ..." names a/b
/// and, by a/, whatever lies in a; "r" in "error" names nothing.
bool names_path(const std::string& said, const std::filesystem::path& path);

/// Tries of a test that draws: `usual`, or HIBIKI_FAULT_TRIES.
int fault_tries(int usual);

/// Where a test draws from: the same each time, or by HIBIKI_FAULT_SEED.
std::mt19937_64 fault_draws();

/// Where they differ: "a.json differs, b.txt is missing"; empty when they do not. `more`: files that are not expected
/// count.
std::string difference(const Files& expected, const Files& actual, bool more = true);

}  // namespace hibiki
