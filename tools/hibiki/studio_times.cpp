#include "tools/hibiki/studio_times.hpp"

#include <fmt/format.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <future>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string_view>
#include <thread>
#include <vector>

#include "output/analysis/statistics.hpp"
#include "output/report/report.hpp"
#include "sim/core/error.hpp"
#include "sim/core/parallel.hpp"
#include "tools/hibiki/commands.hpp"
#include "tools/hibiki/quiet_process.hpp"
#include "tools/hibiki/redirect_page.hpp"
#include "tools/hibiki/stop_signals.hpp"
#include "tools/hibiki/streams.hpp"
#include "tools/hibiki/studio_plan.hpp"
#include "tools/studio/answers.hpp"
#include "tools/studio/controls.hpp"
#include "tools/studio/guard.hpp"
#include "tools/studio/server.hpp"

namespace hibiki::inline program {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr double kWantedDrawing = 300, kWantedPair = 2000;  ///< milliseconds
constexpr std::int64_t kFans = 20000;                       ///< of the firm answer, as the studio's default
constexpr auto kPatience = std::chrono::minutes(5);

/// Moves the first slider of the page, and tells the server how long it took until something was drawn.
constexpr const char* kDriver = R"(<script type="module">
const kMoves = 5, kDone = ['rough', 'firm', 'done'];
const frame = () => new Promise(requestAnimationFrame);
const drawn = () => document.querySelector('.live svg') || pair(), pair = () => kDone.includes(document.body.dataset.phase);
async function until(ready) {
  while (!ready()) await frame();
  return performance.now();
}
async function move(part) {
  const slider = document.querySelector('.lever input[type=range]'), start = performance.now();
  document.body.dataset.phase = '';  // that of the question before
  slider.value = +slider.min + part * (slider.max - slider.min);
  for (const kind of ['input', 'change']) slider.dispatchEvent(new Event(kind, {bubbles: true}));
  const drawing_ms = await until(drawn) - start;
  return {drawing_ms, pair_ms: await until(pair) - start};
}
const opened_ms = await until(drawn), moves = [];
await until(pair);
for (let i = 1; i <= kMoves; ++i) moves.push(await move((i + 2) / (kMoves + 4)));
await fetch('/measured', {method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify({opened_ms, moves})});
</script>
)";

