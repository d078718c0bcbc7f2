// Measurements of a week, from integer tallies and money alone: observing never changes a run.
#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <numeric>
#include <utility>

#include "sim/core/parallel.hpp"
#include "sim/engine/foreign_shares.hpp"
#include "sim/engine/gini.hpp"
#include "sim/engine/simulation.hpp"

namespace hibiki::inline engine {

namespace {

constexpr std::size_t kChart = 20;

double ratio(double part, double whole) { return whole > 0.0 ? part / whole : kMissing; }

/// One measured week in the making.
class Measurement {
 public:
  Measurement(const World& world, int week, MetricsMemory& memory)
      : world_(world),
        t_(world.week),
        memory_(memory),
        markets_(world.market_count()),
        acts_(t_.shape.acts),
        releases_(world.industry.releases) {
    w_.week = week;
    w_.day = world.calendar.day(week);
  }

  WeekObservation take() {
    copy_tallies();
    measure_graph();
    measure_money();
    measure_acts();
    measure_labels();
    measure_leadership();
    for (std::size_t m = 0; m < markets_; ++m) measure_market(m);
    measure_style_pull();
    return std::move(w_);
  }

 private:
  People engaged(std::size_t m, std::size_t act) const { return t_.engaged_act[m * acts_ + act]; }
  const ActState& act(std::size_t a) const { return world_.industry.acts[a]; }

  void copy_tallies() {
    w_.engaged = t_.engaged;
    w_.reach = t_.reach;
    w_.shares_home = t_.shares_home;
    w_.shares_abroad = t_.shares_abroad;
    w_.cascade_abroad = t_.cascade_abroad;
    w_.plays_by_channel = t_.by_channel;
    w_.engaged_by_age = t_.engaged_age;
    w_.plays.assign(markets_ * markets_, 0);
    release_plays_.assign(t_.shape.releases, 0);
    std::vector<std::size_t> scene;
    for (std::size_t r = 0; r < t_.shape.releases; ++r) scene.push_back(act(releases_[r].act.value).home.value);
    for (std::size_t m = 0; m < markets_; ++m)
      for (std::size_t r = 0; r < t_.shape.releases; ++r) {
        const People plays = t_.plays[m * t_.shape.releases + r];
        w_.plays[m * markets_ + scene[r]] += plays;
        release_plays_[r] += plays;
      }
    w_.adopted_platform.assign(markets_ * world_.platforms.size(), 0);
    const auto communities = world_.fans.all_communities();
    const auto first = world_.fans.all_community_first();
    for_each_index(markets_, 1, [&](std::size_t m) {
      for (const Community& c : communities.subspan(first[m], first[m + 1] - first[m])) count_adopters(c);
    });
    for (std::size_t s = 0; s < markets_; ++s) {
      People total = 0, sharing = 0;
      for (std::size_t m = 0; m < markets_; ++m) {
        total += t_.engaged[m * markets_ + s];
        sharing += t_.shares_home[m * markets_ + s];
      }
      w_.cascade_steps.push_back(ratio(static_cast<double>(t_.cascade_steps[s]), static_cast<double>(sharing)));
      w_.fan_age.push_back(ratio(static_cast<double>(t_.age_years[s]), static_cast<double>(total)));
    }
  }

  /// People of the community who have each platform: the expected number, so that no pass over fans is needed.
  void count_adopters(const Community& c) {
    const std::size_t age = static_cast<std::size_t>(
        std::clamp(world_.calendar.year(w_.week) - c.birth_year, kYoungest, kOldest - 1) - kYoungest);
    const std::uint16_t* access = world_.platforms.access_row(c.market.value, age);
    for (std::size_t p = 0; p < world_.platforms.size(); ++p)
      w_.adopted_platform[c.market.value * world_.platforms.size() + p] += c.people_per_fan * c.size * access[p] / 256;
  }

  /// Quarterly: the graph changes slowly and costs as much as a week.
  void measure_graph() {
    if (memory_.industry_acts.empty() || world_.calendar.new_quarter(w_.week + 1)) {
      memory_.industry =
          measure_industry(world_.industry, world_.collaborations, world_.licences, world_.platforms.size());
      memory_.industry_acts.clear();
      for (const ActState& a : world_.industry.acts) memory_.industry_acts.push_back(a.key);
    }
    w_.industry_components = {static_cast<std::int64_t>(memory_.industry.components)};
  }

