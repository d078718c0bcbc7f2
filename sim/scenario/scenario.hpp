// The content of a scenario file as plain structs whose initialisers are the defaults. The file format is separate
// (schema.hpp describes every key, load.hpp reads files); this header does not depend on TOML.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "sim/core/calendar.hpp"
#include "sim/scenario/dated.hpp"

namespace hibiki::inline scenario {

inline constexpr int kStyleAxes = 8;
/// Names of the style axes, low end first: -1 is the first word, +1 the second.
inline constexpr std::array<const char*, kStyleAxes> kStyleAxisNames = {
    "ballad-dance",      "acoustic-electronic", "rock-hiphop",          "cute-edgy",
    "craft-performance", "regional-western",    "formula-experimental", "escapist-conscious"};

using StyleValues = std::array<double, kStyleAxes>;

/// Scenes are bits of a word, platforms places in fixed rows of the hot phase.
inline constexpr std::size_t kMostMarkets = 64, kMostPlatforms = 16;

/// Dates, number of fans and replicates, and the seed of a run.
struct RunSettings {
  Day start = make_day(1985, 1, 7);        ///< tick 0; burn-in begins here
  Day report_from = make_day(1990, 1, 1);  ///< first week that is reported
  Day end = make_day(2024, 12, 30);        ///< simulated up to and including the week that contains this day
  Day now = make_day(1900, 1, 1);          ///< policy rules are the record until this day (PolicyPlan::recorded)
  std::int64_t fans = 100'000;
  std::int64_t seed = 1;
  std::int64_t replicates = 1;
};

/// Global parameters of the model: its assumptions, as distinct from decisions of labels.
/// Meaning, unit, range and source of each are in schema.cpp.
struct Assumptions {
  // Trying an offered release (logit).
  double try_constant = -1.6;
  double try_quality = 0.8;
  double try_comprehension = 1.0;
  double try_distance = 1.2;
  double try_match = 1.3;
  double try_novelty = 0.4;
  double try_sharers = 0.9;
  double try_engagement = 1.0;
  double novelty_gap = 0.375;
  double novelty_gap_openness = 0.3;
  double novelty_width = 0.35;
  // Liking a tried release (logit).
  double like_constant = -1.0;
  double like_quality = 0.6;
  double like_performance = 0.4;
  double like_match = 0.8;
  double like_comprehension = 0.5;
  double like_distance = 0.6;
  double like_tiring = 0.125;
  double like_break = 1.0;
  double like_visuals = 0.2;
  double like_craft = 0.2;
  // Engagement.
  double engagement_gain = 0.22;
  double engagement_loss = 0.05;
  double engagement_decay = 0.018;
  double engagement_posts_spare = 0.6;
  double engagement_posts_half = 1.5;
  double engagement_threshold = 0.3;
  double partner_pass_through = 0.2;
  // Sharing with ties.
  double share_threshold = 0.25;
  double share_chance = 0.6;
  // Attention and media.
  std::int64_t exposures = 3;
  double exposures_spread = 0.0;
  double repeats = 1.0;
  double attention_mean = 0.33;
  double media_broadcast = 1.0;
  double media_retail = 0.5;
  double media_upload = 0.6;
  double media_video = 1.0;
  double media_streaming = 0.9;
  double media_friends = 0.6;
  double media_following = 1.0;
  double media_related = 0.0;
  double media_live = 0.25;
  double personalisation = 1.0;
  // Ranking.
  double popularity_memory = 0.75;
  double new_release_seed = 0.15;
  double freshness_weeks = 8.0;
  double video_freshness = 1.6;
  double unofficial_reach = 0.4;
  double unofficial_fandom = 2000.0;
  double promotion_exponent = 0.6;
  double gatekeeping = 1.0;
  double western_gate = 0.6;
  double ranking_closeness = 0.0;
  double home_preference = 1.0;
  // Releases and styles.
  std::int64_t release_weeks = 52;
  double quality_money = 0.35;
  double quality_reference = 300'000.0;
  double quality_talent = 0.3;
  double quality_luck = 0.35;
  double act_style_spread = 0.4;
  double fan_taste_spread = 0.45;
  double market_taste_spread = 0.25;
  double conscious_pull = 0.5;
  // Taste.
  double plasticity = 0.06;
  double plasticity_peak_age = 17.0;
  double plasticity_width = 6.0;
  double imprinting = 0.3;
  double openness_mean = 0.45;
  // Familiarity and distance.
  double familiarity_rate = 0.01;
  double familiarity_gain = 6.0;
  // The fan network.
  std::int64_t ties_community = 13;
  std::int64_t ties_market = 2;
  std::int64_t ties_abroad = 1;
  double tie_similarity = 1.0;
  double tie_tail = 0.6;
  // Money.
  double physical_rate = 0.35;
  double ticket_rate = 0.04;
  double livestream_rate = 0.05;
  double merchandise_rate = 0.004;
  double spending_convexity = 2.0;
  double purse_share = 0.01;
  double market_limit = 0.0;
  double livestream_tiring = 12.0;
  double local_costs = 1.0;
  double size_costs = 0.0;
  double promotion_limit = 0.0;
  double streams_per_play = 60.0;
  double label_floor = 400'000.0;
  double reinvestment = 0.5;
  double local_partner_share = 0.35;
  double partner_effort = 0.1;
  double partner_prospect = 0.02;
  double partner_demand = 0.0;
  double unlicensed_distribution = 0.15;
  // Industry.
  double entry_rate = 1.0;
  double entry_profit = 0.0;
  double acts_per_label = 4.0;
  double contract_years = 7.0;
  // Platforms as agents.
  double platform_nudge = 0.03;
};

/// How the series of all markets go on after their last points and run.now. A rate of 0: they keep their last value.
struct Trends {
  double internet = 0.0;  ///< share of the people offline who come online in a year
  // Growth a year.
  double price_physical = 0.0;
  double price_ticket = 0.0;
  double price_merchandise = 0.0;
  double price_stream = 0.0;
  double physical_habit = 0.0;
  double live_habit = 0.0;
  double income = 0.0;
  double recorded_music = 0.0;
  double live_music = 0.0;
};

/// One market, which is also the home of one scene. Figures carry their sources as comments in the world file.
struct Market {
  std::string name;   ///< short code, unique: "JP"
  std::string title;  ///< "Japan"
  std::string scene;  ///< name of the music made there: "J-pop"
  std::string region = "asia";
  std::string language;
  bool third_market = true;                         ///< counts in leadership (Asia without the contenders' homes)
  DatedRows people;                                 ///< millions aged 10-19, 20-29, ..., 60-69
  DatedValue internet;                              ///< share of people online, 0..1
  DatedValue price_physical = DatedValue(1500);     ///< cents of 2015 an item, as paid
  DatedValue price_ticket = DatedValue(5000);       ///< cents of 2015
  DatedValue price_merchandise = DatedValue(2000);  ///< cents of 2015
  DatedValue price_stream = DatedValue(0.4);        ///< cents of 2015 a play
  DatedValue physical_habit = DatedValue(1.0);      ///< factor on purchases and on the weight of shops
  DatedValue live_habit = DatedValue(1.0);          ///< factor on tickets and merchandise
  DatedValue income = DatedValue(30000);            ///< US dollars of 2015 per person and year
  DatedValue recorded_music = DatedValue(0.0);      ///< recorded size, millions of US dollars of 2015; 0: unknown
  DatedValue live_music = DatedValue(0.0);          ///< recorded size of concerts, same unit
  DatedValue foreign_barrier = DatedValue(0.4);     ///< share of foreign broadcast reach withheld, 0..1
  DatedValue home_preference = DatedValue(0.0);     ///< logit, for releases of home acts and in a language understood
  double heed = 1.0;                                ///< how much loyal listeners there mind a break of style
  double gala_reach = 0.0;                          ///< year-end gala: broadcast weeks packed into one
  std::int64_t arrivals = 0;                        ///< fans that listen in a week, in turn; 0: all
  std::map<std::string, double> comprehension;      ///< language -> share of its meaning that reaches people, 0..1
  std::map<std::string, double> distance;           ///< other market -> cultural distance, 0..2
  StyleValues taste{};                              ///< mean taste
};

/// A dated barrier of one market against one scene (bans included): replaces the market's foreign barrier.
struct Barrier {
  std::string id;
  std::string market;
  std::string scene;               ///< home market of the scene barred
  DatedValue value;                ///< 0..1
  std::string kind = "broadcast";  ///< "broadcast", or "all": retail and live as well
};

/// Differences between the kinds are in platform_traits.hpp.
enum class PlatformKind : std::uint8_t { broadcast, retail, upload, video, streaming, social, live };

struct Platform {
  std::string name;
  PlatformKind kind = PlatformKind::video;
  Day launch = make_day(1985, 1, 7);
  std::map<std::string, Day> launches;  ///< market -> its own launch there
  std::vector<std::string> absent;      ///< markets it never serves
  bool online = true;                   ///< needs the internet
  double ceiling = 0.95;                ///< final share of the people online that have it, 0..1
  double midpoint_years = 4.0;          ///< years from launch to half of the ceiling
  double width_years = 1.2;             ///< spread of adoption
  double age_slope = 0.03;              ///< logit per year younger than 30
  double popularity_exponent = 0.7;
  double cross_border = 0.6;               ///< kappa: weight of popularity elsewhere
  double prior = 0.0;                      ///< plays that every release is taken to have had before its first
  double position_exponent = 0.0;          ///< weight falls with the position in the list to this power
  std::string position_by = "popularity";  ///< order of the list: "popularity" or "quality"
  double fee = 0.3;                        ///< share of fans' payments that the platform keeps, 0..1
};

/// The levers of a label: its decisions. Meaning, unit, range and source of each are in schema.cpp.
struct Policy {
  double official_uploads_video = 0.0;
  double official_uploads_streaming = 0.9;
  double official_uploads_streaming_abroad = 0.3;
  double geo_blocking = 0.0;
  double takedown = 0.3;
  double promotion_share = 0.3;
  double promotion_abroad = 0.05;
  double promotion_west = 0.1;
  double promotion_focus = 1.0;
  double promotion_online = 0.1;
  double local_partners = 0.0;
  double production_budget = 1.0;
  double video_budget = 0.15;
  double releases_per_year = 2.0;
  double posts_per_week = 0.1;
  double english_share = 0.05;
  double local_versions = 0.0;
  double western_producers = 0.05;
  double collaboration_rate = 0.03;
  double collaboration_scope = 0.1;
  double collaboration_revenue = 0.5;
  double multinational = 0.0;
  double training_rigidity = 0.3;
  double individuality = 0.3;
  double imitation = 0.1;
  double differentiation = 0.0;
  double innovation_step = 0.1;
  double consistency = 0.3;
  double style_traditional = 0.0;
  double style_western = 0.0;
  double style_fusion = 0.0;
  double conscious_share = 0.1;
  double tours_home = 1.0;
  double tours_abroad = 0.1;
  double livestreams = 0.0;
  double gala_dependence = 0.3;
  double adaptivity = 0.1;
  double signing_risk = 0.3;
};

enum class LabelKind : std::uint8_t { major, agency, indie, collective };
inline constexpr std::array<const char*, 4> kLabelKindNames = {"major", "agency", "indie", "collective"};

/// A label, or `count` alike ones named "NAME 1", "NAME 2", ...
struct Label {
  std::string name;
  LabelKind kind = LabelKind::indie;
  std::string home;
  std::int64_t count = 1;
  std::int64_t acts = 3;               ///< acts under contract at the founding
  double cash = 1'000'000.0;           ///< US dollars of 2015 at the founding
  double talent = 0.0;                 ///< mean of its acts' talent, in units of quality
  Day founded = make_day(1900, 1, 1);  ///< before the start: there from the start
};

/// An act the scenario names; labels sign unnamed ones by themselves.
struct Act {
  std::string name;
  std::string label;
  Day debut = make_day(1900, 1, 1);
  StyleValues style{};
  bool has_style = false;  ///< false: drawn, or a supergroup's members' mean
  double talent = 0.5;
  double performance = 0.5;
  double visuals = 0.5;
  double craft = 0.5;
  std::string inherits_from;         ///< label; its most followed act loses fans to this one; empty: none
  double inherit_share = 0.0;        ///< chance that a fan of that act, or of a member's, follows
  std::vector<std::string> members;  ///< a supergroup's: named acts, or labels for their most followed act; they go on
  /// Home markets of its members, in equal parts; empty: a supergroup's members' mean, or the label's.
  std::vector<std::string> heritage;
};

/// Lever values for the labels a target selects. Later policies override earlier ones, lever by lever.
struct PolicyRule {
  std::string id;
  std::string target;
  std::vector<std::pair<double Policy::*, DatedValue>> levers;
};

/// A dated change of one lever, on top of policy and learning.
struct Intervention {
  enum class Change : std::uint8_t { set, scale, current };
  std::string id;
  std::string target;
  double Policy::*lever = nullptr;
  Change change = Change::set;
  double value = 0.0;  ///< the new value (set) or the factor (scale)
  Day from = make_day(1900, 1, 1);
  Day until = make_day(9999, 12, 31);  ///< first day on which it no longer holds
  std::int64_t ramp_weeks = 0;         ///< weeks from the value before to the new one
  std::vector<std::string> markets;    ///< where it holds, for levers by market; empty: everywhere
  double cost = 0.0;                   ///< US dollars of 2015 a week and label while it holds
  std::string paid_from = "cash";      ///< what pays the cost: "cash", "promotion", "releases", "budget"
  bool operator==(const Intervention&) const = default;
};

/// How labels answer interventions that others make: never, with the same lever after a delay, or by learning.
struct Response {
  std::string id;
  std::string by;               ///< labels that answer; those an intervention is aimed at do not answer it
  std::vector<std::string> to;  ///< ids of interventions; empty: all
  std::string how = "same";     ///< "never", "same", "learn"
  Day from = make_day(1900, 1, 1);
  Day until = make_day(9999, 12, 31);  ///< first day on which it no longer holds
  std::int64_t delay_weeks = 52;       ///< from the beginning of an intervention to the answer
  double rate = 0.5;                   ///< of "learn": part of the way to a label that grew most, in a year
  bool operator==(const Response&) const = default;
};

struct Scenario {
  std::int64_t format_version = 1;
  std::string name;
  std::string title;
  std::string question;
  RunSettings run;
  Assumptions assumptions;
  Trends trends;
  std::vector<Market> markets;  ///< their series follow `trends`: apply_trends()
  std::vector<Barrier> barriers;
  std::vector<Platform> platforms;
  std::vector<Label> labels;
  std::vector<Act> acts;
  std::vector<PolicyRule> policies;
  std::vector<Intervention> interventions;
  std::vector<Response> responses;
  /// Home markets of the two scenes of the reported contest: challenger, incumbent.
  std::vector<std::string> contenders = {"KR", "JP"};

  /// Clock of the run this scenario asks for.
  Calendar calendar() const;
};

}  // namespace hibiki::scenario
