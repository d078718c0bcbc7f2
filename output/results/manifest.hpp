// manifest.json: the kind of a result, the digests of its files, its cost, and the program and machine that made it.
// The last file of a result to appear: a folder with a manifest is complete.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hibiki::inline results {

inline constexpr const char* kManifestName = "manifest.json";

/// The remedy for a changed file.
inline constexpr std::string_view kRestore =
    "restore it from a copy, or make it again: the command that made it, with --force";

/// One replicate of the run.
struct ManifestReplicate {
  std::uint64_t seed = 0;
  std::string digest;  ///< of its final state and series
  bool operator==(const ManifestReplicate&) const = default;
};

/// A file of the result as it was written.
struct WrittenFile {
  std::string name;  ///< relative to the folder
  std::uint64_t bytes = 0;
  std::string sha256;  ///< 64 hexadecimal digits, as sha256sum prints them
  bool operator==(const WrittenFile&) const = default;
};

struct Manifest {
  std::string program = "hibiki";
  std::string version;        ///< of the program: project_version()
  std::string commit = {};    ///< of the source that the program was built from; empty: not known
  std::string model_version;  ///< kModelVersion
  std::string kind = "run";   ///< "run", "comparison", "attribution", "why", "calibration", "reproduction", "sweep"
  std::string identity;       ///< digest of all that decides the result; of a run, resolved_digest
  std::string scenario;       ///< its name; of a calibration, the plan's
  int threads = 0;
  std::string host, started, ended;  ///< times in UTC: utc_now()
  double seconds = 0;                ///< wall time
  std::int64_t peak_bytes = 0;       ///< largest resident memory of the process
  bool weekly = true;  ///< results.h5 with the weekly series is part of the run; else only its summary was kept
  std::vector<std::pair<std::string, std::string>> libraries;  ///< library_versions()
  std::vector<std::string> command;                            ///< the command line, word by word
  std::string preregistration = {};                            ///< of a preregistered comparison: SHA-256 of its file
  /// All files except manifests; empty for manifests of earlier programs.
  std::optional<std::vector<WrittenFile>> files;

  // Only for runs.
  std::string scenario_digest;  ///< text_digest() of the scenario file as given
  std::string resolved_digest;  ///< text_digest() of resolved.toml
  std::vector<ManifestReplicate> replicates;
  std::int64_t fans = 0;
  int weeks = 0;  ///< simulated in each replicate, burn-in included

  const WrittenFile* file(std::string_view name) const;  ///< nullptr when it is not listed
  bool operator==(const Manifest&) const = default;
};

/// Digest of a text's bytes, 16 hexadecimal digits. Tells texts apart; no protection against forgery.
std::string text_digest(std::string_view text);

/// The text of manifest.json, which ends with a check value: see sealed_json.hpp.
std::string to_json(const Manifest& manifest);

/// The manifest that the content of the file `path` says; nothing where it is JSON of another kind. Throws ChangedFile
/// when it is not JSON, was changed, or lacks something.
std::optional<Manifest> parse_manifest(const std::string& text, const std::filesystem::path& path);

/// Throws IoError when the file cannot be read or is not a manifest of hibiki, ChangedFile as parse_manifest() does.
Manifest read_manifest(const std::filesystem::path& path);

}  // namespace hibiki::results
