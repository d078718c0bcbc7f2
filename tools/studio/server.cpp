#include "tools/studio/server.hpp"

#include <fmt/format.h>
#include <httplib.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <functional>
#include <mutex>
#include <nlohmann/json.hpp>
#include <thread>
#include <utility>
#include <vector>

#include "output/report/report.hpp"
#include "output/results/files.hpp"
#include "sim/core/error.hpp"
#include "sim/core/input_file.hpp"
#include "tools/experiments/market_effects.hpp"
#include "tools/experiments/workbook.hpp"
#include "tools/studio/asked.hpp"
#include "tools/studio/controls.hpp"
#include "tools/studio/guard.hpp"
#include "tools/studio/question.hpp"

namespace hibiki::inline studio {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;
using httplib::Request;
using httplib::Response;

namespace {

constexpr const char* kLoopback = "127.0.0.1";
constexpr std::size_t kLargestBody = 1 << 18;
constexpr std::size_t kMostConnections = 128;  // a thread each, which sleeps between requests
constexpr const char* kJson = "application/json; charset=utf-8";
constexpr const char* kHtml = "text/html; charset=utf-8";
/// Pages run what is in them and load nothing.
constexpr const char* kPolicy =
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'";

enum Status { kSeeOther = 303, kBadRequest = 400, kForbidden = 403, kNotFound = 404, kConflict = 409, kFailed = 500 };

std::string text_of(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

void answer_with(Response& response, const Json& json) { response.set_content(text_of(json), kJson); }

/// {"problems": [{"place", "text"}]}
void refuse(Response& response, Status status, const std::string& place, const std::string& text) {
  response.status = status;
  answer_with(response, {{"problems", {{{"place", place}, {"text", text}}}}});
}

/// A place that the page knows: the change that an intervention was written for.
Json problem_json(const Problem& problem, const WhatIf& what_if) {
  const auto change = change_at(what_if, problem);
  return {{"place", change ? fmt::format("changes[{}].", *change) : ""}, {"text", problem.message}};
}

Json parsed(const Request& request) {
  static constexpr int kDeepest = 16;  // JSON is copied and written level by level, which takes stack
  const auto bounded = [](int depth, Json::parse_event_t, const Json&) {
    if (depth > kDeepest) throw QuestionError("", fmt::format("the request is nested more than {} deep", kDeepest));
    return true;
  };
  try {
    return Json::parse(request.body, bounded);
  } catch (const Json::exception&) {
    throw QuestionError("", "the request is not JSON");
  }
}

const Json& required(const Json& json, const char* key) {
  if (!json.is_object() || !json.contains(key)) throw QuestionError(key, fmt::format("{} is missing", key));
  return json.at(key);
}

std::string text_member(const Json& json, const char* key, std::size_t longest) {
  const Json& value = required(json, key);
  if (!value.is_string() || value.get_ref<const std::string&>().size() > longest)
    throw QuestionError(key, fmt::format("{} must be text of at most {} characters", key, longest));
  return value.get<std::string>();
}

}  // namespace

class StudioServer::Routes {
 public:
  Routes(ServerOptions options, Answers& answers)
      : options_(std::move(options)), answers_(answers), port_(bind()), guard_(port_, options_.token) {
    server_.set_payload_max_length(kLargestBody);
    server_.set_tcp_nodelay(true);
    server_.set_keep_alive_max_count(100000);
    // Seconds for which an idle connection holds a thread, after a request and before the first.
    server_.set_keep_alive_timeout(1);
    server_.set_read_timeout(2);
    server_.new_task_queue = [] { return new httplib::ThreadPool(kMostConnections); };
    server_.set_default_headers({{"X-Content-Type-Options", "nosniff"},
                                 {"X-Frame-Options", "DENY"},
                                 {"Referrer-Policy", "no-referrer"},
                                 {"Cross-Origin-Resource-Policy", "same-origin"},
                                 {"Cross-Origin-Opener-Policy", "same-origin"},
                                 {"Cache-Control", "no-store"}});
    server_.set_pre_routing_handler([this](const Request& request, Response& response) {
      return admit(request, response) ? httplib::Server::HandlerResponse::Unhandled
                                      : httplib::Server::HandlerResponse::Handled;
    });
    add_pages();
    add_answers();
    add_scenarios();
  }

