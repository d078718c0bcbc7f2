// Properties over cases that RapidCheck draws, the same in every run. RC_PARAMS="seed=... max_success=..." repeats or
// widens a search.
#pragma once

#include <gtest/gtest.h>

#include <rapidcheck.h>

#include <cstdlib>
#include <sstream>

namespace hibiki::test {

/// property() for `cases` drawn cases; it draws what it needs.
template <class Property>
void check_drawn(int cases, const Property& property) {
  rc::detail::TestParams params = rc::detail::configuration().testParams;
  if (std::getenv("RC_PARAMS") == nullptr) {
    params.seed = 20240101;
    params.maxSuccess = cases;
  }
  params.disableShrinking = true;  // a scenario is drawn whole: smaller draws are not simpler worlds
  const auto result = rc::detail::checkTestable(property, rc::detail::TestMetadata{}, params);
  std::ostringstream said;
  rc::detail::printResultMessage(result, said);
  EXPECT_TRUE(result.template is<rc::detail::SuccessResult>()) << said.str();
}

}  // namespace hibiki::test
