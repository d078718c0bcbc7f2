// A tiny base in a file, and questions about it.
#pragma once

#include <unistd.h>

#include <algorithm>
#include <bit>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "sim/scenario/load.hpp"
#include "tests/support/tiny_world.hpp"
#include "tools/studio/answer.hpp"
#include "tools/studio/question.hpp"

namespace hibiki::test {

inline constexpr int kStudioWeeks = 70;

/// A folder with base.toml: three markets, 70 weeks from Monday 7 January 2008.
class StudioBase {
 public:
  StudioBase() : folder_(std::filesystem::path(testing::TempDir()) / ("studio-" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(folder_);
    const Scenario scenario = tiny_scenario({.markets = 3, .fans = 400, .weeks = kStudioWeeks});
    std::ofstream(file()) << to_toml(scenario);
    loaded = std::make_shared<const LoadedScenario>(load_scenario(file()));
  }
  ~StudioBase() { std::filesystem::remove_all(folder_); }
  StudioBase(const StudioBase&) = delete;
  StudioBase& operator=(const StudioBase&) = delete;

  std::filesystem::path file() const { return folder_ / "base.toml"; }
  const std::filesystem::path& folder() const { return folder_; }

  AnswerPlan plan() const {
    AnswerPlan plan;
    plan.base = loaded;
    plan.rough_fans = 300;
    plan.firm_fans = 400;
    plan.rough_pairs = 2;
    plan.most_pairs = 4;
    plan.least_pairs = 4;
    return plan;
  }

  std::shared_ptr<const LoadedScenario> loaded;

 private:
  std::filesystem::path folder_;
};

/// More posts of B's labels from week 30 on.
inline Question posts_question(double posts = 6.0) {
  Question question;
  question.scene = "B";
  question.seed = 5;
  question.what_if = {"Posts",
                      {{.lever = "posts_per_week", .target = "labels[home=B]", .set = posts, .from = "2008-08-04"}},
                      Rivals::as_they_do};
  return question;
}

/// Bit by bit: a measure that has no value is NaN.
inline bool same_bits(const std::vector<double>& one, const std::vector<double>& other) {
  return std::ranges::equal(
      one, other, {}, [](double v) { return std::bit_cast<std::uint64_t>(v); },
      [](double v) { return std::bit_cast<std::uint64_t>(v); });
}

}  // namespace hibiki::test
