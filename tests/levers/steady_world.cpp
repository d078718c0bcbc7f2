#include "tests/levers/steady_world.hpp"

namespace hibiki::test {

Assumptions steady_assumptions() {
  Assumptions a;
  a.try_constant = -1.6;
  a.try_quality = 0.8;
  a.try_comprehension = 1.0;
  a.try_distance = 1.2;
  a.try_match = 1.3;
  a.try_novelty = 0.4;
  a.try_sharers = 0.9;
  a.try_engagement = 1.0;
  a.novelty_gap = 0.375;
  a.novelty_gap_openness = 0.3;
  a.novelty_width = 0.35;
  a.like_constant = -1.0;
  a.like_quality = 0.6;
  a.like_performance = 0.4;
  a.like_match = 0.8;
  a.like_comprehension = 0.5;
  a.like_distance = 0.6;
  a.like_tiring = 0.125;
  a.like_break = 1.0;
  a.like_visuals = 0.2;
  a.like_craft = 0.2;
  a.engagement_gain = 0.22;
  a.engagement_loss = 0.05;
  a.engagement_decay = 0.018;
  a.engagement_posts_spare = 0.6;
  a.engagement_posts_half = 1.5;
  a.engagement_threshold = 0.3;
  a.partner_pass_through = 0.2;
  a.share_threshold = 0.25;
  a.share_chance = 0.6;
  a.exposures = 3;
  a.attention_mean = 0.4;
  a.media_broadcast = 1.0;
  a.media_retail = 0.5;
  a.media_upload = 0.6;
  a.media_video = 1.0;
  a.media_streaming = 0.9;
  a.media_friends = 0.6;
  a.media_following = 1.0;
  a.media_live = 0.25;
  a.personalisation = 1.0;
  a.popularity_memory = 0.75;
  a.new_release_seed = 0.15;
  a.freshness_weeks = 8.0;
  a.video_freshness = 1.6;
  a.unofficial_reach = 0.4;
  a.unofficial_fandom = 100'000.0;  // a tiny world's acts have fandoms of that order
  a.promotion_exponent = 0.6;
  a.gatekeeping = 1.0;
  a.western_gate = 0.6;
  a.release_weeks = 52;
  a.quality_money = 0.35;
  a.quality_reference = 300'000.0;
  a.quality_talent = 0.3;
  a.quality_luck = 0.35;
  a.act_style_spread = 0.4;
  a.fan_taste_spread = 0.45;
  a.market_taste_spread = 0.25;
  a.conscious_pull = 0.5;
  a.plasticity = 0.06;
  a.plasticity_peak_age = 17.0;
  a.plasticity_width = 6.0;
  a.imprinting = 0.3;
  a.openness_mean = 0.45;
  a.familiarity_rate = 0.01;
  a.familiarity_gain = 6.0;
  a.ties_community = 13;
  a.ties_market = 2;
  a.ties_abroad = 1;
  a.tie_similarity = 1.0;
  a.tie_tail = 0.6;
  a.physical_rate = 0.35;
  a.ticket_rate = 0.04;
  a.livestream_rate = 0.05;
  a.merchandise_rate = 0.004;
  a.streams_per_play = 60.0;
  a.label_floor = 400'000.0;
  a.reinvestment = 0.5;
  a.local_partner_share = 0.35;
  a.partner_effort = 0.3;
  a.unlicensed_distribution = 0.15;
  a.entry_rate = 0.0;
  a.acts_per_label = 2.0;
  a.contract_years = 50.0;
  a.platform_nudge = 0.0;
  return a;
}

Scenario steady_world(const TinyWorld& size) {
  Scenario s = tiny_scenario(size);
  s.assumptions = steady_assumptions();
  s.run.report_from = s.calendar().day(26);
  for (Label& l : s.labels) l.cash = 1e9;
  for (Platform& p : s.platforms) {
    p.popularity_exponent = 0.7;
    p.fee = 0.3;
  }
  s.policies.clear();
  for (const auto& [lever, value] :
       std::vector<std::pair<double Policy::*, double>>{{&Policy::official_uploads_video, 0.0},
                                                        {&Policy::official_uploads_streaming, 0.9},
                                                        {&Policy::official_uploads_streaming_abroad, 0.0},
                                                        {&Policy::geo_blocking, 0.0},
                                                        {&Policy::takedown, 1.0},
                                                        {&Policy::promotion_share, 0.3},
                                                        {&Policy::promotion_abroad, 0.05},
                                                        {&Policy::promotion_west, 0.1},
                                                        {&Policy::promotion_online, 0.1},
                                                        {&Policy::local_partners, 0.0},
                                                        {&Policy::video_budget, 0.15},
                                                        {&Policy::releases_per_year, 4.0},
                                                        {&Policy::posts_per_week, 0.0},
                                                        {&Policy::english_share, 0.0},
                                                        {&Policy::western_producers, 0.0},
                                                        {&Policy::collaboration_rate, 0.0},
                                                        {&Policy::collaboration_scope, 1.0},
                                                        {&Policy::collaboration_revenue, 0.5},
                                                        {&Policy::multinational, 0.0},
                                                        {&Policy::training_rigidity, 0.3},
                                                        {&Policy::individuality, 0.3},
                                                        {&Policy::imitation, 0.0},
                                                        {&Policy::differentiation, 0.0},
                                                        {&Policy::innovation_step, 0.1},
                                                        {&Policy::consistency, 0.3},
                                                        {&Policy::style_traditional, 0.0},
                                                        {&Policy::style_western, 0.0},
                                                        {&Policy::style_fusion, 0.0},
                                                        {&Policy::conscious_share, 0.0},
                                                        {&Policy::tours_home, 1.0},
                                                        {&Policy::tours_abroad, 0.0},
                                                        {&Policy::livestreams, 0.0},
                                                        {&Policy::gala_dependence, 0.0},
                                                        {&Policy::adaptivity, 0.0},
                                                        {&Policy::signing_risk, 0.3}})
    set_lever(s, "labels", lever, value);
  return s;
}

Scenario with(Scenario scenario, const std::string& target, double Policy::*lever, double value) {
  set_lever(scenario, target, lever, value);
  return scenario;
}

Scenario with(Scenario scenario, double Assumptions::*assumption, double value) {
  scenario.assumptions.*assumption = value;
  return scenario;
}

}  // namespace hibiki::test
