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
  return o["measures"][measure]["scale"].get<std::string>() == "ratio";
}

/// An effect on a measure, and its interval.
std::string mean_of(const StoredJson& o, const StoredJson& plan, std::size_t measure) {
  return effect_text(plan["effects"][measure]["mean"].get<double>(), o["measures"][measure]["unit"].get<std::string>(),
                     is_ratio(o, measure));
}

std::string range_of(const StoredJson& o, const StoredJson& plan, std::size_t measure) {
  const StoredJson& effect = plan["effects"][measure];
  if (effect["low"].is_null() || effect["high"].is_null()) return "too wide to tell";  // of few pairs
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
  const StoredJson& one = o["finalists"][plan];
  if (plan == o["best"].get<std::size_t>()) name += ", chosen";
  if (one["by_set"].size() > 1 && plan == o["robust"].get<std::size_t>()) name += ", most robust";
  if (!one["beaten_by"].is_null()) name += fmt::format(", beaten by {}", one["beaten_by"].get<std::size_t>() + 1);
  return name;
}

std::string front_table(const StoredJson& o, std::size_t columns) {
  const bool several = o["finalists"][0]["by_set"].size() > 1;  // sets: with one, regret is the distance from the best
  const Table table({{24, 0}, {14, 0}, {10, 0}, {22, 1}, {9, 2}}, columns);
  std::string text = table.row({"Plan", "$ M a year", "effect", "95 % interval", several ? "regret" : ""}) + "\n";
  for (std::size_t i = 0; i < o["finalists"].size(); ++i) {
    const StoredJson& one = o["finalists"][i];
    text += table.row({name_of(o, i), fmt::format("{:.3g}", one["cost_usd_year"].get<double>() / kMillion),
                       mean_of(o, one, 0), range_of(o, one, 0),
                       several ? fmt::format("{:.2g}", one["regret"].get<double>()) : ""}) +
            "\n";
  }
  return text;
}

/// Whether a plan keeps a limit.
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

/// The value of each lever in the base and in each plan; in narrow terminals those of the chosen plan.
std::string levers_table(const StoredJson& o, std::size_t columns) {
  constexpr std::size_t kNames = 26, kNumbers = 9;
  std::vector<std::size_t> plans;
  for (std::size_t i = 0; i < o["finalists"].size(); ++i) plans.push_back(i);
  if (kNames + kNumbers * (1 + plans.size()) > columns) plans = {o["best"].get<std::size_t>()};
  std::vector<TableColumn> widths{{kNames, 0}, {kNumbers, 0}};
  std::vector<std::string> head{"Lever", "base"};
  for (const std::size_t i : plans) {
    widths.push_back({kNumbers, 0});
    head.push_back(fmt::format("plan {}", i + 1));
  }
  const Table table(widths, columns);
  std::string text = table.row(head) + "\n";
  for (std::size_t l = 0; l < o["levers"].size(); ++l) {
    const StoredJson& lever = o["levers"][l];
    std::vector<std::string> cells{lever["name"].get<std::string>(),
                                   fmt::format("{:.3g}", lever["dated"].get<double>())};
    for (const std::size_t i : plans)
      cells.push_back(fmt::format("{:.3g}", o["finalists"][i]["values"][l].get<double>()));
    text += table.row(cells) + "\n";
  }
  return text;
}

/// What more money brings, by the process, and how far that is to be trusted.
std::string further_text(const StoredJson& o) {
  std::string list, free;
  for (std::size_t l = 0; l < o["levers"].size(); ++l) {
    const StoredJson &lever = o["levers"][l], &curve = o["curves"][l];
    const std::string name = lever["name"].get<std::string>();
    if (lever["price_usd_year"].get<double>() <= 0) {
      free += (free.empty() ? "" : ", ") + name;
    } else {
      list += (list.empty() ? "" : ", ") + name + " ";
      list += curve["at_end"].get<bool>() ? "(at the end of its range)"
                                          : expected_text(o, curve["per_million"].get<double>());
    }
  }
  constexpr double kUseful = 0.3;
  const double r2 = o["r2"][0].get<double>();
  std::string text = fmt::format(
      "A million dollars a year on top of the budget, used as well as it can be, is expected to bring {}{}. At the "
      "margin, "
      "a million for one lever of plan {} alone brings: {}. ",
      expected_text(o, o["further_million"].get<double>()),
      kMillion > o["budget_usd_year"].get<double>() / 2 ? " (an extrapolation: no plan was tried that costs so much)"
                                                        : "",
      o["best"].get<std::size_t>() + 1, list.empty() ? "no lever has a price" : list);
  text += r2 < kUseful ? fmt::format(
                             "These expectations are of no use yet: {} plans are too few (R^2 {:.2f} for plans "
                             "left out).",
                             o["evaluated"].size(), r2)
                       : fmt::format(
                             "Expectations are those of a Gaussian process of {} plans (R^2 {:.2f} for plans "
                             "left out).",
                             o["evaluated"].size(), r2);
  if (!free.empty()) text += fmt::format(" Without a price, and so free here: {}.", free);
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
  text += levers_table(o, layout.columns) + "\n" + wrapped(further_text(o), 0, layout.columns) + "\n";
  return text + wrapped("A conditional simulation, not a forecast. Prices are estimates.", 0, layout.columns) + "\n";
}

}  // namespace hibiki::program