  void measure_acts() {
    w_.engaged_pairs.assign(markets_ * markets_, 0);
    w_.acts_live.assign(markets_, 0);
    std::vector<People> plays(acts_, 0);
    for (std::size_t r = 0; r < t_.shape.releases; ++r) plays[releases_[r].act.value] += release_plays_[r];
    for (std::size_t a = 0; a < acts_; ++a) {
      if (!act(a).in_use) continue;
      const std::size_t scene = act(a).home.value;
      if (!act(a).retired) ++w_.acts_live[scene];
      People fans = 0;
      for (std::size_t m = 0; m < markets_; ++m) {
        fans += engaged(m, a);
        w_.engaged_pairs[m * markets_ + scene] += engaged(m, a);
      }
      w_.acts.push_back(act(a).registry_row);
      w_.act_plays.push_back(plays[a]);
      w_.act_engaged.push_back(fans);
      w_.act_livestream_viewers.push_back(world_.ledger.viewers_by_act[a]);
      w_.act_revenue.push_back(world_.ledger.by_act[a]);
      const bool known = a < memory_.industry_acts.size() && memory_.industry_acts[a] == act(a).key;
      w_.act_centrality.push_back(known ? memory_.industry.act_betweenness[a] : kMissing);
    }
  }

  void measure_money() {
    w_.revenue = world_.ledger.by_scene;
    w_.received = world_.ledger.received;
    w_.revenue_by_source = world_.ledger.by_source;
    w_.livestream_viewers = world_.ledger.viewers_by_scene;
    w_.paid = world_.ledger.paid;
    w_.to_labels = world_.ledger.to_labels;
    w_.to_platforms = world_.ledger.to_platforms;
  }

  void measure_labels() {
    const auto& labels = world_.industry.labels;
    std::vector<People> plays(labels.size(), 0), fans(labels.size(), 0);
    for (std::size_t r = 0; r < t_.shape.releases; ++r) plays[releases_[r].label.value] += release_plays_[r];
    for (std::size_t a = 0; a < acts_; ++a)
      if (act(a).in_use) fans[act(a).label.value] += act(a).engaged;
    const auto& centrality = memory_.industry.label_betweenness;
    w_.lever_cost.assign(markets_, 0);
    const auto add = [&](std::size_t l) {
      w_.labels.push_back(labels[l].registry_row);
      w_.label_plays.push_back(plays[l]);
      w_.label_engaged.push_back(fans[l]);
      w_.label_revenue.push_back(l < world_.ledger.label_revenue.size() ? world_.ledger.label_revenue[l] : 0);
      w_.label_cash.push_back(labels[l].cash);
      w_.label_centrality.push_back(l < centrality.size() ? centrality[l] : kMissing);
    };
    for (std::size_t l = 0; l < labels.size(); ++l) {
      if (!labels[l].alive) continue;
      w_.lever_cost[labels[l].home.value] += labels[l].lever_cost;
      add(l);
    }
    w_.open_labels = w_.labels.size();
    for (std::size_t l = 0; l < labels.size(); ++l)
      if (!labels[l].alive && (plays[l] > 0 || fans[l] > 0 ||
                               (l < world_.ledger.label_revenue.size() && world_.ledger.label_revenue[l] != 0)))
        add(l);
  }

  void measure_leadership() {
    w_.leadership = foreign_shares(w_.engaged_pairs, world_.markets.third);
    std::vector<People> pairs(markets_, 0);
    People all_pairs = 0;
    for (std::size_t m = 0; m < markets_; ++m)
      for (std::size_t s = 0; world_.markets.third[m] && s < markets_; ++s) {
        if (s == m) continue;
        pairs[s] += w_.engaged_pairs[m * markets_ + s];
        all_pairs += w_.engaged_pairs[m * markets_ + s];
      }
    for (const People held : pairs)
      w_.leadership_people.push_back(ratio(static_cast<double>(held), static_cast<double>(all_pairs)));
  }

  void measure_market(std::size_t m) {
    const std::size_t count = t_.shape.releases;
    const std::vector<People> plays(t_.plays.begin() + static_cast<std::ptrdiff_t>(m * count),
                                    t_.plays.begin() + static_cast<std::ptrdiff_t>((m + 1) * count));
    const People total = std::accumulate(plays.begin(), plays.end(), People{0});
    std::vector<People> played = plays;
    std::erase(played, People{0});
    w_.gini.push_back(total > 0 ? gini(std::move(played)) : kMissing);
    w_.hhi.push_back(concentration(plays, total));
    w_.diversity.push_back(diversity(plays, total));
    w_.turnover.push_back(turnover(m, plays));
    w_.tries_per_exposure.push_back(ratio(static_cast<double>(total), static_cast<double>(t_.exposures_all[m])));
  }

