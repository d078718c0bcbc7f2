#include "tools/sweep/simulate_sweep.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <numeric>
#include <optional>
#include <queue>

#include "output/analysis/arm_archive.hpp"
#include "output/results/folders.hpp"
#include "output/results/manifest.hpp"
#include "sim/core/error.hpp"
#include "sim/core/parallel.hpp"
#include "sim/engine/run.hpp"
#include "sim/scenario/first_difference.hpp"
#include "tools/experiments/asked_measures.hpp"
#include "tools/experiments/attribution.hpp"
#include "tools/experiments/comparison_scope.hpp"
#include "tools/experiments/failures.hpp"

namespace hibiki::inline sweep {

namespace {

using Clock = std::chrono::steady_clock;

/// The scenario that a sweep varies.
Scenario base_scenario(const SweepFile& sweep) {
  std::vector<std::string> sets;
  if (sweep.fans > 0) sets.push_back(fmt::format("run.fans={}", sweep.fans));
  return sweep.files->at(sweep.scenario).with(sets);
}

/// Estimated seconds of one run on one thread, from a week on.
double seconds_of(Scenario scenario, int from_week) {
  scenario.run.replicates = 1;
  const Estimate whole = with_threads(1, [&] { return estimate(scenario); });
  return std::sqrt(whole.seconds_low * whole.seconds_high) * (whole.weeks - from_week) / whole.weeks;
}

/// Equal for points that must come out equal.
std::string id_of(Scenario scenario) {
  scenario.name = scenario.title = scenario.question = "";
  scenario.run.replicates = 1;
  scenario.run.seed = 0;
  return text_digest(std::string(kModelVersion) + "\n" + to_toml(scenario));
}

/// "J-pop"; "J-pop in ID, TH" where these markets alone count as abroad.
std::string title_of(const Scenario& scenario, const MeasuredScene& scene) {
  std::string title = scene.market;
  std::vector<std::string> markets, counted;
  for (const Market& market : scenario.markets) {
    markets.push_back(market.name);
    if (market.name == scene.market) title = market.scene;
  }
  std::ranges::sort(markets);
  for (std::size_t m = 0; m < markets.size(); ++m)
    if (scene.is_abroad(m)) counted.push_back(markets[m]);
  return scene.abroad.empty() ? title : fmt::format("{} in {}", title, fmt::join(counted, ", "));
}

/// The label or act of a measure.
MeasuredEntity entity_of(const Scenario& scenario, const SweepMeasure& measure) {
  return measure.act.empty() ? label_entity(scenario, measure.label)
                             : MeasuredEntity{EntityKind::act, measure.act, {measure.act}};
}

/// Scenes that are measured, the sweep's own first, with all labels and acts; and the columns of results.
void choose_measures(const SweepFile& sweep, const Scenario& scenario, int from_week, PlannedSweep& planned) {
  const Scenario without = with_interventions(scenario, 0);
  const MeasuredScene own =
      sweep.scene.empty() ? asked_scene(without, {&scenario}) : scene_named(scenario, sweep.scene);
  planned.scopes.push_back({own, from_week});
  if (sweep.measures.empty())
    for (const Measure& measure : measure_table())
      planned.state.measures.push_back({std::string(measure.name), title_of(scenario, own)});
  for (const SweepMeasure& measure : sweep.measures) {
    if (!measure.label.empty() || !measure.act.empty()) {
      const MeasuredEntity entity = entity_of(scenario, measure);
      planned.state.measures.push_back({measure.name, entity.title()});
      auto& asked = planned.scopes.front().asked;
      if (std::ranges::none_of(asked, [&](const AskedMeasure& a) { return a.entity->title() == entity.title(); }))
        std::ranges::move(measures_of(entity), std::back_inserter(asked));
      continue;
    }
    MeasuredScene scene = measure.scene.empty() ? own : scene_named(scenario, measure.scene);
    if (!measure.markets.empty()) scene = only_in(scenario, std::move(scene), measure.markets);
    if (!scene.abroad.empty() && std::ranges::none_of(scene.abroad, std::identity()))
      throw ScenarioError({Problem{"", 0, 0,
                                   fmt::format("measure '{}': {} is not abroad for the scene of {}", measure.name,
                                               fmt::join(measure.markets, ", "), scene.market),
                                   ""}});
    planned.state.measures.push_back({measure.name, title_of(scenario, scene)});
    const auto same = [&](const ArmScope& scope) {
      return scope.scene.market == scene.market && scope.scene.abroad == scene.abroad;
    };
    if (std::ranges::none_of(planned.scopes, same)) planned.scopes.push_back({scene, from_week});
  }
}

std::string point_text(const SweepFile& sweep, const std::vector<std::string>& values) {
  std::string text;
  for (std::size_t f = 0; f < values.size(); ++f)
    text += fmt::format("{}{} = {}", f == 0 ? "" : ", ", sweep.factors[f].name, values[f]);
  return text;
}

/// A run in progress: a point's, or the past that points share.
class PointRun {
 public:
  PointRun(const Scenario& scenario, std::uint64_t seed, const PlannedSweep& planned,
           const std::vector<Observer*>& watchers)
      : run_(scenario, seed), watchers_(watchers) {
    for (const ArmScope& scope : planned.scopes) builders_.emplace_back(scope);
  }
  /// Goes off from `past` under another scenario.
  PointRun(const PointRun& past, const Scenario& scenario, const std::vector<Observer*>& watchers)
      : run_(past.run_, scenario), builders_(past.builders_), watchers_(watchers) {}

