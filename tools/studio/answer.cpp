#include "tools/studio/answer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "tools/experiments/comparison.hpp"

namespace hibiki::inline studio {

using Json = nlohmann::ordered_json;

namespace {

Json curve_json(const std::vector<float>& values) {
  Json list = Json::array();
  for (const float value : values) {
    constexpr int kDigits = 5;
    if (std::isfinite(value))
      list.push_back(std::stod(fmt::format("{:.{}g}", value, kDigits)));
    else
      list.push_back(nullptr);
  }
  return list;
}

}  // namespace

Answer::Answer(const Question& question, const AnswerPlan& plan, WorldStore& store)
    : question_(question), plan_(plan), store_(store) {
  std::vector<std::int64_t> fans{plan.firm_fans};
  if (plan.rough_fans < plan.firm_fans) fans.insert(fans.begin(), plan.rough_fans);
  for (Asked& asked : ask(question, *plan.base, fans)) {
    const std::size_t pairs = asked.fans == plan.firm_fans ? plan.most_pairs : plan.rough_pairs;
    stages_.push_back({std::make_shared<const Asked>(std::move(asked)), pairs});
    stages_.back().outcomes.resize(pairs);
  }
  pair_seconds_.assign(stages_.size(), 0.0);
  pairs_timed_.assign(stages_.size(), 0);
}

bool Answer::all_begun() const {
  return settled_ || std::ranges::all_of(stages_, [](const Stage& stage) { return stage.begun == stage.wanted; });
}

bool Answer::wants_work() const {
  const std::lock_guard lock(mutex_);
  return !stopped_ && (!waiting_.empty() || (!all_begun() && under_way_ < plan_.at_once));
}

bool Answer::over() const {
  const std::lock_guard lock(mutex_);
  return stopped_ || (waiting_.empty() && under_way_ == 0 && all_begun());
}

bool Answer::urgent() const {
  const std::lock_guard lock(mutex_);
  return result_.empty();
}

void Answer::stop() {
  const std::lock_guard lock(mutex_);
  stopped_ = true;
  waiting_.clear();
  news_.notify_all();
}

std::unique_ptr<Answer::Task> Answer::take() {
  const std::lock_guard lock(mutex_);
  if (stopped_) return nullptr;
  if (!waiting_.empty()) {
    auto task = std::move(waiting_.front());
    waiting_.pop_front();
    return task;
  }
  if (all_begun() || under_way_ >= plan_.at_once) return nullptr;
  for (std::size_t stage = 0; stage < stages_.size(); ++stage) {
    if (stages_[stage].begun == stages_[stage].wanted) continue;
    ++under_way_;
    return std::make_unique<Task>(Task{stage, PairTask(stages_[stage].asked, stages_[stage].begun++, store_)});
  }
  return nullptr;
}

bool Answer::work(Clock::duration slice) {
  auto task = take();
  if (!task) return false;
  const auto start = Clock::now();
  const auto over = [&] { return Clock::now() - start >= slice || stopped_now(); };
  while (!task->pair.finished() && !over()) task->pair.advance();
  task->seconds += std::chrono::duration<double>(Clock::now() - start).count();
  if (task->pair.finished())
    finish(*task);
  else
    give_back(std::move(task));
  return true;
}

bool Answer::stopped_now() const {
  const std::lock_guard lock(mutex_);
  return stopped_;
}

void Answer::give_back(std::unique_ptr<Task> task) {
  const std::lock_guard lock(mutex_);
  if (stopped_) return;
  draw(*task);
  waiting_.push_front(std::move(task));  // the pair that was begun first ends first
  std::ranges::stable_sort(waiting_, {},
                           [](const std::unique_ptr<Task>& one) { return std::pair(one->stage, one->pair.number()); });
}

/// Shows the curves of the pair that is ahead of the others, until there is a result.
void Answer::draw(const Task& task) {
  const std::size_t number = task.pair.number();
  if (!result_.empty() || (!curves_.empty() && number > curve_pair_)) return;
  curve_pair_ = number;
  curve_stage_ = task.stage;
  curves_.clear();
  for (std::size_t arm = 0; arm < stages_[task.stage].asked->arms.size(); ++arm)
    curves_.push_back(task.pair.headline(arm));
  ++version_;
  news_.notify_all();
}

void Answer::finish(Task& task) {
  SeedOutcome outcome = task.pair.outcome();
  const std::lock_guard lock(mutex_);
  --under_way_;
  if (stopped_) return;
  Stage& stage = stages_[task.stage];
  stage.outcomes[task.pair.number()] = std::move(outcome);
  double& mean = pair_seconds_[task.stage];
  mean += (task.seconds - mean) / static_cast<double>(++pairs_timed_[task.stage]);
  const std::size_t before = stage.shown;
  while (stage.shown < stage.wanted && stage.outcomes[stage.shown]) ++stage.shown;
  if (stage.shown > before) refresh(task.stage);
  ++version_;
  news_.notify_all();
}

/// Makes the result of a stage's pairs, where it is the one to be shown.
void Answer::refresh(std::size_t number) {
  const Stage& stage = stages_[number];
  const bool last = number + 1 == stages_.size();
  if (number < result_stage_ || (last && stages_.size() > 1 && stage.shown < plan_.shown_from && !result_.empty()))
    return;
  const Asked& asked = *stage.asked;
  Comparison comparison{{}, asked.scope, {}, "", {}};
  std::vector<std::string> files;
  for (const LoadedScenario& arm : asked.arms) {
    const std::string& name = arm.scenario.name;
    comparison.arms.push_back({arm, comparison.arms.empty() ? plan_.base->path.string() : name + ".toml", ""});
    if (comparison.arms.size() > 1) files.push_back(name + ".toml");
  }
  comparison.command = compare_command(question_, plan_.base->path.string(), files, asked.fans, stage.shown);
  for (std::size_t i = 0; i < stage.shown; ++i) comparison.outcomes.push_back(*stage.outcomes[i]);
  const auto has_base = [](const SeedOutcome& outcome) { return outcome.arms[0].has_value(); };
  if (std::ranges::none_of(comparison.outcomes, has_base)) return;
  result_ = json_text(comparison_json(comparison));
  result_stage_ = number;
  result_version_ = ++version_;
  precision_ = worst_precision(comparison.outcomes, 2, plan_.settled_width, asked.scope.measures());
  comparison_ = std::make_shared<const Comparison>(std::move(comparison));
  settled_ = last && stage.shown >= plan_.least_pairs && precision_.width <= plan_.settled_width;
}

std::string Answer::result() const {
  const std::lock_guard lock(mutex_);
  return result_;
}

std::shared_ptr<const Comparison> Answer::comparison() const {
  const std::lock_guard lock(mutex_);
  return comparison_;
}

Json Answer::progress() const {
  const bool is_last = result_stage_ + 1 == stages_.size();
  const Stage& shown = stages_[result_stage_];
  const Stage& last = stages_.back();
  const bool done = settled_ || (last.shown == last.wanted);
  std::size_t wanted = last.wanted;
  if (is_last && last.shown >= 2 && std::isfinite(precision_.width))
    wanted = std::clamp(precision_.pairs_needed, std::max(plan_.least_pairs, last.shown), last.wanted);
  std::vector<std::string> errors;
  for (const Stage& stage : stages_)
    for (const auto& outcome : stage.outcomes)
      if (outcome)
        for (const std::string& error : outcome->errors)
          if (!error.empty() && errors.size() < 4) errors.push_back(error);
  const double seconds = pair_seconds_.back();  // 0 until a firm pair was timed
  const double left =
      done ? 0.0 : seconds * static_cast<double>(wanted - last.shown) / static_cast<double>(plan_.at_once);
  return {{"phase", stopped_          ? "stopped"
                    : done            ? "done"
                    : result_.empty() ? "first"
                    : is_last         ? "firm"
                                      : "rough"},
          {"settled", settled_},
          {"fans", shown.asked->fans},
          {"pairs", result_.empty() ? 0 : shown.shown},
          {"firm_fans", plan_.firm_fans},
          {"firm_pairs", last.shown},
          {"wanted", wanted},
          {"width", std::isfinite(precision_.width) ? Json(precision_.width) : Json(nullptr)},
          {"seconds_left", seconds > 0 ? Json(left) : Json(nullptr)},
          {"errors", errors}};
}

Json Answer::state(std::uint64_t since) const {
  constexpr auto kPatience = std::chrono::milliseconds(250);
  std::unique_lock lock(mutex_);
  news_.wait_for(lock, kPatience, [&] { return version_ > since || stopped_; });
  Json json = progress();
  json["version"] = version_;
  if (result_.empty() && !curves_.empty()) {
    const Scenario& base = stages_[curve_stage_].asked->scenario(0);
    json["live"] = {{"from", to_string(base.run.report_from)},
                    {"fans", stages_[curve_stage_].asked->fans},
                    {"seed", question_.seed + curve_pair_},
                    {"arms", Json::array()}};
    for (const auto& curve : curves_) json["live"]["arms"].push_back(curve_json(curve));
  }
  if (!result_.empty() && result_version_ > since) json["result"] = Json::parse(result_);
  return json;
}

}  // namespace hibiki::studio
