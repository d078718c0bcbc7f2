// Which process this is, and whether another one still runs: told apart from a later one of the same number, and from
// processes of other machines and containers.
#pragma once

#include <cstdint>
#include <string>

namespace hibiki::inline results {

/// Enough to know a process again. Text from /proc is empty where /proc does not say it.
struct ProcessIdentity {
  std::string host;
  std::string boot;           ///< random id of the kernel's start: equal ids, one running kernel
  std::string pid_namespace;  ///< process numbers mean something inside one alone
  std::int64_t pid = 0;
  std::string started;  ///< in clock ticks since the boot
  std::string command;  ///< the command line
  bool operator==(const ProcessIdentity&) const = default;
};

ProcessIdentity this_process();

enum class ProcessState {
  running,
  gone,
  elsewhere  ///< of another machine, boot or container: cannot be seen from here
};

/// A process that has ended and waits for its parent (a zombie) is gone.
ProcessState state_of(const ProcessIdentity& process);

}  // namespace hibiki::results
