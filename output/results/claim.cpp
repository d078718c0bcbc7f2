#include "output/results/claim.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <random>
#include <utility>

#include "output/results/claim_file.hpp"
#include "output/results/files.hpp"
#include "output/results/folders.hpp"
#include "output/results/machine.hpp"

namespace hibiki::inline results {

namespace {

constexpr std::chrono::seconds kRefreshEvery{10};

std::string random_token() {
  std::random_device random;
  return fmt::format("{:08x}{:08x}", random(), random());
}

}  // namespace

Claim::Claim(std::filesystem::path folder)
    : folder_(std::move(folder)), record_{random_token(), this_process(), utc_now()} {
  bool taken = false;
  try {
    take_claim(folder_, record_, made_folders_);
    taken = true;
    remove_unfinished_claims(folder_);
    start_refreshing();
  } catch (...) {
    if (taken) ::unlink((folder_ / kClaimName).c_str());
    remove_empty_folders(made_folders_);
    throw;
  }
}

Claim::~Claim() {
  try {
    stop_refreshing();
    if (is_held()) {
      remove_unfinished_claims(folder_);
      ::unlink((folder_ / kClaimName).c_str());
    }
  } catch (...) {  // then it is left, and stale
  }
  remove_empty_folders(made_folders_);
}

bool Claim::is_held() const {
  const auto found = read_claim(folder_ / kClaimName);
  return found && found->record.token == record_.token;
}

void Claim::require_held() const {
  if (is_held()) return;
  throw IoError(
      fmt::format("another process took over {} while this command ran, so nothing was written there; run it "
                  "again, or choose another folder with --out",
                  folder_.string()));
}

/// Signals stay with the thread that has always had them.
void Claim::start_refreshing() {
  descriptor_ = open_descriptor(folder_ / kClaimName, O_RDONLY);
  // Without it the claim would grow stale while its process is at work.
  if (descriptor_ < 0) throw_io_error("read", folder_ / kClaimName, errno);
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  refresher_ = std::thread([this] { refresh_until_stopped(); });
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

void Claim::stop_refreshing() {
  {
    const std::lock_guard lock(stopping_);
    stopped_ = true;
  }
  wake_.notify_all();
  if (refresher_.joinable()) refresher_.join();
  if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
}

void Claim::refresh_until_stopped() {
  std::unique_lock lock(stopping_);
  while (!wake_.wait_for(lock, kRefreshEvery, [this] { return stopped_; }))
    ::futimens(descriptor_, nullptr);  // a refresh that fails is one of the six that may be missed
}

}  // namespace hibiki::results