  int week() const { return run_.week(); }
  bool finished() const { return run_.finished(); }
  void begin() { run_.begin(observers()); }
  void advance() { run_.advance(observers()); }
  RunResult finish() { return run_.finish(observers()); }
  const ArmRecord& record(std::size_t scope) const { return builders_[scope].record(); }

 private:
  friend class cereal::access;
  template <class Archive>
  void serialize(Archive& archive) {
    archive(run_);
    for (ArmBuilder& builder : builders_) archive(builder);
  }

  std::vector<Observer*> observers() {
    std::vector<Observer*> all;
    for (ArmBuilder& builder : builders_) all.push_back(&builder);
    all.push_back(&watchers_);
    return all;
  }

  ReplicateRun run_;
  std::deque<ArmBuilder> builders_;
  WrappedObserver watchers_;
};

/// Removes the checkpoint and gives up the claim of a run that is done. The folder may have been made by a process that
/// was killed.
void leave_work(const std::filesystem::path& folder, std::unique_ptr<Claim> claim) {
  Checkpoint(folder / "checkpoint").remove();
  claim.reset();
  remove_empty_folders({folder});
}

/// The run of the sweep's scenario under one seed, from which points go off: each takes its copy at its own week, in
/// the order of these weeks.
class SharedPast {
 public:
  /// `name` of its folder: of the scenario and the shard.
  SharedPast(const Scenario& scenario, const std::string& name, std::uint64_t seed, std::size_t users)
      : scenario_(scenario), name_(name), seed_(seed), left_(users) {}

  /// A copy at `week`; the nth of all. Empty where the past failed: then the point is simulated from the start.
  std::unique_ptr<PointRun> fork(std::size_t nth, int week, const Scenario& point, const SweepFolder& folder,
                                 const PlannedSweep& planned, const SweepRunPlan& plan) {
    std::unique_lock lock(mutex_);
    turn_.wait(lock, [&] { return turns_ == nth; });
    // Whatever happens, the next one is let in.
    const std::unique_ptr<SharedPast, void (*)(SharedPast*)> pass(this, [](SharedPast* past) { past->end_turn(); });
    if (stop_) std::rethrow_exception(stop_);
    if (failed_) return nullptr;
    try {
      if (!run_) start(folder, planned, plan);
      while (run_->week() < week && !run_->finished())
        checkpoint_->advance([&] { run_->advance(); }, [this](ArchiveWriter& archive) { archive(*run_); });
      // After a stop it may be beyond the week at which a point without a checkpoint of its own goes off.
      return run_->week() == week ? std::make_unique<PointRun>(*run_, point, plan.watchers) : nullptr;
    } catch (const Stopped&) {
      stop_ = std::current_exception();
      throw;
    } catch (const std::exception& error) {
      plan.checkpoints.warn(
          fmt::format("the weeks that points share failed with seed {}: {}; every point is simulated "
                      "from the start",
                      seed_, error.what()));
      failed_ = true;
      run_.reset();
      return nullptr;
    }
  }

  /// Lets the nth turn pass without a fork.
  void skip(std::size_t nth) {
    std::unique_lock lock(mutex_);
    turn_.wait(lock, [&] { return turns_ == nth; });
    end_turn();
  }

 private:
  void end_turn() {
    if (--left_ == 0 && !stop_) {
      run_.reset();
      if (claim_) leave_work(stem_.parent_path(), std::move(claim_));
    }
    ++turns_;
    turn_.notify_all();
  }

