// A simulated attribution, and attribution.json with all its results.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "tools/experiments/attribution.hpp"

namespace hibiki::inline experiments {

struct Attribution {
  AttributionDesign design;
  std::vector<AttributionReplicate> replicates;
  Comparison ends;  ///< the scenario without its interventions against the whole of it
};

/// The scenario without any of its interventions, under a name that says so.
ComparedScenario without_interventions(const ComparedScenario& whole);

/// attribution.json. At least one replicate must not have failed.
nlohmann::ordered_json attribution_json(const Attribution& attribution);

}  // namespace hibiki::experiments
