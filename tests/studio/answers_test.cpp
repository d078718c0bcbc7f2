// Several windows, closed ones, and hundreds of questions.
#include "tools/studio/answers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <nlohmann/json.hpp>
#include <thread>
#include <vector>

#include "tests/studio/studio_base.hpp"

namespace hibiki {
namespace {

using test::posts_question;
using test::StudioBase;
using namespace std::chrono_literals;

/// Asks after it until nothing is left to do.
std::shared_ptr<const Answer> finished(Answers& answers, const std::string& id) {
  for (;;) {
    const auto answer = answers.find(id);
    if (!answer || answer->over()) return answer;
    std::this_thread::sleep_for(2ms);
  }
}

TEST(Answers, EachWindowHasItsOwn) {
  const StudioBase base;
  Answers answers(base.plan(), 2, 64, 16);
  const std::string one = answers.ask("one", posts_question()), other = answers.ask("other", posts_question(2.0));
  EXPECT_NE(one, other);
  const auto first = finished(answers, one), second = finished(answers, other);
  ASSERT_TRUE(first && second);
  EXPECT_FALSE(first->result().empty());
  EXPECT_NE(first->result(), second->result());
  EXPECT_EQ(answers.count(), 2U);
}

TEST(Answers, ANewerQuestionStopsTheOlderOneOfItsWindow) {
  const StudioBase base;
  AnswerPlan plan = base.plan();
  plan.most_pairs = 1000;
  plan.settled_width = 1e-6;
  Answers answers(plan, 2, 64, 16);
  const std::string older = answers.ask("one", posts_question());
  const auto answer = answers.find(older);
  const std::string newer = answers.ask("one", posts_question(2.0));
  EXPECT_TRUE(answer->over());
  EXPECT_EQ(answers.find(older), nullptr);
  EXPECT_NE(answers.find(newer), nullptr);
  answers.stop(newer);
  EXPECT_EQ(answers.count(), 0U);
}

TEST(Answers, OfManyQuestionsAtOnceTheLastIsAnswered) {
  const StudioBase base;
  Answers answers(base.plan(), 2, 64, 16);
  std::atomic<int> superseded{0};
  std::vector<std::thread> asking;
  for (int i = 0; i < 16; ++i)
    asking.emplace_back([&, i] {
      try {
        answers.ask("one", posts_question(1.0 + i));
      } catch (const QuestionError&) {
        ++superseded;
      }
    });
  for (std::thread& thread : asking) thread.join();
  EXPECT_EQ(answers.count(), 1U);
  EXPECT_GT(superseded, 0);
}

TEST(Answers, AnOlderOneThatIsStoppedMeanwhileDoesNotStopTheNewer) {
  const StudioBase base;
  Answers answers(base.plan(), 2, 64, 16);
  std::string older = answers.ask("one", posts_question());
  for (int i = 0; i < 20; ++i) {
    std::thread stopping([&, id = older] { answers.stop(id); });  // as a page does that asks anew
    EXPECT_NO_THROW(older = answers.ask("one", posts_question(1.0 + i))) << i;
    stopping.join();
  }
  EXPECT_NE(answers.find(older), nullptr);
}

TEST(Answers, WaitForAWindowThatDoesNotAsk) {
  const StudioBase base;
  AnswerPlan plan = base.plan();
  plan.most_pairs = 100'000;
  plan.settled_width = 1e-6;
  Answers answers(plan, 1, 64, 16, {.paused_after = 50ms});
  const std::string id = answers.ask("one", posts_question());
  const auto answer = answers.find(id);
  const auto pairs = [&] { return answer->state(0)["firm_pairs"].get<int>(); };
  // Nobody asks after it: it comes to rest. A pair takes some milliseconds.
  const auto start = std::chrono::steady_clock::now();
  const auto in_time = [&] { return std::chrono::steady_clock::now() - start < 60s; };
  int before = -1;
  while (before != pairs() && in_time()) {
    before = pairs();
    std::this_thread::sleep_for(400ms);
  }
  EXPECT_LT(before, 100'000);
  EXPECT_TRUE(in_time());
  while (pairs() <= before + 1 && in_time()) answers.find(id);
  EXPECT_GT(pairs(), before + 1);
}

TEST(Answers, AreDroppedWhenNobodyAsks) {
  const StudioBase base;
  Answers answers(base.plan(), 1, 64, 16,
                  {.paused_after = 20ms, .dropped_after = 40ms, .finished_dropped_after = 60ms});
  const std::string id = answers.ask("one", posts_question());
  const auto start = std::chrono::steady_clock::now();
  while (answers.count() > 0 && std::chrono::steady_clock::now() - start < 30s) std::this_thread::sleep_for(5ms);
  EXPECT_EQ(answers.count(), 0U);
  EXPECT_EQ(answers.find(id), nullptr);
}

TEST(Answers, AMistakeLeavesTheWindowAsItWas) {
  const StudioBase base;
  Answers answers(base.plan(), 1, 64, 16);
  const std::string id = answers.ask("one", posts_question());
  Question wrong = posts_question();
  wrong.measure = "nothing";
  EXPECT_THROW(answers.ask("one", wrong), QuestionError);
  EXPECT_NE(answers.find(id), nullptr);
}

TEST(Answers, KeepAsMuchAfterHundredsOfQuestionsAsAfterFifty) {
  const StudioBase base;
  AnswerPlan plan = base.plan();
  plan.firm_fans = plan.rough_fans = 200;
  plan.most_pairs = 1;
  plan.least_pairs = 1;
  Answers answers(plan, 2, 20, 4);
  for (int i = 0; i < 300; ++i) {
    const std::string id = answers.ask("window " + std::to_string(i % 100), posts_question(0.5 + i % 7));
    if (i % 10 != 0) continue;
    ASSERT_FALSE(finished(answers, id)->result().empty());
  }
  EXPECT_LE(answers.count(), 64U);
  EXPECT_LE(answers.store().finished(), 20U);
  EXPECT_LE(answers.store().pasts(), 4U);
}

}  // namespace
}  // namespace hibiki
