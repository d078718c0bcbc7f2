// A batch script for Slurm that runs a sweep as an array of tasks.
#pragma once

#include <cstdint>
#include <string>

namespace hibiki::inline sweep {

/// What a task of the array needs.
struct SlurmArray {
  std::string program, file, folder;  ///< as the cluster's nodes find them
  std::string name;                   ///< of the job: letters, digits, "-", "_"
  std::size_t tasks = 1;              ///< of the array, at most MaxArraySize - 1
  int threads = 1;
  double hours = 1;  ///< limit of a task
  std::int64_t memory_bytes = 0;
};

/// The text of an sbatch file. A task passes USR1, which Slurm sends before its limit, on to the program, and puts
/// itself back into the queue when that stops with a checkpoint; so it does after being preempted.
std::string slurm_script(const SlurmArray& array);

}  // namespace hibiki::sweep
