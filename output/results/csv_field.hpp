// Fields of comma-separated values (RFC 4180).
#pragma once

#include <string>

namespace hibiki::inline results {

/// A text as a field: in quotes where it holds a comma, a quote or a line break.
std::string csv_field(const std::string& text);

/// The shortest text that reads back as the same number; empty for a missing one, NaN, and for
/// an infinite one, as null is in JSON.
std::string csv_number(double value);

}  // namespace hibiki::results
