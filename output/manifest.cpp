#include "output/manifest.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "output/files.hpp"
#include "sim/core/digest.hpp"

namespace hibiki {

namespace {

using Json = nlohmann::ordered_json;

/// field(key, member) for every plain member, in the order of the file: serves writing and reading.
template <class ManifestLike, class Field>
void for_each_field(ManifestLike& manifest, const Field& field) {
  field("program", manifest.program);
  field("version", manifest.version);
  field("model_version", manifest.model_version);
  field("scenario", manifest.scenario);
  field("scenario_digest", manifest.scenario_digest);
  field("resolved_digest", manifest.resolved_digest);
  field("fans", manifest.fans);
  field("weeks", manifest.weeks);
  field("threads", manifest.threads);
  field("host", manifest.host);
  field("started", manifest.started);
  field("ended", manifest.ended);
  field("seconds", manifest.seconds);
  field("peak_bytes", manifest.peak_bytes);
  field("command", manifest.command);
}

}  // namespace

std::string text_digest(std::string_view text) {
  Digest digest;
  digest.add_column(std::span<const char>(text.data(), text.size()));
  return digest.hex();
}

std::string to_json(const Manifest& manifest) {
  Json json;
  for_each_field(manifest, [&](const char* key, const auto& value) { json[key] = value; });
  json["replicates"] = Json::array();
  for (const ManifestReplicate& replicate : manifest.replicates)
    json["replicates"].push_back({{"seed", replicate.seed}, {"digest", replicate.digest}});
  json["libraries"] = Json::object();
  for (const auto& [name, version] : manifest.libraries) json["libraries"][name] = version;
  // Bytes of a command line need not be UTF-8.
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Manifest read_manifest(const std::filesystem::path& path) {
  const std::string text = read_whole_file(path);
  try {
    const Json json = Json::parse(text);
    Manifest manifest;
    for_each_field(manifest, [&](const char* key, auto& value) { json.at(key).get_to(value); });
    for (const Json& replicate : json.at("replicates"))
      manifest.replicates.push_back(
          {replicate.at("seed").get<std::uint64_t>(), replicate.at("digest").get<std::string>()});
    for (const auto& [name, version] : json.at("libraries").items())
      manifest.libraries.emplace_back(name, version.get<std::string>());
    return manifest;
  } catch (const Json::exception& error) {
    throw IoError(fmt::format("cannot read {}: it is no manifest of hibiki ({})", path.string(), error.what()));
  }
}

}  // namespace hibiki
