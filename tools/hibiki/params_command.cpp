#include <fmt/format.h>
#include <unistd.h>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <memory>

#include "sim/scenario/nearest.hpp"
#include "tools/hibiki/commands.hpp"
#include "tools/hibiki/exit_codes.hpp"
#include "tools/hibiki/parameter_markdown.hpp"
#include "tools/hibiki/parameter_table.hpp"
#include "tools/hibiki/streams.hpp"
#include "tools/hibiki/terminal.hpp"

namespace hibiki::inline program {

namespace {

std::vector<Parameter> found_parameters(const std::string& key) {
  auto found = find_parameters(key);
  if (found.empty())
    throw UsageError(
        fmt::format("unknown key '{}'; {}\n'hibiki params' lists all", key, nearest_hint(key, parameter_names())));
  return found;
}

int print_parameters(const std::string& key, bool markdown) {
  if (markdown) {
    const auto wanted = key.empty() ? all_parameters() : found_parameters(key);
    print(parameter_markdown(wanted));
    return kDone;
  }
  const std::size_t columns = layout_of(STDOUT_FILENO).columns;
  if (key.empty()) {
    print(fmt::format("{}\n'hibiki params KEY' shows one key with its source.\n",
                      parameter_table(all_parameters(), columns)));
    return kDone;
  }
  if (const auto table = parameters_of_table(key); !table.empty()) {
    print(parameter_table(table, columns));
    return kDone;
  }
  for (const Parameter& parameter : found_parameters(key)) print(parameter_details(parameter, columns));
  return kDone;
}

}  // namespace

void add_params_command(CLI::App& app, Invocation& invocation) {
  struct Choice {
    std::string key;
    bool markdown = false;
  };
  auto choice = std::make_shared<Choice>();
  CLI::App* command = app.add_subcommand("params", "List the keys of scenario files: default, range, unit, meaning");
  command->add_option("KEY", choice->key,
                      "Show this key with its source, or list the keys of this table (run, market, intervention ...)");
  command->add_flag("--markdown", choice->markdown, "Print the Markdown tables of sim/README.md");
  command->footer("Example:\n  hibiki params assumptions.try.sharers");
  command->callback([choice, &invocation] {
    invocation.action = [choice] { return print_parameters(choice->key, choice->markdown); };
  });
}

}  // namespace hibiki::program
