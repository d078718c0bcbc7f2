// A request to stop from outside, such as a signal. Long work looks for one between its pieces, and ends by an
// exception, so that destructors leave the disk clean.
#pragma once

#include <atomic>

namespace hibiki::inline core {

/// Thrown by work that was asked to stop. Not a std::exception, so that handlers which contain a world's failure let it
/// pass.
struct Interrupted {
  int signal = 0;  ///< number of the signal that asked
};

/// The signal that asked last; 0: none did. Signal handlers write it.
inline std::atomic<int> interrupting_signal{0};
static_assert(std::atomic<int>::is_always_lock_free, "a signal handler may write only lock-free atomics");

inline void throw_if_interrupted() {
  if (const int signal = interrupting_signal.load(std::memory_order_relaxed); signal != 0) throw Interrupted{signal};
}

}  // namespace hibiki::core
