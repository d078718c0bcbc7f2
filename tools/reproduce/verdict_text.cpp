#include "tools/reproduce/verdict_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>
#include <cstdint>

namespace hibiki::inline reproduction {

std::string figure_text(double value) {
  if (value == std::trunc(value) && std::abs(value) < 1e9) return fmt::format("{}", static_cast<std::int64_t>(value));
  return fmt::format("{:.4g}", value);
}

std::string target_text(const EvidenceTarget& target) {
  const std::string in_seeds = target.share < 1 ? fmt::format(" in {:.3g} %", 100 * target.share) : "";
  switch (target.rule) {
    case Rule::within:
      if (target.tolerance == 0) break;
      if (target.relative)
        return fmt::format("{} +-{:.3g} %", figure_text(*target.value),
                           100 * target.tolerance / std::abs(*target.value));
      return fmt::format("{} +-{}", figure_text(*target.value), figure_text(target.tolerance));
    case Rule::at_least:
      return ">= " + figure_text(*target.value) + in_seeds;
    case Rule::at_most:
      return "<= " + figure_text(*target.value) + in_seeds;
    case Rule::ordered:
      return fmt::format("in {:.3g} %", 100 * target.share);
    case Rule::ordered_means:
      return "means";
    case Rule::inside_interval:
    case Rule::shown:
      break;
  }
  return figure_text(*target.value);
}

std::string came_out_text(const Verdict& verdict) {
  if (!verdict.came_out) return "none";
  if (verdict.target->rule == Rule::ordered_means) return fmt::format("{:+.4g}", *verdict.came_out);
  return verdict.of_seeds ? fmt::format("in {:.4g} %", 100 * *verdict.came_out) : figure_text(*verdict.came_out);
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

std::string failed_text(const Verdict& verdict) {
  const std::string measured = fmt::format("{} {}", fmt::join(verdict.target->measures, " < "), came_out_text(verdict));
  return verdict.target->rule == Rule::ordered_means
             ? measured + ": not so"
             : fmt::format("{}, not {}", measured, target_text(*verdict.target));
}

std::string wrong_text(const WrongOutcome& outcome) {
  std::vector<std::string> set;
  if (!outcome.wrong.of_case.empty()) set.push_back(outcome.wrong.of_case);
  for (const auto& [name, value] : outcome.wrong.set) set.push_back(fmt::format("{} = {}", name, figure_text(value)));
  const std::string head = fmt::format("Wrong on purpose, {}", fmt::join(set, ", "));
  if (!outcome.refuted()) return head + ": NOT REFUTED, no target fails";
  return fmt::format("{}: refuted by {}", head, fmt::join(outcome.failed, "; "));
}

}  // namespace hibiki::reproduction
