#include "tools/hibiki/program.hpp"

#include <fmt/format.h>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <new>
#include <sstream>
#include <thread>
#include <utility>

#include "output/results/files.hpp"
#include "output/results/machine.hpp"
#include "sim/core/error.hpp"
#include "sim/engine/run.hpp"
#include "sim/scenario/nearest.hpp"
#include "tools/experiments/failures.hpp"
#include "tools/hibiki/commands.hpp"
#include "tools/hibiki/exit_codes.hpp"
#include "tools/hibiki/option_words.hpp"
#include "tools/hibiki/ranks.hpp"
#include "tools/hibiki/result_files.hpp"
#include "tools/hibiki/stop_signals.hpp"
#include "tools/hibiki/streams.hpp"

namespace hibiki::inline program {

namespace {

namespace fs = std::filesystem;

constexpr void (*kCommands[])(CLI::App&, Invocation&) = {
    add_run_command,         add_check_command,     add_show_command,      add_params_command, add_schema_command,
    add_verify_command,      add_compare_command,   add_attribute_command, add_why_command,    add_sweep_command,
    add_sensitivity_command, add_calibrate_command, add_reproduce_command, add_report_command, add_studio_command,
    add_new_command,         add_optimise_command,
#ifdef HIBIKI_BENCHMARKS
    add_bench_command,
#endif
};

/// Ranks that work together each say why they fail. Before MPI starts, all of them usually fail alike: the others wait,
/// so that mpirun ends them once rank 0 has said it, and one that fails alone is heard.
void complain(const std::string& what) {
  static bool waits = is_further_rank() && started_ranks() == nullptr;
  if (std::exchange(waits, false)) std::this_thread::sleep_for(std::chrono::seconds(2));
  say_failure("error: " + what);
}

int fail(ExitCode code, const std::string& what) {
  complain(what);
  return code;
}

std::vector<std::string> command_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; }))
    names.push_back(command->get_name());
  return names;
}

std::vector<std::string> option_names(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options())
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  return names;
}

/// The error message for an invalid command line, with the nearest valid command or option.
std::string usage_problem(const CLI::App& app, const std::vector<std::string>& words, const CLI::ParseError& error) {
  const auto chosen = app.get_subcommands();
  if (chosen.empty()) {
    if (words.size() < 2) return "no command given; 'hibiki --help' lists the commands";
    const bool option = words[1].starts_with("-");
    return fmt::format("unknown {} '{}'; {}\n'hibiki --help' lists all", option ? "option" : "command", words[1],
                       nearest_hint(words[1], option ? option_names(app) : command_names(app)));
  }
  const CLI::App* innermost = chosen.front();
  std::string path = innermost->get_name();
  for (auto own = innermost->get_subcommands(); !own.empty(); own = innermost->get_subcommands()) {
    innermost = own.front();
    path += " " + innermost->get_name();
  }
  const CLI::App& command = *innermost;
  const std::string help = fmt::format("\n'hibiki {} --help' shows its usage", path);
  for (const std::string& word : app.remaining(true)) {
    if (word.starts_with("-"))
      return fmt::format("unknown option '{}'; {}{}", word, nearest_hint(word, option_names(command)), help);
    return fmt::format("unexpected argument '{}' for 'hibiki {}'{}", word, path, help);
  }
  return error.what() + help;
}

void report(const ScenarioError& error) {
  for (const Problem& problem : error.problems()) complain(ScenarioError({problem}).what());
}

/// Runs the chosen command; its failures become exit codes. `broken`: other ranks may be in the middle of a week with
/// this one.
int carry_out(const std::function<int()>& action, bool& broken) try {
  broken = is_further_rank();
  const int code = with_io_errors(action);
  broken = false;
  return code;
} catch (const UsageError& error) {
  return fail(kUsage, error.what());
} catch (const ScenarioError& error) {
  report(error);
  return kInvalidScenario;
} catch (const EveryWorldFailed& error) {
  return fail(kFinishedWithFailedTasks, error.what());
} catch (const IoError& error) {
  return fail(kInputOutput, error.what());
} catch (const VerificationError& error) {
  return fail(kVerificationMismatch, error.what());
} catch (const Interrupted& error) {
  return fail(static_cast<ExitCode>(128 + error.signal),
              fmt::format("interrupted by {}; no partial results were left, and the same command starts from the "
                          "beginning",
                          signal_name(error.signal)));
} catch (const std::bad_alloc&) {
  broken = true;
  return fail(kInvalidScenario, "out of memory; simulate fewer fans (--fans); --dry-run shows the memory a run needs");
} catch (const std::exception& error) {
  broken = true;
  return fail(kInternal, fmt::format("{}\nthis is a bug in hibiki {}; please report it with the command and the "
                                     "scenario",
                                     error.what(), project_version()));
}

/// --help and --version.
int explain(const CLI::App& app, const CLI::ParseError& error) {
  std::ostringstream text;
  const int exit_code = app.exit(error, text, text);
  print(text.str());
  return exit_code;
}

}  // namespace

int run_program(int argc, const char* const* argv, const char* commit) {
  built_from = commit;
  if (!prepare_streams()) return kInputOutput;
  if (is_further_rank()) speak_for(rank_launch()->rank);
  // Files are written under names of their own and published whole, so locks serve nothing, and file systems without
  // them would refuse the results at the end of a run. HDF5 takes the variable over what the program asks for.
  setenv("HDF5_USE_FILE_LOCKING", "FALSE", 1);
  CLI::App app("A what-if laboratory for pop-music markets: fans, acts, labels and platforms on a social network.",
               "hibiki");
  Invocation invocation{{argv, argv + argc}, {}};
  app.set_version_flag("--version", fmt::format("hibiki {} (model version {})", project_version(), kModelVersion));
  app.footer("Start with:  hibiki run scenarios/history.toml\nHelp on a command: hibiki COMMAND --help");
  app.get_formatter()->column_width(26);
  app.require_subcommand(1);
  for (const auto add : kCommands) add(app, invocation);
  if (const auto problem = problem_with_words(app, invocation.words)) return fail(kUsage, *problem);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return finish_output(explain(app, error));
    return fail(kUsage, usage_problem(app, invocation.words, error));
  }
  const auto action = [&] {
    if (const auto command = app.get_subcommands().front()->get_name(); command != "run" && command != "compare")
      require_one_process(command);
    return invocation.action();
  };
  bool broken = false;
  const int code = finish_output(carry_out(action, broken));
  return finish_ranks(code, broken);
}

}  // namespace hibiki::program
