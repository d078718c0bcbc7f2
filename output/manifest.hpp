// manifest.json: which run a folder holds, what it cost and on what it was made. The last file of a run to
// appear: where it is, the run is complete.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace hibiki {

/// One replicate of the run.
struct ManifestReplicate {
  std::uint64_t seed = 0;
  std::string digest;  ///< of its final state and series
  bool operator==(const ManifestReplicate&) const = default;
};

struct Manifest {
  std::string program = "hibiki";
  std::string version;          ///< of the program: project_version()
  std::string model_version;    ///< kModelVersion
  std::string scenario;         ///< its name
  std::string scenario_digest;  ///< text_digest() of the scenario file as given
  std::string resolved_digest;  ///< text_digest() of resolved.toml
  std::vector<ManifestReplicate> replicates;
  std::int64_t fans = 0;
  int weeks = 0;  ///< simulated in each replicate, burn-in included
  int threads = 0;
  std::string host, started, ended;                            ///< times in UTC: utc_now()
  double seconds = 0;                                          ///< wall time
  std::int64_t peak_bytes = 0;                                 ///< largest resident memory of the process
  std::vector<std::pair<std::string, std::string>> libraries;  ///< library_versions()
  std::vector<std::string> command;                            ///< the command line, word by word
  bool operator==(const Manifest&) const = default;
};

/// Digest of a text's bytes, 16 hexadecimal digits. Tells texts apart; no protection against forgery.
std::string text_digest(std::string_view text);

std::string to_json(const Manifest& manifest);

/// Throws IoError when the file cannot be read or is no manifest.
Manifest read_manifest(const std::filesystem::path& path);

}  // namespace hibiki
