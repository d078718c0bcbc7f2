#include "tools/studio/answer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "sim/engine/run.hpp"
#include "tools/experiments/comparison.hpp"
#include "tools/experiments/effects.hpp"
#include "tools/experiments/failures.hpp"
#include "tools/experiments/why.hpp"

namespace hibiki::inline studio {

using Json = nlohmann::ordered_json;

namespace {

constexpr std::size_t kMostErrors = 4;  ///< that the page shows

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
  }
  // Nothing is to be settled then: the base's worlds are simulated for the questions to come.
  const Asked& first = *stages_.front().asked;
  if (std::ranges::all_of(first.parts_at, [&](int week) { return week == first.weeks(); })) {
    stages_.resize(1);
    stages_.front().wanted = std::min(plan.rough_pairs, stages_.front().wanted);
  }
  for (const Stage& stage : stages_) outcomes_.emplace_back(stage.wanted);
  shown_.resize(stages_.size());
  pair_seconds_.assign(stages_.size(), 0.0);
  pairs_timed_.assign(stages_.size(), 0);
  const auto seconds = [](const Stage& stage) { return estimate(stage.asked->scenario(0)).seconds_high; };
  firm_takes_ = seconds(stages_.back()) / seconds(stages_.front());
}

bool Answer::all_begun() const {
  return settled_ || std::ranges::all_of(stages_, [](const Stage& stage) { return stage.begun == stage.wanted; });
}

/// Whether another pair may begin. Until there is a result one processor is left to the browser: on two of them its
/// drawing and a second pair would hold up the first.
bool Answer::may_begin() const {
  const std::size_t most = result_ ? plan_.at_once : std::max<std::size_t>(plan_.at_once, 2) - 1;
  return !all_begun() && under_way_ < most;
}

bool Answer::wants_work() const {
  const std::lock_guard lock(mutex_);
  return !stopped_ && (!waiting_.empty() || may_begin());
}

bool Answer::over() const {
  const std::lock_guard lock(mutex_);
  return stopped_ || (waiting_.empty() && under_way_ == 0 && all_begun());
}

bool Answer::urgent() const {
  const std::lock_guard lock(mutex_);
  return result_ == nullptr;
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
  if (!may_begin()) return nullptr;
  for (std::size_t stage = 0; stage < stages_.size(); ++stage) {
    if (stages_[stage].begun == stages_[stage].wanted) continue;
    ++under_way_;
    return std::make_unique<Task>(Task{stage, PairTask(stages_[stage].asked, stages_[stage].begun++, store_)});
  }
  return nullptr;
}

bool Answer::work(Clock::duration length) {
  auto task = take();
  if (!task) return false;
  // A failure of a world stays in its arm; any other would end the program, and with it all windows.
  const std::string failure = failure_of([&] {
    const auto start = Clock::now();
    while (!task->pair.finished() && !stopped_ && Clock::now() - start < length) task->pair.advance();
    task->seconds += std::chrono::duration<double>(Clock::now() - start).count();
    if (task->pair.finished())
      finish(*task);
    else
      give_back(std::move(task));
  });
  if (!failure.empty()) fail(failure);
  return true;
}

void Answer::fail(const std::string& why) {
  {
    const std::lock_guard lock(mutex_);
    errors_.push_back(why);
  }
  stop();
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
  const auto now = std::pair(task.stage, number), drawn = std::pair(curve_stage_, curve_pair_);
  if (result_ || (!curves_.empty() && now > drawn)) return;
  if (now != drawn) curves_.clear();
  curve_pair_ = number;
  curve_stage_ = task.stage;
  curves_.resize(stages_[task.stage].asked->arms.size());
  for (std::size_t arm = 0; arm < curves_.size(); ++arm)
    if (const auto& curve = task.pair.headline(arm); curve.size() > curves_[arm].size()) curves_[arm] = curve;
  ++version_;
  news_.notify_all();
}

