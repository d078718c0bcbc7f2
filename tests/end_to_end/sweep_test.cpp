// `hibiki sweep` as its users call it: here, in shards, stopped, and as an array of batch tasks.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/end_to_end/program.hpp"

namespace hibiki {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;

class SweepTest : public ProgramTest {
 protected:
  SweepTest() {
    write("base.toml", "extends = \"" HIBIKI_SCENARIOS
                       "/examples/small.toml\"\n[run]\nfans = 2000\n"
                       "[[intervention]]\nid = \"abroad\"\ntarget = \"labels\"\nlever = \"posts_per_week\"\nset = 3.0\n"
                       "from = 2002-01-07\n");
    write("posts.toml",
          "scenario = \"base.toml\"\nreplicates = 2\n"
          "[[factor]]\nname = \"posts\"\nkey = \"intervention.abroad.set\"\nvalues = [0.0, 2.0, 4.0, 8.0]\n"
          "[design]\nkind = \"grid\"\n[[measure]]\nname = \"leadership\"\n[[measure]]\nname = \"gini\"\n");
  }

  json said(const std::string& arguments) const {
    const Outcome outcome = hibiki(arguments + " --json");
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    return json::parse(outcome.out);
  }
};

TEST_F(SweepTest, PlanSaysWhatItWillCost) {
  const Outcome outcome = hibiki("sweep plan posts.toml");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("posts: grid design, 4 points x 2 seeds = 8 runs of 2,000 fans"));
  EXPECT_THAT(outcome.out, ContainsRegex("time +[0-9.e-]+ to [0-9.e-]+ core-hours"));
  const json plan = said("sweep plan posts.toml");
  EXPECT_EQ(plan["runs"], 8);
  EXPECT_GT(plan["memory_bytes"], 10'000'000);
  EXPECT_FALSE(exists("runs"));
}

TEST_F(SweepTest, AFinishedSweepHasNothingToDo) {
  const Outcome outcome = hibiki("sweep run posts.toml");
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("posts: 8 of 8 runs in runs/sweeps/posts/sweep.h5"));
  EXPECT_EQ(shell("ls runs/sweeps/posts").out,
            "design.json\nlog\nmanifest.json\nnumbers.json\npoints.csv\nreport.html\nsweep.h5\nsweep.toml\nwork\n");
  const std::string results = read("runs/sweeps/posts/sweep.h5");
  const Outcome again = hibiki("sweep run posts.toml");
  EXPECT_EQ(again.exit_code, 0);
  EXPECT_THAT(again.err, HasSubstr("already has all runs"));
  EXPECT_EQ(read("runs/sweeps/posts/sweep.h5"), results);
  EXPECT_EQ(hibiki("verify runs/sweeps/posts").exit_code, 0);
  const std::string page = read("runs/sweeps/posts/report.html");
  EXPECT_EQ(hibiki("report runs/sweeps/posts --out page.html").exit_code, 0);
  EXPECT_EQ(read("page.html"), page);
  EXPECT_EQ(hibiki("report runs/sweeps/posts").exit_code, 0);
  EXPECT_EQ(hibiki("verify runs/sweeps/posts").exit_code, 0);
}

TEST_F(SweepTest, APointAloneComesToTheSame) {
  ASSERT_EQ(hibiki("sweep run posts.toml").exit_code, 0);
  const json document = json::parse(hibiki("report runs/sweeps/posts --json").out);
  EXPECT_EQ(document["kind"], "sweep_results");
  const std::string command = document["points"][2]["command"];
  EXPECT_EQ(command,
            "hibiki run base.toml --set intervention.abroad.set=4 --seed 1 --replicates 2 --out "
            "runs/posts-2");
  ASSERT_EQ(shell("\"$hibiki\"" + command.substr(6)).exit_code, 0) << command;
  const json manifest = json::parse(read("runs/posts-2/manifest.json"));
  const std::string log = shell("cat runs/sweeps/posts/log/*").out;
  for (const json& replicate : manifest["replicates"])
    EXPECT_THAT(log, HasSubstr(replicate["digest"].get<std::string>())) << replicate;
}

