// The file of a claim: made by one process alone, taken over by one alone.
#pragma once

#include <filesystem>
#include <optional>

#include "output/results/claim.hpp"

namespace hibiki::inline results {

/// A claim as it was found.
struct FoundClaim {
  ClaimRecord record;    ///< an empty host where the text is torn: its token is then the text's digest
  double refreshed = 0;  ///< seconds since the epoch, by the file server's clock
};

/// Nothing where there is no file. Throws IoError when it is not a claim of hibiki.
std::optional<FoundClaim> read_claim(const std::filesystem::path& file);

/// Takes the claim of a folder, over from a process that is gone if need be; makes the folder where it is not there and
/// adds what it made to `made_folders`. Throws IoError.
void take_claim(const std::filesystem::path& folder, const ClaimRecord& record,
                std::vector<std::filesystem::path>& made_folders);

/// Removes what processes that were killed left in the folder while they took a claim. For the holder of the claim.
void remove_unfinished_claims(const std::filesystem::path& folder) noexcept;

}  // namespace hibiki::results
