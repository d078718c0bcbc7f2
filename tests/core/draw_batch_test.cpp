#include "sim/core/draw_batch.hpp"

#include <gtest/gtest.h>
#include <hwy/targets.h>

namespace hibiki {
namespace {

void expect_words_of_single_draws() {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const Draws draws(mix(seed));
    const BatchStream batches(draws, Purpose::exposure);
    const Key entity = mix(~seed);
    const int week = static_cast<int>(seed * 41);
    for (const std::uint32_t first : {0u, 1u, 0x10009u, 0xfffffffeu}) {
      BatchStream::Batch batch, plain;
      batches.words(entity, week, first, batch);
      batches.plain(entity, week, first, plain);
      EXPECT_EQ(batch, plain);
      std::array<BatchStream::Batch, BatchStream::kTogether> together;
      batches.words(entity, week, first, 8, together);
      for (std::uint32_t i = 0; i < BatchStream::kTogether; ++i) {
        batches.plain(entity, week, first + 8 * i, plain);
        EXPECT_EQ(together[i], plain) << i;
      }
      for (std::uint32_t block = 0; block < BatchStream::kBlocks; ++block) {
        const Words words = draws.words(Purpose::exposure, entity, week, first + block);
        for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(batch[4 * block + i], words[i]);
      }
    }
  }
}

TEST(BatchStream, GivesTheWordsOfSingleDrawsOnEveryInstructionSet) {
  int sets = 0;
  for (const std::int64_t target : hwy::SupportedAndGeneratedTargets()) {
    const testing::ScopedTrace trace(__FILE__, __LINE__, hwy::TargetName(target));
    hwy::SetSupportedTargetsForTest(target);
    expect_words_of_single_draws();
    ++sets;
  }
  hwy::SetSupportedTargetsForTest(0);
  EXPECT_GT(sets, 0);
}

}  // namespace
}  // namespace hibiki
