#include <fmt/format.h>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <memory>

#include "sim/scenario/nearest.hpp"
#include "tools/hibiki/commands.hpp"
#include "tools/hibiki/exit_codes.hpp"
#include "tools/hibiki/parameter_table.hpp"

namespace hibiki {

namespace {

int print_parameters(const std::string& key) {
  if (key.empty()) {
    fmt::print("{}\n'hibiki params KEY' says more of one key, its source included.\n",
               parameter_table(all_parameters()));
    return kDone;
  }
  const auto found = find_parameters(key);
  if (found.empty())
    throw UsageError(
        fmt::format("no key '{}'; {}\n'hibiki params' lists all", key, nearest_hint(key, parameter_names())));
  for (const Parameter& parameter : found) fmt::print("{}", parameter_details(parameter));
  return kDone;
}

}  // namespace

void add_params_command(CLI::App& app, Invocation& invocation) {
  auto key = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("params", "List every key of a scenario: default, range, unit, meaning");
  command->add_option("KEY", *key, "Say everything about this key, its source included");
  command->footer("Example:\n  hibiki params assumptions.try.sharers");
  command->callback([key, &invocation] { invocation.action = [key] { return print_parameters(*key); }; });
}

}  // namespace hibiki
