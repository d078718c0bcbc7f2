// A simulated replicate, the input of code that writes or prints results.
#pragma once

#include <cstdint>
#include <filesystem>

#include "sim/engine/run.hpp"

namespace hibiki::inline results {

/// Its position in a list of replicates is its number, counted from 0.
struct Replicate {
  std::uint64_t seed = 0;
  RunResult result;
  std::filesystem::path spool;  ///< where WeekRecorder put its weeks
};

}  // namespace hibiki::results
