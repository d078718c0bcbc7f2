// Measures as a user asks for them: "engaged_abroad", "engaged[market=ID|TH]", "play_share[scene=K-pop,market=JP]",
// "revenue[label=TOBE]", "plays[act=Number_i]".
#pragma once

#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "output/analysis/arm.hpp"
#include "sim/scenario/scenario.hpp"

namespace hibiki::inline experiments {

/// A measure that cannot be taken: why, and what can.
class MeasureError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Labels of a scenario's file by the names of their entries ("TOBE"), or of one among several ("JP indie 3"); by
/// default an empty set of names where there is none.
MeasuredEntity label_entity(const Scenario& scenario, const std::string& name);

/// Measures of a label or an act, called NAME[label=...] or NAME[act=...], in the order of entity_measures().
std::vector<AskedMeasure> measures_of(const MeasuredEntity& entity);

/// The measure that `text` asks for, under a name that does not depend on how it is written; of `scene` where it names
/// no other. Markets are named by code or title, scenes by name or home market; labels and acts may be of any of the
/// scenarios. Throws MeasureError.
AskedMeasure asked_measure(const std::string& text, const std::vector<const Scenario*>& scenarios,
                           const MeasuredScene& scene);

/// When each label of a measure is founded, or each act has its debut, in the scenario in which it is earliest. Empty
/// for measures of scenes.
std::map<std::string, Day> starts_of(const AskedMeasure& asked, const std::vector<const Scenario*>& scenarios);

}  // namespace hibiki::experiments
