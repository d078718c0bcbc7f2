// Finished files that a disk, or somebody, has changed: they are named, or the change makes no difference.
// HIBIKI_FAULT_TRIES: damages tried for each command.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <iostream>

#include "tests/faults/faulty_program.hpp"

namespace hibiki {
namespace {

namespace fs = std::filesystem;
using Random = std::mt19937_64;

struct Damage {
  std::string name;
  std::function<void(std::string& bytes, Random& random)> apply;
};

std::size_t place(const std::string& bytes, Random& random) { return bytes.empty() ? 0 : random() % bytes.size(); }

const std::vector<Damage>& damages() {
  static const std::vector<Damage> kAll = {
      {"a bit is flipped",
       [](std::string& b, Random& r) {
         if (!b.empty()) b[place(b, r)] ^= static_cast<char>(1U << (r() % 8));
       }},
      {"a byte is another",
       [](std::string& b, Random& r) {
         if (!b.empty()) b[place(b, r)] = static_cast<char>(r());
       }},
      {"its end is missing", [](std::string& b, Random& r) { b.resize(place(b, r)); }},
      {"it is empty", [](std::string& b, Random&) { b.clear(); }},
      {"a part is zeros",
       [](std::string& b, Random& r) {
         const std::size_t at = place(b, r), length = std::min<std::size_t>(1 + r() % 5000, b.size() - at);
         b.replace(at, length, length, '\0');
       }},
      {"two parts have changed places",
       [](std::string& b, Random& r) {
         const std::size_t length = std::min<std::size_t>(1 + r() % 512, b.size() / 2);
         if (length == 0) return;
         const std::size_t first = r() % (b.size() - 2 * length + 1),
                           second = first + length + r() % (b.size() - first - 2 * length + 1);
         std::swap_ranges(b.begin() + static_cast<std::ptrdiff_t>(first),
                          b.begin() + static_cast<std::ptrdiff_t>(first + length),
                          b.begin() + static_cast<std::ptrdiff_t>(second));
       }},
      {"a digit is another",
       [](std::string& b, Random& r) {
         const std::size_t at = b.find_first_of("0123456789", place(b, r));
         if (at != std::string::npos)
           b[at] = static_cast<char>('0' + (b[at] - '0' + 1 + static_cast<int>(r() % 9)) % 10);
       }},
      {"it goes on after its end", [](std::string& b, Random& r) { b += b.substr(place(b, r)) + "x"; }},
  };
  return kAll;
}

class DamagedFiles : public FaultyProgramTest {
 protected:
  DamagedFiles() {
    prepare(std::string(kTwoWorlds) + R"(
"$hibiki" run base.toml --replicates 2 --report --out r
"$hibiki" compare base.toml variant.toml --replicates 2 --out c)");
  }

  /// Damages files of `folder`. The command answers for those below `read`: with one of them damaged it must not
  /// succeed.
  void try_damages(const std::string& arguments, const std::string& folder, const std::string& read);

 private:
  void judge(const std::string& arguments, const std::string& damaged, bool answers_for_it, const Outcome& whole,
             const Files& expected);
  std::map<std::string, int> came_of_it_;
};

void DamagedFiles::try_damages(const std::string& arguments, const std::string& folder, const std::string& read) {
  const Outcome whole = run(arguments);
  ASSERT_EQ(whole.exit_code, 0) << whole.err;
  const Files expected = files();
  std::vector<std::string> names;
  for (const auto& [name, bytes] : expected)
    if (name.starts_with(folder + "/") && fs::is_regular_file(path("start/" + name))) names.push_back(name);
  Random random = fault_draws();
  for (int i = 0, tries = fault_tries(5); i < tries;) {
    const std::string name = names[random() % names.size()];
    const Damage& damage = damages()[random() % damages().size()];
    const std::string before = ProgramTest::read("start/" + name);
    std::string bytes = before;
    damage.apply(bytes, random);
    if (bytes == before) continue;
    ++i;
    reset();
    write("work/" + name, bytes);
    SCOPED_TRACE(fmt::format("{}: {}, damage {}", name, damage.name, i));
    judge(arguments, name, name.starts_with(read), whole, expected);
  }
  std::cout << arguments << ": ";
  for (const auto& [what, times] : came_of_it_) std::cout << fmt::format("{} {}, ", times, what);
  std::cout << "\n";
}

void DamagedFiles::judge(const std::string& arguments, const std::string& damaged, bool answers_for_it,
                         const Outcome& whole, const Files& expected) {
  const Outcome outcome = run(arguments);
  SCOPED_TRACE(fmt::format("{}\nexit code {}\n{}", arguments, outcome.exit_code, outcome.err));
  const auto wrong = [&](const std::string& what, const std::string& how = "") {
    ++came_of_it_[what];
    ADD_FAILURE() << what << " " << how;
  };
  if (outcome.exit_code == 137) return wrong("HANGS");
  if (outcome.exit_code >= 128) return wrong("CRASHES");
  if (outcome.exit_code == 0) {
    Files left = files();
    left.erase(damaged + ".changed");  // the damaged file, kept under another name
    left[damaged] = expected.at(damaged);
    if (outcome.out != whole.out || !difference(expected, left).empty())
      return wrong("WRONG ACCEPTS", difference(expected, left));
    // Nothing reads the page back.
    if (answers_for_it && fs::path(damaged).filename() != "report.html") return wrong("WRONG ACCEPTS");
    ++came_of_it_["harmless"];
    return;
  }
  if (outcome.exit_code != 4 && outcome.exit_code != 7) return wrong("OTHER EXIT CODES");
  const fs::path file = damaged;
  const bool named = outcome.err.find(file.filename()) != std::string::npos ||
                     (file.filename() == "manifest.json" && names_path(outcome.err, file.parent_path()));
  if (!named) return wrong("NOT NAMED");
  ++came_of_it_["named"];
}

TEST_F(DamagedFiles, BeforeRunOfWhatIsFinished) { try_damages("run base.toml --replicates 2 --out r", "r", "r/"); }

TEST_F(DamagedFiles, BeforeVerify) { try_damages("verify r", "r", "r/"); }

TEST_F(DamagedFiles, BeforeReport) { try_damages("report r", "r", "none"); }

TEST_F(DamagedFiles, BeforeCompareOfWhatIsFinished) {
  try_damages("compare base.toml variant.toml --replicates 2 --out c", "c", "c/compare.json");
}

TEST_F(DamagedFiles, BeforeVerifyOfAnArm) { try_damages("verify c/variant", "c/variant", "c/variant/"); }

TEST_F(DamagedFiles, BeforeReportOfAComparison) { try_damages("report c", "c", "c/compare.json"); }

}  // namespace
}  // namespace hibiki
