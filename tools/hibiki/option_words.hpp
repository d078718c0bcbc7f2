// Checks of the options of all commands: empty values, options given twice, whole numbers.
#pragma once

#include <CLI/App.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hibiki::inline program {

/// An option or word of the command line whose value is empty, as an unset shell variable leaves it, or a single-valued
/// option that is given twice; empty if there is none. `app` has the commands, `words` the whole command line.
std::optional<std::string> problem_with_words(const CLI::App& app, const std::vector<std::string>& words);

/// "20000", "20k", "1.5M", "2G", "1e6"; empty if it is not a whole number from 0 to 2^63 - 1.
std::optional<std::int64_t> parse_count(std::string_view text);

/// For CLI::Option::transform: accepts the numbers of parse_count from `least` to `most`.
CLI::Validator whole_number(std::int64_t least, std::int64_t most);

/// For CLI::Option::check: a finite number above 0.
CLI::Validator positive_number();

}  // namespace hibiki::program
