#include "tests/faults/faulty_program.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

namespace hibiki {

namespace fs = std::filesystem;

namespace {

std::string content(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

/// The program under test: another build can be named, to compare the two.
std::string program() {
  const char* other = std::getenv("HIBIKI_FAULT_PROGRAM");
  return other == nullptr ? HIBIKI_PROGRAM : other;
}

/// What two runs of the same command write alike.
std::string lasting_part(const fs::path& path) {
  std::string text = content(path);
  if (path.extension() != ".json") return text;
  auto json = nlohmann::json::parse(text, nullptr, false);
  if (json.is_discarded() || !json.is_object()) return text;
  for (const char* passing :
       {"started", "ended", "seconds", "fan_weeks_per_second", "peak_bytes", "command", "files", "check"})
    json.erase(passing);
  return json.dump();
}

}  // namespace

const char* const kTwoWorlds = "cp '" HIBIKI_SCENARIOS R"(/examples/small.toml' small.toml
printf 'extends = "small.toml"\n[run]\nfans = 200\nend = 2000-06-26\n' > base.toml
printf 'extends = "base.toml"\n[[intervention]]\nid = "more"\ntarget = "labels[name=Quick]"\n' > variant.toml
printf 'lever = "releases_per_year"\nfrom = 2000-03-06\nset = 8.0\n' >> variant.toml)";

FaultyProgramTest::FaultyProgramTest() {
  for (const char* folder : {"start", "work"}) fs::create_directory(path(folder));
}

void FaultyProgramTest::reset() const {
  fs::remove_all(path("work"));
  fs::copy(path("start"), path("work"), fs::copy_options::recursive);
}

void FaultyProgramTest::prepare(const std::string& before) {
  const Outcome prepared = shell(fmt::format(
      "cd start && hibiki='{}' && mkdir -p scratch && export TMPDIR=$PWD/scratch && {{ {}\n}}", program(), before));
  ASSERT_EQ(prepared.exit_code, 0) << prepared.err;
  reset();
}

Outcome FaultyProgramTest::run(const std::string& arguments, const std::string& environment) const {
  // A hanging program is ended, which shows as 137.
  // The address sanitizer would insist on being the first library.
  return shell(
      fmt::format("cd work && TMPDIR=$PWD/scratch ASAN_OPTIONS=verify_asan_link_order=0 {} timeout -s KILL 60 '{}' {}",
                  environment, program(), arguments));
}

Outcome FaultyProgramTest::run(const std::string& arguments, const Fault& fault) const {
  return run(arguments,
             fmt::format("LD_PRELOAD='{}' HIBIKI_FAULT_UNDER=$PWD/ HIBIKI_FAULT_AT={} HIBIKI_FAULT_ERROR={}{}{}",
                         HIBIKI_FAILING_CALLS, fault.number, fault.error, fault.lasts ? " HIBIKI_FAULT_ON=1" : "",
                         fmt::format(" HIBIKI_FAULT_LOG='{}'", path("log").string())));
}

Files FaultyProgramTest::files() const {
  Files files;
  for (const auto& entry : fs::recursive_directory_iterator(path("work"))) {
    const std::string name = fs::relative(entry.path(), path("work")).string();
    files[name] = entry.is_directory() ? "" : lasting_part(entry.path());
  }
  return files;
}

std::vector<Fault> FaultyProgramTest::calls_of(const std::string& arguments) const {
  fs::remove(path("log"));
  const Outcome outcome = run(arguments, Fault{});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  std::vector<Fault> calls;
  std::istringstream lines(content(path("log")));
  for (std::string line; std::getline(lines, line);) {
    const auto space = line.find(' ');
    const fs::path file = line.substr(space + 1);
    calls.push_back(
        {calls.size() + 1, line.substr(0, space), file.lexically_relative(path("work")).string(), "", false});
  }
  return calls;
}

bool names_path(const std::string& said, const std::filesystem::path& path) {
  std::filesystem::path part;
  for (const auto& name : path) {
    part /= name;
    for (const char* before : {" ", "/", "'", "\""})
      for (const char* after : {"/", " ", ":", ";", ",", "'", "\"", "\n"})
        if (said.find(before + part.string() + after) != std::string::npos) return true;
  }
  return false;
}

int fault_tries(int usual) {
  const char* tries = std::getenv("HIBIKI_FAULT_TRIES");
  return tries == nullptr ? usual : std::max(1, std::atoi(tries));
}

std::mt19937_64 fault_draws() {
  const char* seed = std::getenv("HIBIKI_FAULT_SEED");
  return std::mt19937_64(seed == nullptr ? 1 : std::strtoull(seed, nullptr, 10));
}

std::string difference(const Files& expected, const Files& actual, bool more) {
  std::string text;
  for (const auto& [name, bytes] : expected)
    if (const auto found = actual.find(name); found == actual.end())
      text += name + " is missing, ";
    else if (found->second != bytes)
      text += name + " differs, ";
  for (const auto& [name, bytes] : actual)
    if (more && !expected.contains(name)) text += name + " is left over, ";
  return text.substr(0, text.size() - std::min<std::size_t>(2, text.size()));
}

}  // namespace hibiki
