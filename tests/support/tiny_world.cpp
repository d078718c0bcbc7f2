#include "tests/support/tiny_world.hpp"

#include <algorithm>
#include <stdexcept>

namespace hibiki::test {

namespace {

const std::vector<std::string> kNames = {"A", "B", "C", "D"};

Market market(const std::string& name) {
  Market m;
  m.name = name;
  m.title = "Market " + name;
  m.scene = name + "-pop";
  const bool west = name == "D";
  m.region = west ? "west" : "asia";
  m.language = west ? "en" : name == "A" ? "a" : name == "B" ? "b" : "c";
  m.third_market = name == "C" || name == "D";
  m.people = DatedRows{.points = {{kTinyStart, {3.0, 3.5, 3.0, 2.5, 2.0, 1.5}}}};
  m.internet = DatedValue(0.8);
  m.foreign_barrier = DatedValue(0.3);
  m.comprehension["en"] = 0.4;
  return m;
}

/// Everybody understands their own language, and a little of the others'.
void set_comprehension(std::vector<Market>& markets) {
  for (Market& m : markets)
    for (const Market& other : markets) {
      if (other.language != "en") m.comprehension[other.language] = 0.1;
      if (&other == &m) m.comprehension[m.language] = 1.0;
    }
}

void set_distances(std::vector<Market>& markets) {
  struct Pair {
    std::size_t one, other;
    double distance;
  };
  for (const Pair& p : {Pair{0, 1, 0.5}, {0, 2, 0.3}, {1, 2, 0.4}, {0, 3, 0.6}, {1, 3, 0.8}, {2, 3, 0.7}})
    if (p.other < markets.size()) markets[p.one].distance[markets[p.other].name] = p.distance;
}

Platform everyday(const std::string& name, PlatformKind kind) {
  Platform p;
  p.name = name;
  p.kind = kind;
  p.launch = make_day(1950, 1, 1);
  p.online = false;
  p.ceiling = 1.0;
  p.midpoint_years = -50.0;
  p.age_slope = 0.0;
  p.cross_border = 0.0;
  return p;
}

Platform digital(const std::string& name, PlatformKind kind) {
  Platform p;
  p.name = name;
  p.kind = kind;
  p.launch = make_day(2003, 1, 6);
  p.ceiling = 0.9;
  p.midpoint_years = 3.0;
  p.cross_border = 0.5;
  return p;
}

Label label(const std::string& name, LabelKind kind, const std::string& home, std::int64_t acts,
            std::int64_t count = 1) {
  Label l;
  l.name = name;
  l.kind = kind;
  l.home = home;
  l.count = count;
  l.acts = acts;
  l.cash = 2'000'000.0;
  return l;
}

}  // namespace

Scenario tiny_scenario(const TinyWorld& size) {
  Scenario s;
  s.name = "tiny";
  s.title = "A world small enough to draw";
  s.run.start = s.run.report_from = kTinyStart;
  s.run.end = kTinyStart + std::chrono::days(7 * size.weeks - 1);
  s.run.fans = size.fans;
  s.contenders = {"A"};
  if (size.markets > 1) s.contenders.push_back("B");
  for (std::size_t m = 0; m < static_cast<std::size_t>(size.markets); ++m) s.markets.push_back(market(kNames.at(m)));
  set_comprehension(s.markets);
  set_distances(s.markets);
  s.platforms = {everyday("radio", PlatformKind::broadcast), everyday("shops", PlatformKind::retail),
                 everyday("stage", PlatformKind::live),      digital("uploads", PlatformKind::upload),
                 digital("clips", PlatformKind::video),      digital("streams", PlatformKind::streaming),
                 digital("pals", PlatformKind::social)};
  if (!size.labels) return s;
  for (const Market& m : s.markets) {
    s.labels.push_back(label(m.name + " major", LabelKind::major, m.name, 2));
    s.labels.push_back(label(m.name + " agency", LabelKind::agency, m.name, 2));
    s.labels.push_back(label(m.name + " indie", LabelKind::indie, m.name, 1, 2));
  }
  s.labels.push_back(label("A collective", LabelKind::collective, "A", 2));
  for (const auto& [lever, value] : std::vector<std::pair<double Policy::*, double>>{
           {&Policy::official_uploads_video, 0.6},
           {&Policy::official_uploads_streaming_abroad, 0.7},
           {&Policy::promotion_abroad, 0.2},
           {&Policy::releases_per_year, 4.0},
           {&Policy::posts_per_week, 1.0},
           {&Policy::tours_abroad, 0.5},
           {&Policy::livestreams, 1.0},
           {&Policy::collaboration_rate, 0.1},
           {&Policy::collaboration_scope, 0.5},
       })
    set_lever(s, "labels", lever, value);
  return s;
}

void set_lever(Scenario& scenario, const std::string& target, double Policy::*lever, double value) {
  PolicyRule rule;
  rule.id = "rule " + std::to_string(scenario.policies.size() + 1);
  rule.target = target;
  rule.levers = {{lever, DatedValue(value)}};
  scenario.policies.push_back(std::move(rule));
}

Intervention& intervene(Scenario& scenario, const std::string& target, double Policy::*lever, double value, int week) {
  Intervention i;
  i.id = "intervention " + std::to_string(scenario.interventions.size() + 1);
  i.target = target;
  i.lever = lever;
  i.value = value;
  i.from = scenario.calendar().day(week);
  scenario.interventions.push_back(std::move(i));
  return scenario.interventions.back();
}

std::size_t market_index(const World& world, const std::string& name) {
  const auto& markets = world.scenario.markets;
  const auto it = std::find_if(markets.begin(), markets.end(), [&](const Market& m) { return m.name == name; });
  if (it == markets.end()) throw std::out_of_range("no market " + name);
  return static_cast<std::size_t>(it - markets.begin());
}

LabelId label_named(const World& world, const std::string& name) {
  const auto& labels = world.industry.labels;
  const auto it =
      std::find_if(labels.begin(), labels.end(), [&](const LabelState& l) { return l.identity.name == name; });
  if (it == labels.end()) throw std::out_of_range("no label " + name);
  return LabelId(static_cast<std::size_t>(it - labels.begin()));
}

std::size_t platform_index(const World& world, const std::string& name) {
  const auto& platforms = world.scenario.platforms;
  const auto it = std::find_if(platforms.begin(), platforms.end(), [&](const Platform& p) { return p.name == name; });
  if (it == platforms.end()) throw std::out_of_range("no platform " + name);
  return static_cast<std::size_t>(it - platforms.begin());
}

std::vector<std::uint64_t> weekly_digests(const Scenario& scenario, std::uint64_t seed, int weeks,
                                          const Execution& execution) {
  Simulation simulation(scenario, seed, execution);
  std::vector<std::uint64_t> digests = {simulation.state_digest()};
  for (int w = 0; w < weeks; ++w) {
    simulation.step();
    digests.push_back(simulation.state_digest());
  }
  return digests;
}

std::vector<WeekObservation> observe_run(const Scenario& scenario, std::uint64_t seed) {
  Simulation simulation(scenario, seed);
  std::vector<WeekObservation> weeks;
  while (!simulation.finished()) {
    simulation.step();
    weeks.push_back(simulation.observe());
  }
  return weeks;
}

}  // namespace hibiki::test
