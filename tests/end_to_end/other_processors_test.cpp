// The bytes of answers where the C library takes its code for other processors: exp, log, pow and their kin have
// variants with and without fused multiplication, whose last bits differ. The GNU C library can be told which; others
// ignore it.
#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <string>

#include "tests/end_to_end/program.hpp"

namespace hibiki {
namespace {

constexpr const char* kOlder = "GLIBC_TUNABLES=glibc.cpu.hwcaps=-AVX512F,-AVX512VL,-AVX2,-FMA,-FMA4";

/// Whether the variants that kOlder switches off are those that the C library would take otherwise: it has them for
/// processors with AVX2 and FMA.
bool has_other_variants() {
  std::ifstream processors("/proc/cpuinfo");
  for (std::string line; std::getline(processors, line);) {
    if (!line.starts_with("flags")) continue;
    std::istringstream words(line);
    const std::set<std::string> flags{std::istream_iterator<std::string>(words), {}};
    return flags.contains("avx2") && flags.contains("fma");
  }
  return false;
}

class OtherProcessorsTest : public ProgramTest {
 protected:
  OtherProcessorsTest() {
    std::string base = scenario("examples/three_markets.toml");
    std::erase_if(base, [](char c) { return c == '\'' || c == '"'; });
    const std::string extends = "extends = \"" + base + "\"\n";
    write("variant.toml", extends +
                              "title = \"B abroad\"\n[[intervention]]\nid = \"abroad\"\ntarget = \"labels[home=B]\"\n" +
                              "lever = \"promotion.abroad\"\nfrom = 2005-03-07\nset = 0.8\n");
    write("whole.toml", extends);
    write("base.toml", extends + "[run]\nreport_from = 2002-01-07\nend = 2003-12-29\nfans = 300\n");
    write("plan.toml",
          "scenario = \"base.toml\"\nreplicates = 1\n[method]\nwaves = 2\npoints = 6\n"
          "[[parameter]]\nkey = \"money.physical_rate\"\nlow = 0.1\nhigh = 1.6\nscale = \"log\"\nwhy = \"sales\"\n"
          "[[parameter]]\nkey = \"engagement.decay\"\nlow = 0.005\nhigh = 0.08\nscale = \"log\"\nwhy = \"fans\"\n"
          "[[target]]\nname = \"sales\"\nmeasure = \"recorded_revenue\"\nmarket = \"A\"\nyears = [2002, 2003]\n"
          "value = 1e9\nband = 0.1\nmark = \"C\"\nsource = \"none\"\n");
  }

  void SetUp() override {
    if (!has_other_variants()) GTEST_SKIP() << "this processor lacks AVX2 or FMA: GLIBC_TUNABLES would change nothing";
  }

  /// Runs the command twice in folders of its own and expects the same bytes on stdout and in every file.
  void expect_same(const std::string& arguments) const {
    const Outcome outcome =
        shell("mkdir here there && cp *.toml here && cp *.toml there\n(cd here && \"$hibiki\" " + arguments +
              ") > here.out && (cd there && " + kOlder + " \"$hibiki\" " + arguments +
              ") > there.out && cmp here.out there.out && diff -rq -x manifest.json -x summary.json here there");
    EXPECT_EQ(outcome.exit_code, 0) << arguments << "\n" << outcome.out << outcome.err;
  }
};

TEST_F(OtherProcessorsTest, TheoryOfAnEpidemic) { expect_same("reproduce si --replicates 1 --json"); }

TEST_F(OtherProcessorsTest, TheoryOfTrialOfferMarkets) {
  expect_same("reproduce trial_offer_equilibrium --seed 8 --replicates 1 --json");  // one of the seeds that differed
}

TEST_F(OtherProcessorsTest, TheoryOfCascades) {
  expect_same("reproduce watts --replicates 2 --set nodes=500 --sweep z=1:6:1 --json");
}

TEST_F(OtherProcessorsTest, TheoryOfACrowd) { expect_same("reproduce granovetter_normal --json"); }

TEST_F(OtherProcessorsTest, Comparison) {
  expect_same("compare whole.toml variant.toml --fans 300 --until 2005-12-31 --replicates 3 --out c --json");
}

TEST_F(OtherProcessorsTest, Attribution) {
  expect_same("attribute variant.toml --fans 300 --until 2005-12-31 --replicates 3 --out a --json");
}

TEST_F(OtherProcessorsTest, Why) {
  expect_same("why whole.toml variant.toml --fans 300 --until 2005-12-31 --replicates 2 --out w --json");
}

TEST_F(OtherProcessorsTest, Calibration) { expect_same("calibrate plan.toml --out c --json"); }

}  // namespace
}  // namespace hibiki
