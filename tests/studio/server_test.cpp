// The studio over HTTP, as a browser and as others send it.
#include "tools/studio/server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <httplib.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "sim/core/error.hpp"
#include "tests/studio/studio_base.hpp"

namespace hibiki {
namespace {

using Json = nlohmann::ordered_json;
using test::posts_question;
using test::StudioBase;
using testing::HasSubstr;
using testing::StartsWith;

class StudioServerTest : public testing::Test {
 protected:
  StudioServerTest()
      : answers_(base_.plan(), 2, 64, 16),
        server_({0, base_.folder() / "saved", "<!doctype html>\n<p>page</p>", "secret"}, answers_),
        thread_([this] { server_.serve(); }),
        client_("127.0.0.1", server_.port()) {
    client_.set_default_headers({{"X-Hibiki-Token", "secret"}});
  }
  ~StudioServerTest() override {
    server_.stop();
    thread_.join();
  }

  Json post(const char* path, const Json& body, int status = 200) {
    const auto response = client_.Post(path, body.dump(), "application/json");
    if (!response) throw std::runtime_error("no response");
    EXPECT_EQ(response->status, status) << response->body;
    return Json::parse(response->body);
  }
  Json get(const std::string& path, int status = 200) {
    const auto response = client_.Get(path.c_str());
    if (!response) throw std::runtime_error("no response");
    EXPECT_EQ(response->status, status) << response->body;
    return Json::parse(response->body);
  }
  /// Status of a GET with these headers alone.
  int status(const char* path, const httplib::Headers& headers) {
    httplib::Client other("127.0.0.1", server_.port());
    const auto response = other.Get(path, headers);
    return response ? response->status : 0;
  }
  static Json problem(const Json& answer) { return answer["problems"][0]; }
  Json asked(const Question& question) { return {{"window", "w"}, {"question", question_json(question)}}; }

