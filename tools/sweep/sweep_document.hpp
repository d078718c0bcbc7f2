// The results of a sweep as one JSON document: its points with their measures, and the sensitivity to its factors.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "tools/sweep/sensitivity.hpp"
#include "tools/sweep/sweep_folder.hpp"

namespace hibiki::inline sweep {

/// Sensitivity of some measures to the factors of a saltelli or morris design.
struct SweepSensitivity {
  DesignKind method = DesignKind::saltelli;
  std::vector<std::size_t> measures;  ///< positions in SweepState::measures
  std::vector<SobolAnalysis> sobol;   ///< of each of them; empty of a morris design
  std::vector<MorrisAnalysis> morris;
};

/// Whether the design is made for sensitivity.
bool has_sensitivity(const Design& design);

/// Of such a design. `measures` are positions in SweepState::measures.
SweepSensitivity sensitivity_of(const SweepFolder& folder, const RunLog& log, std::vector<std::size_t> measures);

/// kind "sensitivity": method, seeds, and for each measure its factors and luck.
nlohmann::ordered_json sensitivity_json(const SweepState& state, const SweepSensitivity& sensitivity);

/// kind "sweep_results": factors, measures, and points with the command that simulates each alone; of a very large
/// sweep some points, evenly chosen. With sensitivity where the design is made for it.
nlohmann::ordered_json sweep_document(const SweepFolder& folder, const RunLog& log);

/// The command that simulates a point alone, under all seeds, in the folder in which the sweep was started.
std::string point_command(const SweepState& state, const NumberedPoint& point);

}  // namespace hibiki::sweep