/// Pairs are taken in order, and each is asked whether the answer is settled with it: on which threads they were
/// simulated, and how fast, makes no difference.
void Answer::finish(Task& task) {
  const std::lock_guard making(making_);
  {
    const std::lock_guard lock(mutex_);
    if (stopped_ || settled_) {
      --under_way_;
      return;
    }
    double& mean = pair_seconds_[task.stage];
    mean += (task.seconds - mean) / static_cast<double>(++pairs_timed_[task.stage]);
  }
  auto& outcomes = outcomes_[task.stage];
  auto& shown = shown_[task.stage];
  outcomes[task.pair.number()] = task.pair.outcome();
  const bool last = task.stage + 1 == stages_.size();
  const std::size_t before = shown.size();
  Width width;
  bool settled = false;
  while (!settled && shown.size() < outcomes.size() && outcomes[shown.size()]) {
    shown.push_back(std::move(*outcomes[shown.size()]));
    width = width_of(shown, *stages_[task.stage].asked);
    settled = last && shown.size() >= plan_.least_pairs && width.width <= plan_.settled_width;
  }
  if (shown.size() > before) publish(task.stage, settled, width);
  const std::lock_guard lock(mutex_);
  --under_way_;  // not before the result is there: nobody waits for one then
}

Answer::Width Answer::width_of(const std::vector<SeedOutcome>& outcomes, const Asked& asked) const {
  Width widest;
  for (std::size_t arm = 1; arm < asked.arms.size(); ++arm) {
    const Effect headline = effects_of(pairs_of(outcomes, arm), asked.scope.measures()).front();
    const auto half = headline.paired ? half_width(headline.interval()) : std::nullopt;
    const double unit = !headline.paired ? 0 : headline.as_ratio() ? 1 : std::abs(headline.paired->base);
    if (!half || (unit == 0 && *half > 0)) return {std::numeric_limits<double>::infinity(), 0};
    widest.pairs_needed = std::max<std::size_t>(widest.pairs_needed, 1);
    if (*half == 0) continue;
    const double width = 2 * *half / unit;
    if (width <= widest.width) continue;
    widest = {width, replicates_for(width, headline.paired->pairs, std::min(plan_.settled_width, width))};
  }
  return widest;
}

void Answer::publish(std::size_t number, bool settled, const Width& width) {
  const Asked& asked = *stages_[number].asked;
  const std::vector<SeedOutcome>& shown = shown_[number];
  // Here and not when it is asked: reading the base takes as long as the first weeks that are drawn.
  if (shown.size() == 1) require_unchanged(*plan_.base);
  auto comparison = std::make_shared<Comparison>(Comparison{{}, asked.scope, {}, "", shown});
  std::vector<std::string> files;
  for (const LoadedScenario& arm : asked.arms) {
    const std::string file = comparison->arms.empty() ? plan_.base->path.string() : arm.scenario.name + ".toml";
    if (!comparison->arms.empty()) files.push_back(file);
    comparison->arms.push_back({arm, file, ""});
  }
  comparison->command = compare_command(question_, plan_.base->path.string(), files, asked.fans, shown.size());
  const auto has_base = [](const SeedOutcome& outcome) { return outcome.arms[0].has_value(); };
  const bool any = std::ranges::any_of(shown, has_base);
  std::shared_ptr<Json> json;
  if (any) {
    json = std::make_shared<Json>(comparison_json(*comparison));
    if (number + 1 < stages_.size() || shown.size() < plan_.least_pairs)
      (*json)["status"] =
          fmt::format("A rough answer: {} pair{} of {} fans.", shown.size(), shown.size() == 1 ? "" : "s", asked.fans);
  }
  const std::lock_guard lock(mutex_);
  Stage& stage = stages_[number];
  for (std::size_t i = stage.shown; i < shown.size(); ++i)
    for (const std::string& error : shown[i].errors)
      if (!error.empty() && errors_.size() < kMostErrors) errors_.push_back(error);
  stage.shown = shown.size();
  settled_ = settled;
  if (settled) waiting_.clear();
  ++version_;
  // The firm answer follows the rough one when it has an interval.
  const bool is_shown = number > result_stage_ ? stage.shown >= plan_.shown_from || !result_ : number == result_stage_;
  if (json && (is_shown || !result_)) {
    comparison_ = std::move(comparison);
    result_ = json;
    result_stage_ = number;
    result_version_ = version_;
    width_ = width;
  }
  news_.notify_all();
}

