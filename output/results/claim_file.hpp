// The file of a claim: only one process can make it, and only one can take it over.
#pragma once

#include <filesystem>
#include <optional>

#include "output/results/claim.hpp"

namespace hibiki::inline results {

/// The claim of a process on another machine that was not refreshed for so long is stale: six refreshes did not come.
inline constexpr double kSecondsUntilStale = 60;

/// A claim as it was found.
struct FoundClaim {
  ClaimRecord record;    ///< an empty host where the text is torn: its token is then the text's digest
  double refreshed = 0;  ///< seconds since the epoch, by the file server's clock
};

/// Empty if there is no file. Throws IoError when it is not a claim of hibiki.
std::optional<FoundClaim> read_claim(const std::filesystem::path& file);

/// Takes the claim of a folder, over from a process that is gone if need be; makes the folder where it is not there and
/// adds new folders to `made_folders`. Throws IoError.
void take_claim(const std::filesystem::path& folder, const ClaimRecord& record,
                std::vector<std::filesystem::path>& made_folders);

/// Removes temporary files of processes that were killed while taking a claim. For the holder of the claim.
void remove_unfinished_claims(const std::filesystem::path& folder) noexcept;

}  // namespace hibiki::results
