#include "sim/core/error.hpp"

#include <fmt/format.h>

namespace hibiki::inline core {

namespace {
std::string join(const std::vector<Problem>& problems) {
  std::string text;
  for (const Problem& p : problems) {
    if (!text.empty()) text += "\n";
    if (!p.file.empty()) text += p.line > 0 ? fmt::format("{}:{}:{}: ", p.file, p.line, p.column) : p.file + ": ";
    text += p.message;
    if (!p.excerpt.empty()) text += "\n" + p.excerpt;
  }
  return text;
}
}  // namespace

ScenarioError::ScenarioError(std::vector<Problem> problems)
    : std::runtime_error(join(problems)), problems_(std::move(problems)) {}

void assertion_failed(const char* condition, const char* file, int line) {
  throw std::logic_error(fmt::format("internal error: {} does not hold at {}:{}", condition, file, line));
}

}  // namespace hibiki::core
