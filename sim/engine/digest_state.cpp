#include <optional>
#include <type_traits>

#include "sim/core/digest.hpp"
#include "sim/engine/simulation.hpp"
#include "sim/scenario/schema.hpp"
#include "sim/world/fan_part.hpp"
#include "sim/world/state.hpp"

namespace hibiki::inline engine {

namespace {

/// Adds values of every type that state has.
class StateDigest {
 public:
  template <class Value>
  void add(const Value& value) {
    if constexpr (std::is_same_v<Value, double>)
      digest_.add(value);
    else if constexpr (std::is_arithmetic_v<Value>)
      digest_.add(static_cast<std::uint64_t>(value));
    else if constexpr (requires { value.value; })  // an id
      digest_.add(static_cast<std::uint64_t>(value.value));
    else if constexpr (std::is_same_v<Value, Style>)
      for (int i = 0; i < kStyleAxes; ++i) digest_.add(value[i]);
    else if constexpr (std::is_same_v<Value, PackedStyle>)
      for (int i = 0; i < kStyleAxes; ++i) add(value.axis(i));
    else if constexpr (std::is_same_v<Value, Policy>)
      add_levers(value);
    else if constexpr (std::is_same_v<Value, std::optional<std::size_t>>)
      add(value ? *value + 1 : 0);
    else if constexpr (std::is_same_v<Value, Eigen::MatrixXd>)
      for (Eigen::Index i = 0; i < value.size(); ++i) digest_.add(value.data()[i]);
    else
      for (const auto& element : value) add(static_cast<std::decay_t<decltype(element)>>(element));
  }
  /// The parts that `visit(take)` gives, of a column that is so long as a whole.
  template <class Visit>
  void add_column(std::size_t bytes, const Visit& visit) {
    digest_.begin_column(bytes);
    visit([&](std::span<const std::byte> part) { digest_.add_part(part); });
    digest_.end_column();
  }

  /// The digested fields of a list.
  template <class List, class Owner>
  void add_fields(const List& list, const Owner& owner) {
    for_each_state(list, [&](const auto& field) {
      if constexpr (std::decay_t<decltype(field)>::use.digested) add(owner.*field.member);
    });
  }

  std::uint64_t value() const { return digest_.value(); }

 private:
  /// Levers as of model version 6. A later one shows in what it changes: the budget in the quality of releases.
  void add_levers(const Policy& policy) {
    for (const auto& field : lever_fields())
      if (const auto lever = std::get<double Policy::*>(field.member); lever != &Policy::production_budget)
        digest_.add(policy.*lever);
  }

  Digest digest_;
};

void add_industry(StateDigest& digest, const Industry& industry) {
  for (const LabelState& label : industry.labels) digest.add_fields(kLabelState, label);
  for (const ActState& act : industry.acts) {
    if (act.in_use)
      digest.add_fields(kActState, act);
    else
      digest.add(act.in_use);
  }
  for (const ReleaseState& release : industry.releases) digest.add_fields(kReleaseState, release);
}

}  // namespace

std::uint64_t Simulation::state_digest() const {
  lead(Command::digest);
  StateDigest digest;
  digest.add(week_);
  const Fans& fans = world_.fans;
  for_each_column(fans, [&](const char*, auto column) {
    const auto own = column.first(fans.size());
    digest.add_column(fans.total() * sizeof(own[0]),
                      [&](const TakeBytes& take) { gather_column(fans, std::as_bytes(own), sizeof(own[0]), take); });
  });
  for (const FanBits* bits : {&fans.sharing, &fans.sharing_online})
    digest.add_column((fans.total() + 63) / 64 * sizeof(std::uint64_t),
                      [&](const TakeBytes& take) { gather_bits(fans, *bits, take); });
  for (const Community& c : fans.all_communities()) {
    digest.add(c.key);
    digest.add(c.people_per_fan);
  }
  add_industry(digest, world_.industry);
  digest.add_fields(kMarketState, world_.markets);
  digest.add_fields(kPlatformState, world_.platforms);
  digest.add_fields(kTrialState, world_.trials);
  for (const auto& edge : world_.collaborations.edges())
    for (const int value :
         {int{edge.a.value}, int{edge.b.value}, int{edge.first.value}, int{edge.second.value}, edge.week})
      digest.add(value);
  digest.add_fields(kLeaderState, world_.leader);
  return digest.value();
}

}  // namespace hibiki::engine
