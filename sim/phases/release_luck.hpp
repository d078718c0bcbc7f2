// What releases draw once for their whole life and compare with levers every week: kept while they circulate.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/core/draws.hpp"

namespace hibiki::inline phases {

struct RankView;

class ReleaseLuck {
 public:
  /// Draws for the releases that are new, in every market, and forgets those that are gone.
  void follow(const RankView& world);

  // Uniform in [0, 1), by position in Industry::releases.
  double official(std::size_t release) const { return Draws::to_uniform(everywhere_[release].official); }
  double unofficial(std::size_t release) const { return Draws::to_uniform(everywhere_[release].unofficial); }
  double unblocked(std::size_t market, std::size_t release) const {
    return Draws::to_uniform(here_[market][release].unblocked);
  }
  double streamed(std::size_t market, std::size_t release) const {
    return Draws::to_uniform(here_[market][release].streamed);
  }

 private:
  struct Everywhere {
    std::uint32_t official, unofficial;
  };
  struct Here {
    std::uint32_t unblocked, streamed;
  };

  std::uint64_t seed_ = 0;     ///< of the world it follows
  std::vector<Key> markets_;   ///< of that world
  std::vector<Key> releases_;  ///< sorted
  std::vector<Everywhere> everywhere_;
  std::vector<std::vector<Here>> here_;  ///< [market][release]
};

/// Whose words decide what one market has of a release.
inline Key availability_key(Key release, Key market) { return mix(release ^ market); }

}  // namespace hibiki::phases
