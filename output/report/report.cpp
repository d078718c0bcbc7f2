#include "output/report/report.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <initializer_list>
#include <nlohmann/json.hpp>

#include "output/report/template.hpp"
#include "sim/core/error.hpp"

namespace hibiki::inline report {

namespace {

using Json = nlohmann::ordered_json;

/// Parses JSON; its "kind" must be one of `kinds`.
Json parse(std::string_view text, std::string_view name, std::initializer_list<std::string_view> kinds) {
  Json json;
  try {
    json = Json::parse(text);
  } catch (const Json::exception& error) {
    throw IoError(fmt::format("cannot report {}: it is not valid JSON ({})", name, error.what()));
  }
  const std::string kind = json.is_object() && json.contains("kind") && json["kind"].is_string()
                               ? json["kind"].get<std::string>()
                               : std::string();
  for (const std::string_view wanted : kinds)
    if (kind == wanted) return json;
  throw IoError(fmt::format("cannot report {}: its \"kind\" is \"{}\", not {}", name, kind, fmt::join(kinds, " or ")));
}

/// The same with numbers of seven digits: enough for any chart, and half the bytes. Integers that JavaScript's numbers
/// would round, such as large seeds, become text.
Json shortened(Json json) {
  constexpr std::uint64_t kExactInJavaScript = std::uint64_t{1} << 53;
  if (json.is_structured()) {
    for (Json& part : json) part = shortened(std::move(part));
  } else if (json.is_number_float()) {
    json = std::strtod(fmt::format("{:.7g}", json.get<double>()).c_str(), nullptr);
  } else if (json.is_number_unsigned() && json.get<std::uint64_t>() > kExactInJavaScript) {
    json = std::to_string(json.get<std::uint64_t>());
  } else if (json.is_number_integer() && json.get<std::int64_t>() < -static_cast<std::int64_t>(kExactInJavaScript)) {
    json = std::to_string(json.get<std::int64_t>());
  }
  return json;
}

/// JSON that may stand inside <script>: no "<", so neither "</script" nor "<!--"; invalid UTF-8 is replaced.
std::string inside_script(const Json& json) {
  std::string safe;
  for (const char c : json.dump(-1, ' ', false, Json::error_handler_t::replace)) {
    if (c == '<')
      safe += "\\u003c";
    else
      safe += c;
  }
  return safe;
}

std::string inside_html(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    switch (c) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '"':
        safe += "&quot;";
        break;
      default:
        safe += c;
    }
  }
  return safe;
}

std::string text_of(const Json& object, const char* key) {
  const auto found = object.is_object() ? object.find(key) : object.end();
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// The arms named at the head of the page: the variants, or the run itself.
std::vector<Json> arms_of(const Json& result) {
  if (result.contains("variants") && result["variants"].is_array() && !result["variants"].empty())
    return {result["variants"].begin(), result["variants"].end()};
  return {result.contains("base") ? result["base"] : result};
}

std::string title_of(const std::vector<Json>& arms) {
  std::string title;
  for (const Json& arm : arms) {
    const std::string name = text_of(arm, "title").empty() ? text_of(arm, "name") : text_of(arm, "title");
    if (!name.empty()) title += (title.empty() ? "" : "; ") + name;
  }
  return title.empty() ? "hibiki report" : title;
}

/// The verdicts, for a browser without JavaScript.
std::string answers_of(const std::vector<Json>& arms) {
  std::string html = "<p><strong>A conditional simulation, not a forecast.</strong></p>\n";
  for (const Json& arm : arms)
    if (const std::string verdict = text_of(arm, "verdict"); !verdict.empty())
      html += "<p>" + inside_html(verdict) + "</p>";
  return html;
}

}  // namespace

std::string report_page(std::string_view result_json, std::string_view attribution_json, std::string_view why_json) {
  const Json result = parse(result_json, "the result", {"comparison", "run"});
  Json data = {{"result", shortened(result)}};
  if (!attribution_json.empty())
    data["attribution"] = shortened(parse(attribution_json, "the attribution", {"attribution"}));
  if (!why_json.empty()) data["why"] = shortened(parse(why_json, "the reasons", {"why"}));
  const std::vector<Json> arms = arms_of(result);
  return fill_template(
      report_template(),
      {{"title", inside_html(title_of(arms))}, {"answers", answers_of(arms)}, {"data", inside_script(data)}});
}

bool is_page(std::string_view beginning) {
  // How every template began, and the end of its title. Titles are escaped: they have no tags of their own.
  constexpr std::string_view kBeginning = "<!doctype html>\n<html lang=\"en\">\n<head>\n", kTitle = " · hibiki</title>";
  return beginning.starts_with(kBeginning) && beginning.substr(0, beginning.find("</title>") + 8).ends_with(kTitle);
}

std::string evidence_page(std::string_view json) {
  const Json result = parse(json, "the experiments", {"reproduction", "reproductions", "sweep"});
  const std::string title = text_of(result, "title");
  return fill_template(evidence_template(), {{"title", inside_html(title.empty() ? "Published experiments" : title)},
                                             {"answers", ""},
                                             {"data", inside_script({{"result", shortened(result)}})}});
}

std::string sweep_page(std::string_view json) {
  const Json result = parse(json, "the sweep", {"sweep_results"});
  const std::string title = text_of(result, "title").empty() ? text_of(result, "name") : text_of(result, "title");
  return fill_template(sweep_template(), {{"title", inside_html(title.empty() ? "Parameter sweep" : title)},
                                          {"answers", answers_of({})},
                                          {"data", inside_script({{"result", shortened(result)}})}});
}

std::string optimisation_page(std::string_view json) {
  const Json result = parse(json, "the optimisation", {"optimisation"});
  if (!result.contains("measures")) throw IoError("cannot report the optimisation: it has no \"measures\"");
  const std::vector<Json> arms{result};
  return fill_template(optimise_template(), {{"title", inside_html(title_of(arms))},
                                             {"answers", answers_of(arms)},
                                             {"data", inside_script({{"result", shortened(result)}})}});
}

std::string studio_page(std::string_view setup_json) {
  return fill_template(studio_template(), {{"title", "Studio"},
                                           {"answers", "<p>The studio needs JavaScript.</p>"},
                                           {"data", inside_script({{"setup", Json::parse(setup_json)}})}});
}

}  // namespace hibiki::report
