// `hibiki verify`: a run proves itself, and whatever was changed since shows.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/end_to_end/program.hpp"

namespace hibiki {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

class VerifyTest : public ProgramTest {
 protected:
  VerifyTest() { made_ = hibiki("run " + tiny() + " --replicates 2 --out run"); }
  void SetUp() override { ASSERT_EQ(made_.exit_code, 0) << made_.err; }

  void expect_mismatch(const std::string& said) const {
    const Outcome outcome = hibiki("verify run");
    EXPECT_EQ(outcome.exit_code, 7) << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr(said));
    EXPECT_THAT(outcome.out, IsEmpty());
  }

  json manifest() const { return json::parse(read("run/manifest.json")); }
  void write_manifest(const json& changed) const { write("run/manifest.json", changed.dump()); }

 private:
  Outcome made_;
};

TEST_F(VerifyTest, AnUntouchedRunIsVerified) {
  const Outcome outcome = hibiki("verify run --threads 3");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, StartsWith("verified: small: 2 replicates"));
}

TEST_F(VerifyTest, LeavesTheRunAsItWas) {
  const std::string before = shell("cd run && sha256sum * && ls -la --time-style=full-iso").out;
  hibiki("verify run");
  EXPECT_EQ(shell("cd run && sha256sum * && ls -la --time-style=full-iso").out, before);
}

TEST_F(VerifyTest, AChangedDigestShows) {
  json changed = manifest();
  changed["replicates"][1]["digest"] = "0123456789abcdef";
  write_manifest(changed);
  expect_mismatch("replicate 1: recorded 0123456789abcdef");
}

TEST_F(VerifyTest, ChangedResultsShow) {
  hibiki("run " + tiny() + " --replicates 2 --seed 50 --out other");
  shell("cp other/results.h5 run/results.h5");
  expect_mismatch("results.h5");
}

TEST_F(VerifyTest, AChangedScenarioShows) {
  write("run/resolved.toml", replaced(read("run/resolved.toml"), "fans = 600", "fans = 601"));
  expect_mismatch("resolved.toml");
}

TEST_F(VerifyTest, AnotherModelVersionIsNamed) {
  json changed = manifest();
  changed["model_version"] = "0";
  write_manifest(changed);
  expect_mismatch("model version 0");
}

TEST_F(VerifyTest, WhatIsNoRunIsAnError) {
  for (const char* run : {"nowhere", "."}) {
    const Outcome outcome = hibiki(std::string("verify ") + run);
    EXPECT_EQ(outcome.exit_code, 4) << run;
    EXPECT_THAT(outcome.err, StartsWith("hibiki: error: "));
  }
}

}  // namespace
}  // namespace hibiki
