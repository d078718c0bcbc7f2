#include "tools/sweep/sweep_script.hpp"

#include "tools/sweep/shell_word.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace hibiki::inline sweep {

namespace {

constexpr int kWarningSeconds = 120;  ///< before the limit; the controller looks every 30 s, a checkpoint takes seconds

/// For names of files, in which Slurm replaces what follows a %.
std::string without_patterns(const std::string& text) {
  std::string plain;
  for (const char c : text) plain += c == '%' ? "%%" : std::string(1, c);
  return plain;
}

std::string time_text(double hours) {
  const auto minutes = static_cast<std::int64_t>(std::ceil(hours * 60));
  return fmt::format("{}:{:02}:00", minutes / 60, minutes % 60);
}

}  // namespace

std::string slurm_script(const SlurmArray& array) {
  const std::int64_t megabytes = (array.memory_bytes + 999'999) / 1'000'000;
  return fmt::format(
      R"(#!/bin/bash
# Simulates a sweep as an array. Tasks: {tasks}, each a part of the points; threads of each: {threads}.
#   mkdir -p {folder}/slurm && sbatch THIS_FILE
# When the array has ended, whatever became of its tasks:
#   {program} sweep merge {folder}
# (as a job: sbatch --dependency=afterany:ARRAY, of a file with this line; it exits with 5 while points are missing)
#SBATCH --job-name={name}
#SBATCH --array=1-{tasks}
#SBATCH --ntasks=1
#SBATCH --cpus-per-task={threads}
#SBATCH --mem={megabytes}M
#SBATCH --time={time}
#SBATCH --signal=B:USR1@{warning}
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output="{log_folder}/slurm/task-%a.log"
{program} sweep run {file} --out {folder} --shard "$SLURM_ARRAY_TASK_ID/{tasks}" --threads {threads} &
child=$!
trap 'kill -USR1 $child' USR1
trap 'kill -TERM $child' TERM
while :; do
  wait $child
  code=$?
  kill -0 $child 2>/dev/null || break # a signal ends wait before the program ends
done
# Named by array and task: the id of the last task alone is that of the whole array.
[ $code -eq 75 ] && scontrol requeue "${{SLURM_ARRAY_JOB_ID}}_${{SLURM_ARRAY_TASK_ID}}"
exit $code
)",
      fmt::arg("tasks", array.tasks), fmt::arg("threads", array.threads), fmt::arg("folder", shell_word(array.folder)),
      fmt::arg("log_folder", without_patterns(array.folder)), fmt::arg("program", shell_word(array.program)),
      fmt::arg("file", shell_word(array.file)), fmt::arg("name", array.name), fmt::arg("megabytes", megabytes),
      fmt::arg("time", time_text(array.hours)), fmt::arg("warning", kWarningSeconds));
}

}  // namespace hibiki::sweep
