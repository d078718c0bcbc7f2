#include "tests/end_to_end/program.hpp"

#include <fmt/format.h>
#include <sys/wait.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace hibiki {

namespace {

std::string content(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

}  // namespace

ProgramTest::ProgramTest() {
  const auto* test = testing::UnitTest::GetInstance()->current_test_info();
  folder_ = std::filesystem::path(testing::TempDir()) /
            fmt::format("hibiki-{}-{}.{}", getpid(), test->test_suite_name(), test->name());
  std::filesystem::remove_all(folder_);
  std::filesystem::create_directories(folder_);
}

ProgramTest::~ProgramTest() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

Outcome ProgramTest::shell(const std::string& text) const {
  const auto out = folder_.string() + ".out", err = folder_.string() + ".err";
  const std::string command = fmt::format("cd '{}' && hibiki='{}' && {{ {}\n}} >'{}' 2>'{}' </dev/null",
                                          folder_.string(), HIBIKI_PROGRAM, text, out, err);
  const int status = std::system(command.c_str());
  const Outcome outcome{WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), content(out), content(err)};
  std::filesystem::remove(out);
  std::filesystem::remove(err);
  return outcome;
}

Outcome ProgramTest::hibiki(const std::string& arguments, const std::string& before) const {
  return shell(fmt::format("{} \"$hibiki\" {}", before, arguments));
}

std::string ProgramTest::write(const std::string& name, const std::string& text) const {
  std::ofstream(path(name), std::ios::binary) << text;
  return name;
}

std::string ProgramTest::read(const std::string& name) const {
  EXPECT_TRUE(exists(name)) << name;
  return content(path(name));
}

std::string scenario(const std::string& name) { return fmt::format("'{}/{}'", HIBIKI_SCENARIOS, name); }

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  EXPECT_NE(text.find(from), std::string::npos) << "no '" << from << "' in the text";
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

}  // namespace hibiki
