#include <fmt/format.h>
#include <spawn.h>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <chrono>
#include <cstdlib>
#include <future>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <thread>

#include "output/report/report.hpp"
#include "tools/hibiki/commands.hpp"
#include "tools/hibiki/exit_codes.hpp"
#include "tools/hibiki/quiet_process.hpp"
#include "tools/hibiki/redirect_page.hpp"
#include "tools/hibiki/shipped_files.hpp"
#include "tools/hibiki/simulation_options.hpp"
#include "tools/hibiki/stop_signals.hpp"
#include "tools/hibiki/streams.hpp"
#include "tools/hibiki/studio_plan.hpp"
#include "tools/hibiki/threads.hpp"
#include "tools/studio/answers.hpp"
#include "tools/studio/controls.hpp"
#include "tools/studio/guard.hpp"
#include "tools/studio/server.hpp"

namespace hibiki::inline program {

namespace {

namespace fs = std::filesystem;

constexpr int kFirstPort = 1024, kLastPort = 65535;  ///< those below are for the system's own services

struct StudioOptions {
  fs::path scenario, saved = "runs/studio";
  int port = 0, threads = 0;
  std::int64_t fans = 20000;
  bool no_open = false;
};

fs::path scenario_of(const StudioOptions& options) {
  if (!options.scenario.empty()) return options.scenario;
  if (const auto file = shipped("history.toml")) return *file;
  throw UsageError("scenarios/history.toml was not found in this folder or beside the program; name a SCENARIO");
}

/// Opens a file in the user's browser, in a session of its own: Ctrl-C here is not meant for it. False without one.
bool open_browser(const fs::path& file) {
  if (std::getenv("DISPLAY") == nullptr && std::getenv("WAYLAND_DISPLAY") == nullptr) return false;
  return start_quietly({"xdg-open", file.string()}, POSIX_SPAWN_SETSID).has_value();
}

/// Waits for the connections that are open, but not for one that never ends: it would keep the program from ending.
void end(std::future<void> serving, std::optional<RedirectPage>& redirect) {
  constexpr auto kPatience = std::chrono::seconds(3);
  if (serving.wait_for(kPatience) == std::future_status::ready) return serving.get();
  redirect.reset();
  std::_Exit(kDone);
}

int studio(const StudioOptions& options) {
  const InterruptWatch interrupt;
  return with_threads(options.threads, [&] {
    const fs::path scenario = scenario_of(options);
    const AnswerPlan plan = studio_plan(scenario, options.fans);
    const auto [finished, pasts] = room_for(plan);
    Answers answers(plan, plan.at_once, finished, pasts);
    StudioServer server({options.port, options.saved, studio_page(setup_json(*plan.base).dump()), random_token()},
                        answers);
    auto serving = std::async(std::launch::async, [&] { server.serve(); });
    print(server.address() + "\n");
    say("the studio answers at this address, on this machine alone; Ctrl-C ends it");
    std::optional<RedirectPage> redirect;
    if (!options.no_open && !open_browser(redirect.emplace(server.address()).file()))
      say("no browser could be opened: open the address above in one on this machine");
    while (interrupting_signal.load() == 0) std::this_thread::sleep_for(std::chrono::milliseconds(100));
    server.stop();
    end(std::move(serving), redirect);
    return kDone;
  });
}

}  // namespace

void add_studio_command(CLI::App& app, Invocation& invocation) {
  auto options = std::make_shared<StudioOptions>();
  CLI::App* command = app.add_subcommand("studio", "Ask what-ifs on a page in the browser, answered while you watch");
  command->add_option("SCENARIO", options->scenario, "The world to change; default: scenarios/history.toml");
  command->add_option("--port", options->port, "Port of 127.0.0.1; default: any that is free")
      ->check(CLI::Range(kFirstPort, kLastPort));
  command->add_flag("--no-open", options->no_open, "Do not open a browser");
  command->add_option("--fans", options->fans, "Fans of the firm answer, which follows a rough one; default: 20000")
      ->transform(whole_number_in_run("fans"));
  command->add_option("--saved", options->saved, "Folder of the scenario files that are saved; default: runs/studio")
      ->type_name("DIR");
  add_threads_option(*command, options->threads);
  command->footer(
      "The page works without a network. Whoever opens the printed address may use it; other pages may not.\n"
      "Example:\n  hibiki studio scenarios/future.toml");
  command->callback([options, &invocation] { invocation.action = [options] { return studio(*options); }; });
}

}  // namespace hibiki::program
