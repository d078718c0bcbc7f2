// Identity of this process, and the state of another one: distinguishes later processes with the same number, and
// processes on other machines and in other containers.
#pragma once

#include <cstdint>
#include <string>

namespace hibiki::inline results {

/// Enough to know a process again. Text from /proc is empty where /proc does not say it.
struct ProcessIdentity {
  std::string host;
  std::string boot;           ///< random id of the kernel's start: equal ids, one running kernel
  std::string pid_namespace;  ///< process numbers are valid only within one namespace
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
