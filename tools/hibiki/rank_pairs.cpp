#include "tools/hibiki/rank_pairs.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "sim/core/error.hpp"
#include "sim/engine/follow.hpp"
#include "tools/hibiki/stop_signals.hpp"
#include "tools/hibiki/streams.hpp"

namespace hibiki::inline program {

namespace {

/// The same call on all ranks: rank 0 has the order, the others get it.
SeedOrder broadcast_order(RankSession& ranks, SeedOrder order) {
  std::array<std::uint64_t, 4> numbers = {order.set, order.first, order.count, order.scratch.size()};
  ranks.broadcast_value(numbers);
  order.set = numbers[0];
  order.first = numbers[1];
  order.count = numbers[2];
  order.scratch.resize(numbers[3]);
  ranks.broadcast(std::as_writable_bytes(std::span(order.scratch)));
  return order;
}

void await_others(RankSession& ranks) {
  std::byte done{};
  for (int rank = 1; rank < ranks.count(); ++rank) ranks.receive(rank, std::span(&done, 1));
}

/// Simulates this rank's seeds of an order, as far as nothing stops it.
void carry_out_order(const SeedOrder& order, ArmPlan plan, bool weekly, StopCheck& stop,
                     const CheckpointOptions& options, RankSession& ranks) {
  if (weekly && order.set == 0)
    plan.spool = [&](std::size_t arm, std::size_t replicate) { return arm_spool(order.scratch, arm, replicate); };
  CheckpointPlan checkpoints;
  checkpoints.stem = [&](std::size_t replicate) {
    return std::filesystem::path(order.scratch) / (checkpoint_prefix(order.set) + checkpoint_name(replicate));
  };
  checkpoints.every = std::chrono::duration<double, std::ratio<60>>(options.every_minutes);
  checkpoints.kept = [] {};
  checkpoints.resumed = [](std::int64_t) {};
  checkpoints.warn = [](const std::string& text) { say_failure("warning: " + text); };
  const SeedSharing sharing{.rank = ranks.rank(), .ranks = ranks.count()};
  plan.watchers = {&stop};
  plan.checkpoints = &checkpoints;
  plan.sharing = &sharing;
  try {
    simulate_arms(plan, order.first, order.count);
  } catch (const Interrupted&) {  // rank 0 stops as well, and says so
  } catch (const TimeIsUp&) {
  }
}

}  // namespace

std::filesystem::path arm_spool(const std::filesystem::path& scratch, std::size_t arm, std::size_t replicate) {
  return scratch / fmt::format("arm-{}-replicate-{:04}.spool", arm, replicate);
}

std::string checkpoint_prefix(std::size_t set) { return set == 0 ? std::string() : fmt::format("set-{}-", set); }

SeedSharing share_seeds(RankSession& ranks, const ResultFolder& folder, std::size_t set,
                        std::function<void(std::int64_t weeks)> arrived) {
  SeedSharing sharing{.rank = 0, .ranks = ranks.count()};
  sharing.begin = [&ranks, &folder, set](std::size_t first, std::size_t count) {
    tell(ranks, {Command::seeds});
    broadcast_order(ranks, {set, first, count, folder.scratch("").parent_path().string()});
  };
  sharing.await = [&ranks] { await_others(ranks); };
  sharing.arrived = std::move(arrived);
  return sharing;
}

int follow_seeds(RankSession& ranks, const std::function<ArmPlan(std::size_t set)>& plan_of, bool weekly,
                 const CheckpointOptions& options) {
  const InterruptWatch interrupt;  // each saves its own seeds
  StopCheck stop(options.most_hours);
  while (true) {
    Order order;
    ranks.broadcast_value(order);
    if (order.command == Command::end) return order.code;
    HIBIKI_ASSERT(order.command == Command::seeds);
    const SeedOrder seeds = broadcast_order(ranks, {});
    carry_out_order(seeds, plan_of(seeds.set), weekly, stop, options, ranks);
    const std::byte done{1};
    ranks.send(0, std::span(&done, 1));
  }
}

}  // namespace hibiki::program
