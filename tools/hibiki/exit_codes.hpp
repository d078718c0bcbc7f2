// The program's exit codes; stable for scripts.
#pragma once

namespace hibiki::inline program {

enum ExitCode : int {
  kDone = 0,
  kInternal = 1,
  kUsage = 2,
  kInvalidScenario = 3,
  kInputOutput = 4,
  kFinishedWithFailedTasks = 5,
  kVerificationMismatch = 7,
  kCheckpointed = 75,
  // 128 + N: ended by signal N
  kReaderGone = 141,  ///< 128 + SIGPIPE: the reader of standard output closed it
};

}  // namespace hibiki::program
