// Another value for whatever number a scenario can set: the schema's tables are walked, so that new keys are covered.
#pragma once

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <type_traits>
#include <variant>

#include "sim/scenario/schema.hpp"

namespace hibiki::test {

/// Another value within the field's range, not far off.
template <class Number>
Number moved(Number value, double minimum, double maximum) {
  const double up = std::min(maximum, 1.4 * static_cast<double>(value) + 0.02);
  const auto higher = static_cast<Number>(std::is_integral_v<Number> ? std::ceil(up) : up);
  return higher > value ? higher : static_cast<Number>(std::max(minimum, 0.6 * static_cast<double>(value)));
}

/// Moves a number of `owner`; false when the field is none.
template <class Owner>
bool move_number(const Field<Owner>& field, Owner& owner) {
  return std::visit(
      [&](auto member) {
        using Value = std::remove_reference_t<decltype(owner.*member)>;
        Value& value = owner.*member;
        if constexpr (std::is_same_v<Value, double> || std::is_same_v<Value, std::int64_t>) {
          value = moved(value, field.minimum, field.maximum);
          return true;
        } else if constexpr (std::is_same_v<Value, DatedValue>) {
          for (auto& [day, number] : value.points) number = moved(number, field.minimum, field.maximum);
          return true;
        } else if constexpr (std::is_same_v<Value, std::map<std::string, double>>) {
          for (auto& [name, number] : value) number = moved(number, field.minimum, field.maximum);
          return true;
        } else if constexpr (std::is_same_v<Value, StyleValues>) {
          for (double& number : value) number = number > 0.0 ? number - 0.3 : number + 0.3;
          return true;
        } else if constexpr (std::is_same_v<Value, DatedRows>) {
          for (auto& [day, row] : value.points)
            for (double& number : row) number *= 1.4;
          return true;
        } else {
          return false;
        }
      },
      field.member);
}

}  // namespace hibiki::test
