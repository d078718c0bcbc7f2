#include "output/report/report.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <regex>

#include "sim/core/error.hpp"
#include "tests/output/report/synthetic_comparison.hpp"
#include "tests/output/report/synthetic_evidence.hpp"
#include "tests/output/report/synthetic_optimisation.hpp"
#include "tests/output/report/synthetic_sweep.hpp"

namespace hibiki {
namespace {

using Json = nlohmann::ordered_json;
using testing::HasSubstr;
using testing::Not;

std::string page_of(const Json& result) { return report_page(result.dump()); }

/// What stands between <script id="data"...> and the first "</script".
std::string data_of(const std::string& page) {
  const std::string opening = R"(<script id="data" type="application/json">)";
  const std::size_t from = page.find(opening) + opening.size();
  return page.substr(from, page.find("</script", from) - from);
}

int count(const std::string& text, const std::string& part) {
  int found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

/// Equal but for what seven digits do not tell.
void expect_alike(const Json& page, const Json& given) {
  ASSERT_EQ(page.type(), given.type()) << given.dump();
  if (given.is_structured()) {
    ASSERT_EQ(page.size(), given.size());
    for (auto a = page.begin(), b = given.begin(); b != given.end(); ++a, ++b) {
      if (given.is_object()) {
        ASSERT_EQ(a.key(), b.key());
      }
      expect_alike(*a, *b);
    }
  } else if (given.is_number_float()) {
    const double value = given.get<double>();
    EXPECT_NEAR(page.get<double>(), value, std::abs(value) * 5.1e-7);
  } else {
    EXPECT_EQ(page, given);
  }
}

TEST(Report, HoldsItsDataAsTheyWereGiven) {
  const std::string comparison = synthetic_comparison().dump(), attribution = synthetic_attribution().dump(),
                    why = synthetic_why().dump();
  const Json data = Json::parse(data_of(report_page(comparison, attribution, why)));
  expect_alike(data["result"], Json::parse(comparison));
  expect_alike(data["attribution"], Json::parse(attribution));
  expect_alike(data["why"], Json::parse(why));
}

TEST(Report, HoldsNumbersOfSevenDigits) {
  const std::string page =
      report_page(R"({"kind": "run", "fans": 100000000, "x": [0.1234567891, -1234567891.5, 1e-300, null]})");
  EXPECT_THAT(data_of(page), HasSubstr(R"("fans":100000000,"x":[0.1234568,-1234568000.0,1e-300,null])"));
}

TEST(Report, HoldsEveryDigitOfLargeSeeds) {
  const std::string page =
      report_page(R"({"kind": "run", "seed": 18446744073709551615, "seeds": [9007199254740993, 7]})");
  EXPECT_THAT(data_of(page), HasSubstr(R"("seed":"18446744073709551615","seeds":["9007199254740993",7])"));
}

TEST(Report, LeavesOutWhatIsNotGiven) {
  const Json data = Json::parse(data_of(page_of(synthetic_run())));
  EXPECT_EQ(data["result"]["kind"], "run");
  EXPECT_FALSE(data.contains("attribution"));
  EXPECT_FALSE(data.contains("why"));
}

TEST(Report, IsKnownAsAPageOfHibiki) {
  const std::string beginning = "<!doctype html>\n<html lang=\"en\">\n<head>\n";
  EXPECT_TRUE(is_page(beginning + "<meta charset=\"utf-8\">\n<title>A · hibiki</title>\n"));
  for (const std::string& other :
       {std::string(), beginning, beginning + "<title>Notes</title>\n",
        beginning + "<title>A</title><p> · hibiki</title>", std::string(" · hibiki</title>")})
    EXPECT_FALSE(is_page(other)) << other;
}

TEST(Report, FetchesNothing) {
  const std::string page = page_of(synthetic_comparison());
  // Addresses stand in it as names of namespaces and in notices; nothing may load from one.
  for (const char* fetches : {R"re((src|href)\s*=\s*["']?\s*(https?:)?//)re", R"re(url\(\s*["']?\s*(https?:)?//)re",
                              R"re(@import\b)re", R"re(\bimport\s*\(|\bfrom\s+['"][./h])re",
                              R"re(\b(fetch|XMLHttpRequest|EventSource|WebSocket|sendBeacon|importScripts)\s*\()re",
                              R"re(<(link(?! rel="icon" href="data:,")|iframe|img|object|embed)\b)re"})
    EXPECT_FALSE(std::regex_search(page, std::regex(fetches))) << fetches;
  EXPECT_THAT(page, HasSubstr("default-src 'none'"));
}

