// Replicates side by side: where they are, and that they are those of one after the other.
#include "tools/hibiki/simulate.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <vector>

#include "sim/core/error.hpp"
#include "sim/core/input_file.hpp"
#include "sim/core/parallel.hpp"
#include "tests/support/tiny_world.hpp"

namespace hibiki {
namespace {

namespace fs = std::filesystem;

TEST(ReplicatesAtOnce, AreThoseOfSmallWorldsWithThreadsForThem) {
  Scenario scenario = test::tiny_scenario({.fans = 400, .weeks = 20});
  const auto at_once = [&](int threads, std::size_t replicates) {
    return with_threads(threads, [&] { return replicates_at_once(scenario, replicates, true); });
  };
  EXPECT_EQ(at_once(3, 5), 3U);
  EXPECT_EQ(at_once(3, 2), 2U);
  EXPECT_EQ(at_once(3, 1), 1U);
  EXPECT_EQ(at_once(1, 5), 1U);
  scenario.run.fans = 1'000'000;
  EXPECT_EQ(at_once(3, 5), 1U);
}

TEST(Simulate, GivesTheSameReplicatesSideBySide) {
  const Scenario scenario = test::tiny_scenario({.fans = 400, .weeks = 30});
  const std::vector<std::uint64_t> seeds{7, 3, 11, 20};
  const fs::path folder = fs::path(testing::TempDir()) / ("simulate-" + std::to_string(::getpid()));
  const auto simulated = [&](int threads) {
    const fs::path own = folder / std::to_string(threads);
    fs::create_directories(own);
    const auto spool = [&](std::size_t i) { return own / std::to_string(i); };
    return with_threads(threads, [&] { return simulate(scenario, seeds, spool); });
  };
  const auto in_turn = simulated(1), side_by_side = simulated(3);
  ASSERT_EQ(in_turn.size(), seeds.size());
  ASSERT_EQ(side_by_side.size(), seeds.size());
  for (std::size_t i = 0; i < seeds.size(); ++i) {
    EXPECT_EQ(side_by_side[i].seed, seeds[i]);
    EXPECT_EQ(side_by_side[i].result.digest, in_turn[i].result.digest);
    EXPECT_EQ(read_whole_file(side_by_side[i].spool), read_whole_file(in_turn[i].spool));
  }
  fs::remove_all(folder);
}

TEST(Simulate, AFailureEndsTheOthersAndIsTheOneThatIsTold) {
  const Scenario scenario = test::tiny_scenario({.fans = 400, .weeks = 4000});  // long: the others are under way
  const fs::path folder = fs::path(testing::TempDir()) / ("failing-" + std::to_string(::getpid()));
  fs::create_directories(folder);
  const auto spool = [&](std::size_t i) { return folder / (i == 1 ? "nowhere/1" : std::to_string(i)); };
  try {
    with_threads(3, [&] { return simulate(scenario, {1, 2, 3, 4, 5, 6}, spool); });
    FAIL() << "a replicate could not be written";
  } catch (const IoError& error) {
    EXPECT_NE(std::string(error.what()).find("nowhere"), std::string::npos) << error.what();
  }
  fs::remove_all(folder);
}

}  // namespace
}  // namespace hibiki
