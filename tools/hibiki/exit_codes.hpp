// What the program's exit code says; a promise to scripts.
#pragma once

namespace hibiki {

enum ExitCode : int {
  kDone = 0,
  kInternal = 1,
  kUsage = 2,
  kInvalidScenario = 3,
  kInputOutput = 4,
  kFinishedWithFailedTasks = 5,
  kVerificationMismatch = 7,
  kCheckpointed = 75,
  kInterrupted = 130,  ///< 128 + SIGINT, as shells have it; 128 + N of another signal
  kReaderGone = 141,   ///< 128 + SIGPIPE: whoever read standard output has gone
};

}  // namespace hibiki