  StudioBase base_;
  Answers answers_;
  StudioServer server_;
  std::thread thread_;
  httplib::Client client_;
};

TEST_F(StudioServerTest, AnswersAQuestion) {
  const std::string id = post("/ask", asked(posts_question()))["answer"];
  Json state;
  std::uint64_t since = 0;
  Json result;
  do {
    state = get("/answers/" + id + "/state?since=" + std::to_string(since));
    since = state["version"];
    if (state.contains("result")) result = state["result"];
  } while (state["phase"] != "done");
  EXPECT_EQ(result["kind"], "comparison");
  EXPECT_EQ(result["replicates"], 4);
  const auto page = client_.Get(("/answers/" + id + "/report.html").c_str());
  EXPECT_THAT(page->body, StartsWith("<!doctype html>"));
  const auto csv = client_.Get(("/answers/" + id + "/markets.csv").c_str());
  EXPECT_THAT(csv->body, StartsWith("market,year,variant,measure"));
  EXPECT_THAT(csv->get_header_value("Content-Disposition"), HasSubstr("markets.csv"));
  const auto workbook = client_.Get(("/answers/" + id + "/compare.xlsx").c_str());
  EXPECT_THAT(workbook->body, StartsWith("PK"));
  post(("/answers/" + id + "/stop").c_str(), Json::object());
  get("/answers/" + id + "/state", 404);
}

TEST_F(StudioServerTest, LetsNobodyElseIn) {
  const auto token = std::pair("X-Hibiki-Token", "secret");
  for (const char* path : {"/", "/saved", "/levers?target=labels", "/answers/1-0/state", "/nothing"}) {
    EXPECT_EQ(status(path, {}), 403) << path;
    EXPECT_EQ(status(path, {{"X-Hibiki-Token", "wrong"}}), 403) << path;
    EXPECT_EQ(status(path, {token, {"Host", "evil.example"}}), 403) << path;
    EXPECT_EQ(status(path, {token, {"Origin", "http://evil.example"}}), 403) << path;
  }
  EXPECT_EQ(status("/saved?token=secret", {}), 403);  // in the page's address alone
  EXPECT_EQ(status("/", {token}), 200);
  httplib::Client stranger("127.0.0.1", server_.port());
  EXPECT_EQ(stranger.Post("/ask", asked(posts_question()).dump(), "application/json")->status, 403);
  EXPECT_EQ(answers_.count(), 0U);
}

TEST_F(StudioServerTest, TurnsTheTokenOfTheAddressIntoACookie) {
  httplib::Client browser("127.0.0.1", server_.port());
  const auto first = browser.Get("/?token=secret");
  EXPECT_EQ(first->status, 303);
  EXPECT_EQ(first->get_header_value("Location"), "/");
  const std::string cookie = first->get_header_value("Set-Cookie");
  EXPECT_THAT(cookie, HasSubstr("HttpOnly"));
  EXPECT_THAT(cookie, HasSubstr("SameSite=Lax"));
  const auto page = browser.Get("/", {{"Cookie", cookie.substr(0, cookie.find(';'))}});
  EXPECT_EQ(page->status, 200);
  EXPECT_THAT(page->get_header_value("Content-Security-Policy"), HasSubstr("frame-ancestors 'none'"));
}

TEST_F(StudioServerTest, SaysWhatIsWrongAtItsPlace) {
  EXPECT_EQ(problem(post("/ask", Json::array(), 400))["place"], "window");
  EXPECT_EQ(problem(post("/ask", {{"window", "w"}}, 400))["place"], "question");
  Question question = posts_question();
  question.what_if.changes[0].set = 1e5;
  const Json refused = problem(post("/ask", asked(question), 400));
  EXPECT_EQ(refused["place"], "changes[0].");
  EXPECT_THAT(refused["text"].get<std::string>(), HasSubstr("out of range of posts_per_week"));
  const auto deep =
      client_.Post("/ask", R"({"window":"w","question":)" + std::string(100000, '[') + std::string(100000, ']') + "}",
                   "application/json");
  EXPECT_EQ(deep->status, 400);
  EXPECT_THAT(deep->body, HasSubstr("nested"));
  const auto broken = client_.Post("/ask", "{", "application/json");
  EXPECT_EQ(broken->status, 400);
  EXPECT_EQ(client_.Post("/ask", std::string(1 << 20, ' '), "application/json")->status, 413);
  EXPECT_EQ(problem(get("/levers?target=labels%5Bhome=Q%5D", 400))["place"], "target");
}

TEST_F(StudioServerTest, SavesAndOpensScenarios) {
  const Json question = question_json(posts_question());
  const Json saved = post("/save", {{"name", "my plan"}, {"question", question}});
  EXPECT_EQ(saved["file"], (base_.folder() / "saved" / "my plan.toml").string());
  EXPECT_THAT(saved["command"].get<std::string>(), HasSubstr("hibiki compare"));
  EXPECT_EQ(load_scenario(saved["file"].get<std::string>()).scenario.interventions.size(), 1U);
  EXPECT_EQ(get("/saved")["names"], Json({"my plan"}));
  EXPECT_EQ(get("/saved/my%20plan")["changes"], question["changes"]);
  post("/save", {{"name", "my plan"}, {"question", question}}, 409);
  post("/save", {{"name", "my plan"}, {"question", question}, {"replace", true}});
  for (const char* name : {"../out", "a/b", "", ".hidden", "x.toml"})
    EXPECT_EQ(problem(post("/save", {{"name", name}, {"question", question}}, 400))["place"], "name") << name;
  EXPECT_FALSE(std::filesystem::exists(base_.folder() / "out.toml"));
  get("/saved/..%2Fbase", 404);
}

TEST_F(StudioServerTest, SaysWhyAScenarioCannotBeSaved) {
  std::ofstream(base_.folder() / "saved") << "a file where the folder would be";
  const Json refused = problem(post("/save", {{"name", "plan"}, {"question", question_json(posts_question())}}, 500));
  EXPECT_THAT(refused["text"].get<std::string>(), StartsWith("cannot use "));
  EXPECT_THAT(refused["text"].get<std::string>(), HasSubstr("saved"));
}

TEST_F(StudioServerTest, ReadsAScenarioFile) {
  const Json question = question_json(posts_question());
  const Json written = post("/scenario", {{"question", question}});
  EXPECT_EQ(post("/read", {{"text", written["toml"]}})["changes"], question["changes"]);
  // As those of scenarios/strategies, from a folder beside the base.
  std::string below = written["toml"].get<std::string>();
  below.replace(below.find("extends = \""), below.find('\n', below.find("extends")) - below.find("extends"),
                "extends = \"../base.toml\"");
  EXPECT_EQ(post("/read", {{"text", below}})["changes"], question["changes"]);
  const Json refused = problem(post("/read", {{"text", "nonsense = 1\n"}}, 400));
  EXPECT_THAT(refused["text"].get<std::string>(), HasSubstr("nonsense"));
}

TEST_F(StudioServerTest, TakesMeasurementsOnlyWhereTheyAreAskedFor) {
  EXPECT_EQ(client_.Post("/measured", "{}", "application/json")->status, 404);
}

TEST_F(StudioServerTest, SaysThatAPortIsInUse) {
  try {
    StudioServer second({server_.port(), base_.folder(), "", "t"}, answers_);
    FAIL() << "two studios took one port";
  } catch (const IoError& error) {
    EXPECT_THAT(error.what(), HasSubstr("give another --port"));
  }
}

}  // namespace
}  // namespace hibiki
