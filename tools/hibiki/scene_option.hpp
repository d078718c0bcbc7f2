// --scene: the scene that an experiment measures, instead of the default derived from the scenarios.
#pragma once

#include <CLI/App.hpp>

#include <optional>
#include <string>
#include <vector>

#include "output/analysis/arm.hpp"
#include "sim/scenario/scenario.hpp"

namespace hibiki::inline program {

void add_scene_option(CLI::App& command, std::optional<std::string>& scene);

/// The scene of that name ("J-pop") or home market ("JP"); asked_scene() where none is given. Throws UsageError, with
/// the nearest names, when there is no such scene.
MeasuredScene subject_of(const std::optional<std::string>& scene, const Scenario& base,
                         const std::vector<const Scenario*>& variants);

/// The part of an experiment's identity that says its scene; empty where that is asked_scene().
std::string identity_of_scene(const MeasuredScene& scene, const Scenario& base,
                              const std::vector<const Scenario*>& variants);

}  // namespace hibiki::program
