// How long the studio's page waits, by the clock of a browser that runs it without a window.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "sim/scenario/load.hpp"

namespace hibiki::inline program {

/// Serves the studio, opens it in Debian's chromium or Chrome, moves its first slider several times, and returns
/// {"browser", "scenario", "opened_ms", "moves": [{"drawing_ms", "pair_ms"}]}: the time until the baseline is drawn,
/// and from letting go of the slider to the first drawing and to the first whole pair of 2,000 fans. Throws UsageError
/// without a browser, IoError where it does not report within some minutes.
nlohmann::ordered_json studio_times(const LoadedScenario& base, int threads);

/// As a table.
std::string studio_times_text(const nlohmann::ordered_json& times);

}  // namespace hibiki::program
