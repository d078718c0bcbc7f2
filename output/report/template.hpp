// The page without its data: HTML, style and scripts, assembled and embedded by embed.cmake.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hibiki::inline report {

/// The pages as built: `{{name}}` marks where a text goes.
std::string_view report_template();    ///< of runs and comparisons
std::string_view evidence_template();  ///< of published experiments
std::string_view sweep_template();     ///< of parameter sweeps
std::string_view optimise_template();  ///< of optimisations
std::string_view studio_template();    ///< of the studio

/// A page with every `{{name}}` replaced. Inserted text is not searched again.
std::string fill_template(std::string_view page, const std::vector<std::pair<std::string_view, std::string>>& texts);

}  // namespace hibiki::report
