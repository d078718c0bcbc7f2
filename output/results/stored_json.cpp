#include "output/results/stored_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "sim/core/error.hpp"

namespace hibiki::inline results {

namespace {

constexpr const char* kRemedy =
    "the file was changed, or written by another version of hibiki: make it again with the original command and "
    "--force";

std::string member(const std::string& path, std::string_view key) {
  return path.empty() ? std::string(key) : fmt::format("{}.{}", path, key);
}

}  // namespace

StoredJson::StoredJson(const Value& value) : value_(&value) {}

StoredJson::StoredJson(std::shared_ptr<const Document> document, const Value* value, std::string path, std::string key)
    : document_(std::move(document)), value_(value), path_(std::move(path)), key_(std::move(key)) {}

StoredJson StoredJson::parse(std::string_view text, const std::filesystem::path& file) try {
  const auto document = std::make_shared<const Document>(Document{file.string(), Value::parse(text)});
  return {document, &document->value, "", ""};
} catch (const Value::exception& error) {
  throw ChangedFile(fmt::format("cannot use {}: it is not JSON ({}); {}", file.string(), error.what(), kRemedy));
}

const std::vector<StoredJson>& StoredJson::children() const {
  if (!children_.empty() || !value_->is_structured()) return children_;
  children_.reserve(value_->size());
  if (value_->is_object()) {
    for (const auto& [key, value] : value_->items()) children_.push_back({document_, &value, member(path_, key), key});
    return children_;
  }
  for (std::size_t i = 0; i < value_->size(); ++i)
    children_.push_back({document_, &(*value_)[i], fmt::format("{}[{}]", path_, i), ""});
  return children_;
}

const StoredJson& StoredJson::operator[](std::string_view key) const {
  if (value_->is_object()) {
    const auto& all = children();
    const auto found = std::ranges::find(all, key, &StoredJson::key);
    if (found != all.end()) return *found;
  }
  fail_missing(member(path_, key));
}

const StoredJson& StoredJson::operator[](std::size_t index) const {
  if (value_->is_array() && index < value_->size()) return children()[index];
  fail_missing(fmt::format("{}[{}]", path_, index));
}

void StoredJson::fail(std::string_view why) const {
  throw ChangedFile(fmt::format("cannot use {}: {} has an invalid value ({}); {}", document_ ? document_->file : "JSON",
                                path_.empty() ? "it" : path_, why, kRemedy));
}

void StoredJson::fail_missing(const std::string& path) const {
  throw ChangedFile(
      fmt::format("cannot use {}: it has no {}; {}", document_ ? document_->file : "JSON", path, kRemedy));
}

}  // namespace hibiki::results
