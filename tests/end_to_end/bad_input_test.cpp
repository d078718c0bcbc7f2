// Input that cannot be simulated: the right exit code, a message with place and remedy, nothing half-written.
#include <gmock/gmock.h>

#include "tests/end_to_end/program.hpp"

namespace hibiki {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

class BadInputTest : public ProgramTest {
 protected:
  /// `hibiki run ARGUMENTS` fails with this code, says all of this, and leaves no folder behind.
  void expect_refused(const std::string& arguments, int exit_code, const std::vector<std::string>& said) const {
    const Outcome outcome = hibiki("run " + arguments + " --out out");
    EXPECT_EQ(outcome.exit_code, exit_code) << outcome.err;
    EXPECT_THAT(outcome.err, StartsWith("hibiki: error: "));
    for (const std::string& words : said) EXPECT_THAT(outcome.err, HasSubstr(words));
    EXPECT_THAT(outcome.out, IsEmpty());
    EXPECT_FALSE(exists("out"));
    EXPECT_FALSE(exists("runs"));
  }

  /// small.toml with a piece of text replaced, as "bad.toml".
  std::string changed(const std::string& from, const std::string& to) const {
    return write("bad.toml", replaced(shell("cat " + scenario("examples/small.toml")).out, from, to));
  }
  /// small.toml with lines added at its end, as "bad.toml".
  std::string with(const std::string& lines) const {
    return write("bad.toml", shell("cat " + scenario("examples/small.toml")).out + "\n" + lines);
  }
};

TEST_F(BadInputTest, MissingFile) { expect_refused("none.toml", 4, {"none.toml"}); }
TEST_F(BadInputTest, Directory) { expect_refused(".", 4, {"director"}); }
TEST_F(BadInputTest, FileThatCannotBeRead) {
  expect_refused("/proc/self/mem", 4, {"/proc/self/mem", "Input/output error"});
  expect_refused(write("child.toml", "extends = \"/proc/self/mem\"\n"), 4, {"/proc/self/mem", "Input/output error"});
}
TEST_F(BadInputTest, FileWithoutEnd) { expect_refused("/dev/zero", 4, {"/dev/zero", "device"}); }
TEST_F(BadInputTest, EmptyFile) { expect_refused(write("empty.toml", ""), 3, {"empty.toml", "market"}); }
TEST_F(BadInputTest, BrokenToml) { expect_refused(changed("fans = 5000", "fans = = 5000"), 3, {"bad.toml:11"}); }
TEST_F(BadInputTest, NoTomlAtAll) {
  shell("head -c 5000 /dev/urandom > noise.toml");
  expect_refused("noise.toml", 3, {"noise.toml"});
}

TEST_F(BadInputTest, WhatIsNoFile) {
  expect_refused("/dev/zero", 4, {"/dev/zero", "device"});
  shell("head -c 17000000 /dev/zero | tr '\\0' '#' > large.toml");
  expect_refused("large.toml", 4, {"large.toml", "more than 16 MiB"});
  write("child.toml", "extends = \"large.toml\"\n");
  expect_refused("child.toml", 4, {"large.toml", "more than 16 MiB"});
  const Outcome endless = shell("yes | \"$hibiki\" check -");
  EXPECT_EQ(endless.exit_code, 4) << endless.err;
  EXPECT_THAT(endless.err, HasSubstr("more than 16 MiB"));
}

TEST_F(BadInputTest, NumbersWrittenAsTexts) {
  expect_refused(tiny() + " --set try.novelty=30%", 3, {"must be a number, not the text \"30%\"", "write 0.3,"});
  expect_refused(scenario("examples/small.toml") + " --set run.fans=20k", 3, {"write 20000,"});
  expect_refused(changed("{ en = 0.3 }", "{ en = \"30%\" }"), 3, {"bad.toml:", "\"30%\""});
}

TEST_F(BadInputTest, AnEmptyName) {
  expect_refused(tiny() + " --set name=", 3, {"the name is empty"});
  expect_refused(write("blank.toml", "name = ' '\n" + shell("cat " + scenario("examples/small.toml")).out), 3,
                 {"blank.toml:1", "the name is empty"});
}

TEST_F(BadInputTest, UnknownKey) {
  expect_refused(changed("fans = 5000", "fasn = 5000"), 3, {"bad.toml:11:1", "fasn", "did you mean 'fans'?", "^"});
}
TEST_F(BadInputTest, NumberOutOfRange) {
  expect_refused(changed("{ en = 0.3 }", "{ en = 3.0 }"), 3, {"bad.toml:", "3", "0", "1", "^"});
}
TEST_F(BadInputTest, WrongKindOfValue) {
  expect_refused(changed("fans = 5000", "fans = \"all\""), 3, {"bad.toml:11", "fans"});
}
TEST_F(BadInputTest, UnknownKeyOnTheCommandLine) {
  expect_refused(tiny() + " --set assumptions.try.qualty=1", 3, {"--set", "try.qualty", "did you mean 'try.quality'?"});
}

TEST_F(BadInputTest, EveryProblemIsReportedInOneGo) {
  const std::string file = changed("fans = 5000", "fasn = 5000");
  write(file, replaced(read(file), "kind = \"retail\"", "kind = \"shop\""));
  write(file, replaced(read(file), "home = \"A\"\nacts = 5", "home = \"Z\"\nacts = 5"));
  expect_refused(file, 3, {"fasn", "shop", "\"Z\""});
  EXPECT_THAT(hibiki("check " + file).err, HasSubstr("3 problems"));
}

TEST_F(BadInputTest, CycleOfExtends) {
  write("a.toml", "extends = \"b.toml\"\n");
  write("b.toml", "extends = \"a.toml\"\n");
  expect_refused("a.toml", 3, {"a.toml", "b.toml"});
  expect_refused(write("self.toml", "extends = \"self.toml\"\n"), 3, {"self.toml"});
}
TEST_F(BadInputTest, MissingParent) {
  const Outcome outcome = hibiki("run " + write("child.toml", "extends = \"gone.toml\"\n") + " --out out");
  EXPECT_TRUE(outcome.exit_code == 3 || outcome.exit_code == 4) << outcome.exit_code;
  EXPECT_THAT(outcome.err, AllOf(HasSubstr("gone.toml"), HasSubstr("child.toml")));
  EXPECT_FALSE(exists("out"));
}

constexpr const char* kIntervention =
    "[[intervention]]\nid = \"i\"\ntarget = \"labels\"\nlever = \"takedown\"\nset = 0.9\nfrom = 2001-01-01\n";

TEST_F(BadInputTest, InterventionAimedAtNobody) {
  expect_refused(with(replaced(kIntervention, "\"labels\"", "\"labels[home=ZZ]\"")), 3,
                 {"bad.toml:", "labels[home=ZZ]"});
}
TEST_F(BadInputTest, InterventionOnNoLever) {
  expect_refused(with(replaced(kIntervention, "takedown", "takedowns")), 3, {"takedowns", "did you mean 'takedown'?"});
}
TEST_F(BadInputTest, InterventionBeforeTheStart) {
  expect_refused(with(replaced(kIntervention, "2001-01-01", "1999-01-01")), 3, {"1999-01-01", "2000-01-03"});
}
TEST_F(BadInputTest, EndBeforeTheStart) {
  expect_refused(scenario("examples/small.toml") + " --until 1999-01-01", 3, {"1999-01-01"});
}

TEST_F(BadInputTest, ZeroFans) { expect_refused(scenario("examples/small.toml") + " --fans 0", 2, {"--fans"}); }
TEST_F(BadInputTest, ZeroReplicates) { expect_refused(tiny() + " --replicates 0", 2, {"--replicates"}); }
TEST_F(BadInputTest, MoreFansThanMemoryHolds) {
  expect_refused(scenario("examples/small.toml") + " --fans 4000000000", 3,
                 {"4,000,000,000 fans", "memory", "--fans "});
}

TEST_F(BadInputTest, NoLabelIsARunOrAClearError) {
  std::string text = shell("cat " + scenario("examples/small.toml")).out;
  const Outcome outcome =
      hibiki("run " + write("none.toml", text.substr(0, text.find("[[label]]"))) + kTiny + " --out out");
  if (outcome.exit_code == 0) return;
  EXPECT_EQ(outcome.exit_code, 3);
  EXPECT_THAT(outcome.err, HasSubstr("label"));
  EXPECT_FALSE(exists("out"));
}

TEST_F(BadInputTest, OutputFolderThatCannotBeMade) {
  const Outcome outcome = hibiki("run " + tiny() + " --out /proc/hibiki");
  EXPECT_EQ(outcome.exit_code, 4) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("/proc/hibiki"));
}
TEST_F(BadInputTest, OutputFolderThatIsAFile) {
  write("file", "mine");
  const Outcome outcome = hibiki("run " + tiny() + " --out file");
  EXPECT_EQ(outcome.exit_code, 4) << outcome.err;
  EXPECT_EQ(read("file"), "mine");
}
TEST_F(BadInputTest, OutputFolderWithOtherFiles) {
  shell("mkdir thesis && echo mine > thesis/chapter1");
  const Outcome outcome = hibiki("run " + tiny() + " --out thesis");
  EXPECT_EQ(outcome.exit_code, 4) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("--force"));
  EXPECT_EQ(shell("ls thesis").out, "chapter1\n");
}

