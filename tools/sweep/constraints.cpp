#include "tools/sweep/constraints.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <muParser.h>

#include <algorithm>
#include <stdexcept>
#include <string_view>

#include "tools/sweep/sweep.hpp"

namespace hibiki::inline sweep {

struct Constraints::Parsed {
  std::string text;
  mu::Parser parser;
  std::vector<double> values;       ///< of factors
  std::vector<std::size_t> needed;  ///< factors that the expression names
};

namespace {

/// muParser takes names of letters, digits and "_" alone.
bool is_word(const std::string& name) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  return !name.empty() && letter(name.front()) &&
         std::ranges::all_of(name, [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

/// muParser takes "a = 1" as an assignment, "0 < a < 1" as (0 < a) < 1, and "a" as true when it is not 0. Throws
/// std::invalid_argument unless each part between && and || compares once.
void require_comparisons(const std::string& text) {
  const auto refuse = [&](const char* why) { throw std::invalid_argument(fmt::format("'{}' {}", text, why)); };
  const auto is = [&](std::size_t at, char c) { return at < text.size() && text[at] == c; };
  int comparisons = 0;
  const auto end_part = [&] {
    if (comparisons == 0) refuse("compares nothing: write a condition, such as \"a + b <= 1\"");
    if (comparisons > 1) refuse("compares more than once without && between: \"0 <= a && a <= 1\"");
    comparisons = 0;
  };
  for (std::size_t at = 0; at < text.size(); ++at) {
    if ((is(at, '&') && is(at + 1, '&')) || (is(at, '|') && is(at + 1, '|'))) {
      end_part();
      ++at;
    } else if ((is(at, '=') || is(at, '!')) && is(at + 1, '=')) {
      ++comparisons;
      ++at;
    } else if (is(at, '<') || is(at, '>')) {
      ++comparisons;
      at += is(at + 1, '=') ? 1 : 0;
    } else if (is(at, '=')) {
      refuse("assigns: equality is written ==");
    }
  }
  end_part();
}

}  // namespace

Constraints::Constraints(const std::vector<std::string>& texts, const std::vector<std::string>& factors)
    : factors_(factors) {
  for (const std::string& text : texts) try {
      Parsed& one = *parsed_.emplace_back(std::make_unique<Parsed>());
      one.text = text;
      one.values.assign(factors.size(), 1.0);
      for (std::size_t f = 0; f < factors.size(); ++f)
        // Names that are in no way part of the text may be those of muParser's own constants.
        if (is_word(factors[f]) && text.find(factors[f]) != std::string::npos)
          one.parser.DefineVar(factors[f], &one.values[f]);
      one.parser.SetExpr(text);
      const auto used = one.parser.GetUsedVar();
      for (const auto& [name, place] : used) {
        const auto factor = std::ranges::find(factors, name);
        if (factor == factors.end())
          throw std::invalid_argument(
              fmt::format("'{}' cannot stand in a constraint: factors are {}, each needs a name of letters, digits "
                          "and _",
                          name, fmt::join(factors, ", ")));
        one.needed.push_back(static_cast<std::size_t>(factor - factors.begin()));
      }
      if (one.needed.empty()) throw std::invalid_argument(fmt::format("'{}' names no factor", text));
      require_comparisons(text);
      one.parser.Eval();
      if (one.parser.GetNumResults() != 1)
        throw std::invalid_argument(fmt::format("'{}' is more than one expression: and is written &&", text));
    } catch (const mu::Parser::exception_type& error) {
      throw std::invalid_argument(fmt::format("'{}' cannot be read as a constraint: {}", text, error.GetMsg()));
    }
}
Constraints::~Constraints() = default;
Constraints::Constraints(Constraints&&) noexcept = default;

bool Constraints::met_by(const std::vector<std::string>& values) {
  for (const auto& one : parsed_) {
    for (const std::size_t factor : one->needed) {
      const auto number = number_in(values[factor]);
      if (!number)
        throw std::invalid_argument(
            fmt::format("'{}' needs numbers: {} has the value {}", one->text, factors_[factor], values[factor]));
      one->values[factor] = *number;
    }
    if (one->parser.Eval() == 0) return false;
  }
  return true;
}

}  // namespace hibiki::sweep
