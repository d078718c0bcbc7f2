// Values as TOML text that reads back to the same bits.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/schema.hpp"

namespace hibiki::inline scenario {

std::string toml_text(double value);
std::string toml_text(std::int64_t value);
std::string toml_text(bool value);
std::string toml_text(std::string_view value);
std::string toml_text(Day value);
std::string toml_text(const DatedValue& value);
std::string toml_text(const DatedRows& value);
std::string toml_text(const StyleValues& value);
std::string toml_text(const std::vector<std::string>& value);
std::string toml_text(const std::map<std::string, double>& value);
std::string toml_text(const std::map<std::string, Day>& value);
std::string toml_text(PlatformKind value);
std::string toml_text(LabelKind value);
/// The value of an intervention's `set` or `scale`.
std::string toml_text(const Intervention& change);
inline std::string toml_text(const std::string& value) { return toml_text(std::string_view(value)); }
/// Without this a literal would be taken for a bool.
inline std::string toml_text(const char* value) { return toml_text(std::string_view(value)); }

/// The value a field has in `owner`.
template <class Owner>
std::string toml_text(const Owner& owner, const Field<Owner>& field) {
  return std::visit([&](auto member) { return toml_text(owner.*member); }, field.member);
}

}  // namespace hibiki::scenario
