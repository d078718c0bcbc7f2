#include "sim/reference/granovetter.hpp"

#include <algorithm>

#include "sim/core/draw_uses.hpp"
#include "sim/reference/contagion.hpp"

namespace hibiki::inline reference {

namespace {

/// A threshold as a share, in people: at least 0; above all people it is never reached.
std::uint32_t in_people(double share, std::uint32_t people) {
  const double wanted = share * people;
  return wanted <= 0.0 ? 0 : wanted > people ? people + 1 : static_cast<std::uint32_t>(wanted + (1.0 - 1e-9));
}

}  // namespace

std::vector<std::uint64_t> granovetter_rounds(const std::vector<std::uint32_t>& thresholds) {
  const BatchStream none(Draws(0), kDrawContagion.purpose);  // no draws are needed
  FanBits on(thresholds.size()), next(thresholds.size());
  std::vector<std::uint64_t> rounds = {0};
  do {
    const std::uint64_t joined = rounds.back();
    turn_on(thresholds.size(), on, next, none, 0,
            [&](std::uint32_t person) { return joined >= thresholds[person] ? kCertain : 0; });
    std::swap(on, next);
    rounds.push_back(count_on(on));
  } while (rounds.back() > rounds[rounds.size() - 2]);
  return rounds;
}

std::vector<std::uint32_t> staircase_thresholds(std::uint32_t people, std::uint32_t from, std::uint32_t to) {
  std::vector<std::uint32_t> thresholds(people);
  for (std::uint32_t person = 0; person < people; ++person) thresholds[person] = person == from ? to : person;
  return thresholds;
}

std::vector<std::uint32_t> normal_thresholds(std::uint32_t people, double mean, double deviation) {
  std::vector<std::uint32_t> thresholds(people);
  for (std::uint32_t person = 0; person < people; ++person)
    thresholds[person] = in_people(mean + deviation * normal_from_uniform((person + 0.5) / people), people);
  return thresholds;
}

std::vector<std::uint32_t> normal_thresholds(std::uint32_t people, double mean, double deviation, const Draws& draws) {
  std::vector<std::uint32_t> thresholds(people);
  for (std::uint32_t person = 0; person < people; ++person)
    thresholds[person] = in_people(mean + deviation * draws.normal(kDrawContagionStart, person), people);
  return thresholds;
}

}  // namespace hibiki::reference
