// The commands of the program, one file each. To add one: write NAME_command.cpp with a function like these, and
// name it in kCommands (program.cpp).
#pragma once

#include <CLI/App.hpp>

#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

namespace hibiki::inline program {

/// The result of parsing.
struct Invocation {
  std::vector<std::string> words;  ///< the command line
  std::function<int()> action;     ///< runs the chosen command; returns its exit code
};

/// The command line asks for something that cannot be. Exit code 2.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Each adds its command to `app`; when the user chose it, parsing sets invocation.action.
void add_run_command(CLI::App& app, Invocation& invocation);
void add_check_command(CLI::App& app, Invocation& invocation);
void add_show_command(CLI::App& app, Invocation& invocation);
void add_params_command(CLI::App& app, Invocation& invocation);
void add_schema_command(CLI::App& app, Invocation& invocation);
void add_compare_command(CLI::App& app, Invocation& invocation);
void add_attribute_command(CLI::App& app, Invocation& invocation);
void add_calibrate_command(CLI::App& app, Invocation& invocation);
void add_reproduce_command(CLI::App& app, Invocation& invocation);
void add_report_command(CLI::App& app, Invocation& invocation);
void add_verify_command(CLI::App& app, Invocation& invocation);
void add_sweep_command(CLI::App& app, Invocation& invocation);
void add_sensitivity_command(CLI::App& app, Invocation& invocation);
void add_why_command(CLI::App& app, Invocation& invocation);
void add_optimise_command(CLI::App& app, Invocation& invocation);
void add_new_command(CLI::App& app, Invocation& invocation);
void add_studio_command(CLI::App& app, Invocation& invocation);
void add_bench_command(CLI::App& app, Invocation& invocation);  ///< only in builds with HIBIKI_BENCHMARKS

}  // namespace hibiki::program
