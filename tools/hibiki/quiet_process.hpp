// Programs that are started beside this one and have nothing to say on its terminal.
#pragma once

#include <sys/types.h>
#include <unistd.h>

#include <optional>
#include <string>
#include <vector>

namespace hibiki::inline program {

/// Starts the program of the first word, found in PATH, with its output thrown away. `flags`: of posix_spawn, such as
/// POSIX_SPAWN_SETSID; `environment`: as environ. Nothing where it cannot be started.
std::optional<pid_t> start_quietly(std::vector<std::string> words, short flags, char* const* environment = environ);

}  // namespace hibiki::program
