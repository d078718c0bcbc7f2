// Options for the results of a command, common to all commands that simulate.
#pragma once

#include <CLI/App.hpp>

#include <filesystem>
#include <string>

namespace hibiki::inline program {

/// The results of a run that are kept: the weekly series in results.h5, or only the summary.
enum class Keep { weekly, summary };

struct AnswerOptions {
  std::filesystem::path out;
  Keep keep = Keep::weekly;
  bool dry_run = false, force = false, json = false, report = false;
};

/// Help texts of the options.
struct AnswerHelp {
  std::string out;      ///< "Folder of the comparison; default: runs/compare-BASE-VARIANT"
  std::string json;     ///< "compare.json instead of the text"
  std::string report;   ///< "Also write report.html"; no --report if empty
  std::string dry_run;  ///< "memory, disk and time"; no --dry-run if empty
  std::string keep;     ///< "no results.h5 in the folders of the arms"; no --keep if empty
  std::string force = "Replace the contents of --out";
};

void add_answer_options(CLI::App& command, AnswerOptions& options, const AnswerHelp& help);

}  // namespace hibiki::program