TEST_F(SweepTest, ShardsStopsAndThreadsChangeNothing) {
  ASSERT_EQ(hibiki("sweep run posts.toml --out whole --threads 1").exit_code, 0);
  EXPECT_EQ(hibiki("sweep run posts.toml --out parts --shard 1/2").exit_code, 0);
  EXPECT_EQ(said("sweep status parts")["done"], 4);
  const Outcome early = hibiki("sweep merge parts");
  EXPECT_EQ(early.exit_code, 5);
  EXPECT_THAT(early.err, HasSubstr("4 of 8 runs missing: points 1 with seed 1, 1 with seed 2, 3 with seed 1"));
  int stops = 0;
  while (hibiki("sweep run posts.toml --out parts --shard 2/2 --maxh 0.00002").exit_code == 75) ASSERT_LT(++stops, 100);
  EXPECT_GT(stops, 0);
  EXPECT_EQ(hibiki("sweep merge parts").exit_code, 0);
  EXPECT_EQ(shell("cmp whole/sweep.h5 parts/sweep.h5 && cmp whole/points.csv parts/points.csv").exit_code, 0);
}

TEST_F(SweepTest, AKilledTaskGoesOn) {
  ASSERT_EQ(hibiki("sweep run posts.toml --out whole").exit_code, 0);
  for (const char* signal : {"KILL", "USR1", "TERM"})
    shell(
        fmt::format("\"$hibiki\" sweep run posts.toml --out cut --checkpoint-every 0.0003 2>/dev/null & pid=$!\n"
                    "sleep 0.5; kill -{} $pid; wait $pid",
                    signal));
  EXPECT_EQ(hibiki("sweep run posts.toml --out cut").exit_code, 0);
  EXPECT_EQ(shell("cmp whole/sweep.h5 cut/sweep.h5; ls cut/work").out, "");
}

/// Of a task that is killed between the line of its run and the removal of the checkpoint.
TEST_F(SweepTest, WhatAKilledTaskLeavesOfAFinishedRunGoes) {
  const std::string of_points = "out/work/[!p]*/checkpoint.*";  // not those of pasts
  do ASSERT_EQ(hibiki("sweep run posts.toml --out out --maxh 0.00002").exit_code, 75) << "stopped within no point";
  while (shell("ls " + of_points).exit_code != 0);
  ASSERT_EQ(shell("cp -r out/work left").exit_code, 0);
  ASSERT_EQ(hibiki("sweep run posts.toml --out out").exit_code, 0);
  ASSERT_EQ(shell("mkdir -p out/work && cp -r left/. out/work/").exit_code, 0);
  EXPECT_EQ(hibiki("sweep run posts.toml --out out").exit_code, 0);
  EXPECT_EQ(shell("ls out/work").out, "");
}

TEST_F(SweepTest, RefusesWhatDoesNotFitIntoTheMemory) {
  const Outcome outcome = hibiki("sweep run posts.toml --fans 4000000000");
  EXPECT_EQ(outcome.exit_code, 3);
  EXPECT_THAT(outcome.err, HasSubstr("fans would fit: --fans "));
}

TEST_F(SweepTest, TwoProcessesShareTheWork) {
  ASSERT_EQ(hibiki("sweep run posts.toml --out whole").exit_code, 0);
  shell("for i in 1 2 3; do \"$hibiki\" sweep run posts.toml --out out >/dev/null 2>&1 & done; wait");
  EXPECT_EQ(hibiki("sweep run posts.toml --out out").exit_code, 0);
  EXPECT_EQ(shell("cmp whole/sweep.h5 out/sweep.h5; cat out/log/*.jsonl | wc -l").out, "8\n") << "a run was made twice";
}

