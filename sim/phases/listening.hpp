// Common input of listeners: the rules of a week, and the place of a community in it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "sim/core/draw_batch.hpp"
#include "sim/core/draws.hpp"
#include "sim/phases/exposure.hpp"
#include "sim/phases/pick_tree.hpp"
#include "sim/phases/views.hpp"

namespace hibiki::inline phases {

inline constexpr std::size_t kMostHeard = 64;  ///< ties of one fan that may share in a week, looked at

/// Constants of the week as the inner loop wants them.
struct ListeningRules {
  ListeningRules(const ListenView& world, int week);

  int week;
  DrawStream attention;
  BatchStream attending;  ///< of the same words as attention
  DrawStream exposure;
  BatchStream picking;  ///< of the same words as exposure
  DrawStream sharing, repeating, drift;
  const Assumptions& a;
  double match_scale;
  std::array<double, kMostHeard + 1> sharers{};
  std::uint16_t engaged_above, share_above;
  std::array<std::uint32_t, 256> spending;  ///< weight in 1/kSpendingScale, by the upper byte of engagement
  std::array<Channel, kMostPlatforms> channel_of{};
  std::array<bool, kMostPlatforms> visual{}, personal{}, video{};
};

/// Common input of the fans of one community this week.
struct ListeningPlace {
  const MarketExposure& market;
  const ActExposure& acts;
  std::size_t m = 0;
  People weight = 0;
  int age = 0;
  std::array<std::uint16_t, kMostPlatforms> access{};
  std::array<std::array<double, 2>, kMostPlatforms> media{};  ///< weight of each without access, 0, and with access
  std::uint16_t social_access = 0;
  std::uint16_t related_access = 0;  ///< of platforms that offer other acts of a scene
  std::size_t platforms = 0, scenes = 0;
  std::array<const PickTree*, kMostPlatforms + 1> trees{};  ///< by platform; behind them an empty one
  TieLayout ties{};
  double plasticity = 0.0;
};

ListeningPlace make_listening_place(const MarketExposure& market, const ActExposure& acts, const ListenView& world,
                                    const Community& c, int year);

}  // namespace hibiki::phases