/// A folder for the browser's profile.
class ProfileFolder {
 public:
  // A short name: the path of the browser's socket in it has at most 107 characters.
  ProfileFolder() : path_(fs::temp_directory_path() / ("hibiki-browser-" + random_token().substr(0, 8))) {
    fs::create_directory(path_);
  }
  ProfileFolder(const ProfileFolder&) = delete;
  ProfileFolder& operator=(const ProfileFolder&) = delete;
  ~ProfileFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

/// A browser without a window, in a process group of its own, which ends with this object.
class Browser {
 public:
  /// The first that is installed opens the page.
  explicit Browser(const fs::path& page) {
    for (const char* program : {"chromium", "google-chrome", "chromium-browser"})
      if (start(program, page)) {
        name_ = program;
        return;
      }
    throw UsageError("bench --studio needs a browser: install chromium");
  }
  Browser(const Browser&) = delete;
  Browser& operator=(const Browser&) = delete;
  ~Browser() {
    constexpr int kTries = 100;
    if (!has_ended()) ::kill(process_, SIGTERM);  // it ends those that it started, and removes its files
    for (int i = 0; i < kTries && !has_ended(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(50));
    ::kill(-process_, SIGKILL);
    if (!has_ended()) ::waitpid(process_, nullptr, 0);
  }
  const std::string& name() const { return name_; }
  bool has_ended() {
    ended_ = ended_ || ::waitpid(process_, nullptr, WNOHANG) == process_;
    return ended_;
  }

 private:
  bool start(const std::string& program, const fs::path& page) {
    std::vector<std::string> words{program, "--headless", "--disable-gpu", "--no-first-run",
                                   "--user-data-dir=" + profile_.path().string()};
    if (::geteuid() == 0) words.emplace_back("--no-sandbox");  // chromium refuses to run as root otherwise
    words.push_back("file://" + page.string());
    // It leaves a folder in TMPDIR when it is ended by a signal.
    std::string temporary = "TMPDIR=" + profile_.path().string();
    std::vector<char*> environment{temporary.data()};
    for (char** variable = environ; *variable != nullptr; ++variable)
      if (!std::string_view(*variable).starts_with("TMPDIR=")) environment.push_back(*variable);
    environment.push_back(nullptr);
    const auto started = start_quietly(words, POSIX_SPAWN_SETPGROUP, environment.data());
    process_ = started.value_or(0);
    return started.has_value();
  }

  ProfileFolder profile_;
  pid_t process_ = 0;
  bool ended_ = false;
  std::string name_;
};

Json wait_for(std::future<std::string> report, const std::future<void>& serving, Browser& browser) {
  constexpr const char* kRemedy = "open the page by hand with hibiki studio, or install another browser";
  const auto start = std::chrono::steady_clock::now();
  const auto now = std::chrono::milliseconds(0);
  while (report.wait_for(std::chrono::milliseconds(100)) != std::future_status::ready) {
    if (const int signal = interrupting_signal.load()) throw Interrupted{signal};
    if (serving.wait_for(now) == std::future_status::ready) throw IoError("the studio's server ended");
    if (browser.has_ended())
      throw IoError(fmt::format("{} ended before the page had reported: {}", browser.name(), kRemedy));
    if (std::chrono::steady_clock::now() - start > kPatience)
      throw IoError(fmt::format("the page did not report from {} in five minutes: {}", browser.name(), kRemedy));
  }
  return Json::parse(report.get());
}

std::string row(const std::string& what, std::vector<double> times, double wanted) {
  std::ranges::sort(times);
  return fmt::format("{:<34}{:>8.0f} {:>8.0f} {:>8.0f}{}\n", what, times.front(), median_of(times), times.back(),
                     wanted > 0 ? fmt::format(" {:>8.0f}", wanted) : "");
}

}  // namespace

Json studio_times(const fs::path& scenario) {
  const AnswerPlan plan = studio_plan(scenario, kFans);
  const auto [finished, pasts] = room_for(plan);
  Answers answers(plan, plan.at_once, finished, pasts);
  std::promise<std::string> reported;
  std::future<std::string> report = reported.get_future();
  std::once_flag first;
  const ProfileFolder saved;
  StudioServer server({0, saved.path(), studio_page(setup_json(*plan.base).dump()) + kDriver, random_token(),
                       [&](const std::string& times) { std::call_once(first, [&] { reported.set_value(times); }); }},
                      answers);
  auto serving = std::async(std::launch::async, [&] { server.serve(); });
  const struct Stopped {
    StudioServer& server;
    ~Stopped() { server.stop(); }
  } stopped{server};
  const RedirectPage redirect(server.address());
  Browser browser(redirect.file());
  Json times{{"browser", browser.name()}, {"scenario", scenario.filename().string()}, {"threads", thread_count()}};
  times.update(wait_for(std::move(report), serving, browser));
  return times;
}

std::string studio_times_text(const Json& times) {
  std::vector<double> drawings, pairs;
  for (const Json& move : times["moves"]) {
    drawings.push_back(move["drawing_ms"]);
    pairs.push_back(move["pair_ms"]);
  }
  return fmt::format("The studio of {} in {}, {} threads; milliseconds by the browser's clock, {} moves of a slider\n",
                     times["scenario"].get<std::string>(), times["browser"].get<std::string>(),
                     times["threads"].get<int>(), pairs.size()) +
         fmt::format("{:<34}{:>8} {:>8} {:>8} {:>8}\n", "", "least", "median", "most", "target") +
         row("page opened to baseline drawn", {times["opened_ms"].get<double>()}, 0) +
         row("slider to first drawing", drawings, kWantedDrawing) +
         row("slider to first pair, 2,000 fans", pairs, kWantedPair);
}

}  // namespace hibiki::program
