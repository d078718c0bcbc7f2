#include "sim/scenario/target.hpp"

#include <gmock/gmock.h>

namespace hibiki {
namespace {

using ::testing::HasSubstr;

bool selects(const std::string& text, LabelKind kind, const char* home, const char* scene, const char* entry,
             const char* name) {
  std::string error;
  const auto target = Target::parse(text, error);
  EXPECT_TRUE(target.has_value()) << text << ": " << error;
  return target && target->selects(kind, home, scene, entry, name);
}

bool selects_big_2(const std::string& text) { return selects(text, LabelKind::major, "JP", "J-pop", "Big", "Big 2"); }

TEST(Target, EverybodyUnlessConditionsSayOtherwise) {
  EXPECT_TRUE(selects_big_2("labels"));
  EXPECT_TRUE(selects_big_2(" labels "));
  EXPECT_TRUE(selects_big_2("labels[home=JP]"));
  EXPECT_FALSE(selects_big_2("labels[home=KR]"));
  EXPECT_TRUE(selects_big_2("labels[home=KR|JP]"));
  EXPECT_TRUE(selects_big_2("labels[ home = KR | JP , kind = major ]"));
  EXPECT_FALSE(selects_big_2("labels[home=JP,kind=indie|agency]"));
  EXPECT_TRUE(selects_big_2("labels[scene=J-pop]"));
  EXPECT_FALSE(selects_big_2("labels[scene=JP]"));
}

TEST(Target, NameIsTheLabelsOrItsEntrys) {
  EXPECT_TRUE(selects_big_2("labels[name=Big]"));
  EXPECT_TRUE(selects_big_2("labels[name=Big 2]"));
  EXPECT_FALSE(selects_big_2("labels[name=Big 1]"));
}

TEST(Target, MistakesAreExplained) {
  for (const auto& [text, reason] : std::initializer_list<std::pair<const char*, const char*>>{
           {"", "labels[home="},
           {"label", "labels[home="},
           {"labels[home=JP", "labels[home="},
           {"labelshome=JP]", "labels[home="},
           {"labels[]", "not key=value"},
           {"labels[JP]", "not key=value"},
           {"labels[home=]", "lacks a value"},
           {"labels[home=JP||KR]", "lacks a value"},
           {"labels[home=JP,]", "not key=value"},
           {"labels[kind=indie,kind=agency]",
            "'kind' is given twice, and all conditions must hold; for alternatives write kind=A|B"},
           {"labels[home=JP, home =JP]", "'home' is given twice"},
           {"labels[hom=JP]", "did you mean 'home'?"},
           {"labels[kind=majro]", "did you mean 'major'?"}}) {
    std::string error;
    EXPECT_FALSE(Target::parse(text, error)) << text;
    EXPECT_THAT(error, HasSubstr(reason)) << text;
  }
}

}  // namespace
}  // namespace hibiki
