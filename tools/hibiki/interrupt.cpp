#include "tools/hibiki/interrupt.hpp"

#include <csignal>

namespace hibiki {

namespace {

volatile std::sig_atomic_t received = 0;
extern "C" void remember(int signal) { received = signal; }

constexpr int kSignals[] = {SIGINT, SIGTERM};

}  // namespace

InterruptWatch::InterruptWatch() {
  received = 0;
  struct sigaction action = {};
  action.sa_handler = remember;
  action.sa_flags = static_cast<int>(SA_RESETHAND);  // a second signal has its usual effect
  for (const int signal : kSignals) sigaction(signal, &action, nullptr);
}

InterruptWatch::~InterruptWatch() {
  struct sigaction action = {};
  action.sa_handler = SIG_DFL;
  for (const int signal : kSignals) sigaction(signal, &action, nullptr);
}

void InterruptWatch::check() const {
  if (received != 0) throw Interrupted{received};
}

}  // namespace hibiki
