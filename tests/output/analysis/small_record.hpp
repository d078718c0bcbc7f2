// Exports of three years, one of them from memory, and another series: what tests of the record read.
#pragma once

#include <string_view>

namespace hibiki {

inline constexpr std::string_view kRecord =
    "series,year,value,unit,mark,source\n"
    "korean_music_exports,2010,10,million US dollars,M,from memory\n"
    "korean_music_exports,2012,40,million US dollars,S,read\n"
    "korean_music_exports,2018,160,million US dollars,S,read\n"
    "another,2010,7,yen,S,read\n";

}  // namespace hibiki
