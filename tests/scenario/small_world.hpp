// A scenario file small enough to see whole, and ways to get at what is said about it.
//
//   JP --- KR        tv (broadcast), clips (upload, not in KR)
//   |      |
//   Big 1  Seoul     Big 2, act "Ha.na" with Big 1; policy "majors" for JP; intervention "early" from 1992
#pragma once

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "sim/scenario/load.hpp"

namespace hibiki::test {

inline const std::string kSmallWorld = R"(format_version = 1
name = "small"
[run]
start = 1985-01-07
report_from = 1990-01-01
end = 2000-12-25
fans = 1000
[assumptions]
try.quality = 0.7
[[market]]
name = "JP"
scene = "J-pop"
language = "ja"
people = [[1985-01-01, 18, 16.5, 19, 17, 13, 10]]
comprehension = {ja = 1.0, en = 0.2}
internet = [[1995-01-01, 0.0], [2000-01-01, 0.3]]
distance = {KR = 0.6}
[[market]]
name = "KR"
scene = "K-pop"
language = "ko"
people = [[1985-01-01, 8, 8, 7, 5, 4, 3], [2000-01-01, 7, 8, 8, 7, 4, 3]]
[[barrier]]
id = "ban"
market = "KR"
scene = "JP"
value = [[1985-01-01, 1.0], [1998-10-20, 0.5]]
[[platform]]
name = "tv"
kind = "broadcast"
[[platform]]
name = "clips"
kind = "upload"
launches = {JP = 1996-01-01}
absent = ["KR"]
[[label]]
name = "Big"
kind = "major"
home = "JP"
count = 2
[[label]]
name = "Seoul"
kind = "agency"
home = "KR"
[[act]]
name = "Ha.na"
label = "Big 1"
[[policy]]
id = "majors"
target = "labels[home=JP]"
[policy.levers]
"promotion.abroad" = [[1990-01-01, 0.12], [1998-01-01, 0.17]]
official_uploads.video = 0.3
[[intervention]]
id = "early"
target = "labels[home=JP,kind=major]"
lever = "official_uploads.video"
set = 0.9
from = 1992-01-06
ramp = "52 weeks"
)";

/// The small world, with `what` (which must be in it) replaced by `by`.
inline std::string small_world(const std::string& what = "", const std::string& by = "") {
  std::string text = kSmallWorld;
  const auto at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  if (at != std::string::npos) text.replace(at, what.size(), by);
  return text;
}

inline LoadedScenario parse(const std::string& text, const std::vector<std::string>& sets = {}) {
  return parse_scenario(text, "small.toml", sets);
}

/// The problems with a text; none when it loads.
inline std::vector<Problem> problems_of(const std::string& text, const std::vector<std::string>& sets = {}) {
  try {
    parse(text, sets);
  } catch (const ScenarioError& error) {
    return error.problems();
  }
  return {};
}

inline const Origin* origin_of(const LoadedScenario& loaded, const std::string& key) {
  for (const Origin& origin : loaded.origins)
    if (origin.key == key) return &origin;
  return nullptr;
}

}  // namespace hibiki::test
