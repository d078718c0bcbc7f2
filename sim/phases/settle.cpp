// Tallies become popularity, money and memories. Serial over small tables; money is whole cents, and every cent
// that fans pay reaches a label, a platform or a local partner.
#include <algorithm>
#include <array>
#include <cmath>

#include "sim/core/error.hpp"
#include "sim/core/portable_math.hpp"
#include "sim/phases/phases.hpp"

namespace hibiki::inline phases {

namespace {

constexpr double kSalesWeeks = 3.0;  ///< [M] purchases of a release fall by e in this time
constexpr int kLastSalesWeek = 26;
constexpr double kVideoPayout = 0.1;      ///< [M] of a stream's, for a play on video
constexpr double kLivestreamPrice = 0.4;  ///< [M] of a concert ticket
constexpr double kTrailingWeeks = 52.0;
constexpr int kQuietWeeks = 3;  ///< before an act's slot is given to another

/// The platform of a kind that most people in the market have; nothing when nobody has one.
struct Outlet {
  double access = 0.0;
  double fee = 0.0;
};

Outlet outlet(const SettleView& world, std::size_t m, PlatformKind kind) {
  Outlet best;
  for (std::size_t p = 0; p < world.platforms.size(); ++p) {
    const double access = world.platforms.access_mean[m * world.platforms.size() + p];
    if (world.platforms.kinds[p] == kind && access > best.access) best = {access, world.scenario.platforms[p].fee};
  }
  return best;
}

/// Prices and outlets of one market on one day.
struct MarketPrices {
  MarketPrices(const SettleView& world, std::size_t m, Day day)
      : shops(outlet(world, m, PlatformKind::retail)),
        streaming(outlet(world, m, PlatformKind::streaming)),
        video(outlet(world, m, PlatformKind::video)),
        live(outlet(world, m, PlatformKind::live)) {
    const Market& market = world.scenario.markets[m];
    physical = market.price_physical.at(day);
    habit = market.physical_habit.at(day);
    live_habit = market.live_habit.at(day);
    ticket = market.price_ticket.at(day);
    merchandise = market.price_merchandise.at(day);
    stream = market.price_stream.at(day);
  }
  Outlet shops, streaming, video, live;
  double physical, habit, live_habit, ticket, merchandise, stream;
};

/// Fans of an act in market m, each counted by how much it spends.
double spending_people(const Tallies& week_counts, std::size_t m, std::size_t act) {
  return static_cast<double>(week_counts.spending[m * week_counts.shape.acts + act]) / kSpendingScale;
}

/// Distributes payments to platforms and labels, every cent. For each market in turn: open_market(), pay(),
/// close_market(); then end().
class Payments {
 public:
  Payments(const SettleView& world, Ledger& ledger)
      : world_(world),
        ledger_(ledger),
        spent_lately_(world.markets.size() * ledger.by_act.size()),
        room_(ledger.by_act.size()),
        spent_(ledger.by_act.size()) {
    for (std::size_t i = 0; i < room_.size(); ++i) {
      ActState& act = world.industry.acts[i];
      if (act.spent.empty()) act.spent.assign(world.markets.size(), 0);
      for (std::size_t m = 0; m < act.spent.size(); ++m) spent_lately_[m * room_.size() + i] = act.spent[m];
    }
  }

  /// How much of their wishes an act's fans in market m can pay for: the part of their purse that they have not spent
  /// in the last year, and of what the market as a whole can spend. Lasting wishes D and purse P come to spending
  /// P D / (P + D), less than both.
  void open_market(const Tallies& week_counts, std::size_t m, Day day) {
    const Assumptions& a = world_.scenario.assumptions;
    const Market& market = world_.scenario.markets[m];
    market_room_ = room_in(a.market_limit * recorded_size(market, day) * kCentsInDollar, world_.markets.spent[m]);
    const double purse = a.purse_share * market.income.at(day) * kCentsInDollar;
    const Cents* const lately = &spent_lately_[m * room_.size()];
    for (std::size_t i = 0; i < room_.size(); ++i) {
      spent_[i] = 0;
      const double spenders = spending_people(week_counts, m, i);
      room_[i] = market_room_ * (purse > 0.0 && spenders <= 0.0 ? 0.0 : room_in(purse * spenders, lately[i]));
    }
  }

