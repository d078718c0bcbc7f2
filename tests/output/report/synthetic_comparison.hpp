// Comparisons that no engine made: fourteen markets, 35 years, every field filled by smooth rules, so that the
// report can be looked at and tested without simulating.
#pragma once

#include <nlohmann/json.hpp>

namespace hibiki {

struct SyntheticComparison {
  int pairs = 32;
  int variants = 1;
  double effect = 0.6;    ///< how much stronger the variant's scene gets abroad; 0: both arms are the same
  bool ensemble = false;  ///< compared under twelve parameter sets
  bool future = false;    ///< the record ends within the run, and others answer the first of two variants
};

nlohmann::ordered_json synthetic_comparison(const SyntheticComparison& options = {});
nlohmann::ordered_json synthetic_run();          ///< the base of it alone, kind "run"
nlohmann::ordered_json synthetic_attribution();  ///< three interventions
nlohmann::ordered_json synthetic_why();

}  // namespace hibiki
