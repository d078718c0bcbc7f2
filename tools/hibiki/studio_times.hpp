// How long the studio's page waits, by the clock of a browser that runs it without a window.
#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>

namespace hibiki::inline program {

/// Serves the studio as `hibiki studio` does, opens it in Debian's chromium or Chrome, moves its first slider several
/// times, and returns {"browser", "scenario", "threads", "opened_ms", "moves": [{"drawing_ms", "pair_ms"}]}: the time
/// until the baseline is drawn, and from letting go of the slider to the first drawing and to the first whole pair.
/// Throws UsageError without a browser, IoError where it ends or does not report within some minutes.
nlohmann::ordered_json studio_times(const std::filesystem::path& scenario);

/// As a table.
std::string studio_times_text(const nlohmann::ordered_json& times);

}  // namespace hibiki::program
