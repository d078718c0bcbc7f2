#include "tools/hibiki/answer_options.hpp"

#include <fmt/format.h>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

namespace hibiki::inline program {

namespace {

/// From the word on the command line to the number that the parser stores.
std::string keep_of(std::string& word) {
  if (word != "weekly" && word != "summary") return fmt::format("'{}' is not weekly or summary", word);
  word = std::to_string(static_cast<int>(word == "weekly" ? Keep::weekly : Keep::summary));
  return {};
}

}  // namespace

void add_answer_options(CLI::App& command, AnswerOptions& options, const AnswerHelp& help) {
  command.add_option("--out", options.out, help.out)->type_name("DIR");
  if (!help.dry_run.empty())
    command.add_flag("--dry-run", options.dry_run, "Print the " + help.dry_run + " needed, without simulating");
  if (!help.keep.empty())
    command.add_option("--keep", options.keep, "weekly: all series, in results.h5 (default); summary: " + help.keep)
        ->type_name("WHAT")
        ->transform(CLI::Validator(keep_of, ""));
  command.add_flag("--force", options.force, help.force);
  command.add_flag("--json", options.json, "Print " + help.json);
  if (!help.report.empty()) command.add_flag("--report", options.report, help.report);
}

}  // namespace hibiki::program
