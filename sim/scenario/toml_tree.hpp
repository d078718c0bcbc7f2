// A TOML text as a tree of values with their positions. The only file that includes the TOML library is
// toml_tree.cpp; the tree can be merged and patched, and problems can be printed with the line underlined.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "sim/core/calendar.hpp"
#include "sim/core/error.hpp"

namespace hibiki::inline scenario {

/// A text that values were read from.
struct SourceText {
  std::string name;  ///< as messages call it; empty for the command line
  std::string text;  ///< without byte order mark
  std::string said;  ///< text of `show --origin` when there is no name: "--set"
};

struct NodeMember;

/// One value, its place included. Members of tables keep the order of the file.
struct Node {
  enum class Kind : std::uint8_t { table, array, text, integer, real, boolean, date, other, flawed };

  Kind kind = Kind::table;
  std::string text;
  std::int64_t integer = 0;
  double real = 0.0;
  bool boolean = false;
  Day date{};
  std::vector<NodeMember> members;
  std::vector<Node> items;

  std::shared_ptr<const SourceText> source;
  std::size_t offset = 0;  ///< of the value in source->text
  std::size_t length = 0;

  Node* find(std::string_view key);
  const Node* find(std::string_view key) const;
  /// The member `key`, appended as an empty table at `place`'s place when it is missing.
  Node& member(std::string_view key, const Node& place);
  bool is_number() const { return kind == Kind::integer || kind == Kind::real; }
};

/// A value of a table, with its key.
struct NodeMember {
  std::string key;
  Node node;
};

/// "a table", "a number" ...: how messages call a value.
const char* kind_name(Node::Kind kind);

/// Parses a TOML text. Throws ScenarioError when it is not TOML. Dates that do not exist are added to `problems`;
/// their nodes are of kind `flawed`, of which nothing more need be said.
Node parse_toml(const std::shared_ptr<const SourceText>& source, std::vector<Problem>& problems);

/// "history.toml:12", or "--set".
std::string place_of(const Node& node);

/// A problem with a value: its place, and its line underlined with `hint` beneath.
Problem problem_at(const Node& node, std::string message, std::string_view hint = {});

/// The same, underlining the key `key` under which the value stands (its last dotted part).
Problem problem_at_key(const Node& node, std::string_view key, std::string message, std::string_view hint = {});

}  // namespace hibiki::scenario
