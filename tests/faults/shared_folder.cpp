#include "tests/faults/shared_folder.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <chrono>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "output/results/finished_files.hpp"
#include "output/results/folders.hpp"

namespace hibiki {

namespace {

/// They say when a command ran, and how long; the report also with which options.
bool tells_of_the_moment(const std::string& name) {
  for (const char* end : {"manifest.json", "summary.json", "report.html"})
    if (name.ends_with(end)) return true;
  return false;
}

/// What must be the same whenever, and on however many threads, the command runs.
std::string lasting(const std::string& name, const std::string& content) {
  if (tells_of_the_moment(name)) return "";
  if (!name.ends_with(".json")) return content;
  auto json = nlohmann::json::parse(content);
  if (json.is_object()) json.erase("command");
  return json.dump();
}

}  // namespace

int tries_or(int usual) {
  const char* asked = std::getenv("HIBIKI_FAULT_TRIES");
  return asked != nullptr ? std::atoi(asked) : usual;
}

SharedFolderTest::SharedFolderTest() {
  write("base.toml", shell("cat " + scenario("examples/small.toml")).out);
  write("variant.toml",
        "extends = 'base.toml'\n[[intervention]]\nid = 'abroad'\ntarget = 'labels[home=A]'\nlever = 'promotion.share'\n"
        "from = 2000-02-07\nset = 0.8\n");
  write("plan.toml",
        "scenario = 'base.toml'\nfans = 200\nreplicates = 1\n[method]\nwaves = 1\npoints = 5\n"
        "[[parameter]]\nkey = 'engagement.gain'\nlow = 0.1\nhigh = 0.4\nwhy = 'fans'\n"
        "[[target]]\nname = 'gini'\nmeasure = 'gini'\nmarket = 'A'\nyears = [2001, 2002]\nvalue = 0.6\nband = 0.1\n"
        "mark = 'C'\nsource = 'nobody'\n");
}

FolderCommand SharedFolderTest::measured(const std::string& arguments, const std::string& before) const {
  FolderCommand command{arguments, before, 0, {}};
  prepare(command);
  const auto start = std::chrono::steady_clock::now();
  const Outcome outcome = hibiki(arguments + " --out out");
  command.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  EXPECT_EQ(outcome.exit_code, 0) << arguments << "\n" << outcome.err;
  for (const std::string& name : files_below(path("out"))) command.files[name] = lasting(name, read("out/" + name));
  return command;
}

void SharedFolderTest::prepare(const FolderCommand& command) const {
  shell("rm -rf out");
  if (command.before.empty()) return;
  if (!exists("before")) {
    ASSERT_EQ(hibiki(command.before + " --out before").exit_code, 0);
  }
  shell("cp -a before out");
}

void SharedFolderTest::expect_whole(const FolderCommand& command, const std::string& when) const {
  ASSERT_TRUE(exists("out/manifest.json")) << when;
  std::map<std::string, std::string> left;
  for (const std::string& name : files_below(path("out"))) left[name] = lasting(name, read("out/" + name));
  for (const auto& [name, content] : command.files) {
    ASSERT_TRUE(left.contains(name)) << name << " is missing " << when;
    EXPECT_TRUE(left[name] == content) << name << " differs " << when;
  }
  for (const auto& [name, content] : left)
    EXPECT_TRUE(command.files.contains(name)) << name << " was left over " << when;
  expect_no_mix(when);
}

void SharedFolderTest::expect_no_mix(const std::string& when) const {
  if (!exists("out/manifest.json")) return;
  const auto manifest = manifest_in(path("out"));
  ASSERT_TRUE(manifest) << when;
  for (const std::string& change : changes_in(path("out"), *manifest)) ADD_FAILURE() << change << ' ' << when;
}

}  // namespace hibiki
