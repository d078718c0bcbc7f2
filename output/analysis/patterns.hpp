// Patterns P1-P8 of the record, compared with replicates of the history scenario. They do not affect runs.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "output/analysis/historical_record.hpp"
#include "output/analysis/summaries.hpp"

namespace hibiki::inline analysis {

enum class PatternResult { yes, no, reported, not_in_this_run };
std::string_view result_name(PatternResult result);

struct Pattern {
  std::string id, text;
  PatternResult result = PatternResult::not_in_this_run;
  std::string verdict;   ///< "yes, 15 of 20"; empty where a result says all
  std::string measured;  ///< median (lowest to highest replicate)
  std::string off;       ///< distance of the replicates from the pattern; empty unless the result is no
};

/// The patterns on replicates of `base`; P6 and P8 where there are replicates, with the same seeds, of the scenarios
/// whose names those strategies have (japan_ignores_video, japan_like_korea).
std::vector<Pattern> check_patterns(const Summaries& base, const std::map<std::string, Summaries>& variants,
                                    std::string_view record = record_csv());

}  // namespace hibiki::analysis
