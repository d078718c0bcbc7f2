#include "sim/core/calendar.hpp"

#include <fmt/format.h>

#include <charconv>

namespace hibiki::inline core {

using std::chrono::year_month_day;

Day make_day(int year, unsigned month, unsigned day) {
  return Day{year_month_day{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}}};
}

std::optional<Day> parse_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto number = [&](std::size_t at, std::size_t count) -> std::optional<int> {
    int value = 0;
    const auto* end = text.data() + at + count;
    const auto [rest, error] = std::from_chars(text.data() + at, end, value);
    if (error != std::errc{} || rest != end || value < 0) return std::nullopt;
    return value;
  };
  const auto year = number(0, 4), month = number(5, 2), day = number(8, 2);
  if (!year || !month || !day) return std::nullopt;
  const year_month_day date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                            std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return std::nullopt;
  return Day{date};
}

std::string to_string(Day day) {
  const year_month_day date{day};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

int year_of(Day day) { return static_cast<int>(year_month_day{day}.year()); }

double years_between(Day from, Day to) { return static_cast<double>((to - from).count()) / 365.2425; }

int Calendar::week_on_or_after(Day day) const {
  const auto days = (day - start).count();
  return static_cast<int>(days >= 0 ? (days + 6) / 7 : -((-days) / 7));
}

bool Calendar::new_quarter(int week) const {
  if (week == 0) return false;
  const auto quarter = [&](int w) { return (static_cast<unsigned>(year_month_day{day(w)}.month()) - 1) / 3; };
  return quarter(week) != quarter(week - 1);
}

}  // namespace hibiki::core
