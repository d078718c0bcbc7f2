#include "tests/output/report/synthetic_comparison.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

namespace hibiki {

namespace {

using Json = nlohmann::ordered_json;

constexpr int kYears = 35, kFirstYear = 1990, kLeverYear = 2008;
const std::vector<std::string> kMarkets = {"JP", "KR", "CN", "TW", "HK", "TH", "VN",
                                           "ID", "PH", "MY", "SG", "US", "EU", "LA"};
const std::vector<std::string> kTitles = {"Japan",     "Korea",         "China (mainland)", "Taiwan",       "Hong Kong",
                                          "Thailand",  "Vietnam",       "Indonesia",        "Philippines",  "Malaysia",
                                          "Singapore", "United States", "Western Europe",   "Latin America"};
const std::vector<std::string> kScenes = {"J-pop", "K-pop",  "C-pop",    "Mandopop", "Cantopop",
                                          "T-pop", "V-pop",  "Indo-pop", "P-pop",    "M-pop",
                                          "S-pop", "US pop", "Euro pop", "Latin pop"};
const std::vector<double> kPeople = {110, 45, 1200, 21, 6.8, 62, 85, 235, 95, 28, 4.8, 310, 390, 560};
const std::vector<std::string> kChannels = {"broadcast", "retail",    "upload",  "video", "streaming",
                                            "friends",   "following", "related", "live"};
const std::vector<std::string> kKinds = {"major", "agency", "indie", "collective"};
const std::vector<std::string> kSources = {"physical", "streaming", "tickets", "livestream", "merchandise"};

double rise(double year, double middle, double width) { return 1 / (1 + std::exp(-(year - middle) / width)); }

/// Noise in [-1, 1] that is the same every time.
double noise(int a, int b = 0, int c = 0) {
  const double value = std::sin(a * 12.9898 + b * 78.233 + c * 37.719) * 43758.5453;
  return 2 * (value - std::floor(value)) - 1;
}

/// How far the levers have told by a year.
double told(double year) { return year < kLeverYear ? 0 : 1 - std::exp(-(year - kLeverYear) / 5); }

/// Weight of a scene abroad in a year, before home bias.
double strength(std::size_t scene, double year, double effect) {
  const double base[] = {1.6 - 1.1 * rise(year, 2004, 4),
                         0.05 + 2.4 * rise(year, 2010, 3.5),
                         0.35,
                         0.3,
                         0.5,
                         0.1,
                         0.08,
                         0.1,
                         0.1,
                         0.05,
                         0.05,
                         1.5,
                         0.7,
                         0.5};
  return base[scene] * (scene == 0 ? 1 + effect * told(year) : 1);
}

double share(std::size_t market, std::size_t scene, double year, double effect) {
  double sum = 0;
  for (std::size_t other = 0; other < kScenes.size(); ++other)
    sum += strength(other, year, effect) * (other == market ? 0 : 1) *
           (1 + 0.2 * noise(static_cast<int>(market), static_cast<int>(other)));
  const double home = 0.55 + 0.3 * std::abs(noise(static_cast<int>(market)));
  if (market == scene) return home;
  return (1 - home) * strength(scene, year, effect) *
         (1 + 0.2 * noise(static_cast<int>(market), static_cast<int>(scene))) / sum;
}

Json range(double mean, double half, bool known = true) {
  return {{"mean", mean}, {"low", known ? Json(mean - half) : Json()}, {"high", known ? Json(mean + half) : Json()}};
}

template <class Value>
Json over_years(const Value& value) {
  Json row = Json::array();
  for (int i = 0; i < kYears; ++i) row.push_back(value(kFirstYear + i));
  return row;
}

template <class Row>
Json rows(std::size_t count, const Row& row) {
  Json all = Json::array();
  for (std::size_t i = 0; i < count; ++i) all.push_back(row(i));
  return all;
}

double pairs_held(std::size_t market, std::size_t scene, double year, double effect) {
  return kPeople[market] * 1e6 * 0.2 * share(market, scene, year, effect) * (1 + (scene == 0 ? 0.3 * effect : 0));
}

Json measures() {
  const auto measure = [](const char* name, const char* title, const char* unit, const char* definition,
                          const char* scale) {
    return Json{{"name", name}, {"title", title}, {"unit", unit}, {"definition", definition}, {"scale", scale}};
  };
  return {
      measure("engaged_abroad", "engaged fans abroad", "people",
              "People outside the scene's home market who are engaged with at least one of its acts.", "ratio"),
      measure(
          "leadership", "leadership", "share",
          "The scene's share of the engaged pairs that foreign scenes hold in a third market, mean over third markets.",
          "difference"),
      measure("engaged_home", "engaged fans at home", "people",
              "People in the home market who are engaged with at least one of the scene's acts.", "ratio"),
      measure("revenue", "received by labels", "USD a year",
              "US dollars of 2015 that the scene's labels received; per year of the window.", "ratio"),
      measure("revenue_abroad", "paid abroad", "USD a year",
              "US dollars of 2015 that fans abroad paid for the scene's acts; per year of the window.", "ratio"),
      measure("diversity", "diversity of styles played", "distance",
              "Root mean square distance a style axis between two plays drawn at random.", "difference"),
      measure("gini", "inequality of plays", "Gini",
              "Gini coefficient of plays over the releases played in a week, mean over markets.", "difference"),
      measure("overtake", "year of the overtaking", "year",
              "When the challenger began to lead the incumbent for 26 weeks running.", "difference")};
}

const std::vector<double> kLevels = {5.83e6, 0.241, 3.12e7, 2.31e9, 1.38e8, 0.712, 0.663, 2010.6};

Json digests(int count, int arm) {
  static const char* hex = "0123456789abcdef";
  return rows(static_cast<std::size_t>(count), [&](std::size_t i) {
    std::string digest;
    for (int k = 0; k < 16; ++k) digest += hex[static_cast<int>(std::abs(noise(static_cast<int>(i), k, arm)) * 15.99)];
    return digest;
  });
}

Json arm(const std::string& name, const std::string& title, double effect, int replicates) {
  const std::size_t markets = kMarkets.size(), scenes = kScenes.size();
  const double grown = 1 + effect;
  Json levels = Json::object();
  for (std::size_t i = 0; i < kLevels.size(); ++i)
    levels[measures()[i]["name"].get<std::string>()] = range(
        kLevels[i] * (i < 5 && i != 2 ? 1 + 0.55 * effect : 1 + 0.01 * effect), kLevels[i] * 0.18, replicates > 1);
  const auto leadership = [&](std::size_t scene, double year) {
    double own = 0, sum = 0;
    for (std::size_t other = 0; other < scenes; ++other) sum += strength(other, year, effect);
    own = strength(scene, year, effect);
    return own / sum;
  };
  const std::vector<double> by_channel = {0.38, 0.12, 0.09, 0.17, 0.12, 0.06, 0.05, 0.01};
  const std::vector<double> by_kind = {1.31e9, 7.6e8, 1.7e8, 6.8e7};
  const char* ages[] = {"before 1990", "1990s", "2000s", "2010s", "2020s"};
  const double by_age[] = {1.2e9, 5.3e8, 3.1e8, 2.1e8, 6e7};
  Json revenue_by_age = Json::array();
  for (int i = 0; i < 5; ++i)
    revenue_by_age.push_back({{"founded", ages[i]}, {"value", by_age[i] * (1 + effect * (0.06 + 0.11 * i))}});
  return {{"name", name},
          {"title", title},
          {"scenario", "scenarios/strategies/" + name + ".toml"},
          {"run", name},
          {"digests", digests(replicates, effect > 0)},
          {"levels", levels},
          {"leadership_by_year",
           rows(scenes, [&](std::size_t s) { return over_years([&](int y) { return leadership(s, y); }); })},
          {"leadership_people_by_year",
           rows(scenes, [&](std::size_t s) { return over_years([&](int y) { return leadership(s, y + 1.5); }); })},
          {"leadership_plays_by_year",
           rows(scenes, [&](std::size_t s) { return over_years([&](int y) { return leadership(s, y - 1.0); }); })},
          {"leadership_engaged_by_year",
           rows(scenes, [&](std::size_t s) { return over_years([&](int y) { return leadership(s, y + 0.5); }); })},
          {"share_by_year",
           rows(markets, [&](std::size_t m) { return over_years([&](int y) { return share(m, 0, y, effect); }); })},
          {"engaged_by_year",
           rows(markets,
                [&](std::size_t m) { return over_years([&](int y) { return 0.6 * pairs_held(m, 0, y, effect); }); })},
          {"flow", rows(markets,
                        [&](std::size_t m) {
                          return rows(scenes, [&](std::size_t s) { return pairs_held(m, s, 2016, effect); });
                        })},
          {"reach", rows(markets, [&](std::size_t m) { return 2.2 * pairs_held(m, 0, 2016, effect); })},
          {"channels", rows(markets,
                            [&](std::size_t m) {
                              return rows(by_channel.size(), [&](std::size_t c) {
                                return kPeople[m] * 4e6 * by_channel[c] *
                                       (1 + effect * (c == 3   ? 0.2
                                                      : c == 5 ? 0.08
                                                      : c == 2 ? -0.05
                                                               : 0.005));
                              });
                            })},
          {"label_revenue",
           rows(4,
                [&](std::size_t k) {
                  return by_kind[k] * (1 + effect * (k == 0 ? 0.04 : k == 1 ? 0.12 : k == 2 ? 0.31 : -0.02));
                })},
          {"label_engaged", rows(4, [&](std::size_t k) { return by_kind[k] / 60 * grown * (k == 3 ? 0.9 : 1); })},
          {"label_revenue_by_age", revenue_by_age},
          {"fan_age_by_year", rows(scenes,
                                   [&](std::size_t s) {
                                     return over_years([&](int y) {
                                       return 22.0 + 0.2 * (y - 1990) + static_cast<double>(s % 5) -
                                              (s == 0 ? 2 * effect * told(y) : 0);
                                     });
                                   })},
          {"gini_by_year",
           over_years([&](int y) { return 0.62 + 0.002 * (y - 1990) + 0.01 * noise(y) + 0.01 * effect * told(y); })},
          {"hhi_by_year", over_years([&](int y) { return 0.03 + 0.005 * noise(y, 1) + 0.004 * effect * told(y); })},
          {"diversity_by_year",
           over_years([&](int y) { return 0.7 + 0.002 * (y - 1990) + 0.015 * noise(y, 2) - 0.02 * effect * told(y); })},
          {"turnover_by_year", over_years([&](int y) { return 0.18 + 0.03 * rise(y, 2008, 3) + 0.01 * noise(y, 3); })},
          {"revenue_by_source", rows(kSources.size(), [&](std::size_t k) {
             return over_years([&](int y) {
               const double weight[] = {1.5e9 * (1 - 0.6 * rise(y, 2006, 4)), 7e8 * rise(y, 2014, 3),
                                        5e8 * rise(y, 2005, 8), 1e8 * rise(y, 2020, 1), 2e8 * rise(y, 2008, 8)};
               return weight[k] * (1 + 0.2 * effect * told(y));
             });
           })}};
}

/// The headline's interval as it is, those of the others wider.
Json together(std::size_t i, const Json& own) {
  if (i == 0 || own["low"].is_null()) return {{"low", own["low"]}, {"high", own["high"]}};
  const double low = own["low"], high = own["high"], more = (high - low) / 4;
  return {{"low", low - more}, {"high", high + more}};
}

Json effects(double effect, int pairs) {
  Json all = Json::array();
  const double gain[] = {0.55, 0.28, 0.012, 0.06, 0.42, -0.021, 0.015, 0.0008};
  for (std::size_t i = 0; i < kLevels.size(); ++i) {
    const bool ratio = measures()[i]["scale"] == "ratio", known = pairs > 1;
    const double grown = gain[i] * effect, mean = kLevels[i] * grown;
    Json singles = Json::array();
    int up = 0, down = 0, equal = 0;
    for (int k = 0; k < pairs; ++k) {
      if (i == 7 && k == 1) {  // a world without an overtaking
        singles.push_back(nullptr);
        continue;
      }
      const double single =
          mean * (1 + 0.8 * noise(k, static_cast<int>(i), 7)) + std::abs(mean) * (noise(k, 3) < -0.8 ? -1.1 : 0);
      (single > 0 ? up : single < 0 ? down : equal) += 1;
      singles.push_back(single);
    }
    const double half = std::abs(mean) * (i == 5 ? 1.4 : 0.22);
    const Json factor = !ratio ? Json()
                               : Json{{"mean", 1 + grown},
                                      {"low", known ? Json(1 + grown - std::abs(grown) * 0.2) : Json()},
                                      {"high", known ? Json(1 + grown + std::abs(grown) * 0.24) : Json()}};
    all.push_back(
        {{"measure", measures()[i]["name"]},
         {"pairs", pairs},
         {"statistic", ratio ? "geometric mean" : "arithmetic mean"},
         {"base", kLevels[i]},
         {"variant", kLevels[i] + mean},
         {"means", {{"base", kLevels[i] * (ratio ? 1.1 : 1)}, {"variant", kLevels[i] * (ratio ? 1.1 : 1) + mean}}},
         {"difference", range(mean, half, known)},
         {"ratio", factor},
         {"chance_positive", !known        ? Json()
                             : effect == 0 ? Json(0.0)
                                           : Json(i == 5      ? 0.08
                                                  : grown > 0 ? 0.9987
                                                              : 0.0021)},
         {"pairs_positive", up},
         {"pairs_negative", down},
         {"pairs_equal", equal},
         {"variance_saved", !known || effect == 0 ? Json() : Json(12.0 + 6 * noise(static_cast<int>(i), 9))},
         {"pairs_to_settle", !known || effect == 0 ? Json() : Json(40 + 20 * i)},
         {"simultaneous", together(i, ratio && known ? factor : range(mean, half, known))},
         {"singles", singles}});
  }
  return all;
}

std::string quarter(int i) {
  const char* starts[] = {"-01-01", "-04-01", "-07-01", "-10-01"};
  return std::to_string(kFirstYear + i / 4) + starts[i % 4];
}

Json paired(double effect, int pairs) {
  Json time = Json::array(), mean = Json::array(), low = Json::array(), high = Json::array(), single = Json::array();
  for (int k = 0; k < pairs; ++k) single.push_back(Json::array());
  for (int i = 0; i < kYears * 4; ++i) {
    const double year = kFirstYear + i / 4.0,
                 value = effect == 0 ? 0 : 4.9e6 * effect * told(year) * (1 + 0.06 * std::sin(i * 0.7));
    time.push_back(quarter(i));
    mean.push_back(value);
    low.push_back(pairs > 1 ? Json(value * 0.76) : Json());
    high.push_back(pairs > 1 ? Json(value * 1.25) : Json());
    for (int k = 0; k < pairs; ++k)
      single[static_cast<std::size_t>(k)].push_back(
          value * (1 + 0.75 * noise(k, 11)) + 0.18 * value * std::sin(i * 0.31 + k) + 0.08 * value * noise(k, i, 5));
  }
  return {{"measure", "engaged_abroad"},
          {"unit", "people"},
          {"time", time},
          {"mean", mean},
          {"low", low},
          {"high", high},
          {"pairs", single}};
}

Json variant(int number, double effect, int pairs) {
  const char* names[] = {"early_video", "japan_like_korea", "posts"};
  const char* titles[] = {"Japanese labels adopt video platforms early",
                          "Japanese labels decide as Korean agencies did", "Japanese agencies post daily"};
  Json json = arm(names[number % 3], titles[number % 3], effect, pairs);
  json["question"] = "How many more engaged fans abroad would J-pop have had by 2023?";
  json["levers"] = {{{"intervention", "early_video"},
                     {"target", "labels[home=JP]"},
                     {"labels", 41},
                     {"lever", "official_uploads.video"},
                     {"meaning", "Share of releases that labels put on video platforms themselves."},
                     {"change", "set 0.9"},
                     {"from", "2008-01-07"},
                     {"until", nullptr},
                     {"ramp_weeks", 52},
                     {"cost_usd_week_label", 2000.0}},
                    {{"intervention", "posts"},
                     {"target", "labels[home=JP,kind=agency]"},
                     {"labels", 12},
                     {"lever", "posts_per_week"},
                     {"meaning", "Posts a week between releases, by each act."},
                     {"change", "scale 3"},
                     {"from", "2012-01-02"},
                     {"until", "2019-12-30"},
                     {"ramp_weeks", 104},
                     {"cost_usd_week_label", 0.0}}};
  json["differences"] = {
      {{"key", "intervention.early_video.lever"}, {"base", nullptr}, {"variant", "official_uploads.video"}},
      {{"key", "intervention.early_video.set"}, {"base", nullptr}, {"variant", "0.9"}},
      {{"key", "intervention.early_video.from"}, {"base", nullptr}, {"variant", "2008-01-07"}},
      {{"key", "title"}, {"base", "Asian pop, 1985-2024: as it went"}, {"variant", titles[number % 3]}}};
  json["effects"] = effects(effect, pairs);
  json["cost_usd"] = 7.1e7;
  json["implausible"] = nlohmann::ordered_json::array();
  if (effect != 0) json["implausible"].push_back("The levers return 25 dollars per dollar; above 20 is implausible.");
  json["return_per_usd"] = effect == 0 ? Json() : range(18.2, 5.1, pairs > 1);
  json["paired"] = paired(effect, pairs);
  json["verdict"] = effect == 0 ? "Nothing changes: both arms are the same in every pair."
                                : "J-pop would have had 1.9 M more engaged fans abroad (+33 %, 95 % interval +26 % to "
                                  "+41 %), and the chance that there is a gain is 99.9 %.";
  return json;
}

Json misfits() {
  return {{{"id", "P3"},
           {"text", "J-pop keeps most of its home market throughout"},
           {"off", "shown by 20 of 32, 23 are needed"},
           {"measured", "lowest year 0.66 (0.33 to 0.70)"},
           {"years", "1990-2024"},
           {"held_out", false},
           {"verified", false}},
          {{"id", "korean_music_exports"},
           {"text", "Korean music exports: what Korean labels receive from abroad"},
           {"off", "11 times too low"},
           {"measured", "x0.09 (0.04 to 1.08) of the record"},
           {"years", "2018-2022"},
           {"held_out", true},
           {"verified", false}},
          {{"id", "kpop_share_of_japan"},
           {"text", "K-pop's share of what fans in Japan pay"},
           {"off", "4.5 times too low"},
           {"measured", "x0.22 (0.01 to 2.30) of the record"},
           {"years", "2009-2011"},
           {"held_out", false},
           {"verified", true}}};
}

Json patterns() {
  return {{{"id", "P1"},
           {"text", "J-pop leads Asia's scenes abroad in the 1990s"},
           {"result", "yes"},
           {"measured", "in 32 of 32 replicates; J-pop's leadership 0.45 (0.32 to 0.61)"}},
          {{"id", "P2"},
           {"text", "K-pop overtakes between 2005 and 2013 (7 of 10 seeds)"},
           {"result", "yes"},
           {"measured", "overtakes in 24 of 32, median 2011"}},
          {{"id", "P3"},
           {"text", "J-pop keeps most of its home market throughout"},
           {"result", "yes"},
           {"measured", "lowest year 0.86 (0.79 to 0.94)"}},
          {{"id", "P4"},
           {"text", "Korean exports grow as recorded"},
           {"result", "yes"},
           {"measured", "log correlation 0.96; level x0.13"}},
          {{"id", "P5"},
           {"text", "Share of the ten most played acts in the plays of 2005-09"},
           {"result", "reported"},
           {"measured", "effective number of acts 27.5 (21.0 to 33.2)"}},
          {{"id", "P6"},
           {"text", "Japanese labels ignore video throughout"},
           {"result", "not in this run"},
           {"measured", ""}},
          {{"id", "P7"},
           {"text", "Number_i's audience within a factor 3 of 0.67 M"},
           {"result", "no"},
           {"measured", "viewers 0.04 M (0.00 to 15.4)"}},
          {{"id", "P8"},
           {"text", "Japan with Korea's policy wholesale"},
           {"result", "reported"},
           {"measured", "fans abroad x6.8"}}};
}

Json parameters() {
  Json all = Json::array();
  const char* keys[] = {"try.constant",   "try.quality",     "try.comprehension", "like.constant",
                        "like.tiring",    "engagement.gain", "engagement.decay",  "share.chance",
                        "attention.mean", "media.broadcast", "media.video",       "quality.money"};
  for (int i = 0; i < 120; ++i)
    all.push_back({{"section", i < 80 ? "assumptions" : "market JP"},
                   {"key", std::string(keys[i % 12]) + (i < 12 ? "" : "." + std::to_string(i / 12))},
                   {"value", std::to_string(0.1 * i).substr(0, 4)},
                   {"default", std::to_string(0.1 * (i - i % 7)).substr(0, 4)},
                   {"unit", i % 3 ? "logit" : ""},
                   {"source", i % 4 ? "[M] of the trial; not verified"
                                    : "[S] International Telecommunication Union, internet users, 2005-2021"},
                   {"changed", i % 7 != 0}});
  return all;
}

/// The record ends in 2014, and others answer the first variant.
void add_future(Json& json) {
  json["record_ends"] = "2014-12-29";
  json["answered"] = {{{"variant", 0},
                       {"unanswered", 1},
                       {"responses",
                        {{{"response", "korea"},
                          {"by", "labels[home=KR]"},
                          {"to", "early_video"},
                          {"how", "same"},
                          {"from", "2009-01-05"},
                          {"text", "korea: labels[home=KR] change official_uploads.video in the same way"}}}},
                       {"effects", json["variants"][0]["effects"]},
                       {"verdict", "J-pop has 9.1 % fewer engaged fans abroad than where nobody answers."}}};
}

Json head(const char* kind, int pairs) {
  Json quarters = Json::array();
  for (int i = 0; i < kYears * 4; ++i) quarters.push_back(quarter(i));
  Json years = over_years([](int y) { return y; });
  Json third = Json::array();
  for (std::size_t m = 0; m < kMarkets.size(); ++m) third.push_back(m > 1 && m < 11);
  return {{"format_version", 1},
          {"kind", kind},
          {"program", "0.1.0"},
          {"model_version", "2"},
          {"command",
           {"hibiki", "compare", "scenarios/history.toml", "scenarios/strategies/early_video.toml", "--replicates",
            std::to_string(pairs)}},
          {"question", "How many more engaged fans abroad would J-pop have had by 2023?"},
          {"seed", pairs == 1 ? std::numeric_limits<std::uint64_t>::max() : 1},  // more digits than JavaScript keeps
          {"replicates", pairs},
          {"fans", 20000},
          {"start", "1985-01-07"},
          {"report_from", "1990-01-01"},
          {"end", "2024-12-30"},
          {"window", {{"from", "2008-01-07"}, {"to", "2024-12-30"}}},
          {"scene", {{"name", "J-pop"}, {"market", "JP"}}},
          {"challenger", "K-pop"},
          {"incumbent", "J-pop"},
          {"axes",
           {{"markets", kMarkets},
            {"market_titles", kTitles},
            {"scenes", kScenes},
            {"third", third},
            {"years", years},
            {"year_weeks", over_years([](int y) { return y == 2024 ? 13 : 52; })},
            {"quarters", quarters},
            {"channels", kChannels},
            {"label_kinds", kKinds},
            {"sources", kSources}}},
          {"measures", measures()}};
}

}  // namespace

namespace {

/// Effects under twelve sets that scatter about `mean` by as much again as the interval of chance.
Json two_intervals(const char* measure, const char* scale, double mean, double half) {
  Json sets = Json::array();
  for (int i = 0; i < 12; ++i) sets.push_back(mean + half * std::sin(2.4 * i));
  return {{"measure", measure},
          {"scale", scale},
          {"seeds", 4},
          {"mean", mean},
          {"chance", {{"low", mean - half / 2}, {"high", mean + half / 2}}},
          {"parameters", {{"low", mean - 1.5 * half}, {"high", mean + 1.5 * half}}},
          {"sets", sets}};
}

void add_ensemble(Json& json) {
  Json sets = Json::array();
  for (int i = 0; i < 12; ++i) sets.push_back("4-" + std::to_string(i));
  json["ensemble"] = {{"plan", "history.toml"},
                      {"digest", "0123456789abcdef"},
                      {"verdict", "12 of 16 finalists not rejected"},
                      {"sets", sets},
                      {"seeds", 4}};
  for (Json& variant : json["variants"])
    variant["ensemble"] = {two_intervals("engaged_abroad", "ratio", 1.6, 0.25),
                           two_intervals("leadership", "difference", 0.02, 0.012)};
}

}  // namespace

Json synthetic_comparison(const SyntheticComparison& options) {
  Json json = head("comparison", options.pairs);
  json["base"] = arm("history", "Asian pop, 1985-2024: as it went", 0, options.pairs);
  json["variants"] = Json::array();
  for (int i = 0; i < options.variants; ++i)
    json["variants"].push_back(variant(i, options.effect * (1 - 0.7 * i), options.pairs));
  json["failed"] = Json::array();
  if (options.pairs > 2)
    json["failed"].push_back({{"arm", "early_video"},
                              {"seed", 17},
                              {"error", "cannot write early_video/17.spool: no space left on device"}});
  json["patterns"] = patterns();
  json["misfits"] = misfits();
  json["parameters"] = parameters();
  json["ensemble"] = nullptr;
  if (options.ensemble) add_ensemble(json);
  if (options.future) add_future(json);
  return json;
}

Json synthetic_run() {
  Json json = head("run", 4);
  json["command"] = {"hibiki", "run", "scenarios/history.toml", "--replicates", "4"};
  json["question"] = "Who leads Asia's pop markets, since when, and for how much money?";
  json["base"] = arm("history", "Asian pop, 1985-2024: as it went", 0, 4);
  json["patterns"] = patterns();
  json["misfits"] = misfits();
  json["parameters"] = parameters();
  return json;
}

Json synthetic_attribution() {
  const Json ids = {"early_video", "posts", "tours"};
  const auto effect = [&](const char* measure, const char* scale, double unit, const char* unit_text) {
    const double shares[] = {0.22 * unit, 0.14 * unit, -0.03 * unit};
    const char* texts[] = {"+0.22", "+0.14", "-0.03"};
    Json parts = Json::array(), subsets = Json::array();
    for (std::size_t i = 0; i < 3; ++i)
      parts.push_back({{"intervention", ids[i]},
                       {"share", range(shares[i], std::abs(shares[i]) * 0.3)},
                       {"text", std::string(texts[i]) + unit_text}});
    for (std::size_t set = 0; set < 8; ++set) {
      Json on = Json::array();
      double level = unit;
      for (std::size_t i = 0; i < 3; ++i)
        if (set >> i & 1) on.push_back(ids[i]), level += shares[i];
      subsets.push_back({{"on", on}, {"level", level}});
    }
    return Json{{"measure", measure},
                {"whole", range(0.33 * unit, 0.05 * unit)},
                {"scale", scale},
                {"shares", parts},
                {"interactions",
                 {{{"interventions", {"early_video", "posts"}},
                   {"log_ratio", range(0.11, 0.04)},
                   {"text", "early_video and posts together bring 12 % more than each alone would suggest"}},
                  {{"interventions", {"posts", "tours"}},
                   {"log_ratio", range(-0.01, 0.05)},
                   {"text", "no clear interaction of posts and tours"}}}},
                {"subsets", subsets}};
  };
  return {{"kind", "attribution"},
          {"scenario", "scenarios/strategies/all.toml"},
          {"interventions", ids},
          {"method", "factorial"},
          {"replicates", 16},
          {"scene", {{"name", "J-pop"}, {"market", "JP"}}},
          {"window", {{"from", "2008-01-07"}, {"to", "2024-12-30"}}},
          {"measures", measures()},
          {"effects", {effect("engaged_abroad", "ratio", 1, ""), effect("leadership", "difference", 0.2, "")}}};
}

Json synthetic_why() {
  Json by_market = Json::array(), by_age = Json::array(), weeks = Json::array(), channels = Json::array(),
       chains = Json::array();
  const auto parts = [](Json object, double unit, int i) {
    const double direct = unit * (0.5 + 0.2 * noise(i, 1)), contagion = unit * (0.3 + 0.2 * noise(i, 2)),
                 feedback = unit * 0.4 * noise(i, 3);
    object["direct"] = range(direct, std::abs(direct) * 0.2);
    object["contagion"] = range(contagion, std::abs(contagion) * 0.3);
    object["feedback"] = range(feedback, std::abs(feedback) * 0.6);
    object["whole"] = range(direct + contagion + feedback, unit * 0.2);
    return object;
  };
  for (std::size_t m = 0; m < kMarkets.size(); ++m)
    by_market.push_back(parts({{"market", kMarkets[m]}}, kPeople[m] * 2e3, static_cast<int>(m)));
  int age = 0;
  for (const char* band : {"10-19", "20-29", "30-39", "40-49", "50-59", "60+"})
    by_age.push_back(parts({{"age", band}}, 6e5 / (1 + age), 40 + age)), ++age;
  for (std::size_t c = 0; c < kChannels.size(); ++c)
    channels.push_back({{"channel", kChannels[c]},
                        {"people", 2.1e6 / (1 + std::abs(static_cast<double>(c) - 3.0))},
                        {"share", 0.31 / (1 + std::abs(static_cast<double>(c) - 3.0))},
                        {"reached", 1.4e6 / (1 + std::abs(static_cast<double>(c) - 2.0))}});
  for (int w = 0; w < 26; ++w) {
    Json by = Json::array();
    for (std::size_t m = 0; m < kMarkets.size(); ++m)
      by.push_back(std::max(0.0, kPeople[m] * 10 * (w - static_cast<double>(m)) / 10));
    const int day = 7 + 7 * w;
    const int month = 1 + day / 31;
    weeks.push_back({{"week", "2008-" + std::string(month < 10 ? "0" : "") + std::to_string(month) + "-" +
                                  (day % 31 < 9 ? "0" : "") + std::to_string(1 + day % 31 % 28)},
                     {"gained", 900.0 * w},
                     {"lost", 210.0 * w},
                     {"by_market", by},
                     {"reached", {{"gained", 700.0 * w}, {"lost", 20.0 * w}, {"by_market", by}}}});
  }
  Json quarters = Json::array();
  for (int q = 4 * (kLeverYear - kFirstYear); q < 4 * kYears; ++q)
    quarters.push_back({{"week", quarter(q)},
                        {"gained", 5e6 * told(kFirstYear + q / 4.0)},
                        {"lost", 2e6 * told(kFirstYear + q / 4.0)},
                        {"by_market", Json::array()},
                        {"reached",
                         {{"gained", 3e6 * told(kFirstYear + q / 4.0)},
                          {"lost", 2e5 * told(kFirstYear + q / 4.0)},
                          {"by_market", Json::array()}}}});
  for (int k = 0; k < 3; ++k)
    chains.push_back({{"links",
                       {{{"fan", 1042 + k},
                         {"market", "TW"},
                         {"age", 19},
                         {"week", "2008-03-10"},
                         {"act", "JP agency 3.2"},
                         {"channel", "video"}},
                        {{"fan", 7731 + k},
                         {"market", "TW"},
                         {"age", 17},
                         {"week", "2008-04-07"},
                         {"act", "JP agency 3.2"},
                         {"channel", "friends"}},
                        {{"fan", 15210 + k},
                         {"market", "MY"},
                         {"age", 22},
                         {"week", "2008-06-02"},
                         {"act", "JP agency 3.2"},
                         {"channel", "friends"}}}}});
  return {{"kind", "why"},
          {"scene", {{"name", "J-pop"}, {"market", "JP"}}},
          {"window", {{"from", "2008-01-07"}, {"to", "2024-12-30"}}},
          {"seeds", {1, 2, 3, 4}},
          {"parts", {parts({{"measure", "engaged_abroad"}}, 1.9e6, 90), parts({{"measure", "leadership"}}, 0.04, 91)}},
          {"by_market", by_market},
          {"by_age", by_age},
          {"fans",
           {{"gained", 3.4e6},
            {"lost", 1.5e6},
            {"net", 1.9e6},
            {"reached", {{"gained", 2.1e6}, {"lost", 2e5}, {"net", 1.9e6}}},
            {"market", {{"gained", 1.3e6}, {"lost", 1.3e6}, {"net", 0.0}}},
            {"already", 8.1e5},
            {"from_other", 1.1e6}}},
          {"channels", channels},
          {"first_weeks", weeks},
          {"quarters", quarters},
          {"chains", chains}};
}

}  // namespace hibiki
