// A model over a range of its parameters.
#pragma once

#include <string>
#include <vector>

#include "tools/reproduce/reproduction.hpp"

namespace hibiki::inline reproduction {

struct SweepAxis {
  std::string name;  ///< of the parameter
  std::vector<double> values;
};

/// "z=1:10:0.5" (from, to, step; the end included) or "z=1,2,5". Throws ScenarioError that names the nearest parameter,
/// the valid range, or how it is written.
SweepAxis parse_axis(const ReferenceModel& model, const std::string& text);

/// The results at one point.
struct SweepPoint {
  std::vector<double> at;  ///< by axis
  CaseOutcome outcome;
};

struct Sweep {
  Evidence evidence;
  Overrides overrides;
  std::vector<SweepAxis> axes;
  std::vector<std::string> shown;  ///< measures that table and picture show; all when empty
  std::vector<SweepPoint> points;  ///< the last axis runs fastest; cases that still differ one after the other
};

Sweep repeat_over(Evidence evidence, Overrides overrides, std::vector<SweepAxis> axes,
                  std::vector<std::string> shown = {});

/// The sweep of the evidence file's figure, under other parameters where overrides say so; none where there is no
/// figure.
std::optional<Sweep> figure_sweep(const Evidence& evidence, const Overrides& overrides);

}  // namespace hibiki::reproduction
