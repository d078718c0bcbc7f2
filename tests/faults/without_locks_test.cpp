// File systems of clusters often have no locks: everything must work there as elsewhere.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cerrno>

#include "tests/faults/faulty_program.hpp"

namespace hibiki {
namespace {

class WithoutLocks : public FaultyProgramTest, public testing::WithParamInterface<int> {
 protected:
  /// Exit code 0 although every lock that is asked for, anywhere, is refused.
  void works(const std::string& arguments) const {
    const Outcome outcome = run(arguments, fmt::format("LD_PRELOAD='{}' HIBIKI_FAULT_UNDER=/ HIBIKI_FAULT_CALLS=lock "
                                                       "HIBIKI_FAULT_AT=1 HIBIKI_FAULT_ON=1 HIBIKI_FAULT_ERROR={} "
                                                       "HDF5_USE_FILE_LOCKING=TRUE",  // as clusters set it
                                                       HIBIKI_FAILING_CALLS, GetParam()));
    EXPECT_EQ(outcome.exit_code, 0) << arguments << "\n" << outcome.err;
  }
};

TEST_P(WithoutLocks, EveryCommandWorks) {
  prepare(kTwoWorlds);
  works("run base.toml --replicates 2 --out r");
  works("run base.toml --replicates 2 --out r");
  works("verify r");
  works("report r");
  works("compare base.toml variant.toml --replicates 2 --out c");
  works("report c");
  works("verify c/variant");
}

INSTANTIATE_TEST_SUITE_P(Errors, WithoutLocks, testing::Values(ENOLCK, EOPNOTSUPP, ENOSYS));

}  // namespace
}  // namespace hibiki
