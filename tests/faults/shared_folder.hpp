// Commands that leave a result in the folder `out`, the result as it must be, and what else may be there.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/end_to_end/program.hpp"

namespace hibiki {

/// Tries of a test that draws: `usual`, or HIBIKI_FAULT_TRIES.
int tries_or(int usual);

/// A command with a result, small enough to be made many times.
struct FolderCommand {
  std::string arguments;  ///< of hibiki, --out left out
  std::string before;     ///< arguments of a command that leaves another result in the folder; may be empty
  double seconds = 0;     ///< that it took
  std::map<std::string, std::string> files;  ///< that it leaves, by name; empty content where it tells of the moment
};

class SharedFolderTest : public ProgramTest {
 protected:
  SharedFolderTest();

  /// Runs it once, alone, to see what it leaves and how long it takes.
  FolderCommand measured(const std::string& arguments, const std::string& before = "") const;

  /// An empty `out`, or one with the result of `before`.
  void prepare(const FolderCommand& command) const;

  /// Fails the test unless `out` holds exactly the result of the command, and every file is as its manifests list it.
  void expect_whole(const FolderCommand& command, const std::string& when) const;

  /// Fails the test when what passes for finished in `out` is not one result.
  void expect_no_mix(const std::string& when) const;
};

}  // namespace hibiki
