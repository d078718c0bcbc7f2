// Finished files that say something else, with digests that fit: what their readers think of the content is the test.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "output/results/file_digest.hpp"
#include "output/results/sealed_json.hpp"

namespace hibiki {

inline std::string sealed_again(nlohmann::ordered_json json, int indent) {
  json.erase("check");
  return sealed(json, indent);
}

inline std::string manifest_text(const nlohmann::ordered_json& manifest) { return sealed_again(manifest, 2); }

/// The text of a manifest, as if the file `name` of its folder had been written with `content`.
inline std::string manifest_with(const std::string& manifest, const std::string& name, const std::string& content) {
  auto json = nlohmann::ordered_json::parse(manifest);
  const WrittenFile now = written_text(name, content);
  for (auto& file : json["files"])
    if (file["name"] == name) file = {{"name", name}, {"bytes", now.bytes}, {"sha256", now.sha256}};
  return manifest_text(json);
}

}  // namespace hibiki
