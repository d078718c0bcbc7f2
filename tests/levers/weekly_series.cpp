#include "tests/levers/weekly_series.hpp"

#include <type_traits>

#include "sim/core/digest.hpp"
#include "tests/support/tiny_world.hpp"

namespace hibiki::test {

namespace {

std::uint64_t series_digest(const WeekObservation& week) {
  Digest digest;
  for (const Series& series : series_table())
    std::visit(
        [&](auto member) {
          for (const auto value : week.*member)
            if constexpr (std::is_same_v<decltype(value), const double>)
              digest.add(value);
            else
              digest.add(static_cast<std::uint64_t>(value));
        },
        series.member);
  return digest.value();
}

}  // namespace

std::vector<std::uint64_t> weekly_series(const Scenario& scenario, std::uint64_t seed) {
  std::vector<std::uint64_t> digests;
  for (const WeekObservation& week : observe_run(scenario, seed)) digests.push_back(series_digest(week));
  return digests;
}

}  // namespace hibiki::test
