#include "tools/experiments/interaction_text.hpp"

#include <fmt/format.h>

#include <cmath>

#include "sim/core/accurate_math.hpp"
#include "tools/experiments/number_text.hpp"

namespace hibiki::inline experiments {

namespace {

struct NamedPart {
  double below;
  const char* name;
};
constexpr NamedPart kParts[] = {{0.08, "almost no effect"}, {0.29, "about a quarter"},  {0.42, "about a third"},
                                {0.58, "about half"},       {0.71, "about two thirds"}, {0.85, "about three quarters"}};

std::string part_text(double part) {
  for (const NamedPart& named : kParts)
    if (part < named.below) return named.name;
  return "less";
}

std::string percent_of(double log_ratio) { return change_in_percent(accurate::exp(log_ratio)); }

}  // namespace

bool is_seen(const Interval& log_ratio) {
  return log_ratio.low && log_ratio.high && (*log_ratio.low > 0 || *log_ratio.high < 0);
}

std::string interaction_text(const InteractionInWords& pair) {
  const std::string &a = pair.intervention, &b = pair.beside;
  if (!is_seen(pair.log_ratio)) return fmt::format("no clear interaction of {} and {}", a, b);
  if (pair.with * pair.without < 0)
    return fmt::format("the effect of {} changes sign with {}: {} with it, {} without", a, b, percent_of(pair.with),
                       percent_of(pair.without));
  const bool less_without = std::abs(pair.without) < std::abs(pair.with);
  const double less = less_without ? pair.without : pair.with, more = less_without ? pair.with : pair.without;
  return fmt::format("{} {} {} {} {}: {} instead of {}", a, less_without ? "without" : "with", b,
                     more < 0 ? "costs" : "brings", part_text((accurate::exp(less) - 1) / (accurate::exp(more) - 1)),
                     percent_of(less), percent_of(more));
}

}  // namespace hibiki::experiments
