#include "sim/scenario/toml_tree.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <sstream>
#include <toml.hpp>

#include "sim/scenario/toml_scan.hpp"

namespace hibiki::inline scenario {

namespace {

/// Converts the library's values, finding each one's place in the source.
class Converter {
 public:
  /// `flawed`: offsets, in order, of dates that stand in for some that do not exist.
  Converter(std::shared_ptr<const SourceText> source, const std::vector<std::size_t>& flawed)
      : source_(std::move(source)), flawed_(flawed) {}

  Node convert(const toml::value& value) const {
    Node node;
    locate(value, node);
    switch (value.type()) {
      case toml::value_t::table:
        convert_table(value, node);
        break;
      case toml::value_t::array:
        node.kind = Node::Kind::array;
        for (const auto& item : value.as_array()) node.items.push_back(convert(item));
        break;
      case toml::value_t::string:
        node.kind = Node::Kind::text, node.text = value.as_string().str;
        break;
      case toml::value_t::integer:
        node.kind = Node::Kind::integer, node.integer = value.as_integer();
        break;
      case toml::value_t::floating:
        node.kind = Node::Kind::real, node.real = value.as_floating();
        break;
      case toml::value_t::boolean:
        node.kind = Node::Kind::boolean, node.boolean = value.as_boolean();
        break;
      case toml::value_t::local_date:
        convert_date(value.as_local_date(), node);
        break;
      default:
        node.kind = Node::Kind::other;
    }
    if (std::binary_search(flawed_.begin(), flawed_.end(), node.offset) && node.kind == Node::Kind::date)
      node.kind = Node::Kind::flawed;
    return node;
  }

 private:
  void locate(const toml::value& value, Node& node) const {
    node.source = source_;
    const auto* region = dynamic_cast<const toml::detail::region*>(toml::detail::get_region(value));
    if (region == nullptr) return;
    node.offset = std::min(static_cast<std::size_t>(region->first() - region->begin()), source_->text.size());
    node.length = std::min(region->size(), source_->text.size() - node.offset);
  }

  void convert_table(const toml::value& value, Node& node) const {
    for (const auto& [key, member] : value.as_table()) node.members.push_back({key, convert(member)});
    std::sort(node.members.begin(), node.members.end(), [](const auto& a, const auto& b) {
      return std::pair(first_offset(a.node), std::string_view(a.key)) <
             std::pair(first_offset(b.node), std::string_view(b.key));
    });
  }

  /// Where a value begins; an array of tables begins with its first table.
  static std::size_t first_offset(const Node& node) {
    return node.items.empty() ? node.offset : std::min(node.offset, node.items.front().offset);
  }

  static void convert_date(const toml::local_date& date, Node& node) {
    node.kind = Node::Kind::date;
    node.date = make_day(date.year, static_cast<unsigned>(date.month) + 1, static_cast<unsigned>(date.day));
  }