std::string Answer::result() const {
  const std::lock_guard lock(mutex_);
  return result_ ? json_text(*result_) : "";
}

std::string Answer::why() const {
  const Asked& asked = *stages_.front().asked;
  if (const std::string obstacle = cannot_take_apart(asked.scenario(0), asked.scenario(1)); !obstacle.empty())
    throw QuestionError("", obstacle);
  /// Ends the simulation once the answer is stopped.
  struct StopCheck final : Observer {
    explicit StopCheck(const Answer& answer) : answer(answer) {}
    void tick(int, int) override {
      if (answer.stopped_) throw QuestionError("", "the question was changed");
    }
    const Answer& answer;
  } stop(*this);
  constexpr std::size_t kSeeds = 2;
  WhyPlan plan;
  plan.base = &asked.scenario(0);
  plan.variant = &asked.scenario(1);
  plan.scope = asked.scope;
  plan.first_seed = asked.first_seed;
  plan.seeds = plan.at_once = kSeeds;
  plan.watchers = {&stop};
  const WhyAnswer answer = simulate_why(plan, simulate_why_seed);
  if (answer.outcomes.empty()) throw QuestionError("", answer.failed.front().error);
  return json_text(why_json(asked.scenario(0), asked.scope, answer));
}

std::shared_ptr<const Comparison> Answer::comparison() const {
  const std::lock_guard lock(mutex_);
  return comparison_;
}

Json Answer::progress() const {
  const bool is_last = result_stage_ + 1 == stages_.size();
  const Stage &shown = stages_[result_stage_], &last = stages_.back();
  const bool done = settled_ || last.shown == last.wanted;
  std::size_t wanted = last.wanted;
  if (is_last && width_.pairs_needed > 0)
    wanted =
        std::clamp(width_.pairs_needed, std::min(std::max(plan_.least_pairs, last.shown), last.wanted), last.wanted);
  const double seconds = pairs_timed_.back() > 0 ? pair_seconds_.back() : pair_seconds_.front() * firm_takes_;
  const double left = seconds * static_cast<double>(wanted - last.shown) / static_cast<double>(plan_.at_once);
  const bool known = result_ && std::isfinite(width_.width);
  return {{"phase", stopped_   ? "stopped"
                    : done     ? "done"
                    : !result_ ? "first"
                    : is_last  ? "firm"
                               : "rough"},
          {"settled", settled_},
          {"fans", shown.asked->fans},
          {"pairs", result_ ? shown.shown : 0},
          {"firm_fans", plan_.firm_fans},
          {"firm_pairs", last.shown},
          {"wanted", wanted},
          {"width", known ? Json(width_.width) : Json(nullptr)},
          {"seconds_left", seconds > 0 && !done ? Json(left) : Json(nullptr)},
          {"errors", errors_}};
}

Json Answer::live() const {
  const Scenario& base = stages_[curve_stage_].asked->scenario(0);
  Json arms = Json::array();
  for (const auto& curve : curves_) arms.push_back(curve_json(curve));
  return {{"from", to_string(base.run.report_from)},
          {"fans", stages_[curve_stage_].asked->fans},
          {"seed", question_.seed + curve_pair_},
          {"arms", arms}};
}

Json Answer::state(std::uint64_t since) const {
  constexpr auto kPatience = std::chrono::milliseconds(250);
  std::shared_ptr<const Json> result;
  Json json;
  {
    std::unique_lock lock(mutex_);
    news_.wait_for(lock, kPatience, [&] { return version_ > since || stopped_; });
    json = progress();
    json["version"] = version_;
    if (!result_ && !curves_.empty()) json["live"] = live();
    if (result_version_ > since) result = result_;
  }
  if (result) json["result"] = *result;
  return json;
}

}  // namespace hibiki::studio
