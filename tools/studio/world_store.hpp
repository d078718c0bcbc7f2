// Worlds that the studio keeps: finished ones, and the past of the base at the weeks from which variants went off, so
// that a question that differs little from an earlier one is answered from where it differs. Of each kind the least
// recently used are dropped. Safe from several threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "tools/studio/studio_world.hpp"

namespace hibiki::inline studio {

/// A finished world.
struct StoredWorld {
  ArmReplicate replicate;
  std::vector<float> headline;  ///< as StudioWorld::headline()
};

class WorldStore {
 public:
  /// At most so many finished worlds and pasts, at least one of each.
  WorldStore(std::size_t finished, std::size_t pasts);

  /// nullptr where there is none.
  std::shared_ptr<const StoredWorld> find(const std::string& key);
  void keep(const std::string& key, std::shared_ptr<const StoredWorld> world);

  /// The latest past of `key` up to `week` that a record with a window from `window_from` can go on from; or nullptr.
  std::shared_ptr<const StudioWorld> find_past(const std::string& key, int week, int window_from);
  void keep_past(const std::string& key, std::shared_ptr<const StudioWorld> world);

  std::size_t finished() const;
  std::size_t pasts() const;

 private:
  template <class World>
  struct Entry {
    std::string key;
    std::shared_ptr<const World> world;
  };
  template <class World>
  using Recent = std::list<Entry<World>>;  ///< the most recently used first

  mutable std::mutex mutex_;
  std::size_t most_finished_, most_pasts_;
  Recent<StoredWorld> finished_;
  std::unordered_map<std::string, Recent<StoredWorld>::iterator> places_;
  Recent<StudioWorld> pasts_;
};

}  // namespace hibiki::studio
