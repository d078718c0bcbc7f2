#include "tests/output/report/synthetic_evidence.hpp"

#include <cmath>
#include <string>

namespace hibiki {

namespace {

using Json = nlohmann::ordered_json;

Json measured(const char* name, double mean, const Json& theory) {
  return {{"name", name},
          {"seeds", 20},
          {"mean", mean},
          {"low", mean - 0.05},
          {"high", mean + 0.05},
          {"seeds_low", mean - 0.2},
          {"seeds_high", mean + 0.2},
          {"theory", theory},
          {"by_seed", Json::array()}};
}

Json nothing_measured(const char* name) {
  return {{"name", name},          {"seeds", 0},        {"mean", nullptr},
          {"low", nullptr},        {"high", nullptr},   {"seeds_low", nullptr},
          {"seeds_high", nullptr}, {"theory", nullptr}, {"by_seed", Json::array()}};
}

Json course(double rate) {
  Json x = Json::array(), y = Json::array();
  for (int i = 0; i <= 20; ++i) x.push_back(i), y.push_back(1 - std::exp(-rate * i));
  return {{"name", "adopted"}, {"figure", 0}, {"x", x}, {"y", y}, {"single", Json::array({y, y})}};
}

Json head(const char* kind, const char* name, const char* title) {
  return {{"kind", kind},
          {"name", name},
          {"title", title},
          {"question", "How much comes of it?"},
          {"source", "Somebody (1999), A Paper, A Journal 1, 1-10"},
          {"model", "made_up"},
          {"program", "0.1.0"},
          {"seed", 1},
          {"replicates", 20},
          {"measures",
           {{{"name", "share"}, {"unit", "share"}, {"meaning", "of people that adopt"}},
            {{"name", "time"}, {"unit", "ticks"}, {"meaning", "until most have"}}}},
          {"figures",
           {{{"x", "tick"},
             {"y", "share of people"},
             {"points", false},
             {"diagonal", false},
             {"logarithmic", false},
             {"bars", Json::array()}}}},
          {"label", ""},
          {"edges", Json::object()},
          {"parameters",
           {{{"name", "z"},
             {"value", 2},
             {"unit", "neighbours"},
             {"meaning", "mean degree"},
             {"mark", "C"},
             {"source", "the paper"}},
            {{"name", "q"}, {"value", 0.4}, {"unit", "1"}, {"meaning", "chance"}, {"mark", "usual"}}}}};
}

Json target(const char* of_case, Json measures, const char* rule, const Json& value, const char* result) {
  return {{"case", of_case},
          {"measures", std::move(measures)},
          {"rule", rule},
          {"value", value},
          {"tolerance", std::string(rule) == "within" ? Json(0.05) : Json()},
          {"share_of_seeds", std::string(rule) == "at_least" ? Json(0.95) : Json()},
          {"text", "0.7 +-0.05"},
          {"mark", "S"},
          {"source", "the paper's table 1"},
          {"came_out", 0.68},
          {"result", result}};
}

Json point(Json at, double share, bool time) {
  return {{"at", std::move(at)},
          {"case", ""},
          {"parameters", {{"z", 2}}},
          {"measured",
           {measured("share", share, share + 0.01),
            time ? measured("time", 10 * share, nullptr) : nothing_measured("time")}}};
}

/// Bars of two conditions and one thing over another, on axes of their own.
Json side_by_side(const char* name, const char* label, double share) {
  Json json = head("reproduction", name, "Conditions side by side");
  json["label"] = label;
  json["figures"].push_back({{"x", "place"},
                             {"y", "size"},
                             {"points", true},
                             {"diagonal", true},
                             {"logarithmic", true},
                             {"bars", Json::array()}});
  json["figures"][0]["bars"] = {{{"measure", "share"}, {"label", "by itself"}},
                                {{"measure", "time"}, {"label", "in company"}}};
  json["passed"] = true;
  json["targets"] = {target("", {"share"}, "within", share + 0.02, "pass")};
  json["fitted"] = {"q"};
  json["wrong"] = {{{"case", ""},
                    {"set", {{"q", 0.5}}},
                    {"why", "a higher chance"},
                    {"refuted", true},
                    {"failed", {"share 0.9, not 0.7 +-0.05"}},
                    {"text", "Wrong on purpose, q = 0.5: refuted by share 0.9, not 0.7 +-0.05"}}};
  Json sizes = course(0.3);
  sizes["figure"] = 1;
  json["cases"] = {{{"case", ""},
                    {"parameters", {{"z", 2}}},
                    {"measured", {measured("share", share, nullptr), measured("time", 2 * share, nullptr)}},
                    {"curves", {sizes}},
                    {"theory_curves", Json::array()}}};
  return json;
}

Json line_sweep() {
  Json sweep = head("sweep", "spread", "Spread");
  sweep["axes"] = {{{"name", "z"}, {"unit", "neighbours"}, {"meaning", "mean degree"}, {"values", {1, 2, 3}}}};
  sweep["edges"] = {{"here it begins", 1.5}, {"beyond the axis", 7}};
  sweep["edges_on"] = "z";
  sweep["shown"] = Json::array();
  sweep["points"] = {point({1}, 0.2, false), point({2}, 0.7, true), point({3}, 0.8, true)};
  // Of the unit of the first: one of like size, and one that would lie on the floor beside it.
  sweep["measures"].push_back({{"name", "half"}, {"unit", "share"}, {"meaning", "of people that adopt late"}});
  sweep["measures"].push_back({{"name", "rare"}, {"unit", "share"}, {"meaning", "of people that adopt twice"}});
  for (Json& at : sweep["points"]) {
    at["measured"].push_back(measured("half", 0.4, nullptr));
    at["measured"].push_back(measured("rare", 0.004, nullptr));
  }
  return sweep;
}

}  // namespace

Json synthetic_reproductions() {
  Json spread = head("reproduction", "spread", "How far it spreads");
  spread["passed"] = true;
  spread["targets"] = {
      target("z 2", {"share"}, "within", 0.7, "pass"), target("z 3", {"share"}, "at_least", 0.6, "pass"),
      target("z 3", {"share", "time"}, "ordered_means", nullptr, "pass"), target("z 3", {"time"}, "shown", 8, "shown")};
  spread["cases"] = Json::array();
  for (const auto& [name, z] : {std::pair("z 2", 2.0), std::pair("z 3", 3.0)})
    spread["cases"].push_back({{"case", name},
                               {"parameters", {{"z", z}, {"q", 0.4}}},
                               {"measured", {measured("share", 0.68, 0.69), measured("time", 7, nullptr)}},
                               {"curves", {course(0.1 * z)}},
                               {"theory_curves", {course(0.11 * z)}}});
  spread["sweep"] = line_sweep();
  Json failed = head("reproduction", "points", "One thing over another");
  failed["figures"][0]["points"] = true;
  failed["passed"] = false;
  failed["targets"] = {target("", {"share"}, "within", 0.9, "fail"),
                       target("", {"time"}, "inside_interval", 3, "changed")};
  failed["cases"] = {{{"case", ""},
                      {"parameters", {{"z", 2}}},
                      {"measured", {measured("share", 0.68, nullptr), nothing_measured("time")}},
                      {"curves", {course(0.2)}},
                      {"theory_curves", Json::array()}}};
  Json pair = side_by_side("first", "experiment 1", 0.3);
  pair["beside"] = side_by_side("second", "experiment 2", 0.4);
  return {{"kind", "reproductions"}, {"reproductions", {spread, failed, pair}}};
}

Json synthetic_grid() {
  Json grid = head("sweep", "spread", "Spread");
  grid["axes"] = {{{"name", "q"}, {"unit", "1"}, {"meaning", "chance"}, {"values", {0.1, 0.2}}},
                  {{"name", "z"}, {"unit", "neighbours"}, {"meaning", "mean degree"}, {"values", {1, 2, 3}}}};
  grid["edges_on"] = "";
  grid["shown"] = {"share", "time"};
  grid["points"] = Json::array();
  for (const double q : {0.1, 0.2})
    for (const double z : {1.0, 2.0, 3.0}) grid["points"].push_back(point({q, z}, q * z, z > 1));
  return grid;
}

}  // namespace hibiki
