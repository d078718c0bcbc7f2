// Takes the weeks of one replicate as they come, packs and spools them; write_results() makes results.h5 of the spools.
#pragma once

#include <filesystem>
#include <optional>

#include "output/results/spool.hpp"
#include "sim/engine/run.hpp"

namespace cereal {
class access;
}

namespace hibiki::inline results {

/// Spools one replicate; holds at most kBlockWeeks of its weeks. Throws IoError out of run_replicate when the disk does
/// not take them.
class WeekRecorder final : public Observer {
 public:
  /// Weeks are written to `spool`; its folder must exist.
  explicit WeekRecorder(std::filesystem::path spool) : path_(std::move(spool)) {}

  /// For a fork of the run that `past` records: goes on from a copy of its weeks. Throws IoError.
  WeekRecorder(const WeekRecorder& past, std::filesystem::path spool);

  void begin(const RunAxes& axes, int reported_weeks) override;
  void week(const WeekObservation& observation, const std::vector<RegistryEntry>& acts,
            const std::vector<RegistryEntry>& labels) override;
  void end(const RunResult& result) override;

 private:
  friend class cereal::access;
  /// Of a recorder that has begun. Before it is written, the spool is put on the disk; when it is read, the spool is
  /// cut back to its length at that time. Throws IoError.
  template <class Archive>
  void serialize(Archive& archive) {
    std::uint64_t bytes = stored_bytes();
    archive(axes_, reported_weeks_, taken_, weeks_, bytes);
    if constexpr (Archive::is_loading::value) spool_.emplace(path_, bytes);
  }

  std::uint64_t stored_bytes();
  void store();

  std::filesystem::path path_;
  RunAxes axes_;
  std::size_t reported_weeks_ = 0, taken_ = 0;
  WaitingWeeks weeks_;  ///< taken, and not yet in the spool
  std::optional<SpoolWriter> spool_;
};

}  // namespace hibiki::results
