#include "tools/hibiki/checkpoint_options.hpp"

#include <fmt/format.h>

#include <csignal>

#include "sim/core/error.hpp"
#include "tools/hibiki/exit_codes.hpp"
#include "tools/hibiki/option_words.hpp"
#include "tools/hibiki/stop_signals.hpp"
#include "tools/hibiki/streams.hpp"

namespace hibiki::inline program {

void add_checkpoint_options(CLI::App& command, CheckpointOptions& options) {
  command
      .add_option("--checkpoint-every", options.every_minutes,
                  "Minutes between checkpoints; the same command continues from the last (default: 5)")
      ->type_name("MINUTES")
      ->check(positive_number());
  add_time_limit(command, options.most_hours);
}

void add_time_limit(CLI::App& command, double& hours) {
  command.add_option("--maxh", hours, "Stop after this many hours with exit code 75; the same command continues")
      ->type_name("HOURS")
      ->check(positive_number());
}

void StopCheck::begin(const RunAxes&, int) { throw_if_interrupted(); }

void StopCheck::tick(int, int) {
  ++weeks_;
  throw_if_asked();
}

void StopCheck::throw_if_asked() const {
  throw_if_interrupted();
  if (time_is_up()) throw TimeIsUp{};
}

bool StopCheck::time_is_up() const { return most_hours_ > 0 && clock_.seconds() > most_hours_ * kSecondsInHour; }

bool StopCheck::asked() const { return interrupting_signal != 0 || time_is_up(); }

CommandCheckpoints::CommandCheckpoints(ResultFolder& folder, const CheckpointOptions& options)
    : stop(options.most_hours), folder_(folder) {
  plan.stem = [this](std::size_t replicate) { return stem("", replicate); };
  plan.every = std::chrono::duration<double, std::ratio<60>>(options.every_minutes);
  plan.kept = [this] {
    const std::lock_guard lock(mutex_);
    folder_.keep_scratch();
    kept_ = true;
  };
  plan.resumed = [this](std::int64_t) {
    if (!resumed_.exchange(true)) say(fmt::format("continuing from the checkpoint in {}", folder_.path().string()));
  };
  plan.warn = [this](const std::string& text) {
    const std::lock_guard lock(mutex_);
    say("warning: " + text);
  };
}

void CommandCheckpoints::keep_folder() {
  const std::lock_guard lock(mutex_);
  folder_.keep_scratch();
}

std::filesystem::path CommandCheckpoints::stem(const std::string& prefix, std::size_t replicate) const {
  return folder_.scratch(prefix + checkpoint_name(replicate));
}

std::string checkpoint_name(std::size_t replicate) { return fmt::format("checkpoint-{:04}", replicate); }

int CommandCheckpoints::run(const std::function<int()>& work) try { return work(); } catch (const TimeIsUp&) {
  if (!kept_ && !folder_.resumes_another())
    throw IoError("the time limit of --maxh has passed, and no checkpoint could be written: nothing was kept");
  say("the time limit of --maxh has passed; the same command continues from the checkpoint");
  return kCheckpointed;
} catch (const Interrupted& stopped) {
  const bool early = stopped.signal == SIGINT && stop.clock().seconds() < plan.every.count();
  if (early) folder_.drop_scratch();
  if (!folder_.resumes_another() && (early || !kept_)) throw;
  say(fmt::format("interrupted by {}; the same command continues from the checkpoint", signal_name(stopped.signal)));
  return code_of_stop(stopped.signal, stop.progressed());
}

int code_of_stop(int signal, bool progressed) {
  return signal != SIGINT && progressed ? static_cast<int>(kCheckpointed) : 128 + signal;
}

}  // namespace hibiki::program
