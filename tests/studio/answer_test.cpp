// An answer while it is made: rough, then firm, the numbers of `compare`, and stopped at once.
#include "tools/studio/answer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <thread>

#include "tests/studio/studio_base.hpp"
#include "tools/experiments/comparison.hpp"

namespace hibiki {
namespace {

using Json = nlohmann::ordered_json;
using test::posts_question;
using test::StudioBase;
using testing::HasSubstr;
using namespace std::chrono_literals;

void work_to_the_end(Answer& answer) {
  while (answer.work(1ms)) {
  }
}

/// compare.json of the same pairs, simulated as `compare` does.
Json compared(const StudioBase& base, const Question& question, std::int64_t fans, std::size_t pairs) {
  const Asked asked = ask(question, *base.loaded, {fans})[0];
  ArmPlan plan;
  for (const LoadedScenario& arm : asked.arms) plan.arms.push_back(&arm.scenario);
  plan.scope = asked.scope;
  plan.first_seed = asked.first_seed;
  Comparison comparison{{}, asked.scope, {}, "", simulate_arms(plan, 0, pairs)};
  for (const LoadedScenario& arm : asked.arms) comparison.arms.push_back({arm, arm.scenario.name + ".toml", ""});
  return comparison_json(comparison);
}

/// Without what names files and the command.
Json numbers_of(Json json) {
  json.erase("command");
  json.erase("status");
  json["base"].erase("scenario");
  for (Json& variant : json["variants"]) variant.erase("scenario");
  return json;
}

TEST(Answer, IsThatOfCompareWithTheSameSeedsAndFans) {
  const StudioBase base;
  WorldStore store(64, 16);
  Question question = posts_question();
  question.pinned = {posts_question(2.0).what_if};
  Answer answer(question, base.plan(), store);
  work_to_the_end(answer);
  const Json json = Json::parse(answer.result());
  EXPECT_EQ(json["replicates"], 4);
  EXPECT_EQ(json["fans"], 400);
  EXPECT_EQ(numbers_of(json), numbers_of(compared(base, question, 400, 4)));
  EXPECT_TRUE(answer.over());
}

TEST(Answer, IsRoughFirst) {
  const StudioBase base;
  WorldStore store(64, 16);
  Answer answer(posts_question(), base.plan(), store);
  EXPECT_TRUE(answer.urgent());
  EXPECT_TRUE(answer.state(0)["seconds_left"].is_null());
  while (answer.result().empty()) ASSERT_TRUE(answer.work(1ms));
  EXPECT_FALSE(answer.urgent());
  const Json rough = answer.state(0);
  EXPECT_EQ(rough["phase"], "rough");
  EXPECT_EQ(rough["fans"], 300);
  EXPECT_EQ(rough["pairs"], 1);
  EXPECT_GT(rough["seconds_left"], 0.0) << "estimated from the rough pair";
  EXPECT_EQ(rough["result"]["status"], "A rough answer: 1 pair of 300 fans.");
  EXPECT_EQ(numbers_of(rough["result"]), numbers_of(compared(base, posts_question(), 300, 1)));
  work_to_the_end(answer);
  const Json firm = answer.state(0);
  EXPECT_EQ(firm["phase"], "done");
  EXPECT_EQ(firm["fans"], 400);
  EXPECT_EQ(firm["pairs"], 4);
}

TEST(Answer, IsTheSameOnSeveralThreads) {
  const StudioBase base;
  WorldStore store(64, 16), other_store(64, 16);
  Answer alone(posts_question(), base.plan(), other_store), shared(posts_question(), base.plan(), store);
  work_to_the_end(alone);
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; ++i)
    threads.emplace_back([&] {
      while (!shared.over())
        if (!shared.work(1ms)) std::this_thread::yield();
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(shared.result(), alone.result());
}

TEST(Answer, SettlesWithTheSamePairOnAnyNumberOfThreads) {
  const StudioBase base;
  AnswerPlan plan = base.plan();
  plan.most_pairs = 24;
  plan.least_pairs = 3;
  plan.settled_width = 0.4;
  plan.at_once = 4;
  const auto pairs_with = [&](int threads) {
    WorldStore store(256, 64);
    Answer answer(posts_question(), plan, store);
    std::vector<std::thread> working;
    for (int i = 0; i < threads; ++i)
      working.emplace_back([&] {
        while (!answer.over())
          if (!answer.work(1ms)) std::this_thread::yield();
      });
    for (std::thread& thread : working) thread.join();
    EXPECT_TRUE(answer.state(0)["settled"]);
    return answer.result();
  };
  const std::string alone = pairs_with(1);
  const Json json = Json::parse(alone);
  EXPECT_LT(json["replicates"], 24);
  EXPECT_GT(json["replicates"], 3);
  for (const int threads : {2, 4}) EXPECT_EQ(pairs_with(threads), alone);
}

TEST(Answer, SettlesNotBeforeItsPins) {
  const StudioBase base;
  WorldStore store(64, 16);
  AnswerPlan plan = base.plan();
  plan.least_pairs = 2;
  Question question = posts_question();
  question.pinned = {question.what_if};
  question.what_if.changes.clear();  // an interval of no width
  Answer answer(question, plan, store);
  work_to_the_end(answer);
  EXPECT_EQ(answer.state(0)["pairs"], plan.most_pairs);
}

TEST(Answer, OfNothingChangedKeepsRoughWorldsForTheQuestionsToCome) {
  const StudioBase base;
  WorldStore store(64, 16);
  Question nothing = posts_question();
  nothing.what_if.changes.clear();
  Answer unchanged(nothing, base.plan(), store);
  work_to_the_end(unchanged);
  EXPECT_TRUE(unchanged.over());
  const Json state = unchanged.state(0);
  EXPECT_EQ(state["phase"], "done");
  EXPECT_EQ(state["fans"], 300);
  EXPECT_EQ(state["pairs"], base.plan().rough_pairs);
  EXPECT_EQ(store.finished(), base.plan().rough_pairs) << "one world a seed, and none of the firm answer";
}

TEST(Answer, HasNoResultWhereTheBaseHasChanged) {
  const StudioBase base;
  const auto answered = [&] {
    WorldStore store(16, 4);
    Answer answer(posts_question(), base.plan(), store);
    work_to_the_end(answer);
    return answer.state(0);
  };
  std::ofstream(base.file(), std::ios::app) << "\n# a comment changes nothing\n";
  EXPECT_EQ(answered()["phase"], "done");
  Scenario changed = base.loaded->scenario;
  changed.assumptions.try_quality = 0.123;
  std::ofstream(base.file()) << to_toml(changed);
  const Json state = answered();
  EXPECT_EQ(state["phase"], "stopped");
  EXPECT_FALSE(state.contains("result"));
  EXPECT_THAT(state["errors"][0].get<std::string>(), HasSubstr("has changed"));
}

TEST(Answer, SettlesWhereTheIntervalIsNarrow) {
  const StudioBase base;
  WorldStore store(64, 16);
  AnswerPlan plan = base.plan();
  plan.most_pairs = 8;
  plan.least_pairs = 3;
  plan.settled_width = 1e6;
  Answer answer(posts_question(), plan, store);
  work_to_the_end(answer);
  EXPECT_TRUE(answer.state(0)["settled"]);
  EXPECT_LT(answer.state(0)["pairs"], 8);
  EXPECT_GE(answer.state(0)["pairs"], 3);
}

TEST(Answer, DrawsTheFirstPairWeekByWeek) {
  const StudioBase base;
  WorldStore store(64, 16);
  Answer answer(posts_question(), base.plan(), store);
  std::size_t drawn = 0, grew = 0;
  while (answer.result().empty()) {
    answer.work(200us);
    const Json state = answer.state(0);
    if (!state.contains("live")) continue;
    const std::size_t now = state["live"]["arms"][1].size();
    grew += now > drawn && drawn > 0 ? 1 : 0;
    drawn = std::max(drawn, now);
  }
  EXPECT_GT(grew, 0U);
  EXPECT_FALSE(answer.state(0).contains("live"));
}

TEST(Answer, GivesAResultOnceToThoseWhoHaveIt) {
  const StudioBase base;
  WorldStore store(64, 16);
  Answer answer(posts_question(), base.plan(), store);
  work_to_the_end(answer);
  const Json first = answer.state(0);
  EXPECT_TRUE(first.contains("result"));
  EXPECT_FALSE(answer.state(first["version"].get<std::uint64_t>()).contains("result"));
}

TEST(Answer, StopsWithinAWeek) {
  const StudioBase base;
  WorldStore store(64, 16);
  AnswerPlan plan = base.plan();
  plan.rough_fans = plan.firm_fans = 1'000'000;  // seconds of work
  plan.at_once = 1;
  Answer answer(posts_question(), plan, store);
  std::thread working([&] { answer.work(1h); });
  while (answer.wants_work()) std::this_thread::yield();  // until the pair is taken: no other is, at one time
  answer.stop();
  working.join();
  EXPECT_TRUE(answer.result().empty());
  EXPECT_FALSE(answer.work(1ms));
  EXPECT_EQ(answer.state(0)["phase"], "stopped");
}

TEST(Answer, RefusesWhatTheScenarioFileRefuses) {
  const StudioBase base;
  Question question = posts_question();
  EXPECT_THROW(
      {
        question.what_if.changes[0].set = 1e5;
        WorldStore store(4, 4);
        Answer answer(question, base.plan(), store);
      },
      ScenarioError);
}

}  // namespace
}  // namespace hibiki
