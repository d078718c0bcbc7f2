// Dates and weeks. A tick is one week; tick 0 begins on the scenario's start date.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace hibiki::inline core {

/// Weeks over which the model spreads a rate per year.
inline constexpr double kWeeksInModelYear = 52.0;

/// A calendar day (proleptic Gregorian).
using Day = std::chrono::sys_days;

/// Day from year, month, day. Undefined for days that do not exist; use parse_day for input.
Day make_day(int year, unsigned month, unsigned day);

/// "2008-01-07" -> day; nothing when the text is not a date that exists.
std::optional<Day> parse_day(std::string_view text);

/// "2008-01-07".
std::string to_string(Day day);

/// Calendar year a day falls in.
int year_of(Day day);

/// Days as a fraction of years (365.2425 days), from `from` to `to`.
double years_between(Day from, Day to);

/// Weekly clock of one run. `week` counts from the start date, burn-in included.
struct Calendar {
  Day start;
  int weeks = 0;  ///< number of ticks in the run

  Day day(int week) const { return start + std::chrono::days(7 * week); }
  int year(int week) const { return year_of(day(week)); }
  /// First week that begins on or after `day` (may be negative or past the end).
  int week_on_or_after(Day day) const;
  /// True in the first week of a calendar year.
  bool new_year(int week) const { return week > 0 && year(week) != year(week - 1); }
  /// True in the first week of a calendar quarter.
  bool new_quarter(int week) const;
  /// True in the last week of a calendar year.
  bool year_end(int week) const { return year(week) != year(week + 1); }
};

}  // namespace hibiki::core
