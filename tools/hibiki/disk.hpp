// Disk space: free space, needs of results, size of a folder.
#pragma once

#include <cstdint>
#include <filesystem>

#include "sim/engine/run.hpp"
#include "tools/hibiki/answer_options.hpp"

namespace hibiki::inline program {

/// Bytes on disk.
struct DiskNeed {
  std::int64_t peak = 0;         ///< while results are written
  std::int64_t kept = 0;         ///< afterwards
  std::int64_t summary = 0;      ///< afterwards, with only the summaries
  std::int64_t checkpoints = 0;  ///< while it runs: a checkpoint of each world under way
};

/// Generations of a checkpoint that are on disk while the next is written.
inline constexpr std::int64_t kCheckpointCopies = 3;

/// The need of `folders` runs of this estimate plus `pages` bytes.
DiskNeed disk_need(const Estimate& estimate, Keep keep, std::int64_t folders = 1, std::int64_t pages = 0);

/// Before anything is simulated: says on stderr when more than a gigabyte will stay in `out`, and throws IoError when
/// less is free there than is needed.
void require_disk(const DiskNeed& need, const std::filesystem::path& out);

/// "18 MB at most, 9 MB kept".
std::string disk_text(const DiskNeed& need);

/// The line of --dry-run below that of the disk: "+ 109 MB of checkpoints".
std::string checkpoint_line(const DiskNeed& need);

/// Bytes of all files in a folder and those below it.
std::int64_t bytes_in(const std::filesystem::path& folder);

}  // namespace hibiki::program
