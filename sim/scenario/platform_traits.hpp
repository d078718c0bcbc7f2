// The kinds of platform, a row a kind. Code that depends on the kind reads its row, with these exceptions: outlets
// (sim/phases/settle.cpp), the entry of labels, which video eases (sim/phases/adapt.cpp), and rules of ranking, which
// go by Weighing (sim/phases/market_ranking.cpp).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "sim/scenario/scenario.hpp"

namespace hibiki::inline scenario {

/// How a fan meets a release, in the order of the `channel` axis: on a kind of platform, from a friend, by following
/// an act, or beside a favourite on video.
enum class Channel : std::uint8_t { broadcast, retail, upload, video, streaming, friends, following, related, live };
inline constexpr std::array<std::string_view, 9> kChannelNames = {
    "broadcast", "retail", "upload", "video", "streaming", "friends", "following", "related", "live"};
inline constexpr std::size_t kChannels = kChannelNames.size();

/// Rule for the weight of a release on a platform.
enum class Weighing : std::uint8_t {
  promotion,  ///< promotion of its label there, reduced by gatekeepers and barriers
  shops,      ///< sales, where its label's records are distributed
  uploads,    ///< plays, as far as fans or collectives put it there
  videos,     ///< plays, as far as its label or fans put it there
  licences,   ///< plays, where it is licensed
  stage,      ///< sales of its act, where that tours or streams live
  nothing     ///< no releases are offered
};

/// Whether releases of collectives are there.
enum class Collectives : std::uint8_t { never, as_others, always };

struct PlatformTraits {
  PlatformKind kind;
  const char* name;
  Weighing weighing;
  std::optional<Channel> channel;        ///< under which its tries are counted; none: no releases
  double Assumptions::*media = nullptr;  ///< weight among a fan's media; null: no releases
  bool by_plays = false;                 ///< ranks by plays, and adapts its rule
  bool pictures = false;                 ///< fans like visuals there, craft elsewhere
  bool personalised = false;             ///< may offer the better of two matches; its tries are streams
  bool videos = false;                   ///< its tries are plays of video
  bool online_ties = false;              ///< carries shares to ties online
  double Policy::*licence = nullptr;     ///< a label is there while this lever is above 0; null: always
  Collectives collectives = Collectives::as_others;
};

// clang-format off
inline constexpr std::array<PlatformTraits, 7> kPlatformTraits = {{
    {.kind = PlatformKind::broadcast, .name = "broadcast", .weighing = Weighing::promotion, .channel = Channel::broadcast,
     .media = &Assumptions::media_broadcast, .collectives = Collectives::never},
    {.kind = PlatformKind::retail, .name = "retail", .weighing = Weighing::shops, .channel = Channel::retail,
     .media = &Assumptions::media_retail, .collectives = Collectives::never},
    {.kind = PlatformKind::upload, .name = "upload", .weighing = Weighing::uploads, .channel = Channel::upload,
     .media = &Assumptions::media_upload, .by_plays = true, .pictures = true, .videos = true,
     .licence = &Policy::official_uploads_video, .collectives = Collectives::always},
    {.kind = PlatformKind::video, .name = "video", .weighing = Weighing::videos, .channel = Channel::video,
     .media = &Assumptions::media_video, .by_plays = true, .pictures = true, .videos = true,
     .licence = &Policy::official_uploads_video, .collectives = Collectives::always},
    {.kind = PlatformKind::streaming, .name = "streaming", .weighing = Weighing::licences, .channel = Channel::streaming,
     .media = &Assumptions::media_streaming, .by_plays = true, .personalised = true,
     .licence = &Policy::official_uploads_streaming},
    {.kind = PlatformKind::social, .name = "social", .weighing = Weighing::nothing, .channel = {},
     .online_ties = true, .licence = &Policy::posts_per_week},
    {.kind = PlatformKind::live, .name = "live", .weighing = Weighing::stage, .channel = Channel::live,
     .media = &Assumptions::media_live, .pictures = true, .collectives = Collectives::never},
}};
// clang-format on

constexpr const PlatformTraits& traits_of(PlatformKind kind) { return kPlatformTraits[static_cast<std::size_t>(kind)]; }

/// Names of the kinds, in the order of PlatformKind.
inline constexpr auto kPlatformKindNames = [] {
  std::array<const char*, kPlatformTraits.size()> names{};
  for (std::size_t i = 0; i < names.size(); ++i) names[i] = kPlatformTraits[i].name;
  return names;
}();

static_assert(
    [] {
      for (std::size_t i = 0; i < kPlatformTraits.size(); ++i)
        if (kPlatformTraits[i].kind != static_cast<PlatformKind>(i)) return false;
      return true;
    }(),
    "rows are in the order of PlatformKind");

}  // namespace hibiki::scenario
