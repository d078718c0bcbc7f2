#include "sim/scenario/extend.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "sim/core/input_file.hpp"
#include "sim/scenario/nearest.hpp"

namespace hibiki::inline scenario {

namespace fs = std::filesystem;

namespace {

/// Larger than any scenario; a results file or a device given by mistake is not read to its end.
constexpr std::size_t kLargestFile = 16U << 20U;

std::string nearest_file(const fs::path& path) {
  std::error_code error;
  const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
  if (!fs::is_directory(folder, error)) return fmt::format("there is no folder {}", folder.string());
  std::vector<std::string> names;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error))
    if (it->path().extension() == ".toml") names.push_back(it->path().filename().string());
  if (names.empty()) return fmt::format("{} holds no .toml file", folder.string());
  std::sort(names.begin(), names.end());
  return fmt::format("the nearest name is {}", nearest(path.filename().string(), names));
}

/// Why a path names no file, with the remedy; empty when it may be one.
std::string why_no_file(const fs::path& path) {
  std::error_code error;
  const auto status = fs::status(path, error);
  if (status.type() == fs::file_type::not_found)
    return fmt::format("{}: no such file; {}", path.string(), nearest_file(path));
  if (fs::is_directory(status))
    return fmt::format("{}: this is a directory; name a scenario file (.toml)", path.string());
  const bool device = fs::is_character_file(status) || fs::is_block_file(status);
  if (device && path != kStandardInput)
    return fmt::format("{}: this is a device; name a scenario file (.toml), or - for standard input", path.string());
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
          problem_at(item, fmt::format("{} '{}' is defined twice", kind, *name), "the first is at " + place_of(*same)));
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

/// "a.toml -> b.toml -> c.toml"; of a long chain its two ends.
std::string chain_text(const std::vector<fs::path>& chain, const fs::path& last) {
  constexpr std::size_t kShown = 4;
  std::string text;
  for (std::size_t i = 0; i < chain.size(); ++i) {
    if (i < kShown || i + kShown >= chain.size()) text += chain[i].filename().string() + " -> ";
    if (i == kShown && chain.size() > 2 * kShown) text += "... -> ";
  }
  return text + last.filename().string();
}

/// The same for every way of naming a file.
fs::path canonical_name(const fs::path& path) {
  std::error_code error;
  const fs::path name = fs::weakly_canonical(path, error);
  return error ? path : name;
}

[[noreturn]] void fail(std::vector<Problem>& problems, const Node& at, std::string message, const std::string& hint) {
  problems.push_back(problem_at(at, std::move(message), hint));
  throw ScenarioError(problems);
}

/// The files of a chain, read from the scenario up to the last parent.
class ExtendsChain {
 public:
  explicit ExtendsChain(std::vector<Problem>& problems) : problems_(problems) {}

  void read(std::shared_ptr<const SourceText> source, fs::path path) {
    while (source != nullptr) {
      roots_.push_back(parse_toml(source, problems_));
      normalise(roots_.back(), problems_);
      source = parent_of(path);
    }
  }

  /// Each file on top of the one it extends.
  Node merged() {
    Node result = std::move(roots_.back());
    for (roots_.pop_back(); !roots_.empty(); roots_.pop_back()) {
      for (const char* own : {"name", "title", "question", "extends"}) erase(result, own);
      merge(result, std::move(roots_.back()));
    }
    return result;
  }

 private:
  /// The text that the last file extends, and in `path` where it stands; nothing when it extends none.
  std::shared_ptr<const SourceText> parent_of(fs::path& path) {
    const Node* extends = roots_.back().find("extends");
    if (extends == nullptr) return nullptr;
    if (extends->kind != Node::Kind::text || extends->text.empty() || extends->text.find('\0') != std::string::npos)
      fail(problems_, *extends, "extends must be the name of one file", "extends = \"worlds/asia.toml\"");
    const fs::path parent = (path.parent_path() / extends->text).lexically_normal();
    names_.insert(canonical_name(path));
    paths_.push_back(path);
    if (names_.contains(canonical_name(parent)))
      fail(problems_, *extends, "files extend each other in a circle: " + chain_text(paths_, parent),
           "remove one of the extends");
    if (const std::string why = why_no_file(parent); !why.empty())
      fail(problems_, *extends, fmt::format("the file it extends cannot be read ({})", chain_text(paths_, parent)),
           why);
    path = parent;
    return std::make_shared<SourceText>(SourceText{parent.string(), read_text(parent), {}});
  }

  std::vector<Problem>& problems_;
  std::vector<Node> roots_;
  std::vector<fs::path> paths_;
  std::set<fs::path> names_;
};

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
  ExtendsChain chain(problems);
  chain.read(source, path);
  return chain.merged();
}

}  // namespace hibiki::scenario
