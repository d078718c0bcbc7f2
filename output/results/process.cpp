#include "output/results/process.hpp"

#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <sstream>
#include <system_error>

#include "output/results/files.hpp"
#include "output/results/machine.hpp"

namespace hibiki::inline results {

namespace {

/// A file of /proc without the newline at its end; empty where it cannot be read.
std::string proc_text(const std::string& path) try {
  std::string text = read_whole_file(path);
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
} catch (const IoError&) {
  return {};
}

std::string proc_link(const std::string& path) {
  std::error_code unknown;
  return std::filesystem::read_symlink(path, unknown).string();
}

std::string own_command() {
  std::string words = proc_text("/proc/self/cmdline");
  while (!words.empty() && words.back() == '\0') words.pop_back();
  std::ranges::replace(words, '\0', ' ');
  return words;
}

/// Two fields of /proc/PID/stat; empty where it cannot be read.
struct ProcessStat {
  std::string state, started;
};

ProcessStat stat_of(const std::string& pid) {
  constexpr int kStarted = 22, kState = 3;  // as proc(5) numbers them
  const std::string text = proc_text("/proc/" + pid + "/stat");
  const auto name_end = text.rfind(')');  // the name before it may hold anything
  if (name_end == std::string::npos) return {};
  std::istringstream fields(text.substr(name_end + 1));
  ProcessStat stat;
  std::string field;
  for (int i = kState; i <= kStarted && fields >> field; ++i) {
    if (i == kState) stat.state = field;
    if (i == kStarted) stat.started = field;
  }
  return stat;
}

}  // namespace

ProcessIdentity this_process() {
  return {host_name(),
          proc_text("/proc/sys/kernel/random/boot_id"),
          proc_link("/proc/self/ns/pid"),
          ::getpid(),
          stat_of("self").started,
          own_command()};
}

ProcessState state_of(const ProcessIdentity& process) {
  const ProcessIdentity here = this_process();
  const bool seen_from_here = !here.boot.empty() && !here.pid_namespace.empty() && process.boot == here.boot &&
                              process.pid_namespace == here.pid_namespace && process.pid > 0;
  if (!seen_from_here) return ProcessState::elsewhere;
  if (::kill(static_cast<pid_t>(process.pid), 0) != 0 && errno == ESRCH) return ProcessState::gone;
  const ProcessStat stat = stat_of(fmt::format("{}", process.pid));
  if (stat.state == "Z" || stat.state == "X") return ProcessState::gone;
  const bool another = !stat.started.empty() && !process.started.empty() && stat.started != process.started;
  return another ? ProcessState::gone : ProcessState::running;
}

}  // namespace hibiki::results
