// Where the data of a scenario end before the run does.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "sim/scenario/scenario.hpp"

namespace hibiki::inline scenario {

/// A key of markets whose dated values end in one year.
struct DataEnd {
  std::string_view key;  ///< "internet"
  int year = 0;
  std::size_t markets = 0;  ///< of which it is so
  double trend = 0.0;       ///< with which later weeks go on, a year; 0: they keep the last value
};

/// Keys of markets whose values end more than a year before the run, in the order of the schema, the earliest first.
std::vector<DataEnd> data_ends(const Scenario& scenario);

}  // namespace hibiki::scenario
