// The releases in circulation as every market's ranking reads them this week: what does not depend on the market
// is worked out here once.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <vector>

#include "sim/world/world.hpp"

namespace hibiki {

/// A release this week.
struct Circulating {
  bool promoted = false;      ///< has all of its act's promotion: the newest of an act under contract
  bool user_made = false;     ///< of a collective
  std::uint16_t scene = 0;    ///< home of the act
  std::uint64_t heritage = 0;  ///< bit s: has a heritage of scene s
  double official_draw = 0.0, unofficial_draw = 0.0;  ///< for its whole life, in [0, 1)
  double uploaded = 0.0;      ///< chance that fans upload it, unless it is taken down
  double fresh = 0.0, video_fresh = 0.0;  ///< e^(-age / freshness), and the same for video
  std::uint64_t on_tour = 0;  ///< bit m: its act plays in market m
  bool livestreamed = false;
  bool established = false;   ///< its act is old enough for the gala
};

struct Circulation {
  Circulation(const World& world, int week);

  std::vector<Circulating> releases;    ///< as in Industry::releases
  std::vector<bool> promoters;          ///< by label: has a promoted release, of its own or as a partner
  std::int64_t live_acts = 0;           ///< under contract
  std::array<double, 4> gate{};         ///< what gatekeepers make of a label's promotion, by its kind
  std::vector<std::vector<std::int64_t>> popularity;  ///< [market][release]
  std::vector<std::int64_t> plays;      ///< [market] sum of popularity
  std::vector<std::int64_t> access;     ///< (market, platform): share of the market's people, in 1/256; zero where a
                                        ///< platform ranks by something else than plays
  std::vector<double> near;             ///< (market, market): how much what is popular in the other counts here

 private:
  void count_plays(const World& world);
};

/// Calls visit(scene) for every scene of a heritage, in order.
template <class Visit>
void for_each_scene(std::uint64_t heritage, const Visit& visit) {
  for (; heritage != 0; heritage &= heritage - 1) visit(static_cast<std::size_t>(std::countr_zero(heritage)));
}

}  // namespace hibiki
