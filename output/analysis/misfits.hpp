// Known misfits: patterns and recorded series that replicates of a scenario miss, with the size of the misfit.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "output/analysis/patterns.hpp"

namespace hibiki::inline analysis {

struct Misfit {
  std::string id;         ///< of the pattern, or the series' name in record.csv
  std::string text;       ///< name of the missed pattern or series
  std::string off;        ///< by how much
  std::string measured;   ///< median (lowest to highest replicate)
  std::string years;      ///< "2018-2022"
  bool held_out = false;  ///< all of those years lie after the fitted ones
  bool verified = false;  ///< the record was read in a source
};

/// Patterns whose result is no, then series of the record whose level is off by more than a quarter (median over
/// replicates of the geometric mean over years), fitted and held-out years apart. `patterns` are check_patterns() of
/// the same replicates.
std::vector<Misfit> known_misfits(const Summaries& base, const std::vector<Pattern>& patterns,
                                  std::string_view record = record_csv());

}  // namespace hibiki::analysis
