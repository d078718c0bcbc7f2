#include <fmt/format.h>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <memory>

#include "tools/hibiki/commands.hpp"
#include "tools/hibiki/exit_codes.hpp"
#include "tools/hibiki/simulation_options.hpp"
#include "tools/hibiki/streams.hpp"

namespace hibiki::inline program {

namespace {

struct ShowOptions {
  std::filesystem::path path;
  SimulationOptions simulation;
  bool origin = false;
};

int show(const ShowOptions& options) {
  const LoadedScenario loaded = load_with(options.simulation, options.path).loaded;
  if (!options.origin) {
    print(to_toml(loaded.scenario));
    return kDone;
  }
  std::string text;
  for (const Origin& origin : loaded.origins)
    text += fmt::format("{} = {}  # {}\n", origin.key, origin.value, origin.place);
  print(text);
  return kDone;
}

}  // namespace

void add_show_command(CLI::App& app, Invocation& invocation) {
  auto options = std::make_shared<ShowOptions>();
  CLI::App* command = app.add_subcommand("show", "Print a scenario with the values of all keys");
  command
      ->add_option("SCENARIO", options->path, "Scenario file (.toml; - for standard input), or a run's manifest.json")
      ->required();
  command->add_flag("--origin", options->origin, "Print one value per line, with file and line of its source");
  add_simulation_options(*command, options->simulation);
  command->footer(
      "Example: the changes of a strategy\n  hibiki show scenarios/strategies/early_video.toml --origin | grep "
      "early_video");
  command->callback([options, &invocation] { invocation.action = [options] { return show(*options); }; });
}

}  // namespace hibiki::program
