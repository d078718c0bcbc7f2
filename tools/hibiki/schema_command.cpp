#include <fmt/format.h>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "sim/scenario/load.hpp"
#include "tools/hibiki/commands.hpp"
#include "tools/hibiki/exit_codes.hpp"
#include "tools/hibiki/streams.hpp"

namespace hibiki::inline program {

void add_schema_command(CLI::App& app, Invocation& invocation) {
  CLI::App* command = app.add_subcommand("schema", "Print the JSON Schema of scenario files, for editors");
  command->footer(
      "Example: completion and checks in an editor that knows Even Better TOML or taplo\n"
      "  hibiki schema > hibiki.schema.json     # and in the scenario:  #:schema ./hibiki.schema.json");
  command->callback([&invocation] {
    invocation.action = [] {
      const std::string schema = json_schema();
      print(fmt::format("{}{}", schema, schema.ends_with('\n') ? "" : "\n"));
      return kDone;
    };
  });
}

}  // namespace hibiki::program
