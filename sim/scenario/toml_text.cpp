#include "sim/scenario/toml_text.hpp"

#include <fmt/format.h>

#include "sim/scenario/platform_traits.hpp"
#include "sim/scenario/sections.hpp"

namespace hibiki::inline scenario {

namespace {

/// "[a, b]" of the texts that `one` makes of the elements.
template <class Range, class One>
std::string bracketed(const char* open, const Range& range, const char* close, One&& one) {
  std::string text = open;
  for (const auto& element : range) {
    if (text.size() > 1) text += ", ";
    text += one(element);
  }
  return text + close;
}

template <class Value>
std::string inline_table(const std::map<std::string, Value>& map) {
  return bracketed("{", map, "}",
                   [](const auto& pair) { return key_part(pair.first) + " = " + toml_text(pair.second); });
}

}  // namespace

std::string key_part(std::string_view name) {
  const auto bare = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  };
  for (const char c : name)
    if (!bare(c)) return toml_text(name);
  return name.empty() ? "\"\"" : std::string(name);
}

std::string toml_text(double value) {
  std::string text = fmt::format("{}", value);
  if (text.find_first_of(".en") == std::string::npos) text += ".0";
  return text;
}

std::string toml_text(std::int64_t value) { return fmt::format("{}", value); }
std::string toml_text(bool value) { return value ? "true" : "false"; }
std::string toml_text(Day value) { return to_string(value); }
std::string toml_text(PlatformKind value) { return toml_text(kPlatformKindNames[static_cast<std::size_t>(value)]); }
std::string toml_text(LabelKind value) { return toml_text(kLabelKindNames[static_cast<std::size_t>(value)]); }

std::string toml_text(std::string_view value) {
  std::string text = "\"";
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\')
      text += '\\', text += c;
    else if (c == '\n')
      text += "\\n";
    else if (c == '\t')
      text += "\\t";
    else if (c == '\r')
      text += "\\r";
    else if (byte < 0x20 || byte == 0x7F)
      text += fmt::format("\\u{:04X}", byte);
    else
      text += c;
  }
  return text + "\"";
}

std::string toml_text(const DatedValue& value) {
  if (value.constant()) return toml_text(value.points.front().second);
  return bracketed("[", value.points, "]", [](const auto& point) {
    return "[" + to_string(point.first) + ", " + toml_text(point.second) + "]";
  });
}

std::string toml_text(const DatedRows& value) {
  return bracketed("[", value.points, "]", [](const auto& point) {
    std::string row = "[" + to_string(point.first);
    for (const double number : point.second) row += ", " + toml_text(number);
    return row + "]";
  });
}

std::string toml_text(const StyleValues& value) {
  return bracketed("[", value, "]", [](double number) { return toml_text(number); });
}

std::string toml_text(const std::vector<std::string>& value) {
  return bracketed("[", value, "]", [](const std::string& word) { return toml_text(word); });
}

std::string toml_text(const std::map<std::string, double>& value) { return inline_table(value); }
std::string toml_text(const std::map<std::string, Day>& value) { return inline_table(value); }

std::string toml_text(const Intervention& change) {
  return change.change == Intervention::Change::current ? "\"current\"" : toml_text(change.value);
}

}  // namespace hibiki::scenario
