#include "tools/reproduce/verdict_text.hpp"

#include <fmt/format.h>

namespace hibiki {

std::string figure_text(double value) { return fmt::format("{:.4g}", value == 0.0 ? 0.0 : value); }

std::string target_text(const Target& target) {
  const std::string in_seeds = target.share < 1 ? fmt::format(" in {:.3g} %", 100 * target.share) : "";
  switch (target.rule) {
    case Rule::within:
      return fmt::format("{} +-{}", figure_text(*target.value), figure_text(target.tolerance));
    case Rule::at_least:
      return ">= " + figure_text(*target.value) + in_seeds;
    case Rule::at_most:
      return "<= " + figure_text(*target.value) + in_seeds;
    case Rule::ordered:
      return fmt::format("{:.3g} % of seeds", 100 * target.share);
    case Rule::inside_interval:
    case Rule::shown:
      break;
  }
  return figure_text(*target.value);
}

std::string came_out_text(const Verdict& verdict) {
  if (!verdict.came_out) return "none";
  return verdict.of_seeds ? fmt::format("{:.4g} % of seeds", 100 * *verdict.came_out) : figure_text(*verdict.came_out);
}

const char* result_text(Result result) {
  switch (result) {
    case Result::pass:
      return "pass";
    case Result::fail:
      return "FAIL";
    case Result::shown:
      return "shown";
    case Result::changed:
      return "changed";
  }
  return "";
}

}  // namespace hibiki
