#include "tools/hibiki/scene_option.hpp"

#include <fmt/format.h>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <stdexcept>

#include "tools/experiments/comparison_scope.hpp"
#include "tools/hibiki/commands.hpp"

namespace hibiki::inline program {

void add_scene_option(CLI::App& command, std::optional<std::string>& scene) {
  command
      .add_option("--scene", scene,
                  "Scene to measure, by name or home market (J-pop, JP); default: the scene of the labels on which the "
                  "scenarios differ, else the incumbent")
      ->type_name("SCENE");
}

MeasuredScene subject_of(const std::optional<std::string>& scene, const Scenario& base,
                         const std::vector<const Scenario*>& variants) {
  if (!scene) return asked_scene(base, variants);
  try {
    return scene_named(base, *scene);
  } catch (const std::invalid_argument& error) {
    throw UsageError(fmt::format("--scene '{}': {}", *scene, error.what()));
  }
}

std::string identity_of_scene(const MeasuredScene& scene, const Scenario& base,
                              const std::vector<const Scenario*>& variants) {
  return scene.market == asked_scene(base, variants).market ? "" : "\nscene " + scene.market;
}

}  // namespace hibiki::program
