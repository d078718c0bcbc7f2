// Texts of targets and results, common to terminal, page and tables.
#pragma once

#include <string>

#include "tools/reproduce/reproduction.hpp"

namespace hibiki::inline reproduction {

/// Four digits at most; whole numbers in full.
std::string figure_text(double value);
/// "0.52 +-0.05", ">= 0.632 in 95 %" of seeds, "in 95 %" of which measures must ascend.
std::string target_text(const EvidenceTarget& target);
/// The judged value: "0.523", "in 100 %" of seeds, "+0.12" of means that ascend; "none" where nothing had a
/// value.
std::string came_out_text(const Verdict& verdict);
/// "pass", "FAIL", "shown", "changed".
const char* result_text(Result result);
/// What failed: "time_clustered 55, not 28", "random < clustered +0: not so".
std::string failed_text(const Verdict& verdict);
/// "Wrong on purpose, needed = 3: refuted by time_clustered 55, not 28 +-0", or that no target tells it apart.
std::string wrong_text(const WrongOutcome& outcome);

}  // namespace hibiki::reproduction
