#include "tools/studio/answers.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "tools/studio/guard.hpp"

namespace hibiki::inline studio {

namespace {

constexpr std::size_t kMostAnswers = 64;

}  // namespace

Answers::Answers(AnswerPlan plan, std::size_t threads, std::size_t most_worlds, std::size_t most_pasts,
                 const Patience& patience)
    : plan_(std::move(plan)), patience_(patience), store_(most_worlds, most_pasts), workers_(threads), watcher_([this] {
        watch();
      }) {}

Answers::~Answers() {
  {
    const std::lock_guard lock(mutex_);
    over_ = true;
    for (const Entry& entry : entries_) entry.answer->stop();
  }
  over_changed_.notify_all();
  watcher_.join();
}

std::string Answers::ask(const std::string& window, const Question& question) {
  const std::uint64_t turn = [&] {
    const std::lock_guard lock(mutex_);
    return turns_[window] = next_++;
  }();
  const struct Turn {
    Answers& answers;
    const std::string& window;
    std::uint64_t turn;
    ~Turn() {  // those that wait find another turn, or none
      const std::lock_guard lock(answers.mutex_);
      if (answers.is_newest(window, turn)) answers.turns_.erase(window);
    }
  } until_asked{*this, window, turn};
  const auto answer = prepared(window, turn, question);
  const std::lock_guard lock(mutex_);
  if (!is_newest(window, turn)) throw superseded();
  for (auto entry = entries_.begin(); entry != entries_.end();)
    if (auto next = std::next(entry); entry->window == window)
      drop(std::exchange(entry, next));
    else
      entry = next;
  if (entries_.size() >= kMostAnswers) drop(std::ranges::min_element(entries_, {}, &Entry::wanted));
  // Others cannot guess it.
  entries_.push_back({fmt::format("{}-{}", next_++, random_token().substr(0, 8)), window, answer, Clock::now()});
  workers_.add(answer);
  return entries_.back().id;
}

std::shared_ptr<const Answer> Answers::find(const std::string& id) {
  const std::lock_guard lock(mutex_);
  const auto found = std::ranges::find(entries_, id, &Entry::id);
  if (found == entries_.end()) return nullptr;
  found->wanted = Clock::now();
  workers_.pause(found->answer, false);
  return found->answer;
}

bool Answers::is_newest(const std::string& window, std::uint64_t turn) const {
  const auto newest = turns_.find(window);
  return newest != turns_.end() && newest->second == turn;
}

QuestionError Answers::superseded() { return {"", "a newer question of the same window came"}; }

/// Scenarios are read one question after the other, and not at all for a question that a newer one has replaced: a
/// slider that is dragged asks many times a second.
std::shared_ptr<Answer> Answers::prepared(const std::string& window, std::uint64_t turn, const Question& question) {
  const std::lock_guard preparing(preparing_);
  {
    const std::lock_guard lock(mutex_);
    if (!is_newest(window, turn)) throw superseded();
  }
  return std::make_shared<Answer>(question, plan_, store_);
}

void Answers::stop(const std::string& id) {
  const std::lock_guard lock(mutex_);
  if (const auto found = std::ranges::find(entries_, id, &Entry::id); found != entries_.end()) drop(found);
}

std::size_t Answers::count() const {
  const std::lock_guard lock(mutex_);
  return entries_.size();
}

void Answers::drop(std::list<Entry>::iterator entry) {
  workers_.remove(entry->answer);
  entries_.erase(entry);
}

void Answers::watch() {
  std::unique_lock lock(mutex_);
  while (!over_) {
    const auto now = Clock::now();
    for (auto entry = entries_.begin(); entry != entries_.end();) {
      const auto next = std::next(entry);
      const bool over = entry->answer->over();
      if (now - entry->wanted > (over ? patience_.finished_dropped_after : patience_.dropped_after))
        drop(entry);
      else if (now - entry->wanted > patience_.paused_after)
        workers_.pause(entry->answer, true);
      entry = next;
    }
    over_changed_.wait_for(lock, std::min<std::chrono::milliseconds>(patience_.paused_after, std::chrono::seconds(1)));
  }
}

}  // namespace hibiki::studio
