// The report: one self-contained HTML file with the results of a comparison, a run, published experiments or a
// parameter sweep or an optimisation, which opens in any browser.
#pragma once

#include <string>
#include <string_view>

namespace hibiki::inline report {

/// The page of a comparison (`compare.json`, kind "comparison") or of a single run (kind "run"), with an attribution
/// (`attribution.json`) and reasons (`why.json`) where they are given, all as JSON texts. The page holds all it
/// needs: it makes no network requests. Equal texts give equal bytes. Throws IoError for a text that is not such JSON.
std::string report_page(std::string_view result_json, std::string_view attribution_json = {},
                        std::string_view why_json = {});

/// The page of published experiments (kind "reproduction", several of them as "reproductions", or "sweep"), with its
/// figures. Throws IoError for a text that is not such JSON.
std::string evidence_page(std::string_view json);

/// The page of a parameter sweep (kind "sweep_results"): response curves, maps of two factors, every point, and the
/// sensitivity indices where they are given. Throws IoError for a text that is not such JSON.
std::string sweep_page(std::string_view json);

/// The page of an optimisation (kind "optimisation"): the front, its plans, the response to each lever. Throws IoError
/// for a text that is not such JSON.
std::string optimisation_page(std::string_view json);

/// The page of the studio, with what can be asked there (setup_json()). It talks to the server that it came from.
std::string studio_page(std::string_view setup_json);

/// Whether a text that begins so is a page of hibiki, of an earlier program too. 64 KiB of it are enough.
bool is_page(std::string_view beginning);

}  // namespace hibiki::report
