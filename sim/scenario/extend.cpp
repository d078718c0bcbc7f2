#include "sim/scenario/extend.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "sim/core/input_file.hpp"
#include "sim/scenario/nearest.hpp"

namespace hibiki {

namespace fs = std::filesystem;

namespace {

/// Larger than any scenario; a results file given by mistake is not read to its end.
constexpr std::size_t kLargestFile = 64U << 20U;

std::string nearest_file(const fs::path& path) {
  std::error_code error;
  const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
  if (!fs::is_directory(folder, error)) return fmt::format("there is no folder {}", folder.string());
  std::vector<std::string> names;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error))
    if (it->path().extension() == ".toml") names.push_back(it->path().filename().string());
  if (names.empty()) return fmt::format("{} holds no .toml file", folder.string());
  std::sort(names.begin(), names.end());
  return fmt::format("the nearest name there is {}", nearest(path.filename().string(), names));
}

/// Why a path names no file, with the remedy; empty when it may be one.
std::string why_no_file(const fs::path& path) {
  std::error_code error;
  const auto status = fs::status(path, error);
  if (status.type() == fs::file_type::not_found)
    return fmt::format("{}: there is no such file; {}", path.string(), nearest_file(path));
  if (fs::is_directory(status))
    return fmt::format("{}: this is a directory; name a scenario file (.toml)", path.string());
  return "";
}

const std::string* identity(const Node& item) {
  const Node* name = item.find("id");
  if (name == nullptr) name = item.find("name");
  return name != nullptr && name->kind == Node::Kind::text ? &name->text : nullptr;
}

bool is_array_of_tables(const Node& node) {
  return node.kind == Node::Kind::array && !node.items.empty() &&
         std::all_of(node.items.begin(), node.items.end(),
                     [](const Node& item) { return item.kind == Node::Kind::table; });
}

/// The key that says the same thing in another way, or "".
std::string_view rival(std::string_view key) { return key == "set" ? "scale" : key == "scale" ? "set" : ""; }

void erase(Node& table, std::string_view key) {
  table.members.erase(
      std::remove_if(table.members.begin(), table.members.end(), [&](const auto& m) { return m.key == key; }),
      table.members.end());
}

void assign(Node& table, const std::string& key, Node value) {
  if (Node* there = table.find(key))
    *there = std::move(value);
  else
    table.members.push_back({key, std::move(value)});
}

void merge(Node& parent, Node&& child);

void merge_items(Node& parent, Node&& child) {
  const std::size_t inherited = parent.items.size();
  for (Node& item : child.items) {
    const std::string* name = identity(item);
    const auto end = parent.items.begin() + static_cast<std::ptrdiff_t>(inherited);
    const auto same = std::find_if(parent.items.begin(), end, [&](const Node& other) {
      const std::string* its_name = identity(other);
      return name != nullptr && its_name != nullptr && *name == *its_name;
    });
    if (same != end)
      merge(*same, std::move(item));
    else
      parent.items.push_back(std::move(item));
  }
}

void merge(Node& parent, Node&& child) {
  for (const auto& [key, node] : child.members)
    if (child.find(rival(key)) == nullptr) erase(parent, rival(key));
  for (auto& [key, node] : child.members) {
    Node* inherited = parent.find(key);
    if (inherited != nullptr && inherited->kind == Node::Kind::table && node.kind == Node::Kind::table)
      merge(*inherited, std::move(node));
    else if (inherited != nullptr && is_array_of_tables(*inherited) && is_array_of_tables(node))
      merge_items(*inherited, std::move(node));
    else
      assign(parent, key, std::move(node));
  }
}

/// Turns quoted keys with dots into tables, so that both ways of writing a key meet when files merge.
void nest_dotted_keys(Node& table, std::vector<Problem>& problems) {
  std::vector<NodeMember> members;
  members.swap(table.members);
  for (auto& [key, node] : members) {
    Node* owner = &table;
    std::string rest = key;
    for (auto dot = rest.find('.'); dot != std::string::npos && owner->kind == Node::Kind::table;
         dot = rest.find('.')) {
      owner = &owner->member(rest.substr(0, dot), node);
      rest = rest.substr(dot + 1);
    }
    Node* there = owner->kind == Node::Kind::table ? owner->find(rest) : owner;
    if (there == nullptr)
      owner->members.push_back({rest, std::move(node)});
    else if (there->kind == Node::Kind::table && node.kind == Node::Kind::table)
      merge(*there, std::move(node));
    else
      problems.push_back(problem_at_key(node, key, fmt::format("'{}' is given twice", key), "remove one of them"));
  }
}