/// Wherever results go: exit code 4, the place and a remedy, before anything is simulated; never a fault of the
/// program.
TEST_F(BadInputTest, FoldersThatCannotBeMade) {
  write("file", "mine");
  shell("cp " + scenario("examples/small.toml") + " small.toml");
  write(
      "variant.toml",
      "extends = 'small.toml'\n[[intervention]]\nid = 'abroad'\ntarget = 'labels[home=A]'\nlever = 'promotion.share'\n"
      "from = 2000-06-05\nset = 0.8\n");
  write("plan.toml",
        "scenario = 'small.toml'\n[[parameter]]\nkey = 'engagement.gain'\nlow = 0.1\nhigh = 0.4\nwhy = 'fans'\n"
        "[[target]]\nname = 'gini'\nmeasure = 'gini'\nmarket = 'A'\nyears = [2001, 2002]\nvalue = 0.6\nband = 0.1\n"
        "mark = 'C'\nsource = 'nobody'\n");
  ASSERT_EQ(hibiki("run small.toml --out done" + std::string(kTiny)).exit_code, 0);
  for (const std::string& command :
       {std::string("run small.toml") + kTiny, std::string("compare small.toml variant.toml") + kTiny,
        std::string("why small.toml variant.toml") + kTiny, std::string("attribute variant.toml") + kTiny,
        std::string("calibrate plan.toml"), std::string("reproduce granovetter"), std::string("report done")}) {
    const Outcome outcome = hibiki(command + " --out file/x/y");
    EXPECT_EQ(outcome.exit_code, 4) << command << "\n" << outcome.err;
    EXPECT_THAT(outcome.err, AllOf(HasSubstr("file/x"), HasSubstr("a part of the path is a file"))) << command;
    EXPECT_THAT(outcome.err, testing::Not(HasSubstr("bug in hibiki"))) << command;
    EXPECT_THAT(outcome.out, IsEmpty()) << command;
  }
  EXPECT_EQ(read("file"), "mine");
}

// A limit on the size of files stands for a full disk.
TEST_F(BadInputTest, OutputFolderThatIsFull) {
  const Outcome outcome = hibiki("run " + tiny() + " --out full", "trap '' XFSZ; ulimit -f 16;");
  EXPECT_EQ(outcome.exit_code, 4) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("cannot write"));
  EXPECT_FALSE(exists("full")) << shell("find full").out;
}

}  // namespace
}  // namespace hibiki
