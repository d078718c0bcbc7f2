// Signals that ask a command to stop: it stops between two pieces of its work and leaves its folder clean.
#pragma once

#include <csignal>
#include <string>
#include <vector>

#include "sim/core/interrupt.hpp"
#include "sim/engine/run.hpp"

namespace hibiki::inline program {

/// While it lives, SIGINT, SIGTERM, SIGHUP, SIGXCPU, SIGUSR1 and SIGUSR2 ask for a stop (throw_if_interrupted())
/// instead of killing. A signal that was ignored when the program began, as SIGHUP under nohup, stays ignored. A signal
/// that comes again kills; SIGXCPU alone does not, since the system repeats it every second until its hard limit. One
/// at a time.
class InterruptWatch {
 public:
  InterruptWatch();
  InterruptWatch(const InterruptWatch&) = delete;
  InterruptWatch& operator=(const InterruptWatch&) = delete;
  ~InterruptWatch();

 private:
  struct Before {
    int signal;
    struct sigaction action;
  };
  std::vector<Before> before_;
};

/// Observer of work without checkpoints that stops it after the week in which a stop was asked for.
class InterruptCheck final : public Observer {
 public:
  void begin(const RunAxes&, int) override { throw_if_interrupted(); }
  void tick(int, int) override { throw_if_interrupted(); }
};

/// From now on they are nothing to this process: another one stops it.
void ignore_stop_signals();

/// "SIGTERM"; "signal 64" of others than InterruptWatch knows.
std::string signal_name(int signal);

}  // namespace hibiki::program
