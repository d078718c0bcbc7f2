// The week, top to bottom: the one place that knows the order of its phases.
#include "sim/core/parallel.hpp"
#include "sim/engine/simulation.hpp"
#include "sim/world/fan_part.hpp"

namespace hibiki::inline engine {

namespace {

/// Adds up the tallies of all ranks, in one message.
void sum_over(Ranks& ranks, Tallies& tallies) {
  std::vector<std::int64_t> all;
  for_each_tally(tallies, tallies,
                 [&](const char*, auto& column, auto&) { all.insert(all.end(), column.begin(), column.end()); });
  ranks.sum(all);
  auto next = all.cbegin();
  for_each_tally(tallies, tallies, [&](const char*, auto& column, auto&) {
    std::copy_n(next, column.size(), column.begin());
    next += static_cast<std::ptrdiff_t>(column.size());
  });
}

}  // namespace

template <class Body>
void Simulation::phase(Phase which, const Body& body) {
  if (probe_)
    probe_->phase(which, body);
  else
    body();
}

void Simulation::step() {
  lead(Command::step);
  const RankTraffic before = execution_.ranks != nullptr ? execution_.ranks->traffic() : RankTraffic{};
  const int week = week_;
  if (world_.calendar.new_year(week)) phase(Phase::renew, [&] { renew(world_, week); });
  if (world_.calendar.new_quarter(week)) phase(Phase::adapt, [&] { adapt(world_, week); });
  phase(Phase::access, [&] { update_access(world_.scenario, world_.calendar.day(week), world_.platforms); });
  phase(Phase::release, [&] { release(world_, week); });
  exchange_shares(world_.fans);
  Tallies tallies = probe_ && probe_->rank_first() ? rank_then_listen() : rank_and_listen();
  if (execution_.ranks != nullptr) sum_over(*execution_.ranks, tallies);
  phase(Phase::settle, [&] { settle(std::move(tallies), week, world_); });
  if (execution_.ranks != nullptr) execution_.ranks->note_week(before);
  ++week_;
}

/// Market by market: the ranking is still in the processor's caches when the market's fans listen, and the
/// tables of one market serve for the next.
Tallies Simulation::rank_and_listen() {
  const auto lanes = static_cast<std::size_t>(thread_count());
  exposure_.markets.resize(std::max(exposure_.markets.size(), lanes));
  const Ranking ranking(world_, week_, exposure_.release_draws);
  Listening listening(world_, week_, ranking.acts(), execution_.communities_per_chunk, listen_records());
  for_each_in_lanes(world_.market_count(), lanes, [&](std::size_t m, std::size_t lane) {
    if (world_.fans.community_first[m] == world_.fans.community_first[m + 1]) return;  // nobody here listens
    ranking.market(m, exposure_.markets[lane]);
    listening.market(m, exposure_.markets[lane]);
  });
  return listening.end();
}

Tallies Simulation::rank_then_listen() {
  phase(Phase::rank, [&] { rank(world_, week_, exposure_); });
  probe_->ranked(world_, week_, exposure_);
  Tallies tallies;
  phase(Phase::listen,
        [&] { tallies = listen(world_, week_, exposure_, execution_.communities_per_chunk, listen_records()); });
  return tallies;
}

ListenRecords Simulation::listen_records() { return {.discoveries = probe_ ? probe_->discoveries() : nullptr}; }

}  // namespace hibiki::engine
