// The schema tables as Markdown, for the chapter on the model.
#pragma once

#include <string>
#include <vector>

#include "tools/hibiki/parameter_table.hpp"

namespace hibiki::inline program {

/// Marks around the output of parameter_markdown in sim/README.md, which tools/scripts/update-params writes there.
inline constexpr const char* kParametersBegin = "<!-- params:begin -->\n";
inline constexpr const char* kParametersEnd = "<!-- params:end -->\n";

/// A heading and a table for each section, then the legend of the letters in the column of sources.
std::string parameter_markdown(const std::vector<Parameter>& parameters);

}  // namespace hibiki::program
