// The offer to the fans of one market this week: releases as rows, platforms as samplers over them. Written by the
// rank phase, read by the listen phase, frozen in between.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "sim/core/ids.hpp"
#include "sim/phases/pick_tree.hpp"
#include "sim/phases/release_draws.hpp"
#include "sim/world/style.hpp"

namespace hibiki::inline phases {

inline constexpr std::uint16_t kNoRow = 0xffff;

/// One release as a fan of this market meets it. Logits, prepared so that little is left to do for a fan. A cache line.
struct alignas(64) ExposureRow {
  PackedStyle style;
  float try_base;   ///< constant, quality, comprehension, distance at openness 0
  float try_open;   ///< added at openness 1
  float gap;        ///< style units from the market's centroid
  float like_base;  ///< all that does not depend on fan or channel
  float like_open;
  float like_visuals;           ///< added on video and live
  float like_craft;             ///< added elsewhere
  float tiring;                 ///< taken off at full engagement
  float break_penalty;          ///< taken off at full engagement
  float shareability;           ///< chance that a share is heard online
  ActId act, partner;           ///< partner: none unless joint
  std::uint16_t scene;          ///< home of the act
  std::uint8_t linkable;        ///< 1: something of it can be linked to
  std::uint8_t official_video;  ///< 1: the label put it on video platforms here
};

/// The releases of one scene in a market.
struct SceneOffer {
  PickTree tree;                    ///< over `rows`
  std::vector<std::uint16_t> rows;  ///< of the market's table
};

struct MarketExposure {
  std::vector<ExposureRow> rows;              ///< as many as releases in circulation, same order
  std::vector<PickTree> trees;                ///< by platform
  std::array<float, kMostPlatforms> media{};  ///< base weight x supply, by platform
  std::vector<SceneOffer> scenes;             ///< by scene: its releases on video; empty without media.related
  std::vector<std::uint16_t> hit;             ///< by act: its most popular release here, or kNoRow
};

/// Data of acts, the same in every market.
struct ActExposure {
  std::vector<std::uint16_t> newest;  ///< row of the newest release that credits the act, or kNoRow
  std::vector<float> follow_chance;   ///< [act x 2 + on social] chance that a follower meets it, by its age
  std::vector<std::uint32_t> keep;    ///< [act x 2 + on social] engagement kept over a week, in 1/65536
  std::vector<std::uint32_t> scene;   ///< home of each act
};

struct Exposure {
  std::vector<MarketExposure> markets;
  ActExposure acts;
  ReleaseDraws release_draws;  ///< of the releases last ranked
};

}  // namespace hibiki::phases