  std::shared_ptr<const SourceText> source_;
  const std::vector<std::size_t>& flawed_;
};

std::size_t line_of(const SourceText& source, std::size_t offset) {
  const auto end = source.text.begin() + static_cast<std::ptrdiff_t>(std::min(offset, source.text.size()));
  return static_cast<std::size_t>(1 + std::count(source.text.begin(), end, '\n'));
}

/// The library's message on invalid TOML without decoration: the sentence, and the underlined line.
Problem syntax_problem(const SourceText& source, const std::string& what) {
  Problem problem{source.name, 0, 0, {}, {}};
  const auto first_line = what.substr(0, what.find('\n'));
  auto sentence = first_line.substr(first_line.rfind("[error] ", 0) == 0 ? 8 : 0);
  if (sentence.rfind("toml::", 0) == 0)
    if (const auto colon = sentence.find(": "); colon != std::string::npos) sentence = sentence.substr(colon + 2);
  problem.message = "not valid TOML: " + (sentence.empty() ? std::string("cannot be read") : sentence);
  const auto drawing = what.find("\n  ");
  if (drawing == std::string::npos) return problem;
  problem.excerpt = what.substr(drawing + 1);
  const auto bar = problem.excerpt.find(" | ");
  const auto digit = problem.excerpt.find_first_of("0123456789");
  if (digit < bar && bar != std::string::npos)
    std::from_chars(problem.excerpt.data() + digit, problem.excerpt.data() + bar, problem.line);
  problem.column = problem.line > 0 ? 1 : 0;
  return problem;
}

/// The part of a long line around `column`, so that a message stays on the screen.
constexpr std::size_t kWidest = 160;

std::size_t code_points(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

/// Cuts before a character, not in it.
std::size_t whole_characters(std::string_view text, std::size_t at) {
  while (at > 0 && at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) --at;
  return std::min(at, text.size());
}

std::string underlined(std::size_t line, std::string_view text, std::size_t column, std::size_t length,
                       std::string_view hint) {
  if (text.size() > kWidest) {
    const auto begin = whole_characters(text, column > kWidest / 2 ? column - kWidest / 2 : 0);
    text = text.substr(begin, whole_characters(text.substr(begin), kWidest));
    column -= std::min(column, begin);
  }
  length = std::min(length, text.size() - std::min(column, text.size()));
  std::string indent;
  for (const char c : text.substr(0, column))
    if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) indent += c == '\t' ? '\t' : ' ';
  const auto marks = std::max<std::size_t>(1, code_points(text.substr(std::min(column, text.size()), length)));
  const std::string number = line > 0 ? std::to_string(line) : "";
  return fmt::format(" {} | {}\n {} | {}{}{}{}", number, text, std::string(number.size(), ' '), indent,
                     std::string(marks, '^'), hint.empty() ? "" : " ", hint);
}

Problem problem_in(const SourceText& source, std::size_t offset, std::size_t length, std::string message,
                   std::string_view hint) {
  const std::string_view text = source.text;
  offset = std::min(offset, text.size());
  const auto newline = offset == 0 ? std::string_view::npos : text.rfind('\n', offset - 1);
  const auto begin = newline == std::string_view::npos ? 0 : newline + 1;
  auto line = text.substr(begin, std::min(text.find('\n', offset), text.size()) - begin);
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  const auto column = std::min(offset - begin, line.size());
  if (source.name.empty()) message = source.said + ": " + message;
  Problem problem{source.name, 0, 0, std::move(message), {}};
  if (!source.name.empty()) {
    problem.line = static_cast<int>(line_of(source, offset));
    problem.column = static_cast<int>(1 + code_points(line.substr(0, column)));
  }
  problem.excerpt = underlined(static_cast<std::size_t>(problem.line), line, column, length, hint);
  return problem;
}

}  // namespace

Node* Node::find(std::string_view key) {
  for (auto& [name, node] : members)
    if (name == key) return &node;
  return nullptr;
}

const Node* Node::find(std::string_view key) const { return const_cast<Node*>(this)->find(key); }

Node& Node::member(std::string_view key, const Node& place) {
  if (Node* found = find(key)) return *found;
  Node node;
  node.source = place.source, node.offset = place.offset, node.length = place.length;
  members.push_back({std::string(key), std::move(node)});
  return members.back().node;
}

const char* kind_name(Node::Kind kind) {
  switch (kind) {
    case Node::Kind::table:
      return "a table";
    case Node::Kind::array:
      return "an array";
    case Node::Kind::text:
      return "a text";
    case Node::Kind::integer:
      return "a whole number";
    case Node::Kind::real:
      return "a number";
    case Node::Kind::boolean:
      return "true or false";
    case Node::Kind::date:
      return "a date";
    case Node::Kind::other:
      return "a time";
    case Node::Kind::flawed:
      return "a date that does not exist";
  }
  return "something else";
}

Node parse_toml(const std::shared_ptr<const SourceText>& source, std::vector<Problem>& problems) {
  std::string text = source->text;
  const std::vector<Flaw> flaws = scan_toml(text);
  std::vector<std::size_t> flawed;
  for (const Flaw& flaw : flaws) {
    problems.push_back(problem_in(*source, flaw.offset, flaw.length, flaw.message, flaw.hint));
    flawed.push_back(flaw.offset);
    if (flaw.fatal) throw ScenarioError(problems);
  }
  try {
    std::istringstream stream(text);
    return Converter(source, flawed).convert(toml::parse(stream, source->name));
  } catch (const std::exception& error) {
    problems.push_back(syntax_problem(*source, error.what()));
  }
  throw ScenarioError(problems);
}

std::string place_of(const Node& node) {
  if (!node.source) return "default";
  if (node.source->name.empty()) return node.source->said;
  return fmt::format("{}:{}", node.source->name, line_of(*node.source, node.offset));
}

Problem problem_at(const Node& node, std::string message, std::string_view hint) {
  if (!node.source) return {{}, 0, 0, std::move(message), std::string(hint)};
  return problem_in(*node.source, node.offset, node.length, std::move(message), hint);
}

Problem problem_at_key(const Node& node, std::string_view key, std::string message, std::string_view hint) {
  if (!node.source) return problem_at(node, std::move(message), hint);
  const std::string_view text = node.source->text;
  const auto newline = node.offset == 0 ? std::string_view::npos : text.rfind('\n', node.offset - 1);
  const auto begin = newline == std::string_view::npos ? 0 : newline + 1;
  const auto dot = key.rfind('.');
  const auto last = dot == std::string_view::npos ? key : key.substr(dot + 1);
  const auto end = std::min(text.find('\n', node.offset), text.size());
  // A value's key stands before it; a table's key inside the brackets that are its place.
  const bool header = node.kind == Node::Kind::table;
  auto at = text.substr(begin, (header ? end : node.offset) - begin).rfind(last);
  if (last.empty() || at == std::string_view::npos) return problem_at(node, std::move(message), hint);
  return problem_in(*node.source, begin + at, last.size(), std::move(message), hint);
}

}  // namespace hibiki::scenario
