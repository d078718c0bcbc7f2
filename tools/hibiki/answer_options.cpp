#include "tools/hibiki/answer_options.hpp"

#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

namespace hibiki {

void add_answer_options(CLI::App& command, AnswerOptions& options, const AnswerHelp& help) {
  command.add_option("--out", options.out, help.out + " when not given")->type_name("DIR");
  if (!help.dry_run.empty())
    command.add_flag("--dry-run", options.dry_run, "Say what it needs in " + help.dry_run + "; simulate nothing");
  command.add_flag("--force", options.force, help.force);
  command.add_flag("--json", options.json, "Print " + help.json);
  if (!help.report.empty()) command.add_flag("--report", options.report, help.report);
}

}  // namespace hibiki
