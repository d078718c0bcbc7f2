#include "tools/studio/guard.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <random>

namespace hibiki::inline studio {

namespace {

constexpr std::array kNames = {"127.0.0.1", "localhost"};

/// Takes the same time for every wrong token of the right length.
bool same_secret(std::string_view given, std::string_view secret) {
  unsigned difference = given.size() == secret.size() ? 0 : 1;
  for (std::size_t i = 0; i < std::min(given.size(), secret.size()); ++i)
    difference |= static_cast<unsigned char>(given[i]) ^ static_cast<unsigned char>(secret[i]);
  return difference == 0;
}

/// The value of a cookie in the header Cookie; empty where it is not there.
std::string_view cookie_of(std::string_view header, std::string_view name) {
  while (!header.empty()) {
    const auto end = std::min(header.find(';'), header.size());
    std::string_view one = header.substr(0, end);
    one.remove_prefix(std::min(one.find_first_not_of(' '), one.size()));
    if (one.size() > name.size() && one.starts_with(name) && one[name.size()] == '=')
      return one.substr(name.size() + 1);
    header.remove_prefix(std::min(end + 1, header.size()));
  }
  return {};
}

}  // namespace

Guard::Guard(int port, std::string token)
    : port_(port), token_(std::move(token)), cookie_(fmt::format("hibiki-studio-{}", port)) {}

std::string Guard::refusal(const Headers& headers, bool is_page, std::string_view token_of_address) const {
  const auto is_here = [&](std::string_view text, std::string_view prefix) {
    return std::ranges::any_of(kNames,
                               [&](const char* name) { return text == fmt::format("{}{}:{}", prefix, name, port_); });
  };
  if (!is_here(headers("Host"), "")) return "this address is not that of the studio";
  const std::string origin = headers("Origin");
  if (!origin.empty() && !is_here(origin, "http://")) return "another page may not use the studio";
  const std::string site = headers("Sec-Fetch-Site");
  const bool visits = is_page && headers("Sec-Fetch-Mode") == "navigate" && headers("Sec-Fetch-Dest") == "document";
  if (!site.empty() && site != "same-origin" && site != "none" && !visits) return "another page may not use the studio";
  const std::string header = headers("X-Hibiki-Token"), cookies = headers("Cookie");
  if (same_secret(header, token_) || same_secret(cookie_of(cookies, cookie_), token_) ||
      (is_page && same_secret(token_of_address, token_)))
    return {};
  return "open the address that 'hibiki studio' printed";
}

std::string random_token() {
  std::random_device device;
  std::string token;
  for (int i = 0; i < 4; ++i) token += fmt::format("{:08x}", device());
  return token;
}

bool is_file_name(std::string_view name) {
  constexpr std::size_t kLongest = 60;
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
           c == ' ';
  };
  return !name.empty() && name.size() <= kLongest && name.front() != ' ' && name.back() != ' ' &&
         std::ranges::all_of(name, allowed);
}

}  // namespace hibiki::studio