  double concentration(const std::vector<People>& plays, People total) const {
    if (total == 0) return kMissing;
    std::vector<People> by_act(acts_, 0);
    for (std::size_t r = 0; r < plays.size(); ++r) by_act[releases_[r].act.value] += plays[r];
    double sum = 0.0;
    for (const People p : by_act) {
      if (p == 0) continue;
      const double share = ratio(static_cast<double>(p), static_cast<double>(total));
      sum += share * share;
    }
    return sum;
  }

  /// Root mean square distance a style axis between two plays drawn at random: sqrt(2 x variance), from moments.
  double diversity(const std::vector<People>& plays, People total) const {
    if (total == 0) return kMissing;
    std::array<std::int64_t, kStyleAxes> sum{}, squares{};
    for (std::size_t r = 0; r < plays.size(); ++r) {
      if (plays[r] == 0) continue;
      for (std::size_t i = 0; i < kStyleAxes; ++i) {
        const std::int64_t value = releases_[r].packed.axis(static_cast<int>(i));
        sum[i] += plays[r] * value;
        squares[i] += plays[r] * value * value;
      }
    }
    double variance = 0.0;
    for (std::size_t i = 0; i < kStyleAxes; ++i) {
      const double mean = ratio(static_cast<double>(sum[i]), static_cast<double>(total));
      variance += ratio(static_cast<double>(squares[i]), static_cast<double>(total)) - mean * mean;
    }
    return std::sqrt(std::max(0.0, 2.0 * variance / kStyleAxes)) / kPackedScale;
  }

  double turnover(std::size_t m, const std::vector<People>& plays) {
    std::vector<std::size_t> chart;
    for (std::size_t r = 0; r < plays.size(); ++r)
      if (plays[r] > 0) chart.push_back(r);
    const auto last = chart.begin() + static_cast<std::ptrdiff_t>(std::min(chart.size(), kChart));
    std::partial_sort(chart.begin(), last, chart.end(),
                      [&](std::size_t a, std::size_t b) { return std::pair(plays[b], a) < std::pair(plays[a], b); });
    std::vector<Key> top;
    std::transform(chart.begin(), last, std::back_inserter(top), [&](std::size_t r) { return releases_[r].key; });
    std::sort(top.begin(), top.end());
    memory_.top.resize(markets_);
    std::vector<Key> stayed;
    std::set_intersection(top.begin(), top.end(), memory_.top[m].begin(), memory_.top[m].end(),
                          std::back_inserter(stayed));
    const double changed = ratio(static_cast<double>(top.size() - stayed.size()), static_cast<double>(top.size()));
    memory_.top[m] = std::move(top);
    return changed;
  }

  void measure_style_pull();

  const World& world_;
  const Tallies& t_;
  MetricsMemory& memory_;
  std::size_t markets_, acts_;
  const std::vector<ReleaseState>& releases_;
  std::vector<People> release_plays_;  ///< in all markets together
  WeekObservation w_;
};

Style mean_of(const std::vector<Style>& styles, const Style& otherwise) {
  if (styles.empty()) return otherwise;
  Style sum = Style::Zero();
  for (const Style& s : styles) sum += s;
  return sum / static_cast<double>(styles.size());
}

/// A scene's pull in a year: how much closer the other scenes' mean new style came to where the scene's own was the
/// year before, in style units, averaged over those scenes.
void Measurement::measure_style_pull() {
  memory_.new_releases.resize(markets_);
  memory_.style_pull.resize(markets_, kMissing);
  for (const ReleaseState& r : releases_)
    if (r.week == w_.week) memory_.new_releases[act(r.act.value).home.value].push_back(r.style);
  if (world_.calendar.new_year(w_.week + 1)) {
    std::vector<Style> now;
    const bool known = !memory_.scene_style.empty();
    for (std::size_t s = 0; s < markets_; ++s)
      now.push_back(mean_of(memory_.new_releases[s], known ? memory_.scene_style[s] : world_.markets.mean_taste[s]));
    for (std::size_t s = 0; known && s < markets_; ++s) {
      double pull = 0.0;
      for (std::size_t other = 0; other < markets_; ++other)
        if (other != s)
          pull += rms_distance(memory_.scene_style[other], memory_.scene_style[s]) -
                  rms_distance(now[other], memory_.scene_style[s]);
      memory_.style_pull[s] = markets_ > 1 ? pull / static_cast<double>(markets_ - 1) : kMissing;
    }
    memory_.scene_style = std::move(now);
    for (auto& styles : memory_.new_releases) styles.clear();
  }
  w_.style_pull = memory_.style_pull;
}

}  // namespace

WeekObservation measure(const World& world, int week, MetricsMemory& memory) {
  return Measurement(world, week, memory).take();
}

}  // namespace hibiki::engine