  void close_market(std::size_t m) {
    Cents* const lately = &spent_lately_[m * room_.size()];
    for (std::size_t i = 0; i < room_.size(); ++i) remember(spent_[i], lately[i]);
    remember(ledger_.paid[m], world_.markets.spent[m]);
  }

  /// After the last market.
  void end() const {
    for (std::size_t i = 0; i < room_.size(); ++i) {
      std::vector<Cents>& spent = world_.industry.acts[i].spent;
      for (std::size_t m = 0; m < spent.size(); ++m) spent[m] = spent_lately_[m * room_.size() + i];
    }
  }

  /// Share of their wishes that the act's fans in the open market can pay for.
  double room(ActId act) const { return room_[act.value]; }

  /// `amount` cents that fans in market m would pay for `act`; the market's limit holds for all, their own purse for
  /// all but streams. `fee` of it stays with the platform. The rest goes to `owner`, after a local partner's share
  /// abroad, and `partner_share` of that to `partner`.
  void pay(std::size_t m, ActId act, Source source, double amount, double fee, LabelId owner, LabelId partner,
           double partner_share) {
    const bool from_purse = source != Source::streaming;
    const Cents paid = to_cents(amount * (from_purse ? room_[act.value] : market_room_));
    if (paid <= 0) return;
    if (from_purse) spent_[act.value] += paid;
    const std::size_t scene = world_.industry.act(act).home.value, scenes = world_.markets.size();
    ledger_.paid[m] += paid;
    ledger_.by_scene[m * scenes + scene] += paid;
    ledger_.by_source[static_cast<std::size_t>(source) * scenes + scene] += paid;
    ledger_.by_act[act.value] += paid;
    const Cents kept = share_of(paid, fee);
    const Cents rest = paid - kept;
    const Cents second = partner ? share_of(rest, partner_share) : 0;
    const Cents received = receive(m, owner, rest - second) + (partner ? receive(m, partner, second) : 0);
    ledger_.to_labels[m] += received;
    ledger_.to_platforms[m] += paid - received;
  }

 private:
  /// The label's income from `amount` after its local partner's share, if it has a partner there.
  Cents receive(std::size_t m, LabelId id, Cents amount) {
    const LabelState& label = world_.industry.label(id);
    const bool licensed_out = label.home.value != m && label.partner[m];
    const Cents got = amount - (licensed_out ? share_of(amount, world_.scenario.assumptions.local_partner_share) : 0);
    ledger_.label_revenue[id.value] += got;
    ledger_.received[m * world_.markets.size() + label.home.value] += got;
    return got;
  }

  /// Part of `limit` that `spent` leaves; all where there is no limit.
  static double room_in(double limit, Cents spent) {
    return limit <= 0.0 || spent == 0 ? 1.0 : std::max(0.0, 1.0 - static_cast<double>(spent) / limit);
  }

  /// Adds a week's payments to the last year's spending.
  static void remember(Cents week, Cents& spent) {
    if (spent == 0 && week == 0) return;
    spent += week - static_cast<Cents>(static_cast<double>(spent) / kTrailingWeeks);
  }