/// Two tables of one name would merge into one when the file is extended: reports and drops the second.
void drop_repeated(Node& list, const std::string& kind, std::vector<Problem>& problems) {
  std::vector<Node> kept;
  for (Node& item : list.items) {
    const std::string* name = identity(item);
    const auto same = std::find_if(kept.begin(), kept.end(), [&](const Node& other) {
      return name != nullptr && identity(other) != nullptr && *identity(other) == *name;
    });
    if (same == kept.end())
      kept.push_back(std::move(item));
    else
      problems.push_back(
          problem_at(item, fmt::format("{} '{}' is there twice", kind, *name), "the first is at " + place_of(*same)));
  }
  list.items = std::move(kept);
}

void normalise(Node& root, std::vector<Problem>& problems) {
  if (Node* assumptions = root.find("assumptions"); assumptions != nullptr && assumptions->kind == Node::Kind::table)
    nest_dotted_keys(*assumptions, problems);
  if (Node* policies = root.find("policy"))
    for (Node& policy : policies->items)
      if (Node* levers = policy.find("levers"); levers != nullptr && levers->kind == Node::Kind::table)
        nest_dotted_keys(*levers, problems);
  for (auto& [key, node] : root.members)
    if (is_array_of_tables(node)) drop_repeated(node, key, problems);
}

std::string chain_text(const std::vector<fs::path>& chain, const fs::path& last) {
  std::string text;
  for (const fs::path& path : chain) text += path.filename().string() + " -> ";
  return text + last.filename().string();
}

bool same_file(const fs::path& a, const fs::path& b) {
  std::error_code error;
  const auto absolute_a = fs::weakly_canonical(a, error), absolute_b = fs::weakly_canonical(b, error);
  return !error && absolute_a == absolute_b;
}

[[noreturn]] void fail(std::vector<Problem>& problems, const Node& at, std::string message, const std::string& hint) {
  problems.push_back(problem_at(at, std::move(message), hint));
  throw ScenarioError(problems);
}

Node resolve(const std::shared_ptr<const SourceText>& source, const fs::path& path, std::vector<fs::path>& chain,
             std::vector<Problem>& problems) {
  Node root = parse_toml(source, problems);
  normalise(root, problems);
  const Node* extends = root.find("extends");
  if (extends == nullptr) return root;
  if (extends->kind != Node::Kind::text || extends->text.empty() || extends->text.find('\0') != std::string::npos)
    fail(problems, *extends, "extends must be one file's name", "extends = \"worlds/asia.toml\"");
  chain.push_back(path);
  const fs::path parent_path = (path.parent_path() / extends->text).lexically_normal();
  for (const fs::path& before : chain)
    if (same_file(before, parent_path))
      fail(problems, *extends, "files extend each other in a circle: " + chain_text(chain, parent_path),
           "remove one of the extends");
  if (const std::string why = why_no_file(parent_path); !why.empty())
    fail(problems, *extends, fmt::format("the file it extends cannot be read ({})", chain_text(chain, parent_path)), why);
  const auto parent_source = std::make_shared<SourceText>(SourceText{parent_path.string(), read_text(parent_path), {}});
  Node parent = resolve(parent_source, parent_path, chain, problems);
  for (const char* own : {"name", "title", "question", "extends"}) erase(parent, own);
  merge(parent, std::move(root));
  return parent;
}

}  // namespace

std::string read_text(const fs::path& path) {
  if (const std::string why = why_no_file(path); !why.empty()) throw IoError(why);
  return read_whole_file(path, kLargestFile);
}

void put(Node& table, const std::string& key, Node value) {
  erase(table, rival(key));
  assign(table, key, std::move(value));
}

Node resolve_extends(const std::shared_ptr<const SourceText>& source, const fs::path& path,
                     std::vector<Problem>& problems) {
  std::vector<fs::path> chain;
  return resolve(source, path, chain, problems);
}

}  // namespace hibiki
