// Which way each assumption works: a row each, in small worlds of the same seeds.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <ostream>

#include "sim/scenario/schema.hpp"
#include "tests/levers/steady_world.hpp"

namespace hibiki::test {
namespace {

using W = WeekObservation;
constexpr int kSeeds = 6;
enum class Way { rises, falls };

struct Row {
  const char* key;  ///< of the assumption
  double low, high;
  Way way;  ///< of the measure, from low to high
  const char* what;
  Measure measure;
  void (*shape)(Scenario&) = [](Scenario&) {};
};

void PrintTo(const Row& row, std::ostream* out) { *out << row.key << ": " << row.what; }

Measure plays_at_home() { return within("A", &W::plays, "A"); }
Measure engaged_at_home() { return within("A", &W::engaged_pairs, "A"); }
Measure in_a(std::vector<double> WeekObservation::*series) { return mean_of(series, "A"); }

/// Engaged pairs of all scenes: in all markets, or in all but the scene's own.
Measure engaged(bool at_home_too) {
  return [=](const FinishedRun& r) {
    double sum = 0.0;
    const std::size_t markets = r.world().market_count();
    for (const W& w : r.weeks)
      for (std::size_t cell = 0; cell < w.engaged_pairs.size(); ++cell)
        if (at_home_too || cell / markets != cell % markets) sum += static_cast<double>(w.engaged_pairs[cell]);
    return sum;
  };
}

/// What part of A's labels' plays or fandom its major has.
Measure majors_part(std::vector<People> WeekObservation::*series) {
  return [=](const FinishedRun& r) {
    const auto records = r.simulation.label_registry();
    double major = 0.0, all = 0.0;
    for (const W& w : r.weeks)
      for (std::size_t i = 0; i < w.labels.size(); ++i) {
        const auto count = static_cast<double>((w.*series)[i]);
        if (records[w.labels[i]].home == "A") all += count;
        if (records[w.labels[i]].name == "A major") major += count;
      }
    return major / all;
  };
}

/// Mean age of the releases played in the last week, in weeks.
double age_of_plays(const FinishedRun& r) {
  const World& world = r.world();
  double age = 0.0, plays = 0.0;
  for (std::size_t i = 0; i < world.week.shape.releases; ++i) {
    const auto here = static_cast<double>(world.week.plays[i]);
    age += here * (r.weeks.back().week - world.industry.releases[i].week);
    plays += here;
  }
  return age / plays;
}

/// What labels get of each cent that fans in market B pay.
double to_labels_in_b(const FinishedRun& r) {
  const std::size_t b = market_index(r.world(), "B");
  double received = 0.0, paid = 0.0;
  for (const W& w : r.weeks) {
    received += static_cast<double>(w.to_labels[b]);
    paid += static_cast<double>(w.paid[b]);
  }
  return received / paid;
}

Measure from(Source source) {
  return [=](const FinishedRun& r) {
    double sum = 0.0;
    const std::size_t scenes = r.world().market_count();
    for (const W& w : r.weeks)
      for (std::size_t s = 0; s < scenes; ++s)
        sum += static_cast<double>(w.revenue_by_source[static_cast<std::size_t>(source) * scenes + s]);
    return sum;
  };
}

void set_all(Scenario& s, double Policy::*lever, double value) { set_lever(s, "labels", lever, value); }
void exporting(Scenario& s) { set_all(s, &Policy::promotion_abroad, 0.4); }
void curious(Scenario& s) {
  exporting(s);
  s.assumptions.familiarity_gain = 40.0;
}
void uploading(Scenario& s) { set_all(s, &Policy::official_uploads_video, 1.0); }
void tolerated(Scenario& s) { set_all(s, &Policy::takedown, 0.0); }
void posting(Scenario& s) { set_all(s, &Policy::posts_per_week, 2.0); }
void licensed(Scenario& s) {
  exporting(s);
  s.assumptions.reinvestment = 0.0;
  set_all(s, &Policy::local_partners, 1.0);
}
void only_from_a(Scenario& s) {
  licensed(s);
  std::erase_if(s.labels, [](const Label& l) { return l.home != "A"; });
}
void restless(Scenario& s) {
  set_all(s, &Policy::innovation_step, 0.5);
  set_all(s, &Policy::consistency, 0.0);
}
void westward(Scenario& s) {
  s = steady_world({.markets = 4, .fans = 700, .weeks = 80});
  exporting(s);
  set_all(s, &Policy::promotion_west, 0.7);
  set_all(s, &Policy::english_share, 0.8);
  set_all(s, &Policy::western_producers, 1.0);
  s.markets[3].foreign_barrier = DatedValue(0.9);
}
/// Three near markets and a far one, all online.
void worldwide(Scenario& s) {
  s = steady_world({.markets = 4, .fans = 700, .weeks = 80});
  uploading(s);
  set_all(s, &Policy::official_uploads_streaming_abroad, 1.0);
  s.assumptions.media_broadcast = 0.2;
}
/// Budgets stay as unequal as they begin, and little else sets labels apart.
void unequal(Scenario& s) {
  s.assumptions.reinvestment = 0.0;
  s.assumptions.quality_talent = s.assumptions.quality_luck = 0.1;
  s.assumptions.quality_money = 0.8;
}
/// More on offer than a chart holds, and rankings alone decide who meets what.
void crowded(Scenario& s) {
  s = steady_world({.markets = 1, .fans = 1000, .weeks = 80});
  for (Label& l : s.labels) l.acts = 8;
  set_all(s, &Policy::official_uploads_video, 1.0);
  s.assumptions.media_friends = s.assumptions.media_following = s.assumptions.media_retail = 0.0;
}
void ranked_by_plays(Scenario& s) {
  crowded(s);
  s.assumptions.media_broadcast = 0.0;
}
void seen_on_video(Scenario& s) {
  ranked_by_plays(s);
  s.assumptions.media_streaming = 0.0;
}
void heard_on_the_air(Scenario& s) {
  crowded(s);
  s.assumptions.media_video = s.assumptions.media_streaming = 0.0;
}
void joint(Scenario& s) { set_all(s, &Policy::collaboration_rate, 0.8); }
void of_known_size(Scenario& s) {
  for (Market& m : s.markets) m.recorded_music = DatedValue(2.0);
}
void homeward(Scenario& s) {
  exporting(s);
  for (Market& m : s.markets) m.home_preference = DatedValue(1.0);
}
void streaming_live(Scenario& s) { set_all(s, &Policy::livestreams, 12.0); }
void touring(Scenario& s) { set_all(s, &Policy::tours_abroad, 3.0); }

const std::vector<Row>& rows() {
  static const std::vector<Row> table = {
      {"try.constant", -2.5, -1.0, Way::rises, "plays at home", plays_at_home()},
      {"try.quality", 0.2, 1.5, Way::rises, "concentration of plays on acts", in_a(&W::hhi)},
      {"try.comprehension", 0.0, 2.0, Way::falls, "cross-border share of plays", foreign_share(), exporting},
      {"try.distance", 0.0, 3.0, Way::falls, "cross-border share of plays", foreign_share(), exporting},
      {"try.match", 0.0, 2.5, Way::rises, "plays at home", plays_at_home()},
      {"try.sharers", 0.0, 2.0, Way::rises, "plays through friends", plays_by(Channel::friends)},
      {"try.engagement", 0.0, 2.0, Way::rises, "plays by followers", plays_by(Channel::following)},
      {"like.constant", -2.0, 0.0, Way::rises, "engaged at home", engaged_at_home()},
      {"like.quality", 0.0, 4.0, Way::rises, "major's part of fandom", majors_part(&W::label_engaged), unequal},
      {"like.performance", 0.0, 2.0, Way::rises, "engaged at home", engaged_at_home()},
      {"like.match", 0.0, 2.0, Way::rises, "engaged at home", engaged_at_home()},
      {"like.comprehension", 0.0, 2.0, Way::rises, "engaged at home", engaged_at_home()},
      {"like.distance", 0.0, 2.0, Way::falls, "engaged abroad", engaged(false), exporting},
      {"like.tiring", 0.0, 0.5, Way::falls, "engaged at home", engaged_at_home()},
      {"like.visuals", 0.0, 3.0, Way::rises, "engaged at home", engaged_at_home(), uploading},
      {"like.craft", 0.0, 3.0, Way::rises, "engaged at home", engaged_at_home()},
      {"engagement.gain", 0.1, 0.4, Way::rises, "engaged at home", engaged_at_home()},
      {"engagement.loss", 0.0, 0.3, Way::falls, "engaged at home", engaged_at_home()},
      {"engagement.decay", 0.005, 0.05, Way::falls, "engaged at home", engaged_at_home()},
      {"engagement.posts_spare", 0.0, 1.0, Way::rises, "engaged at home", engaged_at_home(), posting},
      {"engagement.posts_half", 0.2, 10.0, Way::falls, "engaged at home", engaged_at_home(), posting},
      {"engagement.threshold", 0.2, 0.5, Way::falls, "engaged at home", engaged_at_home()},
      {"engagement.partner_pass_through", 0.0, 1.0, Way::rises, "engaged", engaged(true), joint},
      {"share.threshold", 0.2, 0.8, Way::falls, "plays through friends", plays_by(Channel::friends)},
      {"share.chance", 0.1, 1.0, Way::rises, "plays through friends", plays_by(Channel::friends)},
      {"attention.mean", 0.2, 0.5, Way::rises, "plays at home", plays_at_home()},
      {"attention.exposures", 1, 5, Way::rises, "plays at home", plays_at_home()},
      {"network.ties_community", 2, 16, Way::rises, "plays through friends", plays_by(Channel::friends)},
      {"network.ties_market", 0, 16, Way::rises, "plays through friends", plays_by(Channel::friends)},
      {"media.broadcast", 0.3, 3.0, Way::rises, "plays on the air", plays_by(Channel::broadcast)},
      {"media.retail", 0.2, 2.0, Way::rises, "plays in shops", plays_by(Channel::retail)},
      {"media.upload", 0.2, 2.0, Way::rises, "plays on upload sites", plays_by(Channel::upload), tolerated},
      {"media.video", 0.3, 3.0, Way::rises, "plays on video", plays_by(Channel::video), uploading},
      {"media.streaming", 0.3, 3.0, Way::rises, "plays on streaming", plays_by(Channel::streaming)},
      {"media.friends", 0.2, 2.0, Way::rises, "plays through friends", plays_by(Channel::friends)},
      {"media.following", 0.3, 3.0, Way::rises, "plays by followers", plays_by(Channel::following)},
      {"media.related", 0.3, 3.0, Way::rises, "plays of a favourite's scene", plays_by(Channel::related), uploading},
      {"media.live", 0.1, 2.0, Way::rises, "plays at concerts", plays_by(Channel::live), touring},
      // Rankings by the last week alone forget whatever nobody happened to play in it.
      {"ranking.popularity_memory", 0.1, 0.95, Way::falls, "concentration of plays on acts", in_a(&W::hhi),
       ranked_by_plays},
      {"ranking.freshness", 2.0, 30.0, Way::rises, "mean age of what is played", age_of_plays, heard_on_the_air},
      {"ranking.video_freshness", 0.3, 5.0, Way::rises, "mean age of what is played", age_of_plays, seen_on_video},
      {"ranking.new_release_seed", 0.02, 1.0, Way::falls, "mean age of what is played", age_of_plays, ranked_by_plays},
      {"release.weeks", 20, 104, Way::rises, "mean age of what is played", age_of_plays, ranked_by_plays},
      {"ranking.unofficial_reach", 0.1, 1.0, Way::rises, "plays on video", plays_by(Channel::video), tolerated},
      {"ranking.unofficial_fandom", 1e4, 1e7, Way::falls, "plays on video", plays_by(Channel::video), tolerated},
      {"ranking.promotion_exponent", 0.2, 1.0, Way::rises, "major's part of plays", majors_part(&W::label_plays),
       unequal},
      {"ranking.western_gate", 0.0, 1.0, Way::rises, "reach in the West", within("D", &W::reach, "A"), westward},
      {"quality.money", 0.0, 0.8, Way::rises, "major's part of plays", majors_part(&W::label_plays), unequal},
      {"style.act_spread", 0.1, 0.6, Way::rises, "diversity", in_a(&W::diversity)},
      {"familiarity.gain", 0.0, 60.0, Way::rises, "cross-border share of plays", foreign_share(), exporting},
      {"familiarity.rate", 0.0, 0.1, Way::rises, "cross-border share of plays", foreign_share(), curious},
      {"money.physical_rate", 0.1, 0.5, Way::rises, "revenue from discs", from(Source::physical)},
      {"money.ticket_rate", 0.01, 0.1, Way::rises, "revenue from tickets", from(Source::tickets)},
      {"money.livestream_rate", 0.01, 0.1, Way::rises, "revenue from livestreams", from(Source::livestream),
       streaming_live},
      {"money.merchandise_rate", 0.001, 0.01, Way::rises, "revenue from merchandise", from(Source::merchandise)},
      {"money.streams_per_play", 10, 100, Way::rises, "revenue from streaming", from(Source::streaming)},
      {"money.local_partner_share", 0.0, 0.9, Way::falls, "labels' part of what is paid abroad", to_labels_in_b,
       only_from_a},
      {"money.market_limit", 0.2, 5.0, Way::rises, "revenue from merchandise", from(Source::merchandise),
       of_known_size},
      {"partner.effort", 0.0, 3.0, Way::rises, "cross-border share of plays", foreign_share(), licensed},
      {"partner.prospect", 0.0, 0.3, Way::rises, "cross-border share of plays", foreign_share(), licensed},
      {"partner.demand", 0.0, 3.0, Way::rises, "cross-border share of plays", foreign_share(), licensed},
      {"money.promotion_limit", 0.01, 1.0, Way::rises, "cross-border share of plays", foreign_share(), exporting},
      {"money.size_costs", 0.0, 0.5, Way::rises, "plays at home", plays_at_home(), of_known_size},
      {"ranking.home_preference", 0.0, 1.0, Way::falls, "cross-border share of plays", foreign_share(), homeward},
      {"partner.unlicensed_distribution", 0.0, 1.0, Way::rises, "revenue abroad", abroad(&W::revenue, "A"), exporting},
      {"ranking.closeness", 0.0, 8.0, Way::falls, "plays abroad of the far market's acts", abroad(&W::plays, "D"),
       worldwide},
      {"like.break", 0.0, 5.0, Way::falls, "engaged at home", engaged_at_home(), restless},
  };
  return table;
}

/// False when there is no assumption with this key.
bool set_number(Assumptions& assumptions, std::string_view key, double value) {
  const auto fields = assumption_fields();
  const auto field = std::ranges::find(fields, key, &Field<Assumptions>::key);
  if (field == fields.end()) return false;
  if (const auto* real = std::get_if<double Assumptions::*>(&field->member)) assumptions.*(*real) = value;
  if (const auto* whole = std::get_if<std::int64_t Assumptions::*>(&field->member))
    assumptions.*(*whole) = static_cast<std::int64_t>(value);
  return true;
}

class EachAssumption : public testing::TestWithParam<Row> {};

TEST_P(EachAssumption, WorksTheWayItSays) {
  const Row& row = GetParam();
  Scenario low = steady_world({.markets = 2, .fans = 500, .weeks = 80});
  row.shape(low);
  Scenario high = low;
  ASSERT_TRUE(set_number(low.assumptions, row.key, row.low) && set_number(high.assumptions, row.key, row.high));
  const Effect effect = log_effect(run_pairs(low, high, kSeeds), row.measure);
  const std::string change = fmt::format("{} {} -> {}", row.key, row.low, row.high);
  if (row.way == Way::rises)
    expect_rises(change, row.what, effect);
  else
    expect_falls(change, row.what, effect);
}

INSTANTIATE_TEST_SUITE_P(Assumptions, EachAssumption, testing::ValuesIn(rows()), [](const auto& info) {
  std::string name = info.param.key;
  std::ranges::replace_if(
      name, [](char c) { return !std::isalnum(static_cast<unsigned char>(c)); }, '_');
  return name;
});

}  // namespace
}  // namespace hibiki::test
