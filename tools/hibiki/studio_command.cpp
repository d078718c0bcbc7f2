#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <chrono>
#include <cstdlib>
#include <memory>
#include <nlohmann/json.hpp>
#include <thread>

#include "output/report/report.hpp"
#include "sim/engine/run.hpp"
#include "tools/hibiki/commands.hpp"
#include "tools/hibiki/exit_codes.hpp"
#include "tools/hibiki/memory.hpp"
#include "tools/hibiki/shipped_files.hpp"
#include "tools/hibiki/simulation_options.hpp"
#include "tools/hibiki/stop_signals.hpp"
#include "tools/hibiki/streams.hpp"
#include "tools/hibiki/threads.hpp"
#include "tools/studio/answers.hpp"
#include "tools/studio/controls.hpp"
#include "tools/studio/guard.hpp"
#include "tools/studio/server.hpp"

namespace hibiki::inline program {

namespace {

namespace fs = std::filesystem;

constexpr int kMostPorts = 65535;
constexpr std::int64_t kFewestFans = 200;

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

AnswerPlan plan_of(const StudioOptions& options, const fs::path& scenario) {
  AnswerPlan plan;
  plan.base = std::make_shared<const LoadedScenario>(load_scenario(fs::absolute(scenario).lexically_normal()));
  plan.firm_fans = options.fans;
  plan.rough_fans = std::min(plan.rough_fans, plan.firm_fans);
  plan.at_once = static_cast<std::size_t>(thread_count());
  return plan;
}

/// How many worlds fit into half of the memory that is free: finished ones, whose results are kept, and pasts.
struct Room {
  std::size_t finished, pasts;
};

Room room_for(const Scenario& scenario, std::int64_t fans) {
  constexpr std::int64_t kUnknown = std::int64_t{2} << 30;
  constexpr std::int64_t kMostFinished = 800, kMostPasts = 128;
  Scenario firm = scenario;
  firm.run.fans = fans;
  const Estimate need = estimate(firm);
  const std::int64_t half = available_memory().value_or(kUnknown) / 4;
  return {static_cast<std::size_t>(std::clamp<std::int64_t>(half / need.result_bytes, 8, kMostFinished)),
          static_cast<std::size_t>(std::clamp<std::int64_t>(half / need.world_bytes, 4, kMostPasts))};
}

/// Opens the user's browser, if there is one. What it prints is nobody's.
void open_browser(const std::string& address) {
  const bool has_display = std::getenv("DISPLAY") != nullptr || std::getenv("WAYLAND_DISPLAY") != nullptr;
  const auto failed = [] { say("no browser could be opened: open the address above in one on this machine"); };
  if (!has_display) return failed();
  const pid_t child = ::fork();
  if (child < 0) return failed();
  if (child == 0) {
    // A grandchild, whose end nobody waits for.
    if (const pid_t browser = ::fork(); browser != 0) ::_exit(browser < 0 ? 1 : 0);
    if (::freopen("/dev/null", "w", stdout) != nullptr && ::freopen("/dev/null", "w", stderr) != nullptr)
      ::execlp("xdg-open", "xdg-open", address.c_str(), nullptr);
    ::_exit(1);
  }
  int status = 0;
  if (::waitpid(child, &status, 0) < 0 || status != 0) failed();
}

int studio(const StudioOptions& options) {
  const InterruptWatch interrupt;
  return with_threads(options.threads, [&] {
    const fs::path scenario = scenario_of(options);
    const AnswerPlan plan = plan_of(options, scenario);
    const auto [finished, pasts] = room_for(plan.base->scenario, plan.firm_fans);
    Answers answers(plan, plan.at_once, finished, pasts);
    StudioServer server({options.port, options.saved, studio_page(setup_json(*plan.base, plan).dump()), random_token()},
                        answers);
    std::thread serving([&] { server.serve(); });
    print(server.address() + "\n");
    say("the studio answers at this address, on this machine alone; Ctrl-C ends it");
    if (!options.no_open) open_browser(server.address());
    while (interrupting_signal.load() == 0) std::this_thread::sleep_for(std::chrono::milliseconds(100));
    server.stop();
    serving.join();
    return kDone;
  });
}

}  // namespace

void add_studio_command(CLI::App& app, Invocation& invocation) {
  auto options = std::make_shared<StudioOptions>();
  CLI::App* command = app.add_subcommand("studio", "Ask what-ifs on a page in the browser, answered while you watch");
  command->add_option("SCENARIO", options->scenario, "The world to change; default: scenarios/history.toml");
  command->add_option("--port", options->port, "Port of 127.0.0.1; default: any that is free")
      ->check(CLI::Range(1, kMostPorts));
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
