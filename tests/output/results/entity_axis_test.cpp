#include "output/results/entity_axis.hpp"

#include <gmock/gmock.h>

namespace hibiki {
namespace {

using testing::ElementsAre;

RegistryEntry entity(Key key, const std::string& name, int day) {
  return {key, name, "AA", "", Day(std::chrono::days(day))};
}

std::vector<std::string> names(const EntityAxis& axis) {
  std::vector<std::string> names;
  for (const RegistryEntry& entity : axis.entities) names.push_back(entity.name);
  return names;
}

TEST(EntityAxis, IsTheUnionByKeyInOrderOfSinceNameAndKey) {
  Replicate one, two;
  one.result.summary.acts = {entity(1, "late", 90), entity(2, "shared", 50), entity(3, "twin", 20)};
  two.result.summary.acts = {entity(4, "twin", 20), entity(2, "shared", 10)};
  const Replicate both[] = {one, two};
  const EntityAxis axis = entity_axis(both, &RunSummary::acts);
  EXPECT_THAT(names(axis), ElementsAre("shared", "twin", "twin", "late"));
  EXPECT_EQ(axis.entities[1].key, 3u);
  EXPECT_EQ(axis.entities[2].key, 4u);
  EXPECT_THAT(axis.position[0], ElementsAre(3, 0, 1));
  EXPECT_THAT(axis.position[1], ElementsAre(2, 0));
  EXPECT_THAT(axis.since[0], ElementsAre(50, 20, EntityAxis::kNever, 90));
  EXPECT_THAT(axis.since[1], ElementsAre(10, EntityAxis::kNever, 20, EntityAxis::kNever));
}

TEST(EntityAxis, DoesNotDependOnTheOrderOfReplicates) {
  Replicate one, two;
  one.result.summary.acts = {entity(1, "a", 3), entity(2, "b", 5)};
  two.result.summary.acts = {entity(2, "b", 4), entity(9, "c", 4)};
  const Replicate forwards[] = {one, two}, backwards[] = {two, one};
  EXPECT_EQ(names(entity_axis(forwards, &RunSummary::acts)), names(entity_axis(backwards, &RunSummary::acts)));
}

TEST(EntityAxis, MayBeEmpty) {
  const Replicate none[1] = {};
  EXPECT_TRUE(entity_axis(none, &RunSummary::labels).entities.empty());
}

}  // namespace
}  // namespace hibiki
