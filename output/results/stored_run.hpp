// Passes the weeks of a run, from its results.h5, to observers as during the run.
#pragma once

#include <filesystem>
#include <vector>

#include "output/results/reader.hpp"
#include "sim/engine/run.hpp"

namespace hibiki::inline results {

class StoredRun {
 public:
  /// `scenario` is the run's. Throws IoError when the file cannot be read or lacks what this version records.
  StoredRun(const std::filesystem::path& results, const Scenario& scenario);

  std::size_t replicates() const { return seeds_.size(); }
  std::uint64_t seed(std::size_t replicate) const { return seeds_[replicate]; }
  int reported_weeks() const { return static_cast<int>(days_.size()); }

  /// Replicate by replicate, in memory that one replicate's series take. Of acts only the viewers of livestreams, of
  /// labels only revenue and engaged pairs are shown; the rest of their series stays empty. The result lacks the
  /// number of fans and of weeks before the first reported one.
  RunResult show(std::size_t replicate, const std::vector<Observer*>& observers) const;

 private:
  std::vector<RegistryEntry> registry(const std::string& axis, const std::string& label, const std::string& since,
                                      std::size_t replicate) const;

  ResultsReader reader_;
  const Scenario& scenario_;
  RunAxes axes_;
  std::vector<std::int64_t> days_;
  std::vector<std::uint64_t> seeds_;
  std::vector<std::string> digests_;
};

}  // namespace hibiki::results