  /// From its checkpoint, which goes with the shard. A second process of the same shard has none.
  void start(const SweepFolder& folder, const PlannedSweep& planned, const SweepRunPlan& plan) {
    claim_ = folder.claim(name_, seed_);
    stem_ = folder.work(name_, seed_) / "checkpoint";
    own_ = plan.checkpoints;
    own_.stem = [this](std::size_t) { return stem_; };
    checkpoint_.emplace(claim_ ? &own_ : nullptr, 0);
    const bool resumed = checkpoint_->load([&](ArchiveReader& archive) {
      run_.emplace(scenario_, seed_, planned, plan.watchers);
      archive(*run_);
    });
    if (resumed) return checkpoint_->say_resumed(run_->week());
    run_.emplace(scenario_, seed_, planned, plan.watchers);
    run_->begin();
  }

  const Scenario& scenario_;
  const std::string& name_;
  std::uint64_t seed_;
  std::size_t left_, turns_ = 0;
  bool failed_ = false;
  std::exception_ptr stop_;  ///< a watcher stopped it
  std::optional<PointRun> run_;
  std::unique_ptr<Claim> claim_;  ///< of its checkpoint
  std::filesystem::path stem_;
  CheckpointPlan own_;
  std::optional<SeedCheckpoint> checkpoint_;
  std::mutex mutex_;
  std::condition_variable turn_;
};

/// A run that is to be simulated.
struct Task {
  std::size_t point = 0;  ///< position in the design
  std::uint64_t seed = 0;
  std::size_t past = 0, turn = 0;  ///< SharedPast, and which of its forks
  bool shares = false;
};

class Simulation {
 public:
  Simulation(const PlannedSweep& planned, SweepFolder& folder, const SweepRunPlan& plan)
      : planned_(planned),
        folder_(folder),
        plan_(plan),
        scenario_(base_scenario(planned.sweep)),
        past_(fmt::format("past-{}-{}-of-{}", id_of(scenario_), plan.shard.part, plan.shard.of)) {}

  SweepProgress run() {
    list_tasks();
    for_each_seed(tasks_.size(), plan_.at_once, [&](std::size_t i) { simulate(tasks_[i]); });
    remove_leftovers();
    return std::move(progress_);
  }

 private:
  /// Claims and checkpoints of runs that need none, left by processes that were killed or stopped: of finished points,
  /// and of pasts all of whose points are finished.
  void remove_leftovers() {
    folder_.log().refresh();
    const std::vector<std::string> left = folder_.works();
    const auto remove = [&](const std::string& name, std::uint64_t seed) {
      const std::filesystem::path work = folder_.work(name, seed);
      if (!std::ranges::binary_search(left, work.filename().string())) return;
      if (auto claim = folder_.claim(name, seed)) leave_work(work, std::move(claim));
    };
    const std::vector<std::size_t> own = own_points();
    for (const std::uint64_t seed : planned_.state.seeds) {
      const auto is_finished = [&](const NumberedPoint& point) { return folder_.log().finished(point.id, seed); };
      for (const NumberedPoint& point : folder_.state().points)
        if (is_finished(point)) remove(point.id, seed);
      if (std::ranges::all_of(own, [&](std::size_t p) { return is_finished(folder_.state().points[p]); }))
        remove(past_, seed);
    }
  }

  std::vector<std::size_t> own_points() const {
    return plan_.only.empty() ? points_of(planned_, plan_.shard) : plan_.only;
  }

  /// Seed after seed; the points of one in the order in which they leave the shared past.
  void list_tasks() {
    folder_.log().refresh();
    std::vector<std::size_t> points = own_points();
    std::ranges::stable_sort(points, {}, [&](std::size_t p) { return planned_.fork_week[p]; });
    for (const std::uint64_t seed : planned_.state.seeds) {
      std::vector<Task> own;
      std::size_t sharing = 0;
      for (const std::size_t p : points) {
        const NumberedPoint& point = folder_.state().points[p];
        if (folder_.log().finished(point.id, seed)) continue;
        const bool shares = planned_.fork_week[p] > 0;
        own.push_back({p, seed, pasts_.size(), shares ? sharing++ : 0, shares});
      }
      if (sharing == 1)  // nobody to share with
        for (Task& task : own) task.shares = false;
      pasts_.emplace_back(scenario_, past_, seed, sharing);
      tasks_.insert(tasks_.end(), own.begin(), own.end());
    }
  }

