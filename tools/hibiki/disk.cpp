#include "tools/hibiki/disk.hpp"

#include <fmt/format.h>

#include <system_error>

#include "sim/core/error.hpp"
#include "tools/hibiki/experiment.hpp"
#include "tools/hibiki/streams.hpp"
#include "tools/hibiki/text.hpp"

namespace hibiki::inline program {

namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kMuch = 1'000'000'000;

/// The nearest folder at or above `path` that is there already.
fs::path existing_part(fs::path path) {
  std::error_code ignored;
  for (path = fs::absolute(path); !fs::exists(path, ignored) && path.has_relative_path();) path = path.parent_path();
  return path;
}

std::string remedy_of(const DiskNeed& need) {
  return need.kept > need.summary ? fmt::format("--keep summary leaves {}", bytes_text(need.summary)) : "";
}

}  // namespace

DiskNeed disk_need(const Estimate& estimate, Keep keep, std::int64_t folders, std::int64_t pages) {
  const std::int64_t summary = estimate.summary_bytes * folders + pages;
  if (keep == Keep::summary) return {summary, summary, summary, estimate.plain_checkpoint_bytes};
  return {estimate.disk_bytes * folders + pages, estimate.kept_bytes * folders + pages, summary,
          estimate.checkpoint_bytes};
}

void require_disk(const DiskNeed& need, const fs::path& out) {
  std::error_code unknown;
  const auto space = fs::space(existing_part(out), unknown);
  const std::string remedy = remedy_of(need);
  const std::int64_t all = need.peak + kCheckpointCopies * need.checkpoints;
  if (!unknown && static_cast<std::uintmax_t>(all) > space.available)
    throw IoError(
        fmt::format("results and checkpoints need {}, but only {} are free at {}; choose another folder with --out, or "
                    "fewer --replicates or --threads{}",
                    bytes_text(all), bytes_text(static_cast<std::int64_t>(space.available)), out.string(),
                    remedy.empty() ? "" : "; " + remedy));
  if (need.kept > kMuch)
    say(fmt::format("{} will take about {}{}", out.string(), bytes_text(need.kept),
                    remedy.empty() ? "" : "; " + remedy));
}

std::string disk_text(const DiskNeed& need) {
  const std::string kept = bytes_text(need.kept) + " kept";
  return need.peak > need.kept ? fmt::format("{} at most, {}", bytes_text(need.peak), kept) : kept;
}

std::string checkpoint_line(const DiskNeed& need) {
  if (need.checkpoints == 0) return "";
  return fmt::format("        + {} of checkpoints\n", bytes_text(kCheckpointCopies * need.checkpoints));
}

std::int64_t bytes_in(const fs::path& folder) {
  std::int64_t bytes = 0;
  std::error_code ignored;
  for (fs::recursive_directory_iterator it(folder, ignored), end; !ignored && it != end; it.increment(ignored))
    if (std::error_code unknown; it->is_regular_file(unknown)) {
      const auto size = it->file_size(unknown);
      if (!unknown) bytes += static_cast<std::int64_t>(size);
    }
  return bytes;
}

}  // namespace hibiki::program
