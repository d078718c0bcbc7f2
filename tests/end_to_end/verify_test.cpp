// `hibiki verify`: a run proves itself, and whatever was changed since shows.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/end_to_end/forged_files.hpp"
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
  void write_manifest(const json& changed) const { write("run/manifest.json", manifest_text(changed)); }

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

TEST_F(VerifyTest, NoFolderForTemporaryFilesIsAnError) {
  const Outcome outcome = hibiki("verify run", "TMPDIR=/nonexistent");
  EXPECT_EQ(outcome.exit_code, 4);
  EXPECT_THAT(outcome.err, HasSubstr("TMPDIR"));
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

/// Before any library opens them.
TEST_F(VerifyTest, EveryChangedFileIsNamed) {
  write("run/results.h5", "");
  write("run/summary.csv", read("run/summary.csv") + "1\n");
  shell("rm run/summary.txt");
  const Outcome outcome = hibiki("verify run");
  EXPECT_EQ(outcome.exit_code, 7);
  for (const char* said :
       {"run/results.h5 was changed: it has 0 bytes", "run/summary.csv was changed", "run/summary.txt is missing"})
    EXPECT_THAT(outcome.err, HasSubstr(said));
}

TEST_F(VerifyTest, AChangedManifestShows) {
  const std::string whole = read("run/manifest.json");
  write("run/manifest.json", replaced(whole, "\"threads\": ", "\"threads\": 1"));
  expect_mismatch("run/manifest.json was changed");
  const Outcome report = hibiki("report run"), again = hibiki("run " + tiny() + " --replicates 2 --out run");
  for (const Outcome& outcome : {report, again}) {
    EXPECT_EQ(outcome.exit_code, 4);
    EXPECT_THAT(outcome.err, HasSubstr("run/manifest.json was changed"));
  }
  const Outcome forced = hibiki("run " + tiny() + " --replicates 2 --out run --force");
  EXPECT_EQ(forced.exit_code, 0) << forced.err;
  EXPECT_THAT(shell("ls run | grep changed").out, testing::StrEq("manifest.json.changed\nsummary.json.changed\n"))
      << "results.h5 came out the same; summary.json says how long it took";
  EXPECT_EQ(hibiki("verify run").exit_code, 0);
}

TEST_F(VerifyTest, AManifestWithoutDigestsSaysSo) {
  json changed = manifest();
  changed.erase("files");
  changed.erase("kind");
  changed.erase("identity");
  changed.erase("check");
  write("run/manifest.json", changed.dump());
  const Outcome outcome = hibiki("verify run");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("does not record digests of its files"));
}

TEST_F(VerifyTest, AComparisonIsVerifiedArmByArm) {
  const std::string small = shell("cat " + scenario("examples/small.toml")).out;
  write("base.toml", small);
  write("variant.toml", "extends = 'base.toml'\n[assumptions]\n\"try.quality\" = 1.5\n");
  const std::string compare = "compare base.toml variant.toml --replicates 2 --out c" + std::string(kTiny);
  ASSERT_EQ(hibiki(compare).exit_code, 0) << hibiki(compare).err;
  const Outcome outcome = hibiki("verify c");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out,
              testing::AllOf(HasSubstr("verified: base: 2 replicates"), HasSubstr("verified: variant: 2 replicates"),
                             HasSubstr("verified: comparison base: 17 files")));
  for (const char* file : {"c/compare.json", "c/variant/results.h5", "c/base/summary.json"}) {
    const std::string name = file, content = read(name);
    write(name, content.substr(0, content.size() / 2));
    const Outcome changed = hibiki("verify c"), again = hibiki(compare), report = hibiki("report c");
    EXPECT_EQ(changed.exit_code, 7);
    EXPECT_THAT(changed.err, HasSubstr(name + " was changed"));
    EXPECT_EQ(again.exit_code, 4);
    EXPECT_THAT(again.err, testing::AllOf(HasSubstr(name + " was changed"), HasSubstr("--force")));
    EXPECT_EQ(report.exit_code, name == "c/compare.json" ? 4 : 0) << "it reads compare.json alone";
    write(name, content);
  }
  EXPECT_EQ(hibiki("verify c").exit_code, 0);
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
