// A small scenario with an intervention, and sweeps of it, in a folder.
#pragma once

#include <fstream>
#include <string>

#include "tests/output/results/synthetic_run.hpp"
#include "tools/sweep/simulate_sweep.hpp"

namespace hibiki::test {

class SweepCase {
 public:
  SweepCase() {
    write("base.toml",
          "extends = \"" HIBIKI_SCENARIOS
          "/examples/three_markets.toml\"\n"
          "[run]\nreport_from = 2000-01-03\nend = 2001-12-31\nfans = 200\n"
          "[[intervention]]\nid = \"abroad\"\ntarget = \"labels\"\nlever = \"promotion.abroad\"\nset = 0.8\n"
          "from = 2001-01-01\n");
  }

  void write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name, std::ios::binary) << text;
  }
  std::filesystem::path path(const std::string& name) const { return folder_ / name; }

  /// A sweep of base.toml with these factors and design.
  SweepFile sweep(const std::string& text, const std::string& name = "sweep.toml") const {
    write(name, "scenario = \"base.toml\"\n" + text);
    return load_sweep(path(name));
  }

  /// Points that leave the base's past at two dates, and points that share no past with it.
  static std::string grid(const std::string& values = "0.0, 0.5") {
    return "replicates = 2\n[[factor]]\nname = \"set\"\nkey = \"intervention.abroad.set\"\nvalues = [" + values +
           "]\n[[factor]]\nname = \"from\"\nkey = \"intervention.abroad.from\"\n"
           "values = [2001-01-01, 2001-03-05]\n"
           "[[factor]]\nname = \"sharers\"\nkey = \"try.sharers\"\nvalues = [0.6, 1.2]\n[design]\nkind = \"grid\"\n";
  }

  /// Checkpoints once a week of all runs, if at all.
  static SweepRunPlan plan(std::size_t at_once = 2) {
    SweepRunPlan plan;
    plan.at_once = at_once;
    plan.checkpoints.every = std::chrono::hours(1);
    plan.checkpoints.kept = [] {};
    plan.checkpoints.resumed = [](std::int64_t) {};
    plan.checkpoints.warn = [](const std::string&) {};
    return plan;
  }

 private:
  TestFolder folder_;
};

}  // namespace hibiki::test
