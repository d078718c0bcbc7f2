// JSON read from a file: a missing value, or one of the wrong type, throws ChangedFile with
// file and place ("variants[0].title").
#pragma once

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace hibiki::inline results {

/// A value in a JSON document, with its place. Values of one document live as long as the one that was made first.
class StoredJson {
 public:
  using Value = nlohmann::ordered_json;
  using const_iterator = std::vector<StoredJson>::const_iterator;

  /// Of a document that this program has just made.
  StoredJson(const Value& value);  // NOLINT(google-explicit-constructor): a text is made of either
  /// Throws ChangedFile when the text is not JSON.
  static StoredJson parse(std::string_view text, const std::filesystem::path& file);

  /// A member of an object or an element of a list. Throws ChangedFile when there is none.
  const StoredJson& operator[](std::string_view key) const;
  const StoredJson& operator[](const char* key) const { return (*this)[std::string_view(key)]; }
  const StoredJson& operator[](std::size_t index) const;
  const StoredJson& operator[](int index) const { return (*this)[static_cast<std::size_t>(index)]; }
  const StoredJson& at(std::string_view key) const { return (*this)[key]; }
  bool contains(std::string_view key) const { return value_->is_object() && value_->contains(key); }

  /// Elements of a list or members of an object, in order.
  const_iterator begin() const { return children().begin(); }
  const_iterator end() const { return children().end(); }
  std::size_t size() const { return value_->size(); }
  bool empty() const { return value_->empty(); }

  bool is_null() const { return value_->is_null(); }
  bool is_object() const { return value_->is_object(); }
  bool is_number() const { return value_->is_number(); }
  bool is_string() const { return value_->is_string(); }

  /// Throws ChangedFile when it is not a T.
  template <class T>
  T get() const {
    try {
      return value_->get<T>();
    } catch (const Value::exception& error) {
      fail(error.what());
    }
  }
  const Value& value() const { return *value_; }
  /// Name of this value in its object; empty in a list.
  const std::string& key() const { return key_; }

  friend bool operator==(const StoredJson& a, const StoredJson& b) { return *a.value_ == *b.value_; }
  friend bool operator>(const StoredJson& a, const StoredJson& b) { return *a.value_ > *b.value_; }
  template <class T>
  requires(!std::is_same_v<T, StoredJson> && std::is_constructible_v<Value, const T&>) friend bool operator==(
      const StoredJson& a, const T& b) {
    return *a.value_ == Value(b);
  }

 private:
  struct Document {
    std::string file;
    Value value;
  };
  StoredJson(std::shared_ptr<const Document> document, const Value* value, std::string path, std::string key);

  const std::vector<StoredJson>& children() const;
  [[noreturn]] void fail(std::string_view why) const;
  [[noreturn]] void fail_missing(const std::string& path) const;

  std::shared_ptr<const Document> document_;  ///< none where this program made it
  const Value* value_;
  std::string path_, key_;
  mutable std::vector<StoredJson> children_;  ///< filled when first asked for
};

}  // namespace hibiki::results
