// Availability draws of the releases in circulation: made once per release, compared with levers every week.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/core/draws.hpp"

namespace hibiki::inline phases {

struct RankView;

class ReleaseDraws {
 public:
  /// Draws for the releases that are new, in every market, and forgets those that are gone.
  void follow(const RankView& world);

  // Uniform in [0, 1), by position in Industry::releases.
  double official(std::size_t release) const { return Draws::to_uniform(release_words_[release].official); }
  double unofficial(std::size_t release) const { return Draws::to_uniform(release_words_[release].unofficial); }
  double unblocked(std::size_t market, std::size_t release) const {
    return Draws::to_uniform(market_words_[market][release].unblocked);
  }
  double streamed(std::size_t market, std::size_t release) const {
    return Draws::to_uniform(market_words_[market][release].streamed);
  }

 private:
  struct ReleaseWords {
    std::uint32_t official, unofficial;
  };
  struct MarketWords {
    std::uint32_t unblocked, streamed;
  };

  std::uint64_t seed_ = 0;     ///< of the world it follows
  std::vector<Key> markets_;   ///< of that world
  std::vector<Key> releases_;  ///< sorted
  std::vector<ReleaseWords> release_words_;
  std::vector<std::vector<MarketWords>> market_words_;  ///< [market][release]
};

/// Entity of the draws that decide the availability of a release in one market.
inline Key availability_key(Key release, Key market) { return mix(release ^ market); }

}  // namespace hibiki::phases
