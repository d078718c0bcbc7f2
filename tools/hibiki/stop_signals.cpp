#include "tools/hibiki/stop_signals.hpp"

#include <fmt/format.h>

namespace hibiki::inline program {

namespace {

struct NamedSignal {
  int number;
  const char* name;
};
/// Batch systems give notice by SIGUSR1, SIGUSR2 or SIGXCPU before they kill.
constexpr NamedSignal kSignals[] = {{SIGINT, "SIGINT"},   {SIGTERM, "SIGTERM"}, {SIGHUP, "SIGHUP"},
                                    {SIGXCPU, "SIGXCPU"}, {SIGUSR1, "SIGUSR1"}, {SIGUSR2, "SIGUSR2"}};

extern "C" void remember(int signal) { interrupting_signal.store(signal, std::memory_order_relaxed); }

}  // namespace

InterruptWatch::InterruptWatch() {
  interrupting_signal = 0;
  for (const NamedSignal& watched : kSignals) {
    struct sigaction before = {}, action = {};
    sigaction(watched.number, nullptr, &before);
    if (before.sa_handler == SIG_IGN) continue;
    action.sa_handler = remember;
    action.sa_flags = SA_RESTART;
    if (watched.number != SIGXCPU) action.sa_flags |= static_cast<int>(SA_RESETHAND);
    sigaction(watched.number, &action, nullptr);
    before_.push_back({watched.number, before});
  }
}

InterruptWatch::~InterruptWatch() {
  for (const Before& before : before_) sigaction(before.signal, &before.action, nullptr);
  interrupting_signal = 0;
}

void ignore_stop_signals() {
  for (const NamedSignal& watched : kSignals) std::signal(watched.number, SIG_IGN);
}

std::string signal_name(int signal) {
  for (const NamedSignal& known : kSignals)
    if (known.number == signal) return known.name;
  return fmt::format("signal {}", signal);
}

}  // namespace hibiki::program
