// The page without its data: HTML, style and scripts, put together and built in by embed.cmake.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hibiki {

/// The page as built: `{{name}}` marks where a text goes.
std::string_view report_template();

/// The page with every `{{name}}` replaced. What is put in is not searched again.
std::string fill_template(const std::vector<std::pair<std::string_view, std::string>>& texts);

}  // namespace hibiki
