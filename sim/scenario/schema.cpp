#include "sim/scenario/schema.hpp"

#include "sim/core/error.hpp"

namespace hibiki::inline scenario {

namespace {

constexpr std::string_view kTrial = "[M] value that worked in the trial of the model; calibration replaces it";
constexpr std::string_view kAssumed = "[M] assumed, no source";
constexpr std::string_view kChoice = "choice of the user";

const Field<RunSettings> kRun[] = {
    {"start", &RunSettings::start, "date", 0, 0, "First simulated day; burn-in begins here, at least five years before report_from.", kChoice},
    {"report_from", &RunSettings::report_from, "date", 0, 0, "First day whose week is reported.", kChoice},
    {"end", &RunSettings::end, "date", 0, 0, "The week that contains this day is the last.", kChoice},
    {"fans", &RunSettings::fans, "fans", 1, 4e9, "Simulated fans over all markets, allotted by the square root of population.", kChoice},
    {"seed", &RunSettings::seed, "1", 0, 9e18, "Random seed; runs with the same seed use the same random numbers.", kChoice},
    {"replicates", &RunSettings::replicates, "runs", 1, 10000, "Independent worlds, seeds counted up from seed.", kChoice},
};

const Field<Assumptions> kAssumptions[] = {
    {"try.constant", &Assumptions::try_constant, "logit", -10, 10, "Propensity to try an offered release, all else zero.", kTrial},
    {"try.quality", &Assumptions::try_quality, "logit per sd", -10, 10, "Weight of a release's quality in trying it.", kTrial},
    {"try.comprehension", &Assumptions::try_comprehension, "logit", -10, 10, "Weight of understanding the languages of a release.", kTrial},
    {"try.distance", &Assumptions::try_distance, "logit", 0, 10, "Weight of cultural distance for a fan with openness 0; open fans mind it less.", kTrial},
    {"try.match", &Assumptions::try_match, "logit", -10, 10, "Weight of the match of taste and style.", kTrial},
    {"try.novelty", &Assumptions::try_novelty, "logit", 0, 10, "Weight of optimal distinctiveness; 0 switches it off.", kTrial},
    {"try.sharers", &Assumptions::try_sharers, "logit per doubling", -10, 10, "Weight of log2(1 + ties who shared the act last week): complex contagion.", kTrial},
    {"try.engagement", &Assumptions::try_engagement, "logit", -10, 10, "Weight of the fan's engagement with the act.", kTrial},
    {"novelty.gap", &Assumptions::novelty_gap, "style units", 0, 2, "Distance from the market's centroid liked best at openness 0.", kTrial},
    {"novelty.gap_openness", &Assumptions::novelty_gap_openness, "style units", 0, 2, "How much further a fully open fan likes it.", kTrial},
    {"novelty.width", &Assumptions::novelty_width, "style units", 0.01, 4, "Width of the peak of optimal distinctiveness.", kTrial},
    {"like.constant", &Assumptions::like_constant, "logit", -10, 10, "Propensity to like a tried release, all else zero.", kTrial},
    {"like.quality", &Assumptions::like_quality, "logit per sd", -10, 10, "Weight of quality in liking.", kTrial},
    {"like.performance", &Assumptions::like_performance, "logit", -10, 10, "Weight of the act's performance in liking.", kTrial},
    {"like.match", &Assumptions::like_match, "logit", -10, 10, "Weight of the match of taste and style in liking.", kTrial},
    {"like.comprehension", &Assumptions::like_comprehension, "logit", -10, 10, "Weight of understanding the words in liking.", kAssumed},
    {"like.distance", &Assumptions::like_distance, "logit", 0, 10, "Weight of cultural distance in liking, less for open fans.", kAssumed},
    {"like.tiring", &Assumptions::like_tiring, "logit per week", 0, 5, "Loss per week since launch at full engagement: fans tire of what they know.", kTrial},
    {"like.break", &Assumptions::like_break, "logit per style unit", 0, 10, "Loyal listeners' dislike of a release far from the act's mean style, at full engagement.", kAssumed},
    {"like.visuals", &Assumptions::like_visuals, "logit", -10, 10, "Weight of visuals on video and live channels.", kAssumed},
    {"like.craft", &Assumptions::like_craft, "logit", -10, 10, "Weight of craft on audio channels.", kAssumed},
    {"engagement.gain", &Assumptions::engagement_gain, "1", 0, 1, "Part of the way to full engagement that a liked release brings (h).", kTrial},
    {"engagement.loss", &Assumptions::engagement_loss, "1", 0, 1, "Part of engagement lost by a release tried and not liked.", kTrial},
    {"engagement.decay", &Assumptions::engagement_decay, "1 a week", 0, 1, "Part of engagement that fades in a week (d).", kTrial},
    {"engagement.posts_spare", &Assumptions::engagement_posts_spare, "1", 0, 1, "Part of the fading that unlimited posts would spare.", kTrial},
    {"engagement.posts_half", &Assumptions::engagement_posts_half, "posts a week", 0.01, 100, "Posts a week that spare half of that.", kTrial},
    {"engagement.threshold", &Assumptions::engagement_threshold, "1", 0, 1, "A fan above it counts as engaged.", kTrial},
    {"engagement.partner_pass_through", &Assumptions::partner_pass_through, "1", 0, 1, "Part of the gain that a partner on a joint release gets from fans new to it.", kTrial},
    {"share.threshold", &Assumptions::share_threshold, "1", 0, 1, "Engagement above which a fan who just liked may share.", kTrial},
    {"share.chance", &Assumptions::share_chance, "1", 0, 1, "Chance of sharing then.", kTrial},
    {"attention.exposures", &Assumptions::exposures, "a week", 0, 1000, "Exposures of an attentive fan in a week; their mean, where they differ.", kTrial},
    {"attention.exposures_spread", &Assumptions::exposures_spread, "log", 0, 4, "How much fans differ in that, from week to week too: standard deviation of its logarithm; 0: not at all.", kAssumed},
    {"attention.repeats", &Assumptions::repeats, "1", 0, 1, "Chance that a fan considers again what it has tried in the same week, when it meets it again; otherwise it looks on, and the exposure does not count. 0: one try of each release a week.", kAssumed},
    {"attention.mean", &Assumptions::attention_mean, "1", 0, 0.5, "Mean chance that a fan is attentive in a week; spread evenly from 0 to twice that.", kTrial},
    {"media.broadcast", &Assumptions::media_broadcast, "1", 0, 100, "Base weight of broadcast among channels.", kTrial},
    {"media.retail", &Assumptions::media_retail, "1", 0, 100, "Base weight of shops.", kTrial},
    {"media.upload", &Assumptions::media_upload, "1", 0, 100, "Base weight of upload sites before video platforms.", kAssumed},
    {"media.video", &Assumptions::media_video, "1", 0, 100, "Base weight of video platforms.", kTrial},
    {"media.streaming", &Assumptions::media_streaming, "1", 0, 100, "Base weight of audio streaming.", kTrial},
    {"media.friends", &Assumptions::media_friends, "1", 0, 100, "Base weight of ties who shared.", kTrial},
    {"media.following", &Assumptions::media_following, "1", 0, 100, "Base weight of the fan's own favourites.", kTrial},
    {"media.live", &Assumptions::media_live, "1", 0, 100, "Base weight of concerts and livestreams.", kAssumed},
    {"media.personalisation", &Assumptions::personalisation, "1", 0, 1, "Chance that streaming offers the better match of two draws.", kAssumed},
    {"ranking.popularity_memory", &Assumptions::popularity_memory, "1 a week", 0, 1, "Weight of the past in the play counts that rankings use; 1: they are never forgotten.", kAssumed},
    {"ranking.new_release_seed", &Assumptions::new_release_seed, "1", 0, 10, "Popularity a new release is given, before its act's followers count.", kAssumed},
    {"ranking.freshness", &Assumptions::freshness_weeks, "weeks", 0.5, 520, "Time in which broadcast attention to a release falls by e.", kTrial},
    {"ranking.video_freshness", &Assumptions::video_freshness, "1", 0.1, 100, "The same for video, as a multiple.", kTrial},
    {"ranking.unofficial_reach", &Assumptions::unofficial_reach, "1", 0, 1, "Reach of an unofficial upload relative to an official one (psi).", kTrial},
    {"ranking.unofficial_fandom", &Assumptions::unofficial_fandom, "people", 1, 1e9, "Engaged people in the world at which an unofficial upload is an even chance.", kAssumed},
    {"ranking.promotion_exponent", &Assumptions::promotion_exponent, "1", 0, 2, "Broadcast weight grows with promotion to this power.", kTrial},
    {"ranking.gatekeeping", &Assumptions::gatekeeping, "1", 0, 5, "How strongly broadcast favours majors: log weight between a major and an indie.", kAssumed},
    {"ranking.western_gate", &Assumptions::western_gate, "1", 0, 1, "Part of the barrier in the West that Western producers and English remove.", kAssumed},
    {"ranking.closeness", &Assumptions::ranking_closeness, "per unit of distance", 0, 100, "How fast popularity elsewhere fades with a market's cultural distance in rankings; 0: the whole world counts alike.", kAssumed},
    {"release.weeks", &Assumptions::release_weeks, "weeks", 1, 5200, "How long a release stays in circulation.", kAssumed},
    {"quality.money", &Assumptions::quality_money, "sd per decade", 0, 10, "Quality bought by ten times the budget (q_l).", kTrial},
    {"quality.reference", &Assumptions::quality_reference, "USD of 2015", 1, 1e9, "Budget of a release of quality 0.", kTrial},
    {"quality.talent", &Assumptions::quality_talent, "sd", 0, 10, "Spread of talent between acts.", kTrial},
    {"quality.luck", &Assumptions::quality_luck, "sd", 0, 10, "Spread of luck between releases.", kTrial},
    {"style.act_spread", &Assumptions::act_style_spread, "style units", 0, 2, "Spread of acts' styles in a label without rigid training.", kTrial},
    {"style.conscious_pull", &Assumptions::conscious_pull, "style units", 0, 2, "How far a socially conscious release moves on its axis.", kAssumed},
    {"taste.fan_spread", &Assumptions::fan_taste_spread, "style units", 0, 2, "Spread of tastes within a market.", kTrial},
    {"taste.market_spread", &Assumptions::market_taste_spread, "style units", 0, 2, "Spread of communities' mean tastes within a market.", kTrial},
    {"taste.plasticity", &Assumptions::plasticity, "1", 0, 1, "Part of the way taste moves towards a liked release, at the peak age.", kTrial},
    {"taste.peak_age", &Assumptions::plasticity_peak_age, "years", 10, 70, "Age at which taste moves most; published peaks run from 13 to 23.5 [S].", kTrial},
    {"taste.peak_width", &Assumptions::plasticity_width, "years", 0.5, 100, "Width of that peak: taste crystallises.", kTrial},
    {"taste.imprinting", &Assumptions::imprinting, "1", 0, 1, "How far the young start from what their market plays, rather than from its mean taste.", kAssumed},
    {"taste.openness", &Assumptions::openness_mean, "1", 0, 1, "Mean openness to the foreign.", kAssumed},
    {"familiarity.rate", &Assumptions::familiarity_rate, "1 a week", 0, 1, "How fast a market gets used to a heritage.", kAssumed},
    {"familiarity.gain", &Assumptions::familiarity_gain, "1", 0, 100, "Familiarity per share of the market engaged with that heritage.", kAssumed},
    {"network.ties_community", &Assumptions::ties_community, "ties", 0, 64, "Ties of a fan inside its community.", kTrial},
    {"network.ties_market", &Assumptions::ties_market, "ties", 0, 64, "Ties elsewhere in its market, to similar tastes.", kTrial},
    {"network.ties_abroad", &Assumptions::ties_abroad, "ties", 0, 64, "Ties in other markets; they are online.", kTrial},
    {"network.similarity", &Assumptions::tie_similarity, "1", 0, 1, "Chance that a tie elsewhere in the market goes to the most similar of four candidates.", kAssumed},
    {"network.tail", &Assumptions::tie_tail, "1", 0, 0.95, "How unequal it is who is heard: 0 all alike, towards 1 a few are heard by many.", kAssumed},
    {"money.physical_rate", &Assumptions::physical_rate, "purchases", 0, 10, "Purchases an engaged fan makes of a new release of its act, over its first weeks.", kAssumed},
    {"money.ticket_rate", &Assumptions::ticket_rate, "tickets", 0, 10, "Tickets an engaged fan buys for a tour in its market.", kAssumed},
    {"money.livestream_rate", &Assumptions::livestream_rate, "tickets", 0, 10, "Livestreams watched by an engaged fan who is on the platform, per livestream.", kAssumed},
    {"money.merchandise_rate", &Assumptions::merchandise_rate, "items a week", 0, 10, "Merchandise bought by an engaged fan in a week.", kAssumed},
    {"money.streams_per_play", &Assumptions::streams_per_play, "streams", 0, 10000, "Streams that a play on a streaming platform stands for.", kAssumed},
    {"money.label_floor", &Assumptions::label_floor, "USD of 2015 a year", 0, 1e9, "Budget a label has without any revenue.", kAssumed},
    {"money.reinvestment", &Assumptions::reinvestment, "1", 0, 1, "Share of a year's revenue that goes into releases and promotion.", kTrial},
    {"money.local_partner_share", &Assumptions::local_partner_share, "1", 0, 1, "Share of a market's revenue that a local partner keeps.", kAssumed},
    {"partner.effort", &Assumptions::partner_effort, "1", 0, 10, "What a local partner adds to an act's promotion in its market, relative to what acts at home there get.", kAssumed},
    {"partner.unlicensed_distribution", &Assumptions::unlicensed_distribution, "1", 0, 1, "Reach of a label's discs abroad without a local partner.", kAssumed},
    {"industry.entry_rate", &Assumptions::entry_rate, "1", 0, 100, "Entrants a year and market, relative to the built-in mean of one in four years.", kAssumed},
    {"industry.acts_per_label", &Assumptions::acts_per_label, "acts", 0, 100, "Acts an agency without revenue keeps under contract; majors twice, indies three quarters, collectives two and a half times as many; up to double with revenue.", kAssumed},
    {"industry.contract_years", &Assumptions::contract_years, "years", 0.5, 50, "Length of a contract: at its end it is renewed, or the act moves or retires.", kAssumed},
    {"platform.nudge", &Assumptions::platform_nudge, "1", 0, 1, "Step by which platforms try another ranking rule each quarter; 0: they do not adapt.", kAssumed},
};

const Field<Market> kMarkets[] = {
    {"name", &Market::name, "", 0, 0, "Short code of the market.", kChoice, true},
    {"title", &Market::title, "", 0, 0, "Name for people.", kChoice},
    {"scene", &Market::scene, "", 0, 0, "Name of the music made there.", kChoice, true},
    {"region", &Market::region, "", 0, 0, "asia or west.", kChoice},
    {"language", &Market::language, "", 0, 0, "Language its acts sing in at home.", kChoice, true},
    {"third_market", &Market::third_market, "", 0, 0, "Whether it counts in leadership.", kChoice},
    {"people", &Market::people, "million", 0, 1000, "Dated rows: people aged 10-19, 20-29, ..., 60-69.", "see the world file", true},
    {"internet", &Market::internet, "1", 0, 1, "Share of people online, dated.", "see the world file"},
    {"price_physical", &Market::price_physical, "US cents of 2015", 0, 1e6, "Price of a single, album or video as bought, dated.", "see the world file"},
    {"price_ticket", &Market::price_ticket, "US cents of 2015", 0, 1e6, "Price of a concert ticket, dated.", "see the world file"},
    {"price_merchandise", &Market::price_merchandise, "US cents of 2015", 0, 1e6, "Price of an item of merchandise, dated.", "see the world file"},
    {"price_stream", &Market::price_stream, "US cents of 2015", 0, 100, "Paid per play streamed, dated.", "see the world file"},
    {"physical_habit", &Market::physical_habit, "1", 0, 10, "Purchases of an engaged fan relative to Japan in 1995, dated.", "see the world file"},
    {"live_habit", &Market::live_habit, "1", 0, 10, "Tickets and merchandise an engaged fan buys relative to Japan, dated.", "see the world file"},
    {"foreign_barrier", &Market::foreign_barrier, "1", 0, 1, "Share of foreign broadcast reach withheld, dated.", kTrial},
    {"heed", &Market::heed, "1", 0, 10, "How much its loyal listeners mind a release far from the act's mean style, relative to like.break.", kAssumed},
    {"gala_reach", &Market::gala_reach, "weeks", 0, 100, "Year-end gala: how many broadcast weeks its one week is worth; 0: none.", kAssumed},
    {"arrivals", &Market::arrivals, "fans a week", 0, 4e9, "Fans whose turn it is in a week, as of people who come to a shop or an experiment one after the other: only they may be attentive; 0: everybody may, every week.", kChoice},
    {"comprehension", &Market::comprehension, "1", 0, 1, "Language -> how much of it people there take in.", "see the world file"},
    {"distance", &Market::distance, "1", 0, 2, "Other market -> cultural distance, symmetric: give it once.", "see the world file"},
    {"taste", &Market::taste, "style units", -1, 1, "Mean taste on the eight axes.", kAssumed},
};

const Field<Barrier> kBarriers[] = {
    {"id", &Barrier::id, "", 0, 0, "Name by which a child file overrides it.", kChoice, true},
    {"market", &Barrier::market, "", 0, 0, "Market that has the barrier.", kChoice, true},
    {"scene", &Barrier::scene, "", 0, 0, "Home market of the scene it bars.", kChoice, true},
    {"value", &Barrier::value, "1", 0, 1, "Share of reach withheld, dated; replaces the market's foreign barrier.", "see the world file", true},
    {"kind", &Barrier::kind, "", 0, 0, "broadcast, or all: shops and concerts as well.", kChoice},
};

const Field<Platform> kPlatforms[] = {
    {"name", &Platform::name, "", 0, 0, "Name of the platform.", kChoice, true},
    {"kind", &Platform::kind, "", 0, 0, "broadcast, retail, upload, video, streaming, social or live.", kChoice, true},
    {"launch", &Platform::launch, "date", 0, 0, "First day on which anybody can use it.", "see the world file"},
    {"launches", &Platform::launches, "date", 0, 0, "Market -> first day there, where it differs.", "see the world file"},
    {"absent", &Platform::absent, "", 0, 0, "Markets it never serves.", "see the world file"},
    {"online", &Platform::online, "", 0, 0, "Whether it needs the internet.", kChoice},
    {"ceiling", &Platform::ceiling, "1", 0, 1, "Share of people online who end up on it (of all people when not online).", kAssumed},
    {"midpoint_years", &Platform::midpoint_years, "years", -100, 100, "Years from launch until half of them are.", kAssumed},
    {"width_years", &Platform::width_years, "years", 0.01, 100, "Spread of adoption over time.", kAssumed},
    {"age_slope", &Platform::age_slope, "logit per year", -1, 1, "How much sooner the young take it up, per year below 30.", kAssumed},
    {"popularity_exponent", &Platform::popularity_exponent, "1", 0, 3, "Ranking rule: weight of a release is its popularity to this power (a); not broadcast.", kTrial},
    {"cross_border", &Platform::cross_border, "1", 0, 5, "Ranking rule: weight of popularity elsewhere (kappa); upload, video and streaming.", kTrial},
    {"prior", &Platform::prior, "plays", 0, 1e9, "Ranking rule: plays that every release is taken to have had in a market before its first; upload, video and streaming.", kAssumed},
    {"position_exponent", &Platform::position_exponent, "1", 0, 5, "Ranking rule: releases stand in a list, and the weight falls with the position to this power; 0: position does not matter; not broadcast.", kAssumed},
    {"position_by", &Platform::position_by, "", 0, 0, "What the list is in order of: popularity (sales, in shops and on stages) or quality.", kChoice},
    {"fee", &Platform::fee, "1", 0, 1, "Share of what fans pay that it keeps.", kAssumed},
};

const Field<Policy> kLevers[] = {
    {"official_uploads.video", &Policy::official_uploads_video, "1", 0, 1, "Share of releases put on video platforms officially.", kTrial, false, true},
    {"official_uploads.streaming", &Policy::official_uploads_streaming, "1", 0, 1, "Share of releases licensed to streaming at home.", kTrial, false, true},
    {"official_uploads.streaming_abroad", &Policy::official_uploads_streaming_abroad, "1", 0, 1, "Share of releases licensed to streaming in each market abroad.", kTrial, false, true},
    {"geo_blocking", &Policy::geo_blocking, "1", 0, 1, "Share of (official upload, market abroad) pairs that are blocked or cut short.", kTrial, false, true},
    {"takedown", &Policy::takedown, "1", 0, 1, "Share of unofficial uploads the label has removed.", kTrial, false, true},
    {"promotion.share", &Policy::promotion_share, "1", 0, 1, "Share of the budget spent on promotion rather than releases.", kAssumed},
    {"promotion.abroad", &Policy::promotion_abroad, "1", 0, 1, "Share of promotion spent outside the home market.", kTrial, false, true},
    {"promotion.west", &Policy::promotion_west, "1", 0, 1, "Share of promotion abroad that goes to the West.", kAssumed},
    {"promotion.focus", &Policy::promotion_focus, "1", 0, 5, "How promotion abroad concentrates on markets that are large and near: 0 spreads it evenly over Asia (and over the West), 1 by the square root of people and nearness, more on the first few.", kAssumed, false, true},
    {"promotion.online", &Policy::promotion_online, "1", 0, 1, "Share of promotion spent on video and streaming placement rather than broadcast.", kAssumed, false, true},
    {"local_partners", &Policy::local_partners, "1", 0, 1, "Share of markets abroad, largest first, where a licensee promotes and distributes for a share of revenue.", kAssumed, false, true},
    {"video_budget", &Policy::video_budget, "1", 0, 1, "Share of a release's budget that goes into its video.", kAssumed, false, true},
    {"releases_per_year", &Policy::releases_per_year, "releases a year and act", 0.01, 52, "Releases of an act; they share its budget.", kTrial},
    {"posts_per_week", &Policy::posts_per_week, "posts a week and act", 0, 100, "What an act gives fans between releases.", kTrial, false, true},
    {"english_share", &Policy::english_share, "1", 0, 1, "Share of the words sung in English.", kTrial, false, true},
    {"local_versions", &Policy::local_versions, "1", 0, 1, "Share of the words not in English that are sung in the language of the market, in versions for markets with a local partner; they cost part of the budget.", kAssumed, false, true},
    {"western_producers", &Policy::western_producers, "1", 0, 1, "Share of releases with Western producers: style and access to the West.", kTrial, false, true},
    {"collaboration.rate", &Policy::collaboration_rate, "1", 0, 1, "Share of releases that are joint with another label's act.", kAssumed, false, true},
    {"collaboration.scope", &Policy::collaboration_scope, "1", 0, 1, "Share of joint releases whose partner is from another Asian market.", kAssumed, false, true},
    {"collaboration.revenue", &Policy::collaboration_revenue, "1", 0, 1, "Share of a joint release's revenue and cost that the partner takes.", kTrial},
    {"multinational", &Policy::multinational, "1", 0, 1, "Share of new acts with members from another Asian market.", kAssumed, false, true},
    {"training_rigidity", &Policy::training_rigidity, "1", 0, 1, "How alike training makes acts: reduces the spread of their styles, raises performance.", kTrial, false, true},
    {"individuality", &Policy::individuality, "1", 0, 1, "How much acts shape themselves: raises craft and spread of releases, lowers performance.", kAssumed, false, true},
    {"imitation", &Policy::imitation, "1", 0, 1, "How far new acts start towards the leading scene's style.", kAssumed, false, true},
    {"differentiation", &Policy::differentiation, "spreads", 0, 3, "How far new acts stand off the leading scene, in spreads of acts' styles.", kAssumed, false, true},
    {"innovation_step", &Policy::innovation_step, "style units", 0, 1, "Spread of a release's style around its act's.", kAssumed},
    {"consistency", &Policy::consistency, "1", 0, 1, "Heed to home expectations: pulls releases back to the act's mean style.", kAssumed},
    {"style.traditional", &Policy::style_traditional, "1", 0, 1, "Pull of releases towards the traditional point.", kAssumed},
    {"style.western", &Policy::style_western, "1", 0, 1, "Pull of releases towards the Western point.", kAssumed},
    {"style.fusion", &Policy::style_fusion, "1", 0, 1, "Pull of releases towards the fusion of regional and Western styles.", kAssumed},
    {"conscious_share", &Policy::conscious_share, "1", 0, 1, "Share of releases about society.", kAssumed},
    {"tours.home", &Policy::tours_home, "tours a year and act", 0, 12, "Tours at home.", kTrial},
    {"tours.abroad", &Policy::tours_abroad, "tours a year, act and market", 0, 12, "Tours in each market abroad.", kTrial, false, true},
    {"livestreams", &Policy::livestreams, "a year and act", 0, 52, "Paid livestreams, world-wide.", kAssumed, false, true},
    {"gala_dependence", &Policy::gala_dependence, "1", 0, 1, "Part of home broadcast promotion kept for the year-end gala.", kAssumed},
    {"adaptivity", &Policy::adaptivity, "1 a year", 0, 1, "Part of the way to the levers of its fastest growing peer of its size that the label goes in a year.", kAssumed},
    {"signing_risk", &Policy::signing_risk, "1", 0, 1, "Spread of the talent a label signs: risk taken.", kAssumed},
};

const Field<Label> kLabels[] = {
    {"name", &Label::name, "", 0, 0, "Name, or stem of the names of `count` alike labels.", kChoice, true},
    {"kind", &Label::kind, "", 0, 0, "major, agency, indie or collective.", kChoice, true},
    {"home", &Label::home, "", 0, 0, "Home market.", kChoice, true},
    {"count", &Label::count, "labels", 1, 500, "How many alike labels to make.", kChoice},
    {"acts", &Label::acts, "acts", 0, 1000, "Acts under contract at the founding.", kChoice},
    {"cash", &Label::cash, "USD of 2015", 0, 1e12, "Money at the founding.", kAssumed},
    {"talent", &Label::talent, "sd", -5, 5, "Mean talent of the acts it signs.", kAssumed},
    {"founded", &Label::founded, "date", 0, 0, "Before the start: there from the start.", kChoice},
};

const Field<Act> kActs[] = {
    {"name", &Act::name, "", 0, 0, "Name of the act.", kChoice, true},
    {"label", &Act::label, "", 0, 0, "Its label, by full name.", kChoice, true},
    {"debut", &Act::debut, "date", 0, 0, "First week in which it may release.", kChoice},
    {"style", &Act::style, "style units", -1, 1, "Style on the eight axes; drawn when absent.", kAssumed},
    {"talent", &Act::talent, "sd", -5, 5, "Talent.", kAssumed},
    {"performance", &Act::performance, "1", 0, 1, "Performance.", kAssumed},
    {"visuals", &Act::visuals, "1", 0, 1, "Visuals.", kAssumed},
    {"craft", &Act::craft, "1", 0, 1, "Song craft.", kAssumed},
    {"inherits_from", &Act::inherits_from, "", 0, 0, "Label (or the stem of several) whose most followed act loses fans to this one at its debut.", kChoice},
    {"inherit_share", &Act::inherit_share, "1", 0, 1, "Chance that a fan of that act, or of a member's, follows.", kAssumed},
    {"members", &Act::members, "", 0, 0, "Supergroup: the acts its members come from, by name, or labels (or the stem of several) for their most followed act. Style and heritage, unless given, are their mean; the acts go on.", kChoice},
    {"heritage", &Act::heritage, "", 0, 0, "Home markets of its members, in equal parts.", kChoice},
};

}  // namespace

std::span<const Field<RunSettings>> run_fields() { return kRun; }
std::span<const Field<Assumptions>> assumption_fields() { return kAssumptions; }
std::span<const Field<Market>> market_fields() { return kMarkets; }
std::span<const Field<Barrier>> barrier_fields() { return kBarriers; }
std::span<const Field<Platform>> platform_fields() { return kPlatforms; }
std::span<const Field<Policy>> lever_fields() { return kLevers; }
std::span<const Field<Label>> label_fields() { return kLabels; }
std::span<const Field<Act>> act_fields() { return kActs; }

const Field<Policy>* find_lever(std::string_view key) {
  for (const auto& field : kLevers)
    if (field.key == key) return &field;
  return nullptr;
}

std::string_view lever_key(double Policy::*lever) {
  for (const auto& field : kLevers)
    if (std::get<double Policy::*>(field.member) == lever) return field.key;
  assertion_failed("lever is one of lever_fields()", __FILE__, __LINE__);
}

}  // namespace hibiki::scenario
