// Written out and read back, a scenario is the same to the last bit.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <cstdlib>
#include <cstring>
#include <random>

#include "sim/scenario/toml_text.hpp"
#include "sim/scenario/trends.hpp"
#include "tests/scenario/same_scenario.hpp"
#include "tests/scenario/small_world.hpp"

namespace hibiki::test {
namespace {

/// Fills any member with a random valid value; what refers to names is left alone.
class Scrambler {
 public:
  explicit Scrambler(std::uint64_t seed) : engine_(seed) {}

  double unit() { return static_cast<double>(engine_() >> 11U) * 0x1.0p-53; }
  std::size_t below(std::size_t n) { return engine_() % n; }
  double number(double minimum, double maximum) {
    if (below(8) == 0) return minimum;
    if (below(8) == 0) return std::clamp(unit() * 1e-9, minimum, maximum);
    return std::min(maximum, minimum + unit() * (maximum - minimum));
  }
  Day day() { return make_day(1985, 1, 7) + std::chrono::days(below(12000)); }
  DatedValue dated(double minimum, double maximum) {
    if (below(2) == 0) return DatedValue(number(minimum, maximum));
    DatedValue value;
    value.points = {{day(), number(minimum, maximum)}};
    for (std::size_t i = 0; i <= below(4); ++i)
      value.points.emplace_back(value.points.back().first + std::chrono::days(1 + below(999)),
                                number(minimum, maximum));
    return value;
  }

  template <class Owner>
  void fill(Owner& owner, const Field<Owner>& field) {
    const double low = field.minimum, high = field.maximum;
    if (auto* real = std::get_if<double Owner::*>(&field.member)) owner.** real = number(low, high);
    if (auto* whole = std::get_if<std::int64_t Owner::*>(&field.member))
      owner.** whole = static_cast<std::int64_t>(std::floor(number(low, high)));
    if (auto* flag = std::get_if<bool Owner::*>(&field.member)) owner.** flag = below(2) == 0;
    if (auto* values = std::get_if<DatedValue Owner::*>(&field.member)) owner.** values = dated(low, high);
    if (auto* rows = std::get_if<DatedRows Owner::*>(&field.member))
      for (auto& [day, row] : (owner.**rows).points)
        for (double& one : row) one = number(low, high);
    if (auto* style = std::get_if<StyleValues Owner::*>(&field.member))
      for (double& one : owner.**style) one = number(low, high);
  }

  void fill(Intervention& change) {
    change.ramp_weeks = static_cast<std::int64_t>(below(300));
    const auto& lever = lever_fields()[below(lever_fields().size())];
    change.lever = std::get<double Policy::*>(lever.member);
    change.change = static_cast<Intervention::Change>(below(3));
    change.value =
        change.change == Intervention::Change::current ? 0.0 : number(lever.minimum, std::min(lever.maximum, 1000.0));
  }

  void fill(PolicyRule& rule) {
    rule.levers.clear();
    for (const auto& field : lever_fields())
      if (below(3) == 0)
        rule.levers.emplace_back(std::get<double Policy::*>(field.member), dated(field.minimum, field.maximum));
  }

 private:
  std::mt19937_64 engine_;
};

Scenario scrambled(std::uint64_t seed, const std::string& words) {
  Scrambler scrambler(seed);
  Scenario s = parse(kSmallWorld).scenario;
  s.title = words;
  s.question = "\"quoted\" \\ back\tslash\n" + words;
  s.markets[1].title = words;
  s.acts[0].name = "act " + words;
  s.acts[0].has_style = scrambler.below(2) == 0;
  s.markets[0].distance["KR"] = scrambler.number(0, 2);
  visit_tables(s, [&](const std::string&, auto& owner, auto fields) {
    for (const auto& field : fields)
      if (is_spelled_out(owner, field)) scrambler.fill(owner, field);
  });
  for (Label& label : s.labels) label.count = 2;
  scrambler.fill(s.policies[0]);
  scrambler.fill(s.interventions[0]);
  if (lever_field(s.interventions[0].lever).by_market == ByMarket::each) s.interventions[0].markets = {"KR", "JP"};
  if (s.interventions[0].cost > 0.0) s.interventions[0].paid_from = kPaidFrom[scrambler.below(kPaidFrom.size())];
  s.responses.push_back({.id = "answer " + words, .by = "labels[home=KR]", .how = "never", .delay_weeks = 7});
  apply_trends(s);
  return s;
}

RC_GTEST_PROP(RoundTrip, AnyScenarioReadsBackTheSame, (std::uint64_t seed)) {
  std::string words;
  for (const char c : *rc::gen::container<std::string>(rc::gen::inRange<char>(0, 127))) words += c;
  words += *rc::gen::element<std::string>("", "日本語", "\x7f", "é'\"", "a.b = 3 # c");
  const Scenario scenario = scrambled(seed, words);
  RC_ASSERT(validate(scenario).empty());
  const std::string text = to_toml(scenario);
  const Scenario back = parse(text).scenario;
  RC_ASSERT(differences(scenario, back) == "");
  RC_ASSERT(to_toml(back) == text);
}

RC_GTEST_PROP(RoundTrip, EveryFiniteNumberReadsBackTheSame, (std::uint64_t bits)) {
  double value;
  static_assert(sizeof value == sizeof bits);
  std::memcpy(&value, &bits, sizeof value);
  RC_PRE(std::isfinite(value));
  const std::string text = toml_text(value);
  RC_ASSERT(std::strtod(text.c_str(), nullptr) == value);
  RC_ASSERT(text.find_first_of(".e") != std::string::npos);
}

TEST(RoundTrip, SpellsOutEveryKey) {
  const std::string text = to_toml(parse(kSmallWorld).scenario);
  for (const auto& field : assumption_fields())
    EXPECT_THAT(text, ::testing::HasSubstr(std::string(field.key) + " = ")) << field.key;
}

}  // namespace
}  // namespace hibiki::test
