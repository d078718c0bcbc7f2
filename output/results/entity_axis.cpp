#include "output/results/entity_axis.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace hibiki::inline results {

EntityAxis entity_axis(std::span<const Replicate> replicates, std::vector<RegistryEntry> RunSummary::*registry) {
  std::map<Key, RegistryEntry> by_key;
  for (const Replicate& replicate : replicates) {
    for (const RegistryEntry& entity : replicate.result.summary.*registry) {
      const auto [known, is_new] = by_key.try_emplace(entity.key, entity);
      if (!is_new) known->second.since = std::min(known->second.since, entity.since);
    }
  }
  EntityAxis axis;
  for (const auto& [key, entity] : by_key) axis.entities.push_back(entity);
  std::ranges::sort(axis.entities, {}, [](const RegistryEntry& e) { return std::tie(e.since, e.name, e.key); });

  std::map<Key, std::uint32_t> place;
  for (std::uint32_t i = 0; i < axis.entities.size(); ++i) place[axis.entities[i].key] = i;
  for (const Replicate& replicate : replicates) {
    auto& position = axis.position.emplace_back();
    auto& since = axis.since.emplace_back(axis.entities.size(), EntityAxis::kNever);
    auto& closed = axis.closed.emplace_back(axis.entities.size(), EntityAxis::kNever);
    for (const RegistryEntry& entity : replicate.result.summary.*registry) {
      position.push_back(place.at(entity.key));
      since[position.back()] = entity.since.time_since_epoch().count();
      if (entity.closed) closed[position.back()] = entity.closed->time_since_epoch().count();
    }
  }
  return axis;
}

}  // namespace hibiki::results
