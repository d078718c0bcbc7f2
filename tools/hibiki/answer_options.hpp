// Where a command's answer goes and how it is told: options that every command which simulates takes alike.
#pragma once

#include <CLI/App.hpp>

#include <filesystem>
#include <string>

namespace hibiki::inline program {

/// What of a run stays: its weekly series in results.h5, or its summary alone.
enum class Keep { weekly, summary };

struct AnswerOptions {
  std::filesystem::path out;
  Keep keep = Keep::weekly;
  bool dry_run = false, force = false, json = false, report = false;
};

/// What the help says of them.
struct AnswerHelp {
  std::string out;      ///< "Folder of the comparison; runs/compare-BASE-VARIANT"
  std::string json;     ///< "compare.json instead of the answer in a few lines"
  std::string report;   ///< "Write report.html; a comparison always does"; the command has no --report when empty
  std::string dry_run;  ///< "memory, disk and time"; the command has no --dry-run when empty
  std::string keep;     ///< "the summary, and compare.json"; the command has no --keep when empty
  std::string force = "Replace what --out holds";
};

void add_answer_options(CLI::App& command, AnswerOptions& options, const AnswerHelp& help);

}  // namespace hibiki::program
