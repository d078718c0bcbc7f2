#include "tools/sweep/constraints.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <muParser.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>
#include <string_view>

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

/// muParser would take "a = 1" as an assignment.
bool assigns(const std::string& text) {
  for (auto at = text.find('='); at != std::string::npos; at = text.find('=', at + 1)) {
    if (at + 1 < text.size() && text[at + 1] == '=') {
      ++at;
      continue;
    }
    if (at == 0 || std::string_view("<>!").find(text[at - 1]) == std::string_view::npos) return true;
  }
  return false;
}

}  // namespace

Constraints::Constraints(const std::vector<std::string>& texts, const std::vector<std::string>& factors)
    : factors_(factors) {
  for (const std::string& text : texts) try {
      Parsed& one = *parsed_.emplace_back(std::make_unique<Parsed>());
      one.text = text;
      one.values.assign(factors.size(), 1.0);
      for (std::size_t f = 0; f < factors.size(); ++f)
        if (is_word(factors[f])) one.parser.DefineVar(factors[f], &one.values[f]);
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
      if (assigns(text)) throw std::invalid_argument(fmt::format("'{}' assigns: equality is written ==", text));
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
      const std::string& text = values[factor];
      const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), one->values[factor]);
      if (error != std::errc() || end != text.data() + text.size())
        throw std::invalid_argument(
            fmt::format("'{}' needs numbers: {} has the value {}", one->text, factors_[factor], text));
    }
    // NaN, as of 0 / 0, is not met.
    const double result = one->parser.Eval();
    if (!(result < 0 || result > 0)) return false;
  }
  return true;
}

}  // namespace hibiki::sweep
