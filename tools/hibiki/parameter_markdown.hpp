// The schema tables as Markdown, for the chapter on the model.
#pragma once

#include <string>
#include <vector>

#include "tools/hibiki/parameter_table.hpp"

namespace hibiki::inline program {

/// Lines between which sim/README.md holds what parameter_markdown says; tools/scripts/update-params writes it there.
inline constexpr const char* kParametersBegin = "<!-- params:begin -->\n";
inline constexpr const char* kParametersEnd = "<!-- params:end -->\n";

/// A heading and a table for each section, then what the letters in the column of sources stand for.
std::string parameter_markdown(const std::vector<Parameter>& parameters);

}  // namespace hibiki::program