  int port() const { return port_; }
  const Guard& guard() const { return guard_; }
  void serve() { server_.listen_after_bind(); }
  /// A server that does not listen yet cannot be stopped.
  void stop() {
    constexpr int kTries = 200;
    for (int i = 0; i < kTries && !server_.is_running(); ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    server_.stop();
  }

 private:
  using Handler = std::function<void(const Request&, Response&)>;

  int bind() {
    // The library's own options would let two studios take one port.
    server_.set_socket_options([](int socket) {
      const int yes = 1;
      ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    });
    if (options_.port == 0) {
      const int any = server_.bind_to_any_port(kLoopback);
      if (any > 0) return any;
      throw IoError("no port of 127.0.0.1 could be opened");
    }
    if (server_.bind_to_port(kLoopback, options_.port)) return options_.port;
    throw IoError(fmt::format(
        "port {} of 127.0.0.1 could not be opened ({}): another studio may be running; give another --port, or "
        "none for any that is free",
        options_.port, std::strerror(errno)));
  }

  bool admit(const Request& request, Response& response) {
    const bool is_page = request.method == "GET" && request.path == "/";
    const std::string why =
        guard_.refusal([&](std::string_view name) { return request.get_header_value(std::string(name).c_str()); },
                       is_page, is_page ? request.get_param_value("token") : "");
    if (why.empty()) return true;
    response.set_header("Connection", "close");  // what it sends on is not read
    refuse(response, kForbidden, "", why);
    return false;
  }

  /// Errors of the question and of the disk become answers.
  static httplib::Server::Handler safely(Handler handler) {
    return [handler = std::move(handler)](const Request& request, Response& response) {
      try {
        with_io_errors([&] { handler(request, response); });
      } catch (const QuestionError& error) {
        refuse(response, kBadRequest, error.place, error.what());
      } catch (const ScenarioError& error) {
        refuse(response, kBadRequest, "", error.what());
      } catch (const std::exception& error) {
        refuse(response, kFailed, "", error.what());
      }
    };
  }
  void get(const char* pattern, Handler handler) { server_.Get(pattern, safely(std::move(handler))); }
  void post(const char* pattern, Handler handler) { server_.Post(pattern, safely(std::move(handler))); }

  void add_pages() {
    get("/", [this](const Request& request, Response& response) {
      if (request.has_param("token")) {
        // Out of the address, so that it is in no history and no link that is passed on.
        response.set_header("Set-Cookie",
                            fmt::format("{}={}; Path=/; HttpOnly; SameSite=Lax", guard_.cookie(), guard_.token()));
        response.set_redirect("/", kSeeOther);
        return;
      }
      response.set_header("Content-Security-Policy", fmt::format("{}; connect-src 'self'", kPolicy));
      response.set_content(options_.page, kHtml);
    });
    get("/levers", [this](const Request& request, Response& response) {
      const std::string target = request.get_param_value("target");
      if (target.size() > 300) throw QuestionError("target", "the target is too long");
      answer_with(response, levers_of(base().scenario, target));
    });
  }

  /// Runs `ask`, whose scenario errors name the changes of the question.
  template <class Ask>
  static void with_places(const Question& question, Response& response, const Ask& ask) {
    try {
      ask();
    } catch (const ScenarioError& error) {
      Json problems = Json::array();
      for (const Problem& problem : error.problems()) problems.push_back(problem_json(problem, question.what_if));
      response.status = kBadRequest;
      answer_with(response, {{"problems", problems}});
    }
  }

  void add_answers() {
    post("/ask", [this](const Request& request, Response& response) {
      const Json json = parsed(request);
      const std::string window = text_member(json, "window", 64);
      const Question question = read_question(required(json, "question"));
      with_places(question, response, [&] { answer_with(response, {{"answer", answers_.ask(window, question)}}); });
    });
    post(R"(/answers/([-\w]{1,40})/stop)", [this](const Request& request, Response& response) {
      answers_.stop(request.matches[1]);
      answer_with(response, Json::object());
    });
    if (options_.measured)
      post("/measured", [this](const Request& request, Response& response) {
        options_.measured(parsed(request).dump());
        answer_with(response, Json::object());
      });
    of_answer("state", [](const Answer& answer, const Request& request, Response& response) {
      const std::string since = request.get_param_value("since");
      const bool number = !since.empty() && since.size() < 19 && std::ranges::all_of(since, ::isdigit);
      answer_with(response, answer.state(number ? std::stoull(since) : 0));
    });
    of_answer("why", [this](const Answer& answer, const Request&, Response& response) {
      const std::unique_lock one_at_a_time(why_, std::try_to_lock);
      if (!one_at_a_time) return refuse(response, kConflict, "", "another window asks why: try again in some seconds");
      response.set_content(answer.why(), kJson);
    });
    hand_on("compare.json", kJson, [](const Answer& answer) { return answer.result(); });
    hand_on("report.html", kHtml, [](const Answer& answer) { return report_page(answer.result()); });
    hand_on("markets.csv", "text/csv; charset=utf-8",
            [](const Answer& answer) { return market_effects_csv(market_effects(*answer.comparison())); });
    hand_on("compare.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            [](const Answer& answer) { return workbook_of(*answer.comparison()); });
  }

  /// The library writes files alone.
  static std::string workbook_of(const Comparison& comparison) {
    const fs::path file = fs::temp_directory_path() / fmt::format("hibiki-{}.xlsx", random_token());
    const struct Removed {
      const fs::path& path;
      ~Removed() {
        std::error_code ignored;
        fs::remove(path, ignored);
      }
    } removed{file};
    write_workbook(comparison, file);
    return read_whole_file(file);
  }

  /// Something that is asked of an answer.
  template <class Reply>
  void of_answer(const std::string& name, Reply reply) {
    get((R"(/answers/([-\w]{1,40})/)" + name).c_str(),
        [this, reply = std::move(reply)](const Request& request, Response& response) {
          const auto answer = answers_.find(request.matches[1]);
          if (!answer) return refuse(response, kNotFound, "", "there is no such answer any more: ask again");
          reply(*answer, request, response);
        });
  }

  /// A file made of an answer that has a result.
  void hand_on(const std::string& name, const char* type, std::function<std::string(const Answer&)> make) {
    of_answer(name, [name, type, make = std::move(make)](const Answer& answer, const Request&, Response& response) {
      if (!answer.comparison()) return refuse(response, kNotFound, "", "there is no result of it yet");
      if (type == std::string_view(kHtml))
        response.set_header("Content-Security-Policy", kPolicy);
      else
        response.set_header("Content-Disposition", fmt::format("attachment; filename=\"{}\"", name));
      response.set_content(make(answer), type);
    });
  }

  void add_scenarios() {
    post("/scenario", [this](const Request& request, Response& response) {
      const Json json = parsed(request);
      const Question question = read_question(required(json, "question"));
      with_places(question, response, [&] {
        ask(question, base(), {answers_.plan().firm_fans});  // finds what is wrong with it
        answer_with(response, scenario_json(question, json, what_if_name(question.what_if.title) + ".toml"));
      });
    });
    post("/read", [this](const Request& request, Response& response) {
      const std::string text = text_member(parsed(request), "text", kLargestBody);
      answer_with(response, what_if_json(what_if_of(base(), parsed_beside_base(text))));
    });
    post("/save", [this](const Request& request, Response& response) {
      const Json json = parsed(request);
      const Question question = read_question(required(json, "question"));
      const std::string name = text_member(json, "name", 60);
      if (!is_file_name(name))
        throw QuestionError("name", "a name has letters, digits, spaces, _ and -, at most 60 of them");
      const fs::path file = fs::absolute(options_.saved / (name + ".toml"));
      const bool replace = json.contains("replace") && json["replace"] == true;
      with_places(question, response, [&] {
        ask(question, base(), {answers_.plan().firm_fans});  // finds what is wrong with it
        if (fs::exists(file) && !replace)
          return refuse(response, kConflict, "name", fmt::format("'{}' is there already", name));
        fs::create_directories(options_.saved);
        const Json scenario = scenario_json(question, json, file.string());
        write_file_atomically(file, scenario["toml"].get<std::string>());
        answer_with(response, {{"file", file.string()}, {"command", scenario["command"]}});
      });
    });
    get("/saved", [this](const Request&, Response& response) {
      std::vector<std::string> names;
      if (fs::is_directory(options_.saved))
        for (const auto& entry : fs::directory_iterator(options_.saved))
          if (entry.path().extension() == ".toml" && is_file_name(entry.path().stem().string()))
            names.push_back(entry.path().stem().string());
      std::ranges::sort(names);
      answer_with(response, {{"folder", fs::absolute(options_.saved).string()}, {"names", names}});
    });
    get("/saved/(.{1,60})", [this](const Request& request, Response& response) {
      const std::string name = request.matches[1];
      const fs::path file = options_.saved / (name + ".toml");
      if (!is_file_name(name) || !fs::is_regular_file(file))
        return refuse(response, kNotFound, "name", "no such scenario was saved");
      answer_with(response, what_if_json(what_if_of(base(), load_scenario(file))));
    });
  }

  /// A scenario of which the text alone is known: it may lie beside the base, or as those of scenarios/strategies in a
  /// folder beside it.
  LoadedScenario parsed_beside_base(const std::string& text) const {
    const fs::path folder = base().path.parent_path();
    const auto misses_its_parent = [](const ScenarioError& error) {
      return error.problems()[0].message.starts_with("the file it extends cannot be read");
    };
    try {
      return parse_scenario(text, "scenario", {}, folder);
    } catch (const ScenarioError& beside) {
      if (!misses_its_parent(beside)) throw;
      try {
        return parse_scenario(text, "scenario", {}, folder / "strategies");
      } catch (const ScenarioError& below) {
        if (!misses_its_parent(below)) throw;  // it lies there, with a mistake of its own
        throw beside;
      }
    }
  }

  const LoadedScenario& base() const { return *answers_.plan().base; }

  /// The scenario file of a question, and the command that compares it: with as many "pairs" and "fans" as the request
  /// says that the page shows, else as many as it will show at most.
  Json scenario_json(const Question& question, const Json& request, const std::string& file) const {
    const auto shown = [&](const char* key, std::int64_t most) {
      const auto found = request.find(key);
      const bool says = found != request.end() && found->is_number_integer();
      return says ? std::clamp<std::int64_t>(found->get<std::int64_t>(), 1, most) : most;
    };
    const AnswerPlan& plan = answers_.plan();
    const std::string file_of_base = base().path.string();
    const std::string command = shell_line(
        compare_command(question, file_of_base, {file}, shown("fans", plan.firm_fans),
                        static_cast<std::size_t>(shown("pairs", static_cast<std::int64_t>(plan.most_pairs)))));
    return {{"file", file}, {"toml", what_if_toml(question.what_if, file_of_base, command)}, {"command", command}};
  }

  ServerOptions options_;
  Answers& answers_;
  std::mutex why_;  ///< held while an effect is split
  httplib::Server server_;
  int port_;
  Guard guard_;
};

StudioServer::StudioServer(ServerOptions options, Answers& answers)
    : routes_(std::make_unique<Routes>(std::move(options), answers)) {}

StudioServer::~StudioServer() = default;

int StudioServer::port() const { return routes_->port(); }

std::string StudioServer::address() const {
  return fmt::format("http://{}:{}/?token={}", kLoopback, routes_->port(), routes_->guard().token());
}

void StudioServer::serve() { routes_->serve(); }
void StudioServer::stop() { routes_->stop(); }

}  // namespace hibiki::studio
