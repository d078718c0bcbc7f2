#include "tests/output/report/synthetic_sweep.hpp"

#include <fmt/format.h>

#include <cmath>
#include <string>

namespace hibiki {

namespace {

using Json = nlohmann::ordered_json;

/// A number in [0, 1) for each index, evenly spread: multiples of an irrational number.
double spread(int index, double irrational) { return std::fmod((index + 1) * irrational, 1.0); }

Json factor(const std::string& name, const char* key, bool numeric = true, const char* scale = "linear") {
  return {{"name", name}, {"key", key}, {"numeric", numeric}, {"scale", scale}};
}

Json head(const char* name, const char* title, const char* design, Json seeds) {
  return {{"kind", "sweep_results"},
          {"name", name},
          {"title", title},
          {"scenario", "scenarios/strategies/early_video.toml"},
          {"design", design},
          {"model_version", "6"},
          {"fans", 20000},
          {"seeds", std::move(seeds)},
          {"window_from", "2005-01-03"},
          {"factors", Json::array()},
          {"measures",
           {{{"name", "engaged_abroad"},
             {"title", "People abroad engaged with the scene"},
             {"scene", "J-pop"},
             {"unit", "people"}},
            {{"name", "share_abroad"}, {"title", "Share of engagement abroad"}, {"scene", "J-pop"}, {"unit", "share"}},
            {{"name", "constant"}, {"title", "Acts at the start"}, {"scene", ""}, {"unit", "acts"}}}},
          {"points_in_all", 0},
          {"points", Json::array()}};
}

/// A point whose seeds lie around `level`, by as much as `luck`.
void add_point(Json& sweep, Json values, double level, double luck) {
  const int number = static_cast<int>(sweep["points"].size()), seeds = static_cast<int>(sweep["seeds"].size());
  Json people = Json::array(), shares = Json::array(), constants = Json::array();
  for (int s = 0; s < seeds; ++s) {
    const double value = level + luck * (spread(s + 7 * number, 0.754877) - 0.5);
    people.push_back(1e6 * value), shares.push_back(0.1 * value), constants.push_back(40);
  }
  std::string command = "hibiki run scenarios/strategies/early_video.toml --fans 20000";
  for (std::size_t f = 0; f < values.size(); ++f)
    command += fmt::format(" --set {}={}", sweep["factors"][f]["key"].get<std::string>(), values[f].dump());
  sweep["points"].push_back({{"number", number},
                             {"values", std::move(values)},
                             {"command", command},
                             {"measures", {people, shares, constants}}});
  sweep["points_in_all"] = sweep["points"].size();
}

Json estimate(double value, double reach) {
  return {{"value", value}, {"low", value - reach}, {"high", value + reach}};
}

}  // namespace

Json synthetic_sweep_grid() {
  Json sweep = head("early_video", "Early video, from none to full", "grid", Json::array({1, 2, 3, 4}));
  sweep["factors"] = {factor("upload share", "intervention.early_video.set"), factor("start", "early_video.year")};
  for (const double share : {0.0, 0.25, 0.5, 0.75, 1.0})
    for (const int year : {2003, 2005, 2008}) add_point(sweep, {share, year}, 1.5 + share * (2010 - year) / 5.0, 0.4);
  for (Json& measure : sweep["points"][4]["measures"]) measure[1] = nullptr;
  return sweep;
}

Json synthetic_saltelli() {
  Json sweep = head("early_video_saltelli", "Sensitivity of early video", "saltelli", Json::array({1, 2}));
  sweep["factors"] = {factor("upload share", "intervention.early_video.set"),
                      factor("marketing money", "intervention.marketing.usd", true, "log"),
                      factor("who", "scenario", false)};
  for (int i = 0; i < 160; ++i) {
    const double share = spread(i, 0.618034), money = std::pow(10, 3 + 4 * spread(i, 0.414214));
    const char* who[] = {"strategies/early.toml", "strategies/late_but_with_a_long_name.toml", "strategies/none.toml"};
    add_point(sweep, {share, money, who[i % 3]}, 1 + share + 0.3 * std::log10(money) * share - 0.2 * (i % 3), 0.3);
  }
  Json people = {
      {"measure", 0}, {"luck", estimate(0.08, 0.03)}, {"luck_first", estimate(0.05, 0.02)}, {"factors", Json::array()}};
  const double first[] = {0.31, 0.22, -0.01}, total[] = {0.58, 0.47, 0.04};
  for (int f = 0; f < 3; ++f)
    people["factors"].push_back(
        {{"factor", f}, {"first", estimate(first[f], 0.09)}, {"total", estimate(total[f], 0.1)}});
  sweep["sensitivity"] = {
      {"kind", "sensitivity"}, {"method", "sobol"}, {"rows", 32}, {"measures", Json::array({people})}};
  return sweep;
}

Json synthetic_morris() {
  Json sweep = head("eight", "Eight factors whose names are longer than any column", "morris", Json::array({7}));
  Json people = {{"measure", 0}, {"luck", estimate(0.12, 0.05)}, {"factors", Json::array()}};
  for (int f = 0; f < 8; ++f) {
    sweep["factors"].push_back(
        factor(fmt::format("chance that a fan recommends an act to factor {}", f), "fans.chance"));
    people["factors"].push_back({{"factor", f},
                                 {"mean", estimate(2e5 * (f % 2 ? -f : f), 1e5)},
                                 {"mean_abs", estimate(2e5 * f, 1e5)},
                                 {"deviation", estimate(9e4, 3e4)},
                                 {"luck_alone", 4e4}});
  }
  for (int i = 0; i < 90; ++i) {
    Json values = Json::array();
    for (int f = 0; f < 8; ++f) values.push_back(std::floor(4 * spread(i, std::sqrt(2.0 + f))) / 3);
    add_point(sweep, values, 2 + values[7].get<double>() - 0.5 * values[5].get<double>(), 0.2);
  }
  sweep["sensitivity"] = {
      {"kind", "sensitivity"}, {"method", "morris"}, {"trajectories", 10}, {"measures", Json::array({people})}};
  return sweep;
}

Json synthetic_one_point() {
  Json sweep = head("one", "One point", "one_at_a_time", Json::array({18446744073709551615u}));
  sweep["factors"].push_back(factor("upload share", "intervention.early_video.set"));
  add_point(sweep, Json::array({0.5}), 2, 0);
  sweep["points"][0]["measures"][0][0] = nullptr;
  return sweep;
}

Json synthetic_many_points(int points) {
  Json sweep = head("many", "Many points", "sobol", Json::array({1, 2, 3}));
  sweep["factors"] = {factor("upload share", "a.b"), factor("year", "c.d"), factor("money", "e.f", true, "log")};
  for (int i = 0; i < points; ++i) {
    const double share = spread(i, 0.618034), year = 2000 + 20 * spread(i, 0.732051);
    add_point(sweep, {share, year, std::pow(10, 6 * spread(i, 0.414214))}, share * (2025 - year), 2);
  }
  sweep["points_in_all"] = 4 * points;
  return sweep;
}

}  // namespace hibiki
