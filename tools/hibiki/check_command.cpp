#include <fmt/format.h>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <filesystem>
#include <memory>
#include <string_view>

#include "sim/core/error.hpp"
#include "sim/scenario/load.hpp"
#include "tools/hibiki/commands.hpp"
#include "tools/hibiki/exit_codes.hpp"
#include "tools/hibiki/experiment.hpp"
#include "tools/hibiki/run_source.hpp"
#include "tools/hibiki/streams.hpp"

namespace hibiki::inline program {

namespace {

std::string count_of(std::size_t number, std::string_view what) {
  return fmt::format("{} {}{}", number, what, number == 1 ? "" : "s");
}

/// The number of labels; an entry with `count` counts as that many.
std::size_t label_count(const Scenario& scenario) {
  std::size_t count = 0;
  for (const Label& label : scenario.labels) count += static_cast<std::size_t>(label.count);
  return count;
}

/// Checks one file and prints the result.
int check(const std::filesystem::path& path) try {
  const LoadedScenario loaded = load_given(path);
  const Scenario& scenario = loaded.scenario;
  say_warnings({&loaded});
  print(fmt::format("ok: {}: {}, {}, {}\n", scenario.name, count_of(scenario.markets.size(), "market"),
                    count_of(label_count(scenario), "label"), count_of(scenario.interventions.size(), "intervention")));
  return kDone;
} catch (const ScenarioError& error) {
  for (const Problem& problem : error.problems()) say(fmt::format("error: {}", ScenarioError({problem}).what()));
  say(fmt::format("{}: {}", path.string(), count_of(error.problems().size(), "problem")));
  return kInvalidScenario;
} catch (const IoError& error) {
  say(fmt::format("error: {}", error.what()));
  return kInputOutput;
}

}  // namespace

void add_check_command(CLI::App& app, Invocation& invocation) {
  auto paths = std::make_shared<std::vector<std::filesystem::path>>();
  CLI::App* command =
      app.add_subcommand("check", "Check scenario files and list all problems with file, line and column");
  command->add_option("SCENARIO", *paths, "Scenario files (.toml); - for standard input")->required();
  command->footer(
      "Warnings do not change the exit code.\n"
      "Example:\n  hibiki check scenarios/*.toml");
  command->callback([paths, &invocation] {
    invocation.action = [paths] {
      int worst = kDone;  // an invalid scenario outweighs a file that could not be read
      for (const auto& path : *paths) {
        const int code = check(path);
        if (worst == kDone || code == kInvalidScenario) worst = code == kDone ? worst : code;
      }
      return worst;
    };
  });
}

}  // namespace hibiki::program
