#include "sim/engine/observation.hpp"

namespace hibiki::inline engine {

namespace {
using W = WeekObservation;
using enum Axis;
const std::vector<Series> kSeries = {
    {"plays", {market, scene}, &W::plays, "1", "releases tried, counted by people"},
    {"engaged", {market, scene}, &W::engaged, "people", "people engaged with at least one of the scene's acts"},
    {"reach", {market, scene}, &W::reach, "people", "people who tried at least one of the scene's releases this week"},
    {"engaged_pairs", {market, scene}, &W::engaged_pairs, "1", "engaged pairs of a person and one of the scene's acts"},
    {"revenue", {market, scene}, &W::revenue, "US cents of 2015", "paid by fans for the scene's acts, platform shares included"},
    {"livestream_viewers", {market, scene}, &W::livestream_viewers, "people", "viewers of the scene's livestreams"},
    {"shares_home", {market, scene}, &W::shares_home, "people", "people in the market who share an act of the scene"},
    {"shares_abroad", {market, scene}, &W::shares_abroad, "people", "those of them whom online ties, at home and abroad, can hear"},
    {"cascade_abroad", {market, scene}, &W::cascade_abroad, "1", "releases of the scene tried through a tie, where the sharing began in another market"},
    {"leadership", {scene}, &W::leadership, "1", "share of the engaged pairs that foreign scenes hold in the third markets, mean over markets"},
    {"leadership_people", {scene}, &W::leadership_people, "1", "the same, of the pairs in all third markets together"},
    {"fan_age", {scene}, &W::fan_age, "years", "mean age of the people engaged with the scene"},
    {"style_pull", {scene}, &W::style_pull, "1", "how far other scenes' new releases moved towards this scene's style in a year"},
    {"cascade_steps", {scene}, &W::cascade_steps, "1", "mean number of ties that what is shared of the scene has crossed, over the people who share"},
    {"acts_live", {scene}, &W::acts_live, "1", "acts under contract"},
    {"lever_cost", {scene}, &W::lever_cost, "US cents of 2015", "paid by the scene's labels for what interventions cost"},
    {"gini", {market}, &W::gini, "1", "Gini coefficient of plays over the releases played this week"},
    {"hhi", {market}, &W::hhi, "1", "Herfindahl-Hirschman index of plays over acts"},
    {"diversity", {market}, &W::diversity, "1", "root mean square distance a style axis between two plays drawn at random"},
    {"turnover", {market}, &W::turnover, "1", "share of the top 20 releases that were not there last week"},
    {"tries_per_exposure", {market}, &W::tries_per_exposure, "1", "releases tried per exposure"},
    {"paid", {market}, &W::paid, "US cents of 2015", "paid by fans"},
    {"to_labels", {market}, &W::to_labels, "US cents of 2015", "received by labels of what fans in the market paid"},
    {"to_platforms", {market}, &W::to_platforms, "US cents of 2015", "kept by platforms and local partners of what fans in the market paid"},
    {"adopted_platform", {market, platform}, &W::adopted_platform, "people", "people who have the platform"},
    {"plays_by_channel", {market, channel}, &W::plays_by_channel, "1", "releases tried, by the channel on which they were met"},
    {"engaged_by_age", {age, scene}, &W::engaged_by_age, "people", "people of the age group engaged with at least one of the scene's acts"},
    {"revenue_by_source", {source, scene}, &W::revenue_by_source, "US cents of 2015", "paid by fans, by source"},
    {"act_plays", {act}, &W::act_plays, "1", "releases of the act tried, counted by people"},
    {"act_engaged", {act}, &W::act_engaged, "people", "people engaged with the act"},
    {"act_livestream_viewers", {act}, &W::act_livestream_viewers, "people", "viewers of the act's livestream"},
    {"act_revenue", {act}, &W::act_revenue, "US cents of 2015", "paid by fans for the act"},
    {"act_centrality", {act}, &W::act_centrality, "1", "betweenness of the act in the industry graph of contracts, collaborations and licences"},
    {"label_plays", {label}, &W::label_plays, "1", "releases of the label's acts tried, counted by people"},
    {"label_engaged", {label}, &W::label_engaged, "people", "engaged pairs over the label's acts"},
    {"label_revenue", {label}, &W::label_revenue, "US cents of 2015", "received by the label"},
    {"label_cash", {label}, &W::label_cash, "US cents of 2015", "cash of the label at the end of the week"},
    {"label_centrality", {label}, &W::label_centrality, "1", "betweenness of the label in the industry graph of contracts, collaborations and licences"},
    {"industry_components", {}, &W::industry_components, "1", "connected parts of the industry graph that hold a living label"},
};
}  // namespace

std::span<const Series> series_table() { return kSeries; }

}  // namespace hibiki::engine
