// The number of threads of a command.
#pragma once

#include <filesystem>

#include "sim/core/parallel.hpp"

namespace hibiki::inline program {

/// Processors that this process can keep busy at once: those of its affinity mask or, where that is less, the quota of
/// its control groups, rounded up. `root` stands for "/" (tests have their own).
int usable_processors(const std::filesystem::path& root = "/");

/// Threads without --threads: usable_processors() or, where that is less, the processors that Slurm gives a task
/// (SLURM_CPUS_PER_TASK; without it SLURM_CPUS_ON_NODE), which the affinity mask need not show.
int default_threads(const std::filesystem::path& root = "/");

/// `asked`, or default_threads() for 0. More than those are allowed, with a warning on stderr; UsageError when the
/// system refuses to start them.
int threads_for(int asked);

/// The action of a command with --threads: body() with that many threads.
template <class Body>
int with_asked_threads(int asked, const Body& body) {
  return with_threads(threads_for(asked), body);
}

}  // namespace hibiki::program