/// The script's array, run by a stand-in for Slurm that lets the time limit strike and queues a task again.
TEST_F(SweepTest, TheScriptOfAnArrayComesToTheSame) {
  write("posts.toml", read("posts.toml") + "[[measure]]\nname = \"hhi\"\n");
  write("posts.toml", replaced(read("posts.toml"), "replicates", "fans = 12000\nreplicates"));
  ASSERT_EQ(hibiki("sweep run posts.toml --out whole").exit_code, 0);
  const Outcome script = hibiki("sweep script posts.toml --slurm --tasks 2 --hours 1 --threads 1 --out out > job.sh");
  ASSERT_EQ(script.exit_code, 0) << script.err;
  EXPECT_EQ(shell("bash -n job.sh").exit_code, 0);
  const std::string text = read("job.sh");
  EXPECT_THAT(text, HasSubstr("#SBATCH --array=1-2\n"));
  EXPECT_THAT(text, HasSubstr("#SBATCH --signal=B:USR1@120\n"));
  EXPECT_THAT(text, HasSubstr("#SBATCH --time=1:00:00\n"));
  write("scontrol", "#!/bin/bash\necho \"$@\" >>requeued\n");
  const Outcome outcome = shell(
      "chmod +x scontrol; export PATH=$PWD:$PATH SLURM_ARRAY_JOB_ID=77; mkdir -p out/slurm\n"
      "for task in 1 2; do\n"
      "  for try in $(seq 20); do\n"
      "    SLURM_ARRAY_TASK_ID=$task bash job.sh 2>>log & pid=$!\n"
      // Later with each try: on a busy machine the first signals come before the program could do anything (138).
      "    (sleep 0.$((try * 3 + 37)); kill -USR1 $pid 2>/dev/null) & wait $pid; code=$?\n"
      "    [ $code -eq 75 ] || [ $code -eq 138 ] || break\n"
      "  done\n"
      "  echo $code\n"
      "done");
  EXPECT_EQ(outcome.out, "0\n0\n") << outcome.err << read("log");
  EXPECT_THAT(read("requeued"), ContainsRegex("^requeue 77_1\n"));
  EXPECT_EQ(hibiki("sweep merge out").exit_code, 0);
  EXPECT_EQ(shell("cmp whole/sweep.h5 out/sweep.h5").exit_code, 0);
}

TEST_F(SweepTest, AnArrayIsNotLargerThanTheClusterTakes) {
  const Outcome all = hibiki("sweep script posts.toml --slurm --tasks 4 --max-array-size 3");
  EXPECT_THAT(all.out, HasSubstr("#SBATCH --array=1-2\n"));
  EXPECT_THAT(all.err, HasSubstr("an array of this cluster has at most 2 tasks"));
  EXPECT_THAT(hibiki("sweep script posts.toml --slurm --tasks 40").err, HasSubstr("no more tasks than points"));
  const json script = said("sweep script posts.toml --slurm --tasks 4");
  EXPECT_EQ(script["tasks"], 4);
  EXPECT_THAT(script["script"].get<std::string>(), HasSubstr("#SBATCH --array=1-4\n"));
}

