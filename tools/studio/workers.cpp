#include "tools/studio/workers.hpp"

#include <algorithm>
#include <chrono>

#include "sim/core/parallel.hpp"

namespace hibiki::inline studio {

namespace {

constexpr auto kSlice = std::chrono::milliseconds(30);

}  // namespace

Workers::Workers(std::size_t threads) {
  for (std::size_t i = 0; i < std::max<std::size_t>(threads, 1); ++i) threads_.emplace_back([this] { run(); });
}

Workers::~Workers() {
  {
    const std::lock_guard lock(mutex_);
    over_ = true;
    for (const Entry& entry : answers_) entry.answer->stop();
  }
  more_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void Workers::add(std::shared_ptr<Answer> answer) {
  {
    const std::lock_guard lock(mutex_);
    answers_.push_front({std::move(answer)});
  }
  more_.notify_all();
}

void Workers::remove(const std::shared_ptr<Answer>& answer) {
  answer->stop();
  const std::lock_guard lock(mutex_);
  answers_.remove_if([&](const Entry& entry) { return entry.answer == answer; });
}

void Workers::pause(const std::shared_ptr<Answer>& answer, bool paused) {
  {
    const std::lock_guard lock(mutex_);
    const auto found = std::ranges::find(answers_, answer, &Entry::answer);
    if (found == answers_.end() || found->paused == paused) return;
    found->paused = paused;
  }
  more_.notify_all();
}

/// nullptr at the end.
std::shared_ptr<Answer> Workers::next() {
  std::unique_lock lock(mutex_);
  while (!over_) {
    answers_.remove_if([](const Entry& entry) { return entry.answer->over(); });
    const auto ready = [](const Entry& entry) { return !entry.paused && entry.answer->wants_work(); };
    auto found = std::ranges::find_if(answers_, [&](const Entry& one) { return ready(one) && one.answer->urgent(); });
    if (found == answers_.end()) found = std::ranges::find_if(answers_, ready);
    if (found != answers_.end()) {
      answers_.splice(answers_.end(), answers_, found);
      return found->answer;
    }
    if (answers_.empty())
      more_.wait(lock);
    else
      more_.wait_for(lock, kSlice);  // a slice that ends elsewhere may leave work here
  }
  return nullptr;
}

void Workers::run() {
  while (const auto answer = next()) with_threads(1, [&] { answer->work(kSlice); });
}

}  // namespace hibiki::studio
