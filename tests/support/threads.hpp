// The numbers of threads that results are held to, whatever the machine has.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "sim/core/parallel.hpp"

namespace hibiki::test {

/// Calls body() with 1, 2, 3, 7 and 16 threads; what fails inside says with how many.
template <class Body>
void for_thread_counts(const Body& body) {
  for (const int threads : {1, 2, 3, 7, 16}) {
    const testing::ScopedTrace trace(__FILE__, __LINE__, std::to_string(threads) + " threads");
    with_threads(threads, body);
  }
}

/// Expects body() to return the same with each of those numbers of threads, and returns it.
template <class Body>
auto same_on_any_threads(const Body& body) {
  const auto one = with_threads(1, body);
  for_thread_counts([&] { EXPECT_TRUE(body() == one) << "threads change the result"; });
  return one;
}

}  // namespace hibiki::test