TEST(Report, StaysSmall) {
  const std::string empty = page_of({{"kind", "run"}});
  EXPECT_LT(empty.size(), 300'000u) << "page without data";
  EXPECT_LT(page_of(synthetic_comparison({.variants = 12})).size(), 2'000'000u);
}

TEST(Report, SaysThatItIsNoForecastEvenWithoutScripts) {
  const std::string page = page_of(synthetic_comparison());
  const std::string still = page.substr(page.find("<noscript>"), page.find("</noscript>") - page.find("<noscript>"));
  EXPECT_THAT(still, HasSubstr("A conditional simulation, not a forecast"));
  EXPECT_THAT(still, HasSubstr("J-pop would have had 1.9 M more engaged fans abroad"));
  EXPECT_THAT(page, HasSubstr("<title>Japanese labels adopt video platforms early"));
}

TEST(Report, TextOfAScenarioCannotLeaveItsPlace) {
  const std::string nasty = R"(</script><script>alert("1")</script><!-- <b>&amp; {{data}} {{answers}})";
  Json comparison = synthetic_comparison({.pairs = 1});
  comparison["question"] = nasty;
  comparison["variants"][0]["title"] = nasty;
  comparison["variants"][0]["verdict"] = nasty;
  const std::string page = page_of(comparison), plain = page_of(synthetic_comparison({.pairs = 1}));
  EXPECT_THAT(page, Not(HasSubstr("<script>alert")));
  EXPECT_EQ(count(page, "<script"), count(plain, "<script"));
  EXPECT_EQ(count(page, "</script"), count(plain, "</script"));
  EXPECT_THAT(page, HasSubstr("&lt;/script&gt;&lt;script&gt;alert(&quot;1&quot;)"));
  EXPECT_EQ(Json::parse(data_of(page))["result"]["question"], nasty);
}

TEST(Report, TakesResultsWithNearlyNothingInThem) {
  for (const char* text :
       {R"({"kind": "run"})", R"({"kind": "comparison"})", R"({"kind": "comparison", "variants": []})",
        R"({"kind": "comparison", "variants": [{"title": null, "verdict": null}], "base": null})"})
    EXPECT_THAT(report_page(text), HasSubstr("hibiki report")) << text;
}

TEST(Report, OfARunHasItsTitle) {
  EXPECT_THAT(report_page(R"({"kind": "run", "variants": [], "base": {"title": "As it went"}})"),
              HasSubstr("<title>As it went"));
}

TEST(Report, EqualTextsGiveEqualBytes) { EXPECT_EQ(page_of(synthetic_run()), page_of(synthetic_run())); }

std::string complaint(std::string_view result, std::string_view attribution = {}, std::string_view why = {}) {
  try {
    report_page(result, attribution, why);
  } catch (const IoError& error) {
    return error.what();
  }
  return "none";
}

TEST(Report, SaysWhatIsWrongWithItsInput) {
  EXPECT_THAT(complaint("{\"kind\": "), HasSubstr("cannot report the result: it is not valid JSON"));
  EXPECT_THAT(complaint(""), HasSubstr("it is not valid JSON"));
  EXPECT_THAT(complaint("{\"kind\": \"run\", \"question\": \"caf\xe9\"}"), HasSubstr("it is not valid JSON"));
  EXPECT_THAT(complaint("[]"), HasSubstr("its \"kind\" is \"\", not comparison or run"));
  EXPECT_THAT(complaint(R"({"kind": "attribution"})"),
              HasSubstr("its \"kind\" is \"attribution\", not comparison or run"));
  EXPECT_THAT(complaint(R"({"kind": "run"})", R"({"kind": "why"})"), HasSubstr("cannot report the attribution"));
  EXPECT_THAT(complaint(R"({"kind": "run"})", {}, "no"), HasSubstr("cannot report the reasons"));
}

TEST(EvidencePage, HoldsItsDataAsTheyWereGiven) {
  const Json given = synthetic_reproductions();
  const std::string page = evidence_page(given.dump());
  expect_alike(Json::parse(data_of(page))["result"], Json::parse(given.dump()));
  EXPECT_LT(evidence_page(synthetic_grid().dump()).size(), 300'000u);
  EXPECT_THROW(evidence_page(R"({"kind": "run"})"), IoError);
  EXPECT_THROW(report_page(given.dump()), IoError);
}

TEST(OptimisationPage, HoldsItsDataAsTheyWereGiven) {
  const Json given = synthetic_optimisation();
  const std::string page = optimisation_page(given.dump());
  expect_alike(Json::parse(data_of(page))["result"], Json::parse(given.dump()));
  EXPECT_THAT(page, HasSubstr("<p>Plan 5 has the largest effect"));  // for a browser without JavaScript
  EXPECT_LT(page.size(), 300'000u);
  EXPECT_THROW(optimisation_page(R"({"kind": "run"})"), IoError);
  EXPECT_THROW(optimisation_page(R"({"kind": "optimisation", "measure": {}})"), IoError);
}

TEST(SweepPage, HoldsItsDataAsTheyWereGiven) {
  for (const Json& given : {synthetic_sweep_grid(), synthetic_saltelli(), synthetic_morris()})
    expect_alike(Json::parse(data_of(sweep_page(given.dump())))["result"], Json::parse(given.dump()));
  EXPECT_THAT(data_of(sweep_page(synthetic_one_point().dump())), HasSubstr(R"("seeds":["18446744073709551615"])"));
}

TEST(SweepPage, StaysSmall) { EXPECT_LT(sweep_page(R"({"kind": "sweep_results"})").size(), 200'000u); }

TEST(SweepPage, RefusesOtherKinds) {
  EXPECT_THROW(sweep_page(R"({"kind": "sweep"})"), IoError);
  EXPECT_THROW(sweep_page("{"), IoError);
  EXPECT_THROW(report_page(synthetic_sweep_grid().dump()), IoError);
  EXPECT_THROW(evidence_page(synthetic_sweep_grid().dump()), IoError);
}

TEST(SweepPage, TextOfASweepCannotLeaveItsPlace) {
  const std::string nasty = R"(</script><script>alert("1")</script>)";
  Json sweep = synthetic_sweep_grid();
  sweep["title"] = nasty;
  sweep["factors"][0]["name"] = nasty;
  const std::string page = sweep_page(sweep.dump());
  EXPECT_THAT(page, Not(HasSubstr("<script>alert")));
  EXPECT_THAT(page, HasSubstr("<title>&lt;/script&gt;"));
  EXPECT_TRUE(is_page(page));
}

}  // namespace
}  // namespace hibiki
