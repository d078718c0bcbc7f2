#include "tools/hibiki/stop_signals.hpp"

#include <gtest/gtest.h>

namespace hibiki {
namespace {

TEST(InterruptWatch, TakesEverySignalThatAsksForAStop) {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGXCPU, SIGUSR1, SIGUSR2}) {
    const InterruptWatch watch;
    EXPECT_NO_THROW(throw_if_interrupted());
    std::raise(signal);
    try {
      InterruptCheck().tick(0, 1);
      FAIL() << signal;
    } catch (const Interrupted& interrupted) {
      EXPECT_EQ(interrupted.signal, signal);
    }
  }
  EXPECT_NO_THROW(throw_if_interrupted()) << "a watch that ends takes its signal with it";
}

TEST(InterruptWatch, ASecondSignalKills) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT(
      {
        const InterruptWatch watch;
        std::raise(SIGTERM);
        std::raise(SIGTERM);
      },
      testing::KilledBySignal(SIGTERM), "");
}

TEST(InterruptWatch, TheRepeatedNoticeOfUsedUpTimeDoesNot) {
  const InterruptWatch watch;
  std::raise(SIGXCPU);
  std::raise(SIGXCPU);
  EXPECT_THROW(throw_if_interrupted(), Interrupted);
}

TEST(InterruptWatch, WhatIsIgnoredStaysIgnored) {
  const auto before = std::signal(SIGHUP, SIG_IGN);
  {
    const InterruptWatch watch;
    std::raise(SIGHUP);
    EXPECT_NO_THROW(throw_if_interrupted());
  }
  EXPECT_EQ(std::signal(SIGHUP, before), SIG_IGN);
}

TEST(SignalName, IsTheOneOfTheManual) {
  EXPECT_EQ(signal_name(SIGXCPU), "SIGXCPU");
  EXPECT_EQ(signal_name(64), "signal 64");
}

}  // namespace
}  // namespace hibiki
