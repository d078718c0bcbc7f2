// Environment variables.
#pragma once

#include <optional>
#include <string_view>

namespace hibiki::inline program {

/// Empty where it is unset.
std::string_view environment(const char* name);

/// The number with which it begins; nothing where it is unset or begins with another character.
std::optional<int> number_in_environment(const char* name);

}  // namespace hibiki::program
