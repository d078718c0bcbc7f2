#include <fmt/format.h>
#include <unistd.h>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <memory>

#include "sim/engine/run.hpp"
#include "tools/hibiki/commands.hpp"
#include "tools/hibiki/exit_codes.hpp"
#include "tools/hibiki/memory.hpp"
#include "tools/hibiki/network_text.hpp"
#include "tools/hibiki/repeat.hpp"
#include "tools/hibiki/simulation_options.hpp"
#include "tools/hibiki/streams.hpp"
#include "tools/hibiki/terminal.hpp"
#include "tools/hibiki/threads.hpp"

namespace hibiki::inline program {

namespace {

struct ShowOptions {
  std::filesystem::path path;
  SimulationOptions simulation;
  bool origin = false, network = false;
};

/// The network of the first replicate.
int show_network(const Scenario& scenario) {
  // structure_of() copies the network.
  if (const auto available = available_memory())
    require_memory(scenario, *available, [](const Scenario& s) { return 2 * estimate(s).memory_bytes; });
  print(network_text(make_world(scenario, seeds_of(scenario).front()), layout_of(STDOUT_FILENO).columns));
  return kDone;
}

int show(const ShowOptions& options) {
  const LoadedScenario loaded = load_with(options.simulation, options.path).loaded;
  if (options.network)
    return with_asked_threads(options.simulation.threads, [&] { return show_network(loaded.scenario); });
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
  CLI::Option* origin =
      command->add_flag("--origin", options->origin, "Print one value per line, with file and line of its source");
  command
      ->add_flag("--network", options->network,
                 "Build the fan network and print its degrees, components and largest core by market")
      ->excludes(origin);
  add_simulation_options(*command, options->simulation);
  command->footer(
      "Example: the changes of a strategy\n  hibiki show scenarios/strategies/early_video.toml --origin | grep "
      "early_video");
  command->callback([options, &invocation] { invocation.action = [options] { return show(*options); }; });
}

}  // namespace hibiki::program
