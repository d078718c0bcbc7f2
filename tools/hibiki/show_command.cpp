#include <fmt/format.h>
#include <unistd.h>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <memory>

#include "sim/core/interrupt.hpp"
#include "sim/engine/run.hpp"
#include "sim/engine/simulation.hpp"
#include "tools/hibiki/commands.hpp"
#include "tools/hibiki/exit_codes.hpp"
#include "tools/hibiki/levers_text.hpp"
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
  std::string label, at;  ///< of --levers
};

/// The levers of a label in the first replicate, which is simulated up to the week of the day.
int show_levers(const Scenario& scenario, const ShowOptions& options) {
  const std::optional<Day> asked = options.at.empty() ? scenario.run.end : parse_day(options.at);
  if (!asked) throw UsageError(fmt::format("--at '{}': expected a date such as 2013-01-07", options.at));
  if (*asked < scenario.run.start || *asked > scenario.run.end)
    throw UsageError(fmt::format("--at {} is outside of the run, {} to {}", to_string(*asked),
                                 to_string(scenario.run.start), to_string(scenario.run.end)));
  if (const auto available = available_memory())
    require_memory(scenario, *available, [](const Scenario& s) { return estimate(s).memory_bytes; });
  Simulation simulation(scenario, seeds_of(scenario).front());
  const Calendar calendar = scenario.calendar();
  const int week = static_cast<int>((*asked - calendar.start) / std::chrono::weeks(1));
  while (simulation.week() <= week) {
    throw_if_interrupted();
    simulation.step();
  }
  print(levers_text(simulation.world(), options.label, calendar.day(week), layout_of(STDOUT_FILENO).columns));
  return kDone;
}

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
  if (!options.label.empty())
    return with_asked_threads(options.simulation.threads, [&] { return show_levers(loaded.scenario, options); });
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
  CLI::Option* network =
      command
          ->add_flag("--network", options->network,
                     "Build the fan network and print its degrees, components and largest core by market")
          ->excludes(origin);
  CLI::Option* levers =
      command
          ->add_option("--levers", options->label, "Simulate up to --at and print a label's levers, dated and in force")
          ->type_name("LABEL")
          ->excludes(origin)
          ->excludes(network);
  command->add_option("--at", options->at, "Day of --levers; default: the end of the run")
      ->type_name("DATE")
      ->needs(levers);
  add_simulation_options(*command, options->simulation);
  command->footer(
      "Examples: the changes of a strategy; the decisions of a label in 2013, in a small world\n"
      "  hibiki show scenarios/strategies/early_video.toml --origin | grep early_video\n"
      "  hibiki show scenarios/history.toml --levers \"KR agency 1\" --at 2013-01-07 --fans 2000");
  command->callback([options, &invocation] { invocation.action = [options] { return show(*options); }; });
}

}  // namespace hibiki::program
