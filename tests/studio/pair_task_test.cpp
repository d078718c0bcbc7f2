// A pair in steps: the numbers of simulate_arms(), and nothing simulated twice.
#include "tools/studio/pair_task.hpp"

#include <gtest/gtest.h>

#include "tests/studio/studio_base.hpp"

namespace hibiki {
namespace {

using test::kStudioWeeks;
using test::posts_question;
using test::same_bits;
using test::StudioBase;

std::shared_ptr<const Asked> asked_of(const StudioBase& base, const Question& question) {
  return std::make_shared<const Asked>(ask(question, *base.loaded, {400})[0]);
}

SeedOutcome finished(PairTask& task) {
  while (!task.finished()) task.advance();
  return task.outcome();
}

SeedOutcome expected_of(const Asked& asked, std::size_t number) {
  ArmPlan plan;
  for (const LoadedScenario& arm : asked.arms) plan.arms.push_back(&arm.scenario);
  plan.scope = asked.scope;
  plan.first_seed = asked.first_seed;
  return simulate_arms(plan, number, 1).front();
}

void expect_same(const SeedOutcome& one, const SeedOutcome& other) {
  ASSERT_EQ(one.arms.size(), other.arms.size());
  EXPECT_EQ(one.seed, other.seed);
  for (std::size_t arm = 0; arm < one.arms.size(); ++arm) {
    ASSERT_TRUE(one.arms[arm].has_value() && other.arms[arm].has_value()) << one.errors[arm];
    EXPECT_EQ(one.arms[arm]->replicate.result.digest, other.arms[arm]->replicate.result.digest) << arm;
    EXPECT_TRUE(same_bits(one.arms[arm]->record.measures, other.arms[arm]->record.measures)) << arm;
  }
}

Question with_pins() {
  Question question = posts_question();
  question.pinned = {posts_question(2.0).what_if, {"Nothing", {}, Rivals::as_they_do}, posts_question(1.0).what_if};
  question.pinned[2].changes[0].from = "2008-11-03";
  return question;
}

TEST(PairTask, GivesTheNumbersOfTheExperiments) {
  const StudioBase base;
  WorldStore store(16, 16);
  const auto asked = asked_of(base, with_pins());
  for (const std::size_t number : {0, 1}) {
    PairTask task(asked, number, store);
    expect_same(finished(task), expected_of(*asked, number));
  }
}

TEST(PairTask, ASecondQuestionGoesOnFromThePastOfTheFirst) {
  const StudioBase base;
  WorldStore store(16, 16);
  PairTask first(asked_of(base, posts_question()), 0, store);
  EXPECT_EQ(first.weeks_left(), 30 + (kStudioWeeks - 30) + kStudioWeeks);
  finished(first);
  const auto asked = asked_of(base, posts_question(3.0));
  PairTask second(asked, 0, store);
  EXPECT_EQ(second.weeks_left(), 30 + kStudioWeeks - 30);
  second.advance();  // takes the past
  second.advance();  // which is where the variant parts
  int weeks = 0;
  for (; !second.finished(); ++weeks) second.advance();
  EXPECT_LE(weeks, kStudioWeeks - 30 + 2);
  expect_same(second.outcome(), expected_of(*asked, 0));
  PairTask again(asked, 0, store);
  EXPECT_TRUE(again.finished());
  expect_same(again.outcome(), expected_of(*asked, 0));
}

TEST(PairTask, AQuestionWithoutChangesPreparesTheNext) {
  const StudioBase base;
  WorldStore store(16, 16);
  Question nothing = posts_question();
  nothing.what_if.changes.clear();
  nothing.from = "2008-08-04";
  PairTask first(asked_of(base, nothing), 0, store);
  finished(first);
  EXPECT_EQ(store.pasts(), 1U);
  const auto asked = asked_of(base, posts_question());
  PairTask second(asked, 0, store);
  int weeks = 0;
  for (; !second.finished(); ++weeks) second.advance();
  EXPECT_LE(weeks, kStudioWeeks - 30 + 4);
  expect_same(second.outcome(), expected_of(*asked, 0));
}

TEST(PairTask, GoesOnWithoutAPastThatWasDropped) {
  const StudioBase base;
  WorldStore store(1, 1);
  const auto asked = asked_of(base, with_pins());
  PairTask task(asked, 0, store);
  expect_same(finished(task), expected_of(*asked, 0));
}

TEST(PairTask, ShowsTheHeadlineWhileItGrows) {
  const StudioBase base;
  WorldStore store(16, 16);
  PairTask task(asked_of(base, posts_question()), 0, store);
  std::size_t last = 0;
  bool grew = false;
  while (!task.finished()) {
    task.advance();
    const std::size_t now = task.headline(1).size();
    grew |= now > last && last > 0;
    last = std::max(last, now);
  }
  EXPECT_TRUE(grew);
  EXPECT_EQ(task.headline(0).size(), static_cast<std::size_t>(kStudioWeeks));
  EXPECT_EQ(task.headline(1).size(), static_cast<std::size_t>(kStudioWeeks));
}

}  // namespace
}  // namespace hibiki
