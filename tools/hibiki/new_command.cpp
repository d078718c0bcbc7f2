#include <fmt/format.h>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <charconv>
#include <iostream>
#include <memory>
#include <optional>

#include "output/results/files.hpp"
#include "sim/core/calendar.hpp"
#include "sim/scenario/nearest.hpp"
#include "sim/scenario/schema.hpp"
#include "tools/experiments/comparison_scope.hpp"
#include "tools/hibiki/commands.hpp"
#include "tools/hibiki/exit_codes.hpp"
#include "tools/hibiki/shipped_files.hpp"
#include "tools/hibiki/streams.hpp"
#include "tools/studio/asked.hpp"
#include "tools/studio/controls.hpp"
#include "tools/studio/question.hpp"

namespace hibiki::inline program {

namespace {

namespace fs = std::filesystem;

struct NewOptions {
  fs::path file, base;
  bool force = false;
};

fs::path base_of(const NewOptions& options) {
  if (!options.base.empty()) return fs::absolute(options.base).lexically_normal();
  if (const auto file = shipped("history.toml")) return fs::absolute(*file).lexically_normal();
  throw UsageError("scenarios/history.toml was not found in this folder or beside the program; give --base FILE");
}

/// Asks until `take` accepts the reply. An empty reply means `usual`; none where that is empty.
template <class Take>
auto asked(const std::string& question, const std::string& usual, const Take& take) {
  for (;;) {
    say_line(usual.empty() ? question : fmt::format("{} [{}]", question, usual));
    std::string reply;
    if (!std::getline(std::cin, reply))
      throw UsageError(fmt::format("the input ended before this was answered: {}", question));
    if (reply.empty()) reply = usual;
    std::string problem;
    if (auto value = take(reply, problem)) return *value;
    say_line("  " + problem);
  }
}

/// The position of a reply that is a number from 1 on, or begins one of the names, in any case.
std::optional<std::size_t> chosen(const std::string& reply, const std::vector<std::string>& names,
                                  std::string& problem) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(reply.data(), reply.data() + reply.size(), number);
  if (error == std::errc{} && end == reply.data() + reply.size() && number >= 1 && number <= names.size())
    return number - 1;
  for (std::size_t i = 0; i < names.size(); ++i)
    if (names[i] == reply) return i;
  problem = fmt::format("'{}' is not in the list; {}", reply, nearest_hint(reply, names));
  return std::nullopt;
}

std::size_t ask_choice(const std::string& question, const std::vector<std::string>& names,
                       const std::vector<std::string>& meanings, const std::string& usual) {
  for (std::size_t i = 0; i < names.size(); ++i)
    say_line(fmt::format("  {:2} {:<28} {}", i + 1, names[i], meanings[i]));
  return asked(question, usual,
               [&](const std::string& reply, std::string& problem) { return chosen(reply, names, problem); });
}

double ask_value(const Control& control, double usual) {
  const Field<Policy>& field = lever_field(control.lever);
  return asked(fmt::format("4. New value of {} ({} to {}{})", field.key, field.minimum, field.maximum,
                           control.unit.starts_with('%') ? "; 0.5 is 50 %" : fmt::format("; {}", control.unit)),
               fmt::format("{:.3g}", usual),
               [&](const std::string& reply, std::string& problem) -> std::optional<double> {
                 char* end = nullptr;
                 const double value = std::strtod(reply.c_str(), &end);
                 if (!reply.empty() && *end == '\0' && value >= field.minimum && value <= field.maximum) return value;
                 problem = fmt::format("'{}' is not a number from {} to {}", reply, field.minimum, field.maximum);
                 return std::nullopt;
               });
}

Day ask_date(const Scenario& base) {
  return asked(fmt::format("5. From which day on ({} to {})", to_string(base.run.start), to_string(base.run.end)), "",
               [&](const std::string& reply, std::string& problem) -> std::optional<Day> {
                 const auto day = parse_day(reply);
                 if (day && *day >= base.run.start && *day <= base.run.end) return day;
                 problem = fmt::format("'{}' is not a day from {} to {}; write it like 2008-01-07", reply,
                                       to_string(base.run.start), to_string(base.run.end));
                 return std::nullopt;
               });
}

WhatIf ask_what_if(const Scenario& base) {
  WhatIf what_if;
  what_if.title = asked("1. What is the question? One line, as the report's title", "What if?",
                        [](const std::string& reply, std::string&) { return std::optional(reply); });
  std::vector<std::string> markets, scenes, levers, titles;
  for (const Market& market : base.markets) {
    markets.push_back(market.name);
    scenes.push_back(market.scene);
  }
  const std::string usual = asked_scene(base, {}).market;
  const std::string home = markets[ask_choice("2. Whose labels change something?", markets, scenes, usual)];
  for (const Control& control : controls()) {
    levers.emplace_back(lever_key(control.lever));
    titles.emplace_back(control.title);
  }
  const Control& control = controls()[ask_choice("3. What do they change?", levers, titles, "")];
  LeverChange change{.lever = std::string(lever_key(control.lever)), .target = fmt::format("labels[home={}]", home)};
  const auto dated = [&](Day day) { return dated_mean(base, change.target, control.lever, day); };
  const Day middle = base.run.start + (base.run.end - base.run.start) / 2;
  change.set = ask_value(control, dated(middle));
  const Day from = ask_date(base);
  change.from = to_string(from);
  change.ramp_weeks = 52;
  change.cost = control.price * std::max(0.0, change.set - dated(from));
  what_if.changes = {change};
  return what_if;
}

int make_new(const NewOptions& options) {
  const LoadedScenario base = load_scenario(base_of(options));
  if (is_there(options.file) && !options.force)
    throw UsageError(fmt::format("{} exists; choose another name, or --force", options.file.string()));
  const WhatIf what_if = ask_what_if(base.scenario);
  const std::string name = options.file.stem().string();
  load_what_if(what_if, name, base.path, {});  // finds what is wrong with it
  const std::string command =
      shell_line({"hibiki", "compare", base.path.string(), options.file.string(), "--fans", "20000"});
  write_file_atomically(options.file, what_if_toml(what_if, base.path, command));
  print(options.file.string() + "\n");
  say_line(fmt::format("Now:\n  {}", command));
  return kDone;
}

}  // namespace

void add_new_command(CLI::App& app, Invocation& invocation) {
  auto options = std::make_shared<NewOptions>();
  CLI::App* command = app.add_subcommand("new", "Ask five questions and write the scenario file of a what-if");
  command->add_option("FILE", options->file, "Scenario file to write")->required()->option_text("REQUIRED");
  command->add_option("--base", options->base, "Scenario that it changes; default: scenarios/history.toml")
      ->type_name("FILE");
  command->add_flag("--force", options->force, "Replace the file");
  command->footer(
      "The answers are read from standard input, a line each; an empty one takes what stands in brackets.\n"
      "Example:\n  hibiki new mine.toml");
  command->callback([options, &invocation] { invocation.action = [options] { return make_new(*options); }; });
}

}  // namespace hibiki::program
