#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <filesystem>
#include <memory>
#include <string_view>

#include "sim/core/error.hpp"
#include "sim/scenario/data_ends.hpp"
#include "sim/scenario/load.hpp"
#include "tools/hibiki/commands.hpp"
#include "tools/hibiki/exit_codes.hpp"
#include "tools/hibiki/experiment.hpp"
#include "tools/hibiki/run_source.hpp"
#include "tools/hibiki/streams.hpp"
#include "tools/hibiki/terminal.hpp"
#include "tools/hibiki/text.hpp"

namespace hibiki::inline program {

namespace {

/// The number of labels; an entry with `count` counts as that many.
std::size_t label_count(const Scenario& scenario) {
  std::size_t count = 0;
  for (const Label& label : scenario.labels) count += static_cast<std::size_t>(label.count);
  return count;
}

/// Which data of markets end before the run, those with a trend or those without; empty where none does.
std::string data_ends_text(const Scenario& scenario, bool with_trend) {
  std::vector<std::string> ends;
  for (const DataEnd& end : data_ends(scenario)) {
    if ((end.trend != 0.0) != with_trend) continue;
    std::string notes = std::to_string(end.year);
    if (end.markets != scenario.markets.size())
      notes += fmt::format(", {} of {}", end.markets, counted(scenario.markets.size(), "market"));
    if (with_trend) notes += fmt::format(", {:+.3g} % a year", 100 * end.trend);
    ends.push_back(fmt::format("{} ({})", end.key, notes));
  }
  if (ends.empty()) return "";
  return wrapped(fmt::format("data end before the run ({}), and {}: {}", to_string(scenario.run.end),
                             with_trend ? fmt::format("go on with a trend from {} on", to_string(scenario.run.now))
                                        : std::string("keep their last value"),
                             fmt::join(ends, ", ")),
                 2, layout_of(STDOUT_FILENO).columns) +
         "\n";
}

/// Checks one file and prints the result.
int check(const std::filesystem::path& path) try {
  const LoadedScenario loaded = load_given(path);
  const Scenario& scenario = loaded.scenario;
  say_warnings({&loaded});
  print(fmt::format("ok: {}: {}, {}, {}\n", scenario.name, counted(scenario.markets.size(), "market"),
                    counted(label_count(scenario), "label"),
                    counted(scenario.interventions.size(), "intervention") +
                        (scenario.responses.empty() ? "" : ", " + counted(scenario.responses.size(), "response"))) +
        data_ends_text(scenario, true) + data_ends_text(scenario, false));
  return kDone;
} catch (const ScenarioError& error) {
  for (const Problem& problem : error.problems()) say(fmt::format("error: {}", ScenarioError({problem}).what()));
  say(fmt::format("{}: {}", path.string(), counted(error.problems().size(), "problem")));
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