TEST_F(SweepTest, SensitivityOfADesignThatTellsIt) {
  const std::string head =
      "scenario = \"base.toml\"\nfans = 500\nreplicates = 2\n[[measure]]\nname = \"gini\"\n"
      "[[factor]]\nkey = \"try.sharers\"\nlow = 0.2\nhigh = 2.0\n"
      "[[factor]]\nname = \"quality\"\nkey = \"try.quality\"\nlow = 0.0\nhigh = 2.0\n";
  write("sobol.toml", head + "[design]\nkind = \"saltelli\"\npoints = 4\n");
  EXPECT_THAT(hibiki("sensitivity sobol.toml").err, HasSubstr("first 'hibiki sweep run sobol.toml'"));
  ASSERT_EQ(hibiki("sweep run sobol.toml").exit_code, 0);
  const Outcome outcome = hibiki("sensitivity sobol.toml");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("gini, "), HasSubstr("  quality"), HasSubstr("  luck")));
  EXPECT_EQ(hibiki("sensitivity runs/sweeps/sobol --threads 1").out, outcome.out);
  const json found = said("sensitivity sobol.toml --measure gini");
  EXPECT_EQ(found["method"], "sobol");
  EXPECT_EQ(found["measures"][0]["rows"], 4);
  EXPECT_EQ(found["measures"][0]["factors"][1]["name"], "quality");
  EXPECT_THAT(hibiki("sensitivity sobol.toml --measure hhi").err, HasSubstr("no measure 'hhi'"));
  write("sobol.toml", read("sobol.toml") + "# changed\n");
  EXPECT_THAT(hibiki("sensitivity sobol.toml").err, HasSubstr("sobol.toml was changed since"));

  write("morris.toml", head + "[design]\nkind = \"morris\"\ntrajectories = 3\n");
  hibiki("sweep run morris.toml --shard 1/2");
  const Outcome half = hibiki("sensitivity morris.toml");
  EXPECT_EQ(half.exit_code, 5) << "runs are missing";
  EXPECT_THAT(half.err, HasSubstr("of 3 trajectories lack runs or values"));
  ASSERT_EQ(hibiki("sweep run morris.toml").exit_code, 0);
  EXPECT_EQ(said("sensitivity morris.toml")["measures"][0]["trajectories"], 3);

  hibiki("sweep run posts.toml --shard 1/8");
  EXPECT_THAT(hibiki("sensitivity posts.toml").err, HasSubstr("not a grid design"));
}

TEST_F(SweepTest, OtherSeedsInOneFolderAreSaid) {
  ASSERT_EQ(hibiki("sweep run posts.toml").exit_code, 0);
  EXPECT_THAT(hibiki("sweep run posts.toml --seed 5 --replicates 1").err,
              HasSubstr("was simulated with seeds 1 to 2; its results will be of seed 5"));
  EXPECT_THAT(hibiki("sweep run posts.toml").err, HasSubstr("already has all runs"));
}

TEST_F(SweepTest, SaysWhatItCannotDo) {
  EXPECT_EQ(hibiki("sweep run posts.toml --shard 3/2").exit_code, 2);
  EXPECT_THAT(hibiki("sweep run posts.toml --shard 3/2").err, HasSubstr("must be I/N"));
  EXPECT_EQ(hibiki("sweep status nowhere").exit_code, 4);
  EXPECT_EQ(hibiki("sweep plan base.toml").exit_code, 3);
  EXPECT_THAT(hibiki("sweep plan base.toml").err, HasSubstr("this file is a scenario"));
  EXPECT_EQ(hibiki("sweep script posts.toml").exit_code, 2);
  EXPECT_EQ(hibiki("sweep script posts.toml --slurm --hours 0.01").exit_code, 2);
  EXPECT_THAT(
      hibiki("sweep run posts.toml --shrad 1/2").err,
      AllOf(HasSubstr("unknown option '--shrad'"), HasSubstr("--shard"), HasSubstr("'hibiki sweep run --help'")));
  EXPECT_EQ(hibiki("sweep").exit_code, 2);
  EXPECT_THAT(hibiki("check posts.toml").err, HasSubstr("hibiki sweep plan posts.toml"));
  write("many.toml",
        "scenario = \"base.toml\"\n[[factor]]\nkey = \"intervention.abroad.set\"\nlow = 0.0\nhigh = 8.0\n"
        "[design]\nkind = \"sobol\"\npoints = 64\n");
  EXPECT_THAT(hibiki("sweep plan many.toml").err, HasSubstr("16 points with 4 replicates cost the same"));
}

}  // namespace
}  // namespace hibiki
