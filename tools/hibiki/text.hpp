// Numbers and paragraphs for people.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace hibiki::inline program {

/// "1,234,567".
std::string grouped(std::int64_t number);

/// "1 run", "1,234 runs".
std::string counted(std::size_t number, std::string_view noun);

/// "512 MB", "1.4 GB": powers of ten, as disks and network bills have them.
std::string bytes_text(std::int64_t bytes);

/// "0.4 s", "12 s", "3 min 05 s", "2 h 10 min".
std::string duration_text(double seconds);

/// "1.3 k", "25 M": three figures at most.
std::string rate_text(double per_second);

/// "[=====     ]": twenty columns between the brackets, `done` of them filled.
std::string bar_text(double done);

/// "3 min 05 s left", when `done` of the work took so many seconds. `done` must be positive.
std::string time_left_text(double done, double seconds);

/// `text` in lines of at most `width` columns, each after `indent` spaces; words are never broken.
std::string wrapped(std::string_view text, std::size_t indent, std::size_t width = 80);

/// Columns that UTF-8 text takes on a terminal; East Asian characters take two.
std::size_t display_columns(std::string_view text);

/// The beginning of `text` that fits `columns`; characters stay whole.
std::string cut_to(std::string_view text, std::size_t columns);

}  // namespace hibiki::program