  void simulate(const Task& task) {
    const NumberedPoint& point = folder_.state().points[task.point];
    bool had_turn = !task.shares;
    const auto take_no_turn = [&] {
      if (!had_turn) pasts_[task.past].skip(task.turn);
      had_turn = true;
    };
    try {
      auto claim = folder_.claim(point.id, task.seed);
      if (claim) folder_.log().refresh();  // done by another process meanwhile?
      if (!claim || folder_.log().finished(point.id, task.seed)) {
        take_no_turn();
        const std::lock_guard lock(mutex_);
        ++(claim ? progress_.done : progress_.elsewhere);
        return;
      }
      RunRecord record{point.id, task.seed, folder_.state().scope, "", 0, {}, ""};
      record.error = failure_of([&] { simulate_point(task, point, *claim, record, had_turn); });
      take_no_turn();
      folder_.log().append(record);
      // A failed run goes on from its checkpoint when it is tried again.
      if (!record.failed() && claim->is_held()) leave_work(folder_.work(point.id, task.seed), std::move(claim));
      note(record, point);
    } catch (...) {
      take_no_turn();
      throw;
    }
  }

  void simulate_point(const Task& task, const NumberedPoint& point, const Claim& claim, RunRecord& record,
                      bool& had_turn) {
    const Scenario scenario = planned_.sweep.scenario_at(point.values);
    CheckpointPlan own = plan_.checkpoints;
    own.stem = [&](std::size_t) { return folder_.work(point.id, task.seed) / "checkpoint"; };
    own.allowed = [&] { return claim.is_held(); };  // not after another process has taken the run over
    SeedCheckpoint checkpoint(&own, 0);
    std::unique_ptr<PointRun> run;
    const bool resumed = checkpoint.load([&](ArchiveReader& archive) {
      run = std::make_unique<PointRun>(scenario, task.seed, planned_, plan_.watchers);
      archive(*run, record.seconds);
    });
    if (resumed) {
      checkpoint.say_resumed(run->week());
      if (!had_turn) pasts_[task.past].skip(task.turn);
      had_turn = true;
    } else {
      run.reset();
      record.seconds = 0;
    }
    if (!run && task.shares) {
      had_turn = true;
      run = pasts_[task.past].fork(task.turn, planned_.fork_week[task.point], scenario, folder_, planned_, plan_);
    }
    const double before = record.seconds;
    const Clock::time_point start = Clock::now();
    if (!run) {
      run = std::make_unique<PointRun>(scenario, task.seed, planned_, plan_.watchers);
      run->begin();
    }
    const auto take_time = [&] {
      record.seconds = before + std::chrono::duration<double>(Clock::now() - start).count();
    };
    while (!run->finished())
      checkpoint.advance([&] { run->advance(); },
                         [&](ArchiveWriter& archive) {
                           take_time();
                           archive(*run, record.seconds);
                         });
    take_time();
    record.digest = run->finish().digest;
    for (std::size_t s = 0; s < planned_.scopes.size(); ++s) {
      const ArmScope& scope = planned_.scopes[s];
      const std::vector<double>& values = run->record(s).measures;
      for (std::size_t i = 0; i < scope.asked.size(); ++i)
        record.measures[scope.asked[i].entity->title()].push_back(values[i]);
      record.measures[title_of(scenario, scope.scene)].assign(
          values.begin() + static_cast<std::ptrdiff_t>(scope.asked.size()), values.end());
    }
  }

  void note(const RunRecord& record, const NumberedPoint& point) {
    const std::lock_guard lock(mutex_);
    if (!record.failed()) {
      ++progress_.done;
      return;
    }
    ++progress_.failed;
    progress_.errors.push_back(fmt::format("point {} ({}) with seed {}: {}", point.number,
                                           point_text(planned_.sweep, point.values), record.seed, record.error));
  }

