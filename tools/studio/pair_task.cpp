#include "tools/studio/pair_task.hpp"

#include <algorithm>
#include <set>

#include "tools/experiments/failures.hpp"

namespace hibiki::inline studio {

PairTask::PairTask(std::shared_ptr<const Asked> asked, std::size_t number, WorldStore& store)
    : asked_(std::move(asked)), number_(number), store_(store), errors_(asked_->arms.size()) {
  const int weeks = asked_->weeks();
  std::set<int> parts;  // weeks in which the base is kept for a variant that is not there yet
  for (std::size_t arm = 0; arm < asked_->arms.size(); ++arm) {
    done_.push_back(store_.find(asked_->key(arm, seed())));
    if (arm > 0 && !done_[arm] && asked_->parts_at[arm] > 0 && asked_->parts_at[arm] < weeks)
      parts.insert(asked_->parts_at[arm]);
  }
  if (!done_[0] && asked_->keep_at > 0 && asked_->keep_at < weeks) parts.insert(asked_->keep_at);
  // The variants before the rest of the base: their curves are waited for.
  for (const int week : parts) steps_.push_back({0, week});
  for (std::size_t arm = 1; arm < done_.size(); ++arm)
    if (!done_[arm] && asked_->parts_at[arm] < weeks) steps_.push_back({arm, weeks});
  if (!done_[0]) steps_.push_back({0, weeks});
}

void PairTask::begin() {
  const auto [arm, until] = steps_[step_];
  const int part = arm == 0 ? until : asked_->parts_at[arm], window_from = asked_->scope.from_week;
  const Scenario& scenario = asked_->scenario(arm);
  const auto past = part > 0 ? store_.find_past(asked_->past_key(seed()), part, window_from) : nullptr;
  if (past && (arm == 0 || past->week() == part))
    world_ = std::make_unique<StudioWorld>(*past, scenario, window_from);
  else
    world_ = std::make_unique<StudioWorld>(scenario, seed(), asked_->scope);
}

void PairTask::end() {
  const auto [arm, until] = steps_[step_];
  if (until < asked_->weeks()) {
    store_.keep_past(asked_->past_key(seed()), std::shared_ptr<const StudioWorld>(std::move(world_)));
  } else {
    StoredWorld stored{world_->finish(), world_->headline()};
    done_[arm] = std::make_shared<const StoredWorld>(std::move(stored));
    store_.keep(asked_->key(arm, seed()), done_[arm]);
  }
}

void PairTask::advance() {
  HIBIKI_ASSERT(!finished());
  const Step step = steps_[step_];  // clang 14 lets no lambda capture a structured binding
  bool over = false;
  const std::string failure = failure_of([&] {
    if (!world_) {
      begin();
    } else if (world_->week() < step.until && !world_->finished()) {
      world_->advance();
    } else {
      end();
      over = true;
    }
  });
  if (!failure.empty()) {
    errors_[step.arm] = failure;
    over = true;
  }
  if (!over) return;
  world_.reset();
  ++step_;
}

const std::vector<float>& PairTask::headline(std::size_t arm) const {
  static const std::vector<float> kNone;
  if (done_[arm]) return done_[arm]->headline;
  return world_ && steps_[step_].arm == arm ? world_->headline() : kNone;
}

std::int64_t PairTask::weeks_left() const {
  std::int64_t weeks = 0;
  for (std::size_t i = step_; i < steps_.size(); ++i) {
    const auto [arm, until] = steps_[i];
    const int from = i == step_ && world_ ? world_->week() : arm == 0 ? 0 : asked_->parts_at[arm];
    weeks += until - from;
  }
  return weeks;
}

SeedOutcome PairTask::outcome() const {
  HIBIKI_ASSERT(finished());
  SeedOutcome outcome{seed(), {}, errors_};
  for (std::size_t arm = 0; arm < done_.size(); ++arm) {
    // A variant that never differs has the world of the base.
    const auto& world = done_[arm] || !errors_[arm].empty() ? done_[arm] : done_[0];
    outcome.arms.emplace_back();
    if (world)
      outcome.arms.back() = world->replicate;
    else if (outcome.errors[arm].empty())
      outcome.errors[arm] = outcome.errors[0];
  }
  return outcome;
}

}  // namespace hibiki::studio
