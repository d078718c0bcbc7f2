#include "output/results/manifest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "output/results/files.hpp"
#include "output/results/sealed_json.hpp"
#include "output/results/stored_json.hpp"
#include "sim/core/digest.hpp"

namespace hibiki::inline results {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kRun = "run";
constexpr int kIndent = 2;

/// field(key, member) for every plain member, in the order of the file: serves writing and reading.
template <class ManifestLike, class Field>
void for_each_field(ManifestLike& manifest, const Field& field) {
  field("program", manifest.program);
  field("version", manifest.version);
  field("model_version", manifest.model_version);
  field("kind", manifest.kind);
  field("identity", manifest.identity);
  field("scenario", manifest.scenario);
  if (manifest.kind == kRun) {
    field("scenario_digest", manifest.scenario_digest);
    field("resolved_digest", manifest.resolved_digest);
    field("fans", manifest.fans);
    field("weeks", manifest.weeks);
  }
  field("threads", manifest.threads);
  field("host", manifest.host);
  field("started", manifest.started);
  field("ended", manifest.ended);
  field("seconds", manifest.seconds);
  field("peak_bytes", manifest.peak_bytes);
  field("command", manifest.command);
}

std::vector<WrittenFile> files_in_json(const StoredJson& list) {
  std::vector<WrittenFile> files;
  for (const StoredJson& file : list)
    files.push_back(
        {file["name"].get<std::string>(), file["bytes"].get<std::uint64_t>(), file["sha256"].get<std::string>()});
  return files;
}

bool is_of_hibiki(const StoredJson& json) { return json.contains("program") && json["program"] == "hibiki"; }

}  // namespace

std::string text_digest(std::string_view text) {
  Digest digest;
  digest.add_column(std::span<const char>(text.data(), text.size()));
  return digest.hex();
}

const WrittenFile* Manifest::file(std::string_view name) const {
  if (!files) return nullptr;
  const auto found = std::ranges::find(*files, name, &WrittenFile::name);
  return found != files->end() ? &*found : nullptr;
}

std::string to_json(const Manifest& manifest) {
  Json json;
  for_each_field(manifest, [&](const char* key, const auto& value) { json[key] = value; });
  if (!manifest.commit.empty()) json["commit"] = manifest.commit;
  if (!manifest.preregistration.empty()) json["preregistration"] = manifest.preregistration;
  if (manifest.kind == kRun) {
    json["keep"] = manifest.weekly ? "weekly" : "summary";
    json["replicates"] = Json::array();
    for (const ManifestReplicate& replicate : manifest.replicates)
      json["replicates"].push_back({{"seed", replicate.seed}, {"digest", replicate.digest}});
  }
  json["libraries"] = Json::object();
  for (const auto& [name, version] : manifest.libraries) json["libraries"][name] = version;
  if (manifest.files) {
    json["files"] = Json::array();
    for (const WrittenFile& file : *manifest.files)
      json["files"].push_back({{"name", file.name}, {"bytes", file.bytes}, {"sha256", file.sha256}});
  }
  return sealed(json, kIndent);
}

Manifest read_manifest(const std::filesystem::path& path) {
  const auto manifest = parse_manifest(read_whole_file(path), path);
  if (!manifest) throw IoError(fmt::format("{} is not a manifest of hibiki", path.string()));
  return *manifest;
}

std::optional<Manifest> parse_manifest(const std::string& text, const std::filesystem::path& path) {
  const StoredJson json = StoredJson::parse(text, path);
  if (!is_of_hibiki(json)) return std::nullopt;
  // Earlier programs listed no files and wrote no check.
  if ((json.contains("files") || json.contains("check")) && !is_sealed(text, kIndent))
    throw ChangedFile(
        fmt::format("{} was changed: its content does not match its check value; {}", path.string(), kRestore));
  Manifest manifest;
  if (json.contains("kind")) manifest.kind = json["kind"].get<std::string>();
  for_each_field(manifest, [&]<class T>(std::string_view key, T& value) {
    const bool later = key == "kind" || key == "identity";  // earlier programs wrote manifests of runs alone
    if (!later || json.contains(key)) value = json[key].get<T>();
  });
  if (!json.contains("identity")) manifest.identity = manifest.resolved_digest;
  if (manifest.kind == kRun)
    for (const StoredJson& replicate : json["replicates"])
      manifest.replicates.push_back({replicate["seed"].get<std::uint64_t>(), replicate["digest"].get<std::string>()});
  for (const StoredJson& library : json["libraries"])
    manifest.libraries.emplace_back(library.key(), library.get<std::string>());
  if (json.contains("commit")) manifest.commit = json["commit"].get<std::string>();
  if (json.contains("preregistration")) manifest.preregistration = json["preregistration"].get<std::string>();
  if (json.contains("keep")) manifest.weekly = json["keep"].get<std::string>() != "summary";
  if (json.contains("files")) manifest.files = files_in_json(json["files"]);
  return manifest;
}

}  // namespace hibiki::results
