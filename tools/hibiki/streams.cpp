#include "tools/hibiki/streams.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <mutex>
#include <string>
#include <system_error>

#include "tools/hibiki/exit_codes.hpp"
#include "tools/hibiki/terminal.hpp"
#include "tools/hibiki/text.hpp"

namespace hibiki::inline program {

namespace {

std::mutex speaking;
bool status_shown = false;         ///< under `speaking`
int speaker = 0;                   ///< rank of this process
std::atomic<int> output_error{0};  ///< of the first write to standard output that failed

void write_error(std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(STDERR_FILENO, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;  // closed, full, or without a reader
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

/// For a terminal: lines that are too long for it are broken between words. Excerpts of files, which are indented,
/// stay.
std::string for_terminal(std::string_view text) {
  if (!is_terminal(STDERR_FILENO)) return std::string(text);
  std::string lines;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string_view line = text.substr(begin, end - begin);
    const std::size_t columns = terminal_columns(STDERR_FILENO);
    lines += begin > 0 ? "\n" : "";
    lines += line.starts_with(' ') || display_columns(line) <= columns ? std::string(line) : wrapped(line, 0, columns);
    begin = end + 1;
  }
  return lines;
}

void note_failed_output() {
  int none = 0;
  output_error.compare_exchange_strong(none, errno);
}

/// A file server may tell only at a close that the disk is full.
void close_a_copy_of_output() {
  if (const int copy = ::dup(STDOUT_FILENO); copy >= 0 && ::close(copy) != 0) note_failed_output();
}

}  // namespace

bool prepare_streams() {
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  constexpr std::array<int, 3> kModes = {O_WRONLY, O_RDONLY, O_WRONLY};  // reading 0 and writing 1 keep failing
  for (int descriptor = 0; descriptor < 3; ++descriptor)
    if (::fcntl(descriptor, F_GETFD) < 0 &&
        ::open("/dev/null", kModes[static_cast<std::size_t>(descriptor)]) != descriptor)
      return false;
  return true;
}

void speak_for(int rank) { speaker = rank; }

void say_failure(std::string_view text) {
  if (speaker == 0) return say(text);
  write_error(fmt::format("hibiki: rank {}: {}\n", speaker, text));
}

void say_line(std::string_view text) {
  if (speaker > 0) return;
  const std::lock_guard lock(speaking);
  write_error(fmt::format("{}{}\n", status_shown ? "\r\033[K" : "", for_terminal(text)));
  status_shown = false;
}

void say(std::string_view text) { say_line(fmt::format("hibiki: {}", text)); }

void show_status(std::string_view text) {
  if (speaker > 0) return;
  const std::lock_guard lock(speaking);
  if (text.empty() && !status_shown) return;
  write_error(fmt::format("\r\033[K{}", text));
  status_shown = !text.empty();
}

void print(std::string_view text) {
  if (speaker > 0 || !output_is_taken()) return;
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0) note_failed_output();
}

bool output_is_taken() { return output_error == 0; }

int finish_output(int exit_code) {
  if (speaker > 0) return exit_code;
  if (output_is_taken()) close_a_copy_of_output();
  const int failed = output_error;
  if (failed == 0) return exit_code;
  if (failed != EPIPE)
    say(fmt::format("error: cannot write to standard output: {}",
                    failed == EBADF ? "it is closed" : std::generic_category().message(failed)));
  return exit_code != kDone ? exit_code : failed == EPIPE ? kReaderGone : kInputOutput;
}

}  // namespace hibiki::program
