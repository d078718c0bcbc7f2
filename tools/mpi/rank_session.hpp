// The ranks that mpirun or srun started, as the module hibiki_mpi.so offers them to the program.
#pragma once

#include <string>

#include "sim/core/ranks.hpp"

namespace hibiki::inline mpi {

class RankSession : public Ranks {
 public:
  /// After the last file is closed. Nothing else may follow but the end of the process.
  virtual void finish() = 0;
  /// Ends all ranks at once, with this exit code.
  [[noreturn]] virtual void abort(int code) = 0;
  virtual std::string host() const = 0;

  // While ranks work on their own; safe from any thread.
  /// Whether send() from that rank can be received at once.
  virtual bool has_mail(int from) = 0;
  /// On rank 0: asks the others to stop, once.
  virtual void request_stop() = 0;
  /// On the others: whether rank 0 has asked.
  virtual bool stop_requested() = 0;
};

/// What the module exports under kModuleSymbol.
struct RankModule {
  int interface;            ///< kRankInterface of its build
  const char* program;      ///< the version of the program that it belongs to
  const char* library;      ///< "Open MPI", "MPICH"
  RankSession* (*begin)();  ///< once a process; nullptr where MPI cannot be started
};

/// Raised with every change of Ranks, RankSession or RankModule.
inline constexpr int kRankInterface = 1;
inline constexpr const char* kModuleFile = "hibiki_mpi.so";
inline constexpr const char* kModuleSymbol = "hibiki_rank_module";

}  // namespace hibiki::mpi
