#include "tools/hibiki/rank_pairs.hpp"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <mutex>
#include <set>
#include <thread>
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

/// How an order ended on a further rank.
struct Report {
  int signal = 0;  ///< that stopped it; 0: none
  bool time_is_up = false;
  std::string trouble = {};  ///< what kept it from its work
};

void send_text(RankSession& ranks, const std::string& text) {
  const std::uint64_t size = text.size();
  ranks.send(0, std::as_bytes(std::span(&size, 1)));
  ranks.send(0, std::as_bytes(std::span(text)));
}

std::string receive_text(RankSession& ranks, int from) {
  std::uint64_t size = 0;
  ranks.receive(from, std::as_writable_bytes(std::span(&size, 1)));
  std::string text(size, '\0');
  ranks.receive(from, std::as_writable_bytes(std::span(text)));
  return text;
}

/// The ranks that cannot see the folder say so before anything is simulated.
void require_common_folder(RankSession& ranks, const SeedOrder& order) {
  std::string blind;
  for (int rank = 1; rank < ranks.count(); ++rank)
    if (const std::string host = receive_text(ranks, rank); !host.empty() && blind.empty())
      blind = fmt::format("rank {} on {} does not see {}", rank, host, order.scratch);
  if (!blind.empty())
    throw IoError(blind +
                  ": put the result (--out) where all hosts can read and write, and start all ranks in one folder");
}

/// Waits for the others, and asks them to stop where rank 0 is to stop. Throws Interrupted or TimeIsUp where one of
/// them was stopped.
void await_others(RankSession& ranks, const StopCheck& stop) {
  Report worst;
  for (int rank = 1; rank < ranks.count(); ++rank) {
    while (!ranks.has_mail(rank)) {
      if (stop.asked()) ranks.request_stop();
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    Report report;
    std::int32_t ended[2] = {};
    ranks.receive(rank, std::as_writable_bytes(std::span(ended)));
    report.trouble = receive_text(ranks, rank);
    if (!report.trouble.empty())
      say(fmt::format("warning: rank {}: {}; rank 0 tries its pairs again", rank, report.trouble));
    if (ended[0] != 0) worst.signal = ended[0];
    worst.time_is_up = worst.time_is_up || ended[1] != 0;
  }
  if (worst.signal != 0) throw Interrupted{worst.signal};
  if (worst.time_is_up) throw TimeIsUp{};
}

/// Stops the worlds of a further rank when rank 0 asks for it, or when it is told itself.
class FollowStop final : public Observer {
 public:
  FollowStop(RankSession& ranks, StopCheck& own) : ranks_(ranks), own_(own) {}
  void tick(int week, int weeks) override {
    if (ranks_.stop_requested()) throw StopRequested{};
    own_.tick(week, weeks);
  }
  struct StopRequested {};

 private:
  RankSession& ranks_;
  StopCheck& own_;
};

/// Simulates this rank's seeds of an order, as far as nothing stops it.
Report carry_out_order(const SeedOrder& order, ArmPlan plan, bool weekly, StopCheck& stop,
                       const CheckpointOptions& options, RankSession& ranks) {
  if (weekly && order.set == 0)
    plan.spool = [&](std::size_t arm, std::size_t replicate) { return arm_spool(order.scratch, arm, replicate); };
  Report report;
  std::mutex mutex;
  std::set<std::string> warned;
  CheckpointPlan checkpoints;
  checkpoints.stem = [&](std::size_t replicate) {
    return std::filesystem::path(order.scratch) / (checkpoint_prefix(order.set) + checkpoint_name(replicate));
  };
  checkpoints.every = std::chrono::duration<double, std::ratio<60>>(options.every_minutes);
  checkpoints.kept = [] {};
  checkpoints.resumed = [](std::int64_t) {};
  checkpoints.warn = [&](const std::string& text) {
    const std::lock_guard lock(mutex);
    if (warned.insert(text).second) say_failure("warning: " + text);
  };
  const SeedSharing sharing{.rank = ranks.rank(), .ranks = ranks.count()};
  FollowStop watcher(ranks, stop);
  plan.watchers = {&watcher};
  plan.checkpoints = &checkpoints;
  plan.sharing = &sharing;
  try {
    for (const SeedOutcome& outcome : simulate_arms(plan, order.first, order.count))
      for (const std::string& error : outcome.errors)
        if (!error.empty() && report.trouble.empty()) report.trouble = fmt::format("seed {}: {}", outcome.seed, error);
  } catch (const FollowStop::StopRequested&) {  // rank 0 says why
  } catch (const Interrupted& stopped) {
    report.signal = stopped.signal;
  } catch (const TimeIsUp&) {
    report.time_is_up = true;
  } catch (const std::exception& error) {
    report.trouble = error.what();
  }
  return report;
}

}  // namespace

std::filesystem::path arm_spool(const std::filesystem::path& scratch, std::size_t arm, std::size_t replicate) {
  return scratch / fmt::format("arm-{}-replicate-{:04}.spool", arm, replicate);
}

std::string checkpoint_prefix(std::size_t set) { return set == 0 ? std::string() : fmt::format("set-{}-", set); }

SeedSharing share_seeds(RankSession& ranks, const ResultFolder& folder, CommandCheckpoints& checkpoints,
                        std::size_t set, std::function<void(std::int64_t weeks)> arrived) {
  SeedSharing sharing{.rank = 0, .ranks = ranks.count()};
  sharing.begin = [&, set](std::size_t first, std::size_t count) {
    const auto scratch = std::filesystem::absolute(folder.scratch("").parent_path());
    tell(ranks, {Command::seeds});
    require_common_folder(ranks, broadcast_order(ranks, {set, first, count, scratch.string()}));
    checkpoints.plan.kept();  // the others may have something to go on from before this rank has
  };
  sharing.stop = [&ranks] { ranks.request_stop(); };
  sharing.await = [&ranks, &checkpoints] { await_others(ranks, checkpoints.stop); };
  sharing.arrived = std::move(arrived);
  return sharing;
}

int follow_seeds(RankSession& ranks, const std::function<ArmPlan(std::size_t set)>& plan_of, bool weekly,
                 const CheckpointOptions& options) {
  StopCheck stop(options.most_hours);
  while (true) {
    Order order;
    ranks.broadcast_value(order);
    if (order.command == Command::end) return order.code;
    HIBIKI_ASSERT(order.command == Command::seeds);
    const SeedOrder seeds = broadcast_order(ranks, {});
    const bool sees = std::filesystem::is_directory(seeds.scratch);
    send_text(ranks, sees ? "" : ranks.host());
    if (!sees) continue;
    const Report report = carry_out_order(seeds, plan_of(seeds.set), weekly, stop, options, ranks);
    const std::int32_t ended[2] = {report.signal, report.time_is_up ? 1 : 0};
    ranks.send(0, std::as_bytes(std::span(ended)));
    send_text(ranks, report.trouble);
  }
}

}  // namespace hibiki::program
