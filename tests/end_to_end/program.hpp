// Runs the built program in a folder of its own and takes what it says.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

namespace hibiki {

struct Outcome {
  int exit_code = -1;  ///< 128 + signal when one ended it
  std::string out, err;
};

/// A test with an empty working folder, which is gone afterwards.
class ProgramTest : public testing::Test {
 protected:
  ProgramTest();
  ~ProgramTest() override;

  /// `hibiki ARGUMENTS` through a shell, in the working folder. `before` is shell text that goes first.
  Outcome hibiki(const std::string& arguments, const std::string& before = "") const;
  /// Any shell text, in the working folder; $hibiki is the program.
  Outcome shell(const std::string& text) const;

  std::filesystem::path path(const std::string& name) const { return folder_ / name; }
  std::string write(const std::string& name, const std::string& text) const;  ///< returns the name
  std::string read(const std::string& name) const;
  bool exists(const std::string& name) const { return std::filesystem::exists(folder_ / name); }

 private:
  std::filesystem::path folder_;
};

/// A file of scenarios/, quoted for the shell.
std::string scenario(const std::string& name);

/// Options that make scenarios/examples/small.toml a matter of a moment.
inline constexpr const char* kTiny = " --fans 600 --until 2001-06-30";
inline std::string tiny() { return scenario("examples/small.toml") + kTiny; }

/// `text` with every `from` replaced by `to`; fails the test when there is none.
std::string replaced(std::string text, const std::string& from, const std::string& to);

}  // namespace hibiki
