// Whatever bytes a file holds, loading it ends in a scenario or in an error meant for people.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <random>

#include "tests/scenario/small_world.hpp"

namespace hibiki::test {
namespace {

/// Loads and throws away; fails the test on any other exception, dies on a crash.
void load_or_explain(const std::string& text, const std::vector<std::string>& sets = {}) {
  try {
    const auto loaded = parse_scenario(text, "fuzz.toml", sets, "/nonexistent");
    parse_scenario(to_toml(loaded.scenario), "again.toml");
  } catch (const ScenarioError& error) {
    EXPECT_FALSE(error.problems().empty());
    for (const Problem& problem : error.problems()) EXPECT_FALSE(problem.message.empty());
  } catch (const IoError&) {
  } catch (const std::exception& error) {
    ADD_FAILURE() << error.what() << "\n" << text;
  }
}

std::string random_bytes(std::mt19937_64& random, std::size_t longest) {
  std::string bytes(random() % longest, ' ');
  for (char& c : bytes) c = static_cast<char>(random());
  return bytes;
}

const std::vector<std::string> kTokens = {"[",
                                          "]",
                                          "{",
                                          "}",
                                          "=",
                                          ".",
                                          ",",
                                          "\"",
                                          "'",
                                          "\"\"\"",
                                          "'''",
                                          "#",
                                          "\n",
                                          "\r\n",
                                          "\\u12",
                                          "\\UFFFFFFFF",
                                          "[[",
                                          "]]",
                                          "[[market]]",
                                          "[[market]]\n",
                                          "[run]",
                                          "1985-01-07",
                                          "1985-13-40",
                                          "0000-00-00",
                                          "9999-12-31",
                                          "07:32:00",
                                          "1985-01-07T00:00:00Z",
                                          "nan",
                                          "-inf",
                                          "1e999",
                                          "1e-400",
                                          "0x",
                                          "0xFF",
                                          "99999999999999999999",
                                          "-0",
                                          "+1",
                                          "1_000",
                                          "_",
                                          "true",
                                          "false",
                                          "extends = \"fuzz.toml\"\n",
                                          "a.b.c = 1\n",
                                          "\"\" = 1\n",
                                          "\"a.b\" = 1\n",
                                          "[assumptions]\n",
                                          "\xEF\xBB\xBF",
                                          std::string(1, '\0'),
                                          "\xC3",
                                          "日本",
                                          "labels[",
                                          "set = \"current\"\n",
                                          "scale = 2\n",
                                          "[policy.levers]\n"};

/// Rounds of a loop; HIBIKI_FUZZ_TIMES multiplies them for a longer hunt.
int rounds(int usual) {
  const char* times = std::getenv("HIBIKI_FUZZ_TIMES");
  return usual * (times == nullptr ? 1 : std::max(1, std::atoi(times)));
}

/// A text changed in a few places, as by a tired hand.
std::string mutated(std::string text, std::mt19937_64& random) {
  for (std::size_t changes = 1 + random() % 4; changes > 0; --changes) {
    const std::size_t at = random() % (text.size() + 1), other = random() % (text.size() + 1);
    const std::size_t length = random() % 40;
    switch (random() % 6) {
      case 0:
        text.insert(at, kTokens[random() % kTokens.size()]);
        break;
      case 1:
        text.erase(at, length);
        break;
      case 2:
        if (at < text.size()) text[at] = static_cast<char>(random());
        break;
      case 3:
        text.insert(at, text.substr(other, length));
        break;
      case 4:
        text.resize(at);
        break;
      default:
        text.replace(at, std::min(length / 8, text.size() - at), kTokens[random() % kTokens.size()]);
    }
    if (text.empty()) text = "\n";
  }
  return text;
}

TEST(Fuzz, RandomBytes) {
  std::mt19937_64 random(1);
  for (int i = 0; i < rounds(2000); ++i) load_or_explain(random_bytes(random, 200));
}

TEST(Fuzz, MutatedFiles) {
  std::mt19937_64 random(2);
  for (int i = 0; i < rounds(1500); ++i) load_or_explain(mutated(kSmallWorld, random));
}

TEST(Fuzz, TokensInAnyOrder) {
  std::mt19937_64 random(3);
  for (int i = 0; i < rounds(3000); ++i) {
    std::string text;
    for (std::size_t n = random() % 12; n > 0; --n) text += kTokens[random() % kTokens.size()];
    load_or_explain(text);
  }
}

TEST(Fuzz, MutatedSets) {
  std::mt19937_64 random(4);
  const std::vector<std::string> sets = {"run.fans=20", "market.JP.internet=[[1990-01-01, 0.1]]",
                                         "act.\"Ha.na\".talent=1", "policy.majors.promotion.abroad=0.2",
                                         "intervention.early.set=current"};
  for (int i = 0; i < rounds(500); ++i) load_or_explain(kSmallWorld, {mutated(sets[random() % sets.size()], random)});
}

TEST(Fuzz, DeepNestingDoesNotExhaustTheStack) {
  for (const char* opening : {"a = ", "[", "a", "a = {b = "})
    for (const char* repeated : {"[", "{", ".a", "{a=", "[["}) {
      std::string text = opening;
      for (int i = 0; i < 100000; ++i) text += repeated;
      load_or_explain(text);
    }
}

}  // namespace
}  // namespace hibiki::test
