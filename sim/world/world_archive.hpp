// The state of a world as a checkpoint holds it (sim/core/archive.hpp): all that a week may change. The rest follows
// from the scenario and the seed.
#pragma once

#include <exception>

#include "sim/core/archive.hpp"
#include "sim/scenario/schema.hpp"
#include "sim/world/fan_part.hpp"
#include "sim/world/state.hpp"
#include "sim/world/world.hpp"

namespace Eigen {

template <class Archive>
void serialize(Archive& archive, hibiki::Style& style) {
  hibiki::archive_column(archive, std::span(style.data(), static_cast<std::size_t>(style.size())));
}

/// Its size is known beforehand.
template <class Archive>
void serialize(Archive& archive, MatrixXd& matrix) {
  hibiki::archive_column(archive, std::span(matrix.data(), static_cast<std::size_t>(matrix.size())));
}

}  // namespace Eigen

namespace hibiki::inline scenario {

template <class Archive>
void serialize(Archive& archive, Policy& policy) {
  for (const auto& lever : lever_fields()) archive(policy.*std::get<double Policy::*>(lever.member));
}

template <class Archive>
void serialize(Archive& archive, LabelIdentity& identity) {
  archive(identity.kind, identity.home, identity.scene, identity.entry, identity.name);
}

}  // namespace hibiki::scenario

namespace hibiki::inline world {

template <class Archive>
void serialize(Archive& archive, PackedStyle& style) {
  archive(style.word);
}

template <class Archive>
void serialize(Archive& archive, Community& c) {
  static_assert(kMembers<Community> == 7);
  archive(c.first, c.size, c.market, c.birth_year, c.generation, c.key, c.people_per_fan);
}

template <class Archive>
void serialize(Archive& archive, TallyShape& shape) {
  static_assert(kMembers<TallyShape> == 4);
  archive(shape.markets, shape.platforms, shape.acts, shape.releases);
}

template <class Archive>
void serialize(Archive& archive, Tallies& tallies) {
  archive(tallies.shape);
  for_each_tally(tallies, tallies, [&](const char*, auto& column, auto&) { archive(column); });
}

template <class Archive>
void serialize(Archive& archive, Ledger& ledger) {
  static_assert(kMembers<Ledger> == 10);
  archive(ledger.paid, ledger.to_labels, ledger.to_platforms, ledger.by_scene, ledger.received, ledger.by_source,
          ledger.by_act, ledger.label_revenue, ledger.viewers_by_scene, ledger.viewers_by_act);
}

template <class Archive>
void serialize(Archive& archive, IndustryRecord& record) {
  static_assert(kMembers<IndustryRecord> == 6);
  archive(record.key, record.name, record.home, record.label, record.since_week, record.closed_week);
}

template <class Archive>
void serialize(Archive& archive, Collaborations::Edge& edge) {
  static_assert(kMembers<Collaborations::Edge> == 5);
  archive(edge.a, edge.b, edge.first, edge.second, edge.week);
}

template <class Archive>
void serialize(Archive& archive, GraphMeasures& measures) {
  static_assert(kMembers<GraphMeasures> == 3);
  archive(measures.label_betweenness, measures.act_betweenness, measures.components);
}

/// The members that a list of state.hpp names.
template <class Archive, class List, class Owner>
void archive_fields(Archive& archive, const List& list, Owner& owner) {
  for_each_state(list, [&](const auto& field) { archive(owner.*field.member); });
}

template <class Archive>
void serialize(Archive& archive, ActState& act) {
  archive_fields(archive, kActState, act);
}

template <class Archive>
void serialize(Archive& archive, ReleaseState& release) {
  archive_fields(archive, kReleaseState, release);
}

/// Labels are made by their identity, since their plan follows from it and the scenario.
template <class Archive>
void archive_labels(Archive& archive, const Scenario& scenario, std::vector<LabelState>& labels) {
  std::uint64_t count = labels.size();
  archive(count);
  if constexpr (kReads<Archive>) labels.clear();
  for (std::uint64_t i = 0; i < count; ++i) {
    if constexpr (kReads<Archive>) {
      LabelIdentity identity;
      archive(identity);
      labels.push_back({.identity = identity, .plan = PolicyPlan(scenario, identity)});
    } else {
      archive(labels[i].identity);
    }
    for_each_state(kLabelState, [&](const auto& field) {
      if constexpr (!std::is_same_v<decltype(field.member), LabelIdentity LabelState::*const>)
        archive(labels[i].*field.member);
    });
  }
}

/// Visits the parts of the columns and bits of all fans in their order: `take` on rank 0 alone (gather_column()).
inline void gather_fans(const Fans& fans, const TakeBytes& take) {
  for_each_column(fans, [&](const char*, auto column) {
    const auto own = column.first(fans.size());
    gather_column(fans, std::as_bytes(own), sizeof(own[0]), take);
  });
  for (const FanBits* bits : {&fans.sharing, &fans.sharing_next, &fans.sharing_online, &fans.sharing_online_next})
    gather_bits(fans, *bits, take);
}

inline void scatter_fans(Fans& fans, const GiveBytes& give) {
  for_each_column(fans, [&](const char*, auto column) {
    const auto own = column.first(fans.size());
    scatter_column(fans, std::as_writable_bytes(own), sizeof(own[0]), give);
  });
  for (FanBits* bits : {&fans.sharing, &fans.sharing_next, &fans.sharing_online, &fans.sharing_online_next})
    scatter_bits(fans, *bits, give);
}

/// Columns of all fans: the same bytes however many ranks hold them. On rank 0, while the others call gather_fans() or
/// scatter_fans(): they have to get all that they wait for, also where the archive throws.
template <class Archive>
void archive_fans(Archive& archive, Fans& fans) {
  std::exception_ptr failed;
  const auto pass = [&](auto bytes) {
    if (failed) return;
    try {
      archive_column(archive, bytes);
    } catch (...) {
      failed = std::current_exception();
    }
  };
  if constexpr (kReads<Archive>)
    scatter_fans(fans, pass);
  else
    gather_fans(fans, pass);
  if (failed) std::rethrow_exception(failed);
}

/// What every rank has of a world in which fans are spread over them.
template <class Archive>
void archive_shared(Archive& archive, World& world) {
  if (world.fans.spread())
    archive(world.fans.part.all);
  else
    archive(world.fans.communities);
  if constexpr (kReads<Archive>) refresh_communities(world.fans);
  Industry& industry = world.industry;
  archive_labels(archive, world.scenario, industry.labels);
  archive(industry.acts, industry.releases, industry.act_registry, industry.label_registry);
  archive_fields(archive, kMarketState, world.markets);
  archive_fields(archive, kPlatformState, world.platforms);
  archive(world.platforms.access, world.platforms.access_mean);
  archive(world.collaborations, world.licences, world.week, world.ledger);
  archive_fields(archive, kTrialState, world.trials);
  archive_fields(archive, kLeaderState, world.leader);
}

/// `world` must be of the same scenario and seed: when it is read, tick 0 of it.
template <class Archive>
void serialize(Archive& archive, World& world) {
  archive_fans(archive, world.fans);
  archive_shared(archive, world);
}

}  // namespace hibiki::world
