#include "tools/hibiki/rank_pairs.hpp"

#include <fmt/format.h>

#include <array>
#include <atomic>
#include <chrono>
#include <exception>
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

/// How an order ended on a further rank, as it is sent.
struct Ended {
  std::int32_t signal = 0;  ///< that stopped it; 0: none
  bool time_is_up = false;
  bool kept = false;  ///< there is a checkpoint of it
};
/// With what kept the rank from its work.
struct Report {
  Ended ended;
  std::string trouble = {};
};

/// On rank 0, once the others have an order: throws IoError, and calls them off, where one of them does not see the
/// folder.
void require_common_folder(RankSession& ranks, const SeedOrder& order, const std::function<void()>& keep_folder) {
  std::string missing;
  for (int rank = 1; rank < ranks.count(); ++rank)
    if (const std::string host = ranks.receive_text(rank); !host.empty() && missing.empty())
      missing = fmt::format("rank {} on {} does not see {}", rank, host, order.scratch);
  std::exception_ptr failed;
  try {
    if (!missing.empty())
      throw IoError(missing +
                    ": put the result (--out) in a folder that all hosts can read and write, under the same path");
    keep_folder();
  } catch (...) {
    failed = std::current_exception();
  }
  bool go = failed == nullptr;
  ranks.broadcast_value(go);
  if (failed) std::rethrow_exception(failed);
}

/// Waits for the others, and asks them to stop where rank 0 is to stop. Throws Interrupted or TimeIsUp where any rank
/// was stopped.
void await_others(RankSession& ranks, CommandCheckpoints& checkpoints) {
  const StopCheck& stop = checkpoints.stop;
  Ended all;
  for (int rank = 1; rank < ranks.count(); ++rank) {
    while (!ranks.has_mail(rank)) {
      if (stop.asked()) ranks.request_stop();
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    Ended one;
    ranks.receive(rank, std::as_writable_bytes(std::span(&one, 1)));
    if (const std::string trouble = ranks.receive_text(rank); !trouble.empty())
      say(fmt::format("warning: rank {}: {}; rank 0 tries its pairs again", rank, trouble));
    if (one.signal != 0) all.signal = one.signal;
    all.time_is_up = all.time_is_up || one.time_is_up;
    all.kept = all.kept || one.kept;
  }
  if (all.kept) checkpoints.plan.kept();
  stop.throw_if_asked();
  if (all.signal != 0) throw Interrupted{all.signal};
  if (all.time_is_up) throw TimeIsUp{};
}

/// Stops the worlds of a further rank when rank 0 asks for it, or when it is told itself.
class FollowStop final : public Observer {
 public:
  FollowStop(RankSession& ranks, StopCheck& own) : ranks_(ranks), own_(own) {}
  void begin(const RunAxes&, int) override {
    if (ranks_.stop_requested()) throw StopRequested{};
    own_.throw_if_asked();
  }
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
  const std::filesystem::path scratch = order.scratch;
  if (weekly && order.set == 0)
    plan.spool = [&](std::size_t arm, std::size_t replicate) { return scratch / spool_name(arm, replicate); };
  Report report;
  std::mutex mutex;
  std::set<std::string> warned;
  CheckpointPlan checkpoints;
  checkpoints.stem = [&](std::size_t replicate) {
    return scratch / (checkpoint_prefix(order.set) + checkpoint_name(replicate));
  };
  checkpoints.every = std::chrono::duration<double, std::ratio<60>>(options.every_minutes);
  std::atomic<bool> kept = false;
  checkpoints.kept = [&] { kept = true; };
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
    report.ended.signal = stopped.signal;
  } catch (const TimeIsUp&) {
    report.ended.time_is_up = true;
  } catch (const std::exception& error) {
    report.trouble = error.what();
  }
  report.ended.kept = kept;
  return report;
}

}  // namespace

std::string spool_name(std::size_t arm, std::size_t replicate) {
  return fmt::format("arm-{}-replicate-{:04}.spool", arm, replicate);
}

std::string checkpoint_prefix(std::size_t set) { return set == 0 ? std::string() : fmt::format("set-{}-", set); }

SeedSharing share_seeds(RankSession& ranks, const ResultFolder& folder, CommandCheckpoints& checkpoints,
                        std::size_t set, std::function<void(std::int64_t weeks)> arrived) {
  SeedSharing sharing{.rank = 0, .ranks = ranks.count()};
  sharing.begin = [&, set](std::size_t first, std::size_t count) {
    const auto scratch = std::filesystem::absolute(folder.scratch("").parent_path());
    tell(ranks, {Command::seeds});
    const SeedOrder order = broadcast_order(ranks, {set, first, count, scratch.string()});
    // The others may have checkpoints before this rank has one.
    require_common_folder(ranks, order, [&] { checkpoints.keep_folder(); });
  };
  sharing.stop = [&ranks] { ranks.request_stop(); };
  sharing.await = [&ranks, &checkpoints] { await_others(ranks, checkpoints); };
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
    std::error_code unseen;
    ranks.send_text(0, std::filesystem::is_directory(seeds.scratch, unseen) ? "" : ranks.host());
    bool go = false;
    ranks.broadcast_value(go);
    if (!go) continue;
    const Report report = carry_out_order(seeds, plan_of(seeds.set), weekly, stop, options, ranks);
    ranks.send(0, std::as_bytes(std::span(&report.ended, 1)));
    ranks.send_text(0, report.trouble);
  }
}

}  // namespace hibiki::program