  const PlannedSweep& planned_;
  SweepFolder& folder_;
  const SweepRunPlan& plan_;
  Scenario scenario_;
  std::string past_;              ///< name of the folders of pasts
  std::deque<SharedPast> pasts_;  ///< one a seed
  std::vector<Task> tasks_;
  std::mutex mutex_;
  SweepProgress progress_;
};

}  // namespace

PlannedSweep plan_sweep(SweepFile given) {
  PlannedSweep planned;
  planned.sweep = std::move(given);
  const SweepFile& sweep = planned.sweep;
  const auto points = design_points(sweep);
  planned.left_out = static_cast<std::size_t>(point_count(sweep)) - points.size();
  const Scenario scenario = sweep.scenario_at(points.front());
  const DifferencesFrom base(base_scenario(sweep)), without(with_interventions(base.base(), 0));
  const int weeks = scenario.calendar().weeks;
  std::vector<std::string> ids(points.size());
  std::vector<int> differs(points.size());
  std::vector<std::int64_t> fans(points.size());
  std::vector<double> costs(points.size());
  std::vector<std::optional<ScenarioError>> errors(points.size());
  planned.fork_week.resize(points.size());
  for_each_index(points.size(), 1, [&](std::size_t p) {
    try {
      const Scenario own = sweep.scenario_at(points[p]);
      ids[p] = id_of(own);
      fans[p] = own.run.fans;
      const std::string undated = DifferencesFrom::undated(own);
      planned.fork_week[p] = base.first(own, undated).value_or(weeks);
      differs[p] = without.first(own, undated).value_or(weeks);
      costs[p] = seconds_of(own, planned.fork_week[p]);
    } catch (const ScenarioError& error) {
      errors[p] = error;
    }
  });
  for (std::size_t p = 0; p < points.size(); ++p)
    if (errors[p]) {
      std::vector<Problem> problems = errors[p]->problems();
      problems.front().message = fmt::format("{}point {} ({}): {}", place_of(sweep, points[p]), p,
                                             point_text(sweep, points[p]), problems.front().message);
      throw ScenarioError(std::move(problems));
    }
  const int first_reported = std::max(0, scenario.calendar().week_on_or_after(scenario.run.report_from));
  const int from_week = std::max(first_reported, std::ranges::min(differs));
  choose_measures(sweep, base.base(), from_week < weeks ? from_week : first_reported, planned);
  SweepState& state = planned.state;
  state.name = sweep.name;
  state.title = sweep.title;
  state.model_version = kModelVersion;
  state.scenario = sweep.scenario_text;
  state.folder = sweep.path.parent_path();
  state.design = sweep.design;
  state.design.file.clear();
  state.fans = scenario.run.fans;
  state.given_fans = sweep.fans;
  state.window_from = to_string(scenario.calendar().day(planned.scopes.front().from_week));
  std::string scope = state.window_from;
  for (const ArmScope& one : planned.scopes) scope += "\n" + title_of(base.base(), one.scene);
  for (const AskedMeasure& one : planned.scopes.front().asked) scope += "\n" + one.measure.name;
  for (const Measure& measure : measure_table()) scope += "\n" + std::string(measure.name);
  state.scope = text_digest(scope);
  for (const Factor& factor : sweep.factors) {
    state.factors.push_back(factor.name);
    state.keys.push_back(factor.key);
    state.scales.push_back(factor.scale);
  }
  for (std::int64_t r = 0; r < sweep.replicates; ++r)
    state.seeds.push_back(static_cast<std::uint64_t>(scenario.run.seed + r));
  // Points that come out equal are simulated once: CSVs and designs may have them twice.
  std::map<std::string, std::size_t> seen;
  std::vector<int> fork_week;
  for (std::size_t p = 0; p < points.size(); ++p) {
    const auto [known, is_new] = seen.emplace(ids[p], state.points.size());
    state.rows.push_back(known->second);
    if (!is_new) continue;
    if (fans[p] > planned.most_fans) {
      planned.most_fans = fans[p];
      planned.largest = state.points.size();
    }
    state.points.push_back({0, ids[p], points[p]});
    fork_week.push_back(planned.fork_week[p]);
    planned.cost.push_back(costs[p]);
  }
  planned.fork_week = std::move(fork_week);
  planned.twice = points.size() - state.points.size();
  return planned;
}

SweepProgress simulate_missing(const PlannedSweep& planned, SweepFolder& folder, const SweepRunPlan& plan) {
  return Simulation(planned, folder, plan).run();
}

std::vector<std::size_t> points_of(const PlannedSweep& planned, const Shard& shard) {
  std::vector<std::size_t> order(planned.state.points.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  if (shard.of == 1) return order;
  std::ranges::stable_sort(order, std::ranges::greater{}, [&](std::size_t p) { return planned.cost[p]; });
  using Load = std::pair<double, std::size_t>;  // work so far, and shard
  std::priority_queue<Load, std::vector<Load>, std::greater<>> shards;
  // With more shards than points each point has one of its own, and the others none.
  for (std::size_t s = 0; s < std::min(shard.of, order.size()); ++s) shards.emplace(0.0, s);
  std::vector<std::size_t> own;
  for (const std::size_t point : order) {
    const auto [load, least] = shards.top();
    shards.pop();
    shards.emplace(load + planned.cost[point], least);
    if (least == shard.part - 1) own.push_back(point);
  }
  std::ranges::sort(own);
  return own;
}

std::size_t missing_runs(const PlannedSweep& planned, SweepFolder& folder, const Shard& shard) {
  folder.log().refresh();
  std::size_t missing = 0;
  for (const std::size_t point : points_of(planned, shard))
    for (const std::uint64_t seed : planned.state.seeds)
      missing += !folder.log().finished(planned.state.points[point].id, seed);
  return missing;
}

}  // namespace hibiki::sweep
