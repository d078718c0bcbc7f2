// The listen phase allocates its tables once a thread, and nothing for a community or a fan.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <new>

#include "sim/core/parallel.hpp"
#include "tests/phases/week.hpp"
#include "tests/support/tiny_world.hpp"

namespace {
std::atomic<std::size_t> allocations{0};
}

void* operator new(std::size_t bytes) {
  ++allocations;
  if (void* const memory = std::malloc(bytes == 0 ? 1 : bytes)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace hibiki::test {
namespace {

std::size_t allocations_of_a_week(std::int64_t fans) {
  Scenario s = tiny_scenario({.fans = fans});
  s.assumptions.attention_mean = 0.5;
  s.assumptions.repeats = 0.3;  // fans remember what they have tried
  World world = make_world(s, 3);
  run_weeks(world, 0, 20);
  Exposure exposure;
  prepare_week(world, 20, exposure);
  const std::size_t before = allocations;
  listen(world, 20, exposure);
  return allocations - before;
}

TEST(Listen, AllocatesNothingForAFan) {
  with_threads(1, [] {
    const std::size_t few = allocations_of_a_week(500);
    EXPECT_GT(few, 0u) << "tallies are counted";
    EXPECT_EQ(allocations_of_a_week(20'000), few);
  });
}

}  // namespace
}  // namespace hibiki::test
