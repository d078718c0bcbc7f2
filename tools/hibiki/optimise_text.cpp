#include "tools/hibiki/optimise_text.hpp"

#include <fmt/format.h>

#include "sim/core/accurate_math.hpp"
#include "tools/experiments/number_text.hpp"
#include "tools/hibiki/comparison_lines.hpp"
#include "tools/hibiki/table.hpp"
#include "tools/hibiki/text.hpp"
#include "tools/optimise/search.hpp"

namespace hibiki::inline program {

namespace {

bool is_ratio(const StoredJson& o, std::size_t measure) {
  return o["measures"][measure]["scale"].get<std::string>() == "log ratio";
}

/// An effect on a measure, and its interval.
std::string mean_of(const StoredJson& o, const StoredJson& plan, std::size_t measure) {
  return effect_text(plan["effects"][measure]["mean"].get<double>(), o["measures"][measure]["unit"].get<std::string>(),
                     is_ratio(o, measure));
}

std::string range_of(const StoredJson& o, const StoredJson& plan, std::size_t measure) {
  const StoredJson& effect = plan["effects"][measure];
  if (effect["low"].is_null()) return "";
  return range_text(effect["mean"].get<double>(), effect["low"].get<double>(), effect["high"].get<double>(),
                    o["measures"][measure]["unit"].get<std::string>(), is_ratio(o, measure));
}

/// An effect that the process expects.
std::string expected_text(const StoredJson& o, double effect) {
  return effect_text(is_ratio(o, 0) ? accurate::exp(effect) : effect, o["measures"][0]["unit"].get<std::string>(),
                     is_ratio(o, 0));
}

bool has_limit(const StoredJson& measure) { return !measure["least"].is_null(); }

/// What a plan is called beside its number.
std::string name_of(const StoredJson& o, std::size_t plan) {
  std::string name = fmt::format("{}", plan + 1);
  if (plan == o["best"].get<std::size_t>()) name += ", largest effect";
  if (o["finalists"][plan]["by_set"].size() > 1 && plan == o["robust"].get<std::size_t>()) name += ", most robust";
  return name;
}

std::string front_table(const StoredJson& o, std::size_t columns) {
  const Table table({{24, 0}, {14, 0}, {10, 0}, {22, 1}, {9, 2}}, columns);
  std::string text = table.row({"Plan", "$ M a year", "effect", "95 % interval", "regret"}) + "\n";
  for (std::size_t i = 0; i < o["finalists"].size(); ++i) {
    const StoredJson& one = o["finalists"][i];
    text += table.row({name_of(o, i), fmt::format("{:.3g}", one["cost_usd_year"].get<double>() / kMillion),
                       mean_of(o, one, 0), range_of(o, one, 0), fmt::format("{:.2g}", one["regret"].get<double>())}) +
            "\n";
  }
  return text;
}

/// The limit of a measure, and whether the plan keeps it.
std::string kept_text(const StoredJson& kept) {
  return kept.is_null() ? "undecided" : kept.get<bool>() ? "kept" : "not kept";
}

/// The effects of each plan on a measure beside the first.
std::string further_table(const StoredJson& o, std::size_t measure, std::size_t columns) {
  const StoredJson& what = o["measures"][measure];
  const bool ratio = is_ratio(o, measure), limited = has_limit(what);
  std::string title = "On " + what["title"].get<std::string>();
  if (limited) {
    const double least = what["least"].get<double>();
    title += ratio ? fmt::format(", at least {:.3g} % of the base", 100 * least)
                   : fmt::format(", at least {}", difference_text(what["unit"].get<std::string>(), least));
  }
  std::string text = wrapped(title + ":", 0, columns) + "\n";
  const Table table({{24, 0}, {10, 0}, {22, 1}, {12, 0}}, columns);
  std::size_t raised = 0;
  while (raised < o["measures"].size() && !has_limit(o["measures"][raised])) ++raised;
  for (std::size_t i = 0; i < o["finalists"].size(); ++i) {
    const StoredJson& one = o["finalists"][i];
    text += table.row({name_of(o, i), mean_of(o, one, measure), range_of(o, one, measure),
                       limited ? kept_text(one["kept"][measure - raised]) : ""}) +
            "\n";
  }
  return text + "\n";
}

std::string levers_table(const StoredJson& o, std::size_t columns) {
  const Table table({{34, 0}, {12, 0}, {12, 0}, {20, 1}}, columns);
  std::string text = table.row({"Lever", "dated", "plan", "a further $ M"}) + "\n";
  const StoredJson& best = o["finalists"][o["best"].get<std::size_t>()];
  for (std::size_t i = 0; i < o["levers"].size(); ++i) {
    const StoredJson& more = o["curves"][i]["per_million"];
    const std::string marginal = more.is_null() ? "no price" : expected_text(o, more.get<double>());
    text += table.row({o["levers"][i]["name"].get<std::string>(),
                       fmt::format("{:.3g}", o["levers"][i]["dated"].get<double>()),
                       fmt::format("{:.3g}", best["values"][i].get<double>()), marginal}) +
            "\n";
  }
  return text;
}

}  // namespace

std::string optimise_text(const StoredJson& o, const Layout& layout) {
  std::string text = wrapped(o["verdict"].get<std::string>(), 0, layout.columns) + "\n";
  for (const StoredJson& doubt : o["finalists"][o["best"].get<std::size_t>()]["implausible"])
    text += wrapped("Implausible: " + doubt.get<std::string>(), 0, layout.columns) + "\n";
  text += "\n" + front_table(o, layout.columns) + "\n";
  for (std::size_t measure = 1; measure < o["measures"].size(); ++measure)
    text += further_table(o, measure, layout.columns);
  text += levers_table(o, layout.columns) + "\n";
  text += wrapped(fmt::format("A further million dollars a year, used as well as it can be, is expected to bring {} "
                              "(Gaussian process; it was made from {} plans, and explains {:.0f} % of the variance of "
                              "each when it is left out).",
                              expected_text(o, o["further_million"].get<double>()), o["evaluated"].size(),
                              100 * o["r2"][0].get<double>()),
                  0, layout.columns) +
          "\n";
  return text + "A conditional simulation, not a forecast. Prices are estimates.\n";
}

}  // namespace hibiki::program
