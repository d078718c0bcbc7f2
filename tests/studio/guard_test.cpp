// Who may use the studio.
#include "tools/studio/guard.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

namespace hibiki {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

constexpr int kPort = 8123;
const char* const kToken = "0123456789abcdef0123456789abcdef";

using Sent = std::map<std::string, std::string>;

std::string refusal(Sent headers, bool is_page = false, const std::string& token_of_address = "") {
  if (!headers.contains("Host")) headers["Host"] = "127.0.0.1:8123";
  const auto header = [&](std::string_view name) {
    const auto found = headers.find(std::string(name));
    return found == headers.end() ? "" : found->second;
  };
  return Guard(kPort, kToken).refusal(header, is_page, token_of_address);
}

Sent with_cookie(Sent more = {}) {
  more["Cookie"] = "theme=dark; hibiki-studio-8123=" + std::string(kToken) + "; other=1";
  return more;
}

TEST(Guard, TakesTheTokenInHeaderCookieOrAddress) {
  EXPECT_THAT(refusal({{"X-Hibiki-Token", kToken}}), IsEmpty());
  EXPECT_THAT(refusal(with_cookie()), IsEmpty());
  EXPECT_THAT(refusal({}, true, kToken), IsEmpty());
}

TEST(Guard, RefusesWithoutTheToken) {
  EXPECT_THAT(refusal({}), HasSubstr("open the address"));
  EXPECT_THAT(refusal({{"X-Hibiki-Token", "0123"}}), HasSubstr("open the address"));
  EXPECT_THAT(refusal({{"X-Hibiki-Token", std::string(kToken) + "0"}}), HasSubstr("open the address"));
  EXPECT_THAT(refusal({{"Cookie", "hibiki-studio-8124=" + std::string(kToken)}}), HasSubstr("open the address"));
  EXPECT_THAT(refusal({{"Cookie", "x-hibiki-studio-8123=" + std::string(kToken)}}), HasSubstr("open the address"));
  EXPECT_THAT(refusal({}, false, kToken), HasSubstr("open the address"));  // only the page's address may hold it
}

TEST(Guard, RefusesOtherNamesOfThisAddress) {
  for (const char* host : {"evil.example:8123", "127.0.0.1:80", "127.0.0.1", "localhost.evil.example:8123", ""})
    EXPECT_THAT(refusal(with_cookie({{"Host", host}})), HasSubstr("this address")) << host;
  EXPECT_THAT(refusal(with_cookie({{"Host", "localhost:8123"}})), IsEmpty());
}

TEST(Guard, RefusesOtherPages) {
  for (const char* origin : {"http://evil.example", "null", "http://127.0.0.1:9000", "https://127.0.0.1:8123"})
    EXPECT_THAT(refusal(with_cookie({{"Origin", origin}})), HasSubstr("another page")) << origin;
  EXPECT_THAT(refusal(with_cookie({{"Origin", "http://127.0.0.1:8123"}})), IsEmpty());
  EXPECT_THAT(refusal(with_cookie({{"Sec-Fetch-Site", "cross-site"}})), HasSubstr("another page"));
  EXPECT_THAT(refusal(with_cookie({{"Sec-Fetch-Site", "same-site"}})), HasSubstr("another page"));
  EXPECT_THAT(refusal(with_cookie({{"Sec-Fetch-Site", "same-origin"}})), IsEmpty());
}

TEST(Guard, LetsALinkOfAnotherPageOpenThePageAlone) {
  const Sent visit =
      with_cookie({{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Mode", "navigate"}, {"Sec-Fetch-Dest", "document"}});
  EXPECT_THAT(refusal(visit, true), IsEmpty());
  EXPECT_THAT(refusal(visit, false), HasSubstr("another page"));
  Sent framed = visit;
  framed["Sec-Fetch-Dest"] = "iframe";
  EXPECT_THAT(refusal(framed, true), HasSubstr("another page"));
}

TEST(RandomToken, Is128BitsThatDiffer) {
  const std::string one = random_token(), other = random_token();
  EXPECT_EQ(one.size(), 32U);
  EXPECT_EQ(one.find_first_not_of("0123456789abcdef"), std::string::npos);
  EXPECT_NE(one, other);
}

TEST(IsFileName, KeepsNamesInTheirFolder) {
  for (const char* name : {"plan", "Plan 2_b-c", "x"}) EXPECT_TRUE(is_file_name(name)) << name;
  for (const std::string& name :
       {std::string(), std::string(".."), std::string("a/b"), std::string("a.toml"), std::string(" a"),
        std::string("a "), std::string("a\\b"), std::string("a\0b", 3), std::string(61, 'x'), std::string("ä")})
    EXPECT_FALSE(is_file_name(name)) << name;
}

}  // namespace
}  // namespace hibiki
