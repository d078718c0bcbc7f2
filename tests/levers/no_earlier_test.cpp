// A lever changes nothing that it should not: no week before its own, and nothing at all while there is nothing that
// it could act on.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <ostream>

#include "sim/scenario/schema.hpp"
#include "tests/levers/weekly_series.hpp"
#include "tests/support/tiny_world.hpp"

namespace hibiki::test {
namespace {

constexpr int kWeeks = 60;

double Policy::*member(std::string_view key) { return std::get<double Policy::*>(find_lever(key)->member); }

/// Digests of the state, week by week; the first is that of the world as made.
std::vector<std::uint64_t> digests(const Scenario& scenario) { return weekly_digests(scenario, 3, kWeeks); }

TEST(DatedChange, LeavesEveryBitBeforeItAsItWas) {
  constexpr int kChange = 30;
  const Scenario base = tiny_scenario({.markets = 3, .fans = 500, .weeks = kWeeks});
  const auto unchanged = digests(base);
  for (const auto& field : lever_fields())
    for (const double value : {field.minimum, field.maximum}) {
      Scenario changed = base;
      intervene(changed, "labels[home=A]", std::get<double Policy::*>(field.member), value, kChange);
      const auto now = digests(changed);
      EXPECT_TRUE(std::equal(unchanged.begin(), unchanged.begin() + kChange + 1, now.begin()))
          << field.key << " = " << value;
    }
}

TEST(DatedChange, ToTheValueInForceChangesNothing) {
  const Scenario base = tiny_scenario({.markets = 2, .fans = 400, .weeks = kWeeks});
  const auto unchanged = digests(base);
  for (const auto& field : lever_fields()) {
    Scenario changed = base;
    intervene(changed, "labels", std::get<double Policy::*>(field.member), 0.0, 30).change =
        Intervention::Change::current;
    EXPECT_TRUE(digests(changed) == unchanged) << field.key;
  }
}

/// A lever and a world in which it has nothing to act on.
struct Idle {
  const char* name;
  const char* lever;
  double value;
  void (*shape)(Scenario&);
};

void PrintTo(const Idle& idle, std::ostream* out) { *out << idle.name; }

/// The platform is there, but launches after the run ends.
void postpone(Scenario& s, PlatformKind kind) {
  for (Platform& p : s.platforms)
    if (p.kind == kind) p.launch = make_day(2020, 1, 6);
}
void no_video(Scenario& s) {
  postpone(s, PlatformKind::video);
  postpone(s, PlatformKind::upload);
}
void alone(Scenario& s) { s = tiny_scenario({.markets = 1, .fans = 300, .weeks = kWeeks}); }
/// Nobody to learn from but those with the same policy.
void nobody_learns(Scenario& s) { set_lever(s, "labels", &Policy::adaptivity, 0.0); }

const Idle kIdle[] = {
    {"uploads without a video platform", "official_uploads.video", 1.0, no_video},
    {"geo-blocking without a video platform", "geo_blocking", 1.0, no_video},
    {"takedown without a video platform", "takedown", 1.0, no_video},
    {"livestreams before video", "livestreams", 20.0, no_video},
    {"streaming licences before streaming", "official_uploads.streaming", 0.0,
     [](Scenario& s) { postpone(s, PlatformKind::streaming); }},
    {"streaming abroad before streaming", "official_uploads.streaming_abroad", 0.0,
     [](Scenario& s) { postpone(s, PlatformKind::streaming); }},
    {"geo-blocking of what is not uploaded", "geo_blocking", 1.0,
     [](Scenario& s) {
       set_lever(s, "labels", &Policy::official_uploads_video, 0.0);
       set_lever(s, "labels", &Policy::livestreams, 0.0);
     }},
    {"tours without a stage", "tours.home", 12.0, [](Scenario& s) { postpone(s, PlatformKind::live); }},
    {"joint releases with nobody else", "collaboration.rate", 1.0,
     [](Scenario& s) {
       alone(s);
       s.labels.resize(1);
     }},
    {"risk in signing where all are equally gifted", "signing_risk", 1.0,
     [](Scenario& s) { s.assumptions.quality_talent = 0.0; }},
    {"adaptivity where all do alike and nobody imitates", "adaptivity", 1.0,
     [](Scenario& s) { set_lever(s, "labels", &Policy::imitation, 0.0); }},
    {"gala dependence without a gala", "gala_dependence", 1.0, [](Scenario&) {}},
    {"promotion abroad with nowhere abroad", "promotion.abroad", 1.0, alone},
    {"promotion of the West without a West", "promotion.west", 1.0, [](Scenario&) {}},
    {"market focus without promotion abroad", "promotion.focus", 4.0,
     [](Scenario& s) { set_lever(s, "labels", &Policy::promotion_abroad, 0.0); }},
    {"local partners with nowhere abroad", "local_partners", 1.0, alone},
    {"tours abroad with nowhere abroad", "tours.abroad", 12.0, alone},
    {"multinational line-ups with nowhere abroad", "multinational", 1.0, alone},
    {"streaming abroad with nowhere abroad", "official_uploads.streaming_abroad", 0.0, alone},
    {"scope of joint releases where there are none", "collaboration.scope", 1.0,
     [](Scenario& s) { set_lever(s, "labels", &Policy::collaboration_rate, 0.0); }},
    {"revenue of joint releases where there are none", "collaboration.revenue", 1.0,
     [](Scenario& s) { set_lever(s, "labels", &Policy::collaboration_rate, 0.0); }},
    {"imitation with nobody abroad to lead", "imitation", 1.0, alone},
    {"differentiation with nobody abroad to lead", "differentiation", 3.0, alone},
    {"consistency where releases never stray", "consistency", 1.0,
     [](Scenario& s) {
       for (const char* lever : {"innovation_step", "western_producers", "conscious_share", "style.traditional",
                                 "style.western", "style.fusion", "collaboration.rate", "imitation"})
         set_lever(s, "labels", member(lever), 0.0);
     }},
    {"posts before social platforms", "posts_per_week", 20.0, [](Scenario& s) { postpone(s, PlatformKind::social); }},
};

class IdleLever : public testing::TestWithParam<Idle> {};

TEST_P(IdleLever, LeavesEveryBitAsItWas) {
  Scenario base = tiny_scenario({.markets = 3, .fans = 500, .weeks = kWeeks});
  GetParam().shape(base);
  nobody_learns(base);
  Scenario changed = base;
  // For the labels of one market, so that not everybody has the new value to copy.
  set_lever(changed, "labels[home=A]", member(GetParam().lever), GetParam().value);
  EXPECT_TRUE(weekly_series(changed, 3) == weekly_series(base, 3)) << GetParam().name;
}

INSTANTIATE_TEST_SUITE_P(Levers, IdleLever, testing::ValuesIn(kIdle), [](const auto& info) {
  std::string name = info.param.name;
  std::ranges::replace_if(
      name, [](char c) { return !std::isalnum(static_cast<unsigned char>(c)); }, '_');
  return name;
});

}  // namespace
}  // namespace hibiki::test
