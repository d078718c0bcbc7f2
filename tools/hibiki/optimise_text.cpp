#include "tools/hibiki/optimise_text.hpp"

#include <fmt/format.h>

#include "sim/core/accurate_math.hpp"
#include "tools/hibiki/table.hpp"
#include "tools/hibiki/text.hpp"

namespace hibiki::inline program {

namespace {

constexpr double kMillion = 1e6;

bool is_ratio(const StoredJson& o) { return o["scale"].get<std::string>() == "log ratio"; }

/// "+12 %" of a ratio, or a difference.
std::string effect_text(double effect, bool ratio) {
  if (ratio) return effect >= 3 ? fmt::format("x{:.2g}", effect) : fmt::format("{:+.1f} %", 100 * (effect - 1));
  return fmt::format("{:+.3g}", effect);
}

std::string range_of(const StoredJson& effect, bool ratio) {
  if (effect["low"].is_null()) return "";
  return fmt::format("{} to {}", effect_text(effect["low"].get<double>(), ratio),
                     effect_text(effect["high"].get<double>(), ratio));
}

std::string front_table(const StoredJson& o, std::size_t columns) {
  const bool ratio = is_ratio(o);
  const Table table({{24, 0}, {14, 0}, {10, 0}, {22, 1}, {9, 2}}, columns);
  std::string text = table.row({"Plan", "$ M a year", "effect", "95 % interval", "regret"}) + "\n";
  for (std::size_t i = 0; i < o["finalists"].size(); ++i) {
    const StoredJson& one = o["finalists"][i];
    std::string name = fmt::format("{}", i + 1);
    if (i == o["best"].get<std::size_t>()) name += ", largest effect";
    if (one["by_set"].size() > 1 && i == o["robust"].get<std::size_t>()) name += ", most robust";
    text += table.row({name, fmt::format("{:.3g}", one["cost_usd_year"].get<double>() / kMillion),
                       effect_text(one["effect"]["mean"].get<double>(), ratio), range_of(one["effect"], ratio),
                       fmt::format("{:.2g}", one["regret"].get<double>())}) +
            "\n";
  }
  return text;
}

std::string levers_table(const StoredJson& o, std::size_t columns) {
  const Table table({{34, 0}, {12, 0}, {12, 0}, {20, 1}}, columns);
  const bool ratio = is_ratio(o);
  std::string text = table.row({"Lever", "dated", "plan", "a further $ M"}) + "\n";
  const StoredJson& best = o["finalists"][o["best"].get<std::size_t>()];
  for (std::size_t i = 0; i < o["levers"].size(); ++i) {
    const StoredJson& more = o["curves"][i]["per_million"];
    const std::string marginal =
        more.is_null() ? "no price"
                       : effect_text(ratio ? accurate::exp(more.get<double>()) : more.get<double>(), ratio);
    text += table.row({o["levers"][i]["name"].get<std::string>(),
                       fmt::format("{:.3g}", o["levers"][i]["dated"].get<double>()),
                       fmt::format("{:.3g}", best["values"][i].get<double>()), marginal}) +
            "\n";
  }
  return text;
}

/// Whether the plan with the largest effect is better than the base, in a sentence.
std::string verdict_of(const StoredJson& o) {
  const StoredJson& best = o["finalists"][o["best"].get<std::size_t>()];
  const bool ratio = is_ratio(o);
  const std::string what = o["measure"]["title"].get<std::string>();
  if (!best["better"].get<bool>())
    return fmt::format(
        "No plan is shown to be better than the base: of the {} that were simulated with fresh seeds, the "
        "largest effect on {} is {} ({}).",
        o["finalists"].size(), what, effect_text(best["effect"]["mean"].get<double>(), ratio),
        range_of(best["effect"], ratio));
  return fmt::format(
      "Plan {} has the largest effect on {} within ${:.3g} M a year: {} ({}; the intervals of all {} plans "
      "hold together), for ${:.3g} M a year.",
      o["best"].get<std::size_t>() + 1, what, o["budget_usd_year"].get<double>() / kMillion,
      effect_text(best["effect"]["mean"].get<double>(), ratio), range_of(best["effect"], ratio), o["finalists"].size(),
      best["cost_usd_year"].get<double>() / kMillion);
}

}  // namespace

std::string optimise_text(const StoredJson& o, const Layout& layout) {
  const bool ratio = is_ratio(o);
  const double further = o["further_million"].get<double>();
  std::string text = wrapped(verdict_of(o), 0, layout.columns) + "\n\n" + front_table(o, layout.columns) + "\n" +
                     levers_table(o, layout.columns) + "\n";
  text += wrapped(fmt::format("A further million dollars a year, used as well as it can be, is expected to bring {} "
                              "(Gaussian process; it was made from {} plans, and explains {:.0f} % of the variance of "
                              "each when it is left out).",
                              effect_text(ratio ? accurate::exp(further) : further, ratio), o["evaluated"].size(),
                              100 * o["r2"].get<double>()),
                  0, layout.columns) +
          "\n";
  return text + "A conditional simulation, not a forecast. Prices are estimates.\n";
}

}  // namespace hibiki::program
