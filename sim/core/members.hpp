// How many members an aggregate has: a list of them by hand can be held to it.
#pragma once

#include <cstddef>
#include <utility>

namespace hibiki::inline core {

namespace members_detail {

struct Anything {
  template <class T>
  operator T() const;
};

template <class Aggregate, std::size_t... I>
constexpr bool takes(std::index_sequence<I...>) {
  return requires { Aggregate{(void(I), Anything{})...}; };
}

template <class Aggregate, std::size_t count = 40>
constexpr std::size_t count_members() {
  if constexpr (takes<Aggregate>(std::make_index_sequence<count>{}))
    return count;
  else
    return count_members<Aggregate, count - 1>();
}

}  // namespace members_detail

/// At most 40 are counted.
template <class Aggregate>
inline constexpr std::size_t kMembers = members_detail::count_members<Aggregate>();

}  // namespace hibiki::core
