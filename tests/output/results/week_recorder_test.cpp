#include "output/results/week_recorder.hpp"

#include <gtest/gtest.h>

#include "output/results/files.hpp"
#include "tests/output/results/synthetic_run.hpp"

namespace hibiki {
namespace {

constexpr int kWeeks = 2 * static_cast<int>(kBlockWeeks) + 30;

TEST(WeekRecorder, AForkHasThePastOfWhatItGoesOffFrom) {
  const TestFolder folder;
  synthetic_replicate(1, kWeeks, folder / "straight");
  const std::string straight = read_whole_file(folder / "straight");
  // Before the first weeks are packed, when they have just been, amid those after, and without a week of its own.
  for (const int fork_at : {5, static_cast<int>(kBlockWeeks), kWeeks - 10, kWeeks}) {
    WeekRecorder past(folder / "past");
    past.begin(synthetic_axes(), kWeeks);
    for (int week = 0; week < fork_at; ++week) past.week(synthetic_week(1, week), {}, {});
    WeekRecorder fork(past, folder / "fork");
    for (WeekRecorder* recorder : {&fork, &past}) {
      for (int week = fork_at; week < kWeeks; ++week) recorder->week(synthetic_week(1, week), {}, {});
      recorder->end({});
    }
    EXPECT_TRUE(read_whole_file(folder / "fork") == straight) << fork_at;
    EXPECT_TRUE(read_whole_file(folder / "past") == straight) << fork_at;
  }
}

}  // namespace
}  // namespace hibiki