  const SettleView& world_;
  Ledger& ledger_;
  std::vector<Cents> spent_lately_;  ///< (market, act) ActState::spent, by column while markets are paid in turn
  std::vector<double> room_;         ///< (act) in the open market
  std::vector<Cents> spent_;         ///< (act) in the open market this week, streams aside
  double market_room_ = 1.0;         ///< of the open market
};

/// Part of a release's purchases that falls in a week, by its age.
std::array<double, kLastSalesWeek> sales_profile() {
  std::array<double, kLastSalesWeek> profile{};
  for (int age = 0; age < kLastSalesWeek; ++age)
    profile[static_cast<std::size_t>(age)] =
        portable::exp(-age / kSalesWeeks) * (1.0 - portable::exp(-1.0 / kSalesWeeks));
  return profile;
}

double distribution(const SettleView& world, const LabelState& label, std::size_t m) {
  return label.home.value == m || label.partner[m] ? 1.0 : world.scenario.assumptions.unlicensed_distribution;
}

/// A release as it is sold in any market this week.
struct ReleaseOnSale {
  ActId act, partner;
  LabelId label, partner_label;
  std::uint16_t scene = 0;  ///< home of the act
  double sold = 0.0;        ///< part of its purchases that falls in this week
  double partner_revenue = 0.0;
};

std::vector<ReleaseOnSale> releases_on_sale(const SettleView& world, int week) {
  const auto profile = sales_profile();
  std::vector<ReleaseOnSale> all;
  all.reserve(world.industry.releases.size());
  for (const ReleaseState& r : world.industry.releases) {
    const int age = week - r.week;
    const bool by_a_label = world.industry.label(r.label).identity.kind != LabelKind::collective;
    const double sold = by_a_label && age < kLastSalesWeek ? profile[static_cast<std::size_t>(age)] : 0.0;
    all.push_back(
        {r.act, r.partner, r.label, r.partner_label, world.industry.act(r.act).home.value, sold, r.partner_revenue});
  }
  return all;
}

void sell_releases(const SettleView& world, const std::vector<ReleaseOnSale>& releases, const Tallies& week_counts,
                   std::size_t m, const MarketPrices& prices, Payments& payments, const std::vector<double>& ban) {
  const Assumptions& a = world.scenario.assumptions;
  for (std::size_t r = 0; r < releases.size(); ++r) {
    const ReleaseOnSale& rel = releases[r];
    double buyers = rel.sold > 0.0 ? spending_people(week_counts, m, rel.act.value) : 0.0;
    if (rel.sold > 0.0 && rel.partner) buyers += spending_people(week_counts, m, rel.partner.value);
    if (buyers > 0.0) {
      const bool by_partner = rel.partner && world.industry.label(rel.partner_label).home.value == m;
      const LabelState& seller = world.industry.label(by_partner ? rel.partner_label : rel.label);
      const double items = buyers * a.physical_rate * prices.habit * rel.sold * distribution(world, seller, m) *
                           prices.shops.access * (seller.home.value == m ? 1.0 : 1.0 - ban[rel.scene]);
      payments.pay(m, rel.act, Source::physical, items * prices.physical, prices.shops.fee, rel.label,
                   rel.partner_label, rel.partner_revenue);
    }
    const std::size_t cell = m * week_counts.shape.releases + r;
    const auto stream = [&](People plays, double payout, const Outlet& platform) {
      if (plays == 0) return;
      const double streams = a.streams_per_play * static_cast<double>(plays) * payout;
      payments.pay(m, rel.act, Source::streaming, streams * prices.stream, platform.fee, rel.label, rel.partner_label,
                   rel.partner_revenue);
    };
    stream(week_counts.plays_streaming[cell], 1.0, prices.streaming);
    stream(week_counts.plays_video[cell], kVideoPayout, prices.video);
  }
}

void sell_stage(const SettleView& world, const Tallies& week_counts, int week, std::size_t m,
                const MarketPrices& prices, Payments& payments, const std::vector<double>& ban, Ledger& ledger) {
  const Assumptions& a = world.scenario.assumptions;
  const std::size_t acts = week_counts.shape.acts;
  for (std::size_t i = 0; i < acts; ++i) {
    const double fans = spending_people(week_counts, m, i);
    if (fans <= 0.0) continue;
    const ActState& act = world.industry.acts[i];
    if (!act.in_use) continue;
    const LabelState& label = world.industry.label(act.label);
    const double open = 1.0 - ban[act.home.value];
    if (act.tour_week == week && ((act.tour_markets >> m) & 1) != 0)
      payments.pay(m, ActId(i), Source::tickets,
                   fans * a.ticket_rate * prices.live_habit * open * prices.live.access * prices.ticket,
                   prices.live.fee, act.label, {}, 0.0);
    if (act.livestream_week == week) {
      const double blocked = label.home.value == m ? 0.0 : lever_in(label, &Policy::geo_blocking, m);
      const double reachable = prices.video.access * (1.0 - blocked);
      const double viewers = fans * a.livestream_rate * untired_viewers(a, act) * reachable;
      const auto people = static_cast<People>(viewers * payments.room(ActId(i)) + 0.5);
      ledger.viewers_by_scene[m * world.markets.size() + act.home.value] += people;
      ledger.viewers_by_act[i] += people;
      payments.pay(m, ActId(i), Source::livestream, viewers * prices.ticket * kLivestreamPrice, prices.video.fee,
                   act.label, {}, 0.0);
    }
    const bool sells = !act.retired && label.identity.kind != LabelKind::collective;
    const double merchandise = !sells ? 0.0
                                      : fans * a.merchandise_rate * prices.live_habit * prices.shops.access *
                                            distribution(world, label, m) * open;
    payments.pay(m, ActId(i), Source::merchandise, merchandise * prices.merchandise, prices.shops.fee, act.label, {},
                 0.0);
  }
}

Ledger take_money(const SettleView& world, const Tallies& week_counts, int week) {
  Ledger ledger;
  const std::size_t markets = world.markets.size(), acts = week_counts.shape.acts;
  ledger.paid.assign(markets, 0);
  ledger.by_scene.assign(markets * markets, 0);
  ledger.received = ledger.by_scene;
  ledger.by_source.assign(kSources * markets, 0);
  ledger.by_act.assign(acts, 0);
  ledger.to_labels = ledger.to_platforms = ledger.paid;
  ledger.label_revenue.assign(world.industry.labels.size(), 0);
  ledger.viewers_by_scene = ledger.by_scene;
  ledger.viewers_by_act = ledger.by_act;
  Payments payments(world, ledger);
  const std::vector<ReleaseOnSale> releases = releases_on_sale(world, week);
  const Day day = world.calendar.day(week);
  for (std::size_t m = 0; m < markets; ++m) {
    const std::vector<double> ban = barriers_at(world.scenario, m, day, true);
    const MarketPrices prices(world, m, day);
    payments.open_market(week_counts, m, day);
    sell_releases(world, releases, week_counts, m, prices, payments, ban);
    sell_stage(world, week_counts, week, m, prices, payments, ban, ledger);
    payments.close_market(m);
  }
  payments.end();
  for (std::size_t l = 0; l < world.industry.labels.size(); ++l) {
    LabelState& label = world.industry.labels[l];
    label.cash += ledger.label_revenue[l];
    label.trailing_revenue +=
        ledger.label_revenue[l] - static_cast<Cents>(static_cast<double>(label.trailing_revenue) / kTrailingWeeks);
  }
  return ledger;
}

/// Popularity that rankings read: plays, remembered with a fading weight. And the markets' centroids: what was popular
/// there lately. Whole numbers, also of packed styles: sums must not depend on order.
void remember_plays(const SettleView& world, const Tallies& week_counts) {
  const auto memory = static_cast<std::int64_t>(world.scenario.assumptions.popularity_memory * 256.0 + 0.5);
  struct Sums {
    std::int64_t plays = 0;
    std::array<std::int64_t, kStyleAxes> styles{};
  };
  std::vector<Sums> sums(world.markets.size());
  for (std::size_t r = 0; r < world.industry.releases.size(); ++r) {
    ReleaseState& release = world.industry.releases[r];
    std::array<std::int64_t, kStyleAxes> style;
    for (int i = 0; i < kStyleAxes; ++i) style[static_cast<std::size_t>(i)] = release.packed.axis(i);
    std::int64_t* const popularity = release.popularity.data();
    for (std::size_t m = 0; m < sums.size(); ++m) {
      const std::int64_t plays = popularity[m] * memory / 256 + week_counts.plays[m * week_counts.shape.releases + r];
      popularity[m] = plays;
      if (plays == 0) continue;
      sums[m].plays += plays;
      for (std::size_t i = 0; i < kStyleAxes; ++i) sums[m].styles[i] += plays * style[i];
    }
  }
  for (std::size_t m = 0; m < sums.size(); ++m) {
    if (sums[m].plays <= 0) continue;
    for (int i = 0; i < kStyleAxes; ++i)
      world.markets.centroid[m][i] = static_cast<double>(sums[m].styles[static_cast<std::size_t>(i)]) /
                                     static_cast<double>(sums[m].plays) / kPackedScale;
  }
}

/// Markets get used to a heritage by being engaged with it.
void grow_familiar(const SettleView& world, const Tallies& week_counts) {
  const Assumptions& a = world.scenario.assumptions;
  const std::size_t acts = week_counts.shape.acts, markets = world.markets.size();
  // (market, scene) people x heritage in 1/1024, whole for the sum's sake
  std::vector<std::int64_t> heard(markets * markets, 0);
  struct Part {
    std::size_t act, scene;
    std::int64_t of_1024;
  };
  std::vector<Part> parts;
  for (std::size_t i = 0; i < acts; ++i) {
    const ActState& act = world.industry.acts[i];
    for (std::size_t s = 0; act.in_use && s < markets; ++s)
      if (act.heritage[s] > 0.0) parts.push_back({i, s, static_cast<std::int64_t>(act.heritage[s] * 1024.0)});
  }
  for (std::size_t m = 0; m < markets; ++m)
    for (const Part& part : parts)
      heard[m * markets + part.scene] += week_counts.engaged_act[m * acts + part.act] * part.of_1024;
  for (std::size_t m = 0; m < markets; ++m)
    for (std::size_t s = 0; s < markets; ++s) {
      if (s == m || world.markets.people[m] <= 0) continue;
      const double share =
          static_cast<double>(heard[m * markets + s]) / 1024.0 / static_cast<double>(world.markets.people[m]);
      double& familiarity = world.markets.familiarity(static_cast<Eigen::Index>(m), static_cast<Eigen::Index>(s));
      familiarity += a.familiarity_rate * (a.familiarity_gain * share - familiarity);
    }
}

void follow_acts(const SettleView& world, const Tallies& week_counts, int week) {
  const std::size_t acts = week_counts.shape.acts;
  std::vector<bool> referred(world.industry.acts.size(), false);
  for (const ReleaseState& r : world.industry.releases) {
    referred[r.act.value] = true;
    if (r.partner) referred[r.partner.value] = true;
  }
  std::vector<People> engaged(acts, 0);
  for (std::size_t m = 0; m < world.markets.size(); ++m)
    for (std::size_t i = 0; i < acts; ++i) engaged[i] += week_counts.engaged_act[m * acts + i];
  for (std::size_t i = 0; i < acts; ++i) {
    ActState& act = world.industry.acts[i];
    if (!act.in_use) continue;
    act.livestreams += (act.livestream_week == week ? 1.0 : 0.0) - act.livestreams / kTrailingWeeks;
    act.engaged = engaged[i];
    act.fans_holding = static_cast<std::uint32_t>(week_counts.holding[i]);
    if (act.fans_holding > 0 || referred[i]) act.last_active_week = week;
    if (act.retired && week - act.last_active_week > kQuietWeeks) {
      world.collaborations.forget_act(ActId(i));
      act = ActState{};
    }
  }
}

void count_for_platforms(const SettleView& world, const Tallies& week_counts) {
  for (std::size_t i = 0; i < world.trials.tries.size(); ++i) {
    world.trials.tries[i] += week_counts.tries[i];
    world.trials.exposures[i] += week_counts.exposures[i];
  }
}

}  // namespace

void settle(Tallies week_counts, int week, const SettleView& world) {
  world.ledger = take_money(world, week_counts, week);
  remember_plays(world, week_counts);
  grow_familiar(world, week_counts);
  follow_acts(world, week_counts, week);
  count_for_platforms(world, week_counts);
  world.week = std::move(week_counts);
}

}  // namespace hibiki::phases
