// Runs that no engine made: every series filled by a rule that a test can compute again.
//
//   markets  AA  BB  CC            scenes  A-pop  B-pop  C-pop           platforms  radio  tube
//   acts     one debuts every third week and lives 20 weeks; the registry keeps all of them
//   labels   one is founded every tenth week and stays
#pragma once

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <filesystem>
#include <string>
#include <vector>

#include "output/results/replicate.hpp"
#include "output/results/week_recorder.hpp"
#include "sim/scenario/scenario.hpp"
#include "tests/support/io_error.hpp"

namespace hibiki {

inline constexpr int kActEvery = 3, kActLives = 20, kLabelEvery = 10;

inline RunAxes synthetic_axes() {
  return {
      {"AA", "BB", "CC"}, {"Aland", "Bland, \"the\" second", "Cland"}, {"A-pop", "B-pop", "C-pop"}, {"radio", "tube"}};
}

inline Scenario synthetic_scenario() {
  Scenario scenario;
  scenario.name = "synthetic";
  scenario.title = "A run that no engine made";
  return scenario;
}

/// The value that position `at` of series number `series` has in a week.
inline std::int64_t synthetic_value(std::uint64_t seed, std::size_t series, int week, std::size_t at) {
  return static_cast<std::int64_t>(seed * 1'000'000 + series * 10'000 + static_cast<std::size_t>(week) * 20 + at + 1);
}

inline std::size_t synthetic_length(Axis axis, const WeekObservation& week) {
  const RunAxes axes = synthetic_axes();
  switch (axis) {
    case Axis::market:
      return axes.markets.size();
    case Axis::scene:
      return axes.scenes.size();
    case Axis::platform:
      return axes.platforms.size();
    case Axis::source:
      return kSources;
    case Axis::channel:
      return kChannels;
    case Axis::age:
      return kAgeGroups;
    case Axis::act:
      return week.acts.size();
    case Axis::label:
      return week.labels.size();
  }
  return 0;
}

inline Day synthetic_day(int week) { return make_day(1990, 1, 1) + std::chrono::days(7 * week); }

inline WeekObservation synthetic_week(std::uint64_t seed, int week) {
  WeekObservation observation;
  observation.week = week;
  observation.day = synthetic_day(week);
  for (int act = 0; act * kActEvery <= week; ++act)
    if (week < act * kActEvery + kActLives) observation.acts.push_back(static_cast<std::uint32_t>(act));
  for (int label = 0; label * kLabelEvery <= week; ++label)
    observation.labels.push_back(static_cast<std::uint32_t>(label));
  for (std::size_t s = 0; s < series_table().size(); ++s) {
    const Series& series = series_table()[s];
    std::size_t length = 1;
    for (const Axis axis : series.axes) length *= synthetic_length(axis, observation);
    std::visit(
        [&](auto member) {
          for (std::size_t i = 0; i < length; ++i) {
            const std::int64_t value = synthetic_value(seed, s, week, i);
            if constexpr (std::is_same_v<decltype(member), std::vector<double> WeekObservation::*>)
              (observation.*member).push_back(static_cast<double>(value) / 7);
            else
              (observation.*member).push_back(value);
          }
        },
        series.member);
  }
  return observation;
}

/// Registry of acts or labels, one every `every` weeks. Only the first is the same in all replicates.
inline std::vector<RegistryEntry> synthetic_registry(std::uint64_t seed, int weeks, int every,
                                                     const std::string& kind) {
  std::vector<RegistryEntry> registry;
  for (int i = 0; i * every < weeks; ++i) {
    const std::string name = i == 0 ? kind : kind + " " + std::to_string(seed) + "." + std::to_string(i);
    registry.push_back({key_of(name), name, "AA", kind + "'s", synthetic_day(i * every)});
  }
  return registry;
}

/// Puts a replicate through the recorder.
inline Replicate synthetic_replicate(std::uint64_t seed, int weeks, const std::filesystem::path& spool) {
  Replicate replicate;
  replicate.seed = seed;
  replicate.spool = spool;
  replicate.result.digest = "digest-" + std::to_string(seed);
  replicate.result.summary.axes = synthetic_axes();
  replicate.result.summary.acts = synthetic_registry(seed, weeks, kActEvery, "act");
  replicate.result.summary.labels = synthetic_registry(seed, weeks, kLabelEvery, "label");
  WeekRecorder recorder(spool);
  recorder.begin(replicate.result.summary.axes, weeks);
  for (int week = 0; week < weeks; ++week)
    recorder.week(synthetic_week(seed, week), replicate.result.summary.acts, replicate.result.summary.labels);
  recorder.end(replicate.result);
  return replicate;
}

/// A folder of a test's own, removed with what is in it.
class TestFolder {
 public:
  TestFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "hibiki-test-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder for the test");
    path_ = name;
  }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;
  ~TestFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// While it lives no file may grow past `bytes`: a full disk, for any user.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    rlimit limit = before_;
    limit.rlim_cur = bytes;
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;
  ~FileSizeLimit() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }

 private:
  void (*handler_)(int);
  rlimit before_{};
};

}  // namespace hibiki
