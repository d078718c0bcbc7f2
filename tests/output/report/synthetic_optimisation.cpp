#include "tests/output/report/synthetic_optimisation.hpp"

#include <cmath>
#include <string>

namespace hibiki {

namespace {

using Json = nlohmann::ordered_json;

constexpr double kBudget = 10e6;

Json measure(const char* name, const char* title, const char* unit, const char* scale, const Json& least) {
  return {{"name", name}, {"title", title}, {"unit", unit}, {"scale", scale}, {"least", least}};
}

Json interval(double mean, double half) { return {{"mean", mean}, {"low", mean - half}, {"high", mean + half}}; }

/// Effects as log ratios, the last a difference, of a plan that spends a part of the budget.
Json tried(double part, int i) {
  const double wobble = 0.03 * std::sin(7.0 * i);
  const double reach = 0.3 * std::sqrt(part) + wobble, money = 0.2 * part - wobble, share = -0.02 * part;
  return {{"values", {0.5 + 4 * part, 0.1 + 0.3 * part}},
          {"cost_usd_year", kBudget * part},
          {"effects", {{reach, reach + 0.01}, {money, money - 0.01}, {share, share}}},
          {"expected", {reach, money, share}},
          {"error", {0.02, 0.02, 0.005}}};
}

Json finalist(double part, int i) {
  Json plan = tried(part, i);
  plan.erase("error");
  const double reach = std::exp(0.3 * std::sqrt(part));
  plan["effects"] = {interval(reach, 0.05), interval(1 + 0.2 * part, 0.04), interval(-0.02 * part, 0.004)};
  plan["better"] = part > 0;
  plan["kept"] = Json::array({part < 0.6 ? Json(true) : part < 0.9 ? Json(nullptr) : Json(false)});
  plan["fresh"] = {{std::log(reach)}, {0.2 * part}, {-0.02 * part}};
  plan["by_set"] = {std::log(reach), 0.9 * std::log(reach), 0.2 - 0.1 * part};
  plan["regret"] = 0.1 * part;
  plan["beaten_by"] = i == 1 ? Json(2) : Json(nullptr);
  plan["implausible"] = Json::array();
  if (part > 0.9)
    plan["implausible"].push_back(
        "'posts_per_week' sets posts_per_week to 4.5; in the base no label ever has more than 3.");
  return plan;
}

Json curve(const char* lever, double from, double to, const Json& per_million) {
  Json values = Json::array(), expected = Json::array(), error = Json::array();
  for (int k = 0; k <= 10; ++k) {
    values.push_back(from + (to - from) * k / 10);
    expected.push_back(0.3 * std::sqrt(k / 10.0));
    error.push_back(0.02 + 0.002 * k);
  }
  return {{"lever", lever}, {"values", values},           {"expected", expected},
          {"error", error}, {"per_million", per_million}, {"at_end", false}};
}

Json lever(const char* name, double low, double high, double dated, double price) {
  return {{"name", name}, {"lever", name},  {"target", "labels[home=JP]"}, {"low", low},
          {"high", high}, {"dated", dated}, {"price_usd_year", price}};
}

}  // namespace

Json synthetic_optimisation() {
  Json evaluated = Json::array(), finalists = Json::array();
  for (int i = 0; i < 30; ++i) evaluated.push_back(tried(i / 29.0, i));
  for (int i = 0; i < 5; ++i) finalists.push_back(finalist(i / 4.0, i));
  return {{"format_version", 1},
          {"kind", "optimisation"},
          {"program", "0.1.0"},
          {"model_version", "6"},
          {"name", "reach"},
          {"title", "Ten million dollars a year for J-pop abroad"},
          {"verdict", "Plan 5 has the largest effect on engaged fans abroad within $10 M a year."},
          {"base", "/somewhere/history.toml"},
          {"measures",
           {measure("engaged_abroad", "engaged fans abroad", "people", "ratio", nullptr),
            measure("revenue_abroad", "paid abroad", "USD a year", "ratio", nullptr),
            measure("leadership", "leadership", "share", "difference", -0.015)}},
          {"fans", 2000},
          {"seed", 1},
          {"budget_usd_year", kBudget},
          {"pairs", 6},
          {"fresh_pairs", 16},
          {"levers", {lever("posts_per_week", 0.5, 8, 1.2, 1e6), lever("collaboration.rate", 0.05, 0.4, 0.05, 0)}},
          {"finalists", finalists},
          {"best", 4},
          {"robust", 2},
          {"curves", {curve("posts_per_week", 0.5, 8, 0.021), curve("collaboration.rate", 0.05, 0.4, nullptr)}},
          {"further_million", 0.012},
          {"r2", {0.91, 0.84, 0.4}},
          {"evaluated", evaluated}};
}

}  // namespace hibiki
