#include "tools/studio/world_store.hpp"

#include <algorithm>

namespace hibiki::inline studio {

WorldStore::WorldStore(std::size_t finished, std::size_t pasts)
    : most_finished_(std::max<std::size_t>(finished, 1)), most_pasts_(std::max<std::size_t>(pasts, 1)) {}

std::shared_ptr<const StoredWorld> WorldStore::find(const std::string& key) {
  const std::lock_guard lock(mutex_);
  const auto found = places_.find(key);
  if (found == places_.end()) return nullptr;
  finished_.splice(finished_.begin(), finished_, found->second);
  return finished_.front().world;
}

void WorldStore::keep(const std::string& key, std::shared_ptr<const StoredWorld> world) {
  const std::lock_guard lock(mutex_);
  if (places_.contains(key)) return;  // two windows simulated the same
  finished_.push_front({key, std::move(world)});
  places_[key] = finished_.begin();
  while (finished_.size() > most_finished_) {
    places_.erase(finished_.back().key);
    finished_.pop_back();
  }
}

std::shared_ptr<const StudioWorld> WorldStore::find_past(const std::string& key, int week, int window_from) {
  const std::lock_guard lock(mutex_);
  auto best = pasts_.end();
  for (auto it = pasts_.begin(); it != pasts_.end(); ++it) {
    const StudioWorld& world = *it->world;
    const bool before_windows = world.week() <= window_from && world.week() <= world.window_from();
    const bool fits = before_windows || world.window_from() == window_from;
    if (it->key == key && world.week() <= week && fits && (best == pasts_.end() || best->world->week() < world.week()))
      best = it;
  }
  if (best == pasts_.end()) return nullptr;
  pasts_.splice(pasts_.begin(), pasts_, best);
  return pasts_.front().world;
}

void WorldStore::keep_past(const std::string& key, std::shared_ptr<const StudioWorld> world) {
  const std::lock_guard lock(mutex_);
  const bool there = std::ranges::any_of(pasts_, [&](const Entry<StudioWorld>& one) {
    return one.key == key && one.world->week() == world->week() && one.world->window_from() == world->window_from();
  });
  if (there) return;
  pasts_.push_front({key, std::move(world)});
  if (pasts_.size() > most_pasts_) pasts_.pop_back();
}

std::size_t WorldStore::finished() const {
  const std::lock_guard lock(mutex_);
  return finished_.size();
}

std::size_t WorldStore::pasts() const {
  const std::lock_guard lock(mutex_);
  return pasts_.size();
}

}  // namespace hibiki::studio
