// The releases in circulation as input of every market's ranking this week: all that does not depend on the market
// is computed here once.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "sim/phases/exposure.hpp"
#include "sim/phases/views.hpp"

namespace hibiki::inline phases {

/// A release this week, as platforms weigh it.
struct Circulating {
  Key key = 0;
  LabelId label, partner_label;
  MarketId partner_home;            ///< of the partner's label; none unless joint
  std::uint16_t scene = 0;          ///< home of the act
  bool promoted = false;            ///< has all of its act's promotion: the newest of an act under contract
  bool user_made = false;           ///< of a collective
  double livestream_viewers = 0.0;  ///< part of the usual viewers that its livestream has; 0: none this week
  bool established = false;         ///< its act is old enough for the gala
  std::uint64_t on_tour = 0;        ///< bit m: its act plays in market m
  double uploaded = 0.0;            ///< chance that fans upload it, unless it is taken down
  double fresh = 0.0;               ///< e^(-age / freshness)
  double video_quality = 0.0, video_fresh = 0.0;  ///< factors of its weight on video platforms
  double western_open = 0.0;                      ///< part of a western market's barrier that it meets

  /// In the home market of a joint release's partner, the partner's label carries it.
  LabelId carrier(std::size_t market) const { return partner_home.value == market ? partner_label : label; }
};

/// The common part of a release's rows in all markets this week.
struct RowPrototype {
  ExposureRow row{};                       ///< the fields that are the same everywhere
  double try_base = 0.0, like_base = 0.0;  ///< as far as quality and performance go
  double english = 0.0, local = 0.0, break_distance = 0.0;
  LabelId label;
  std::uint32_t heritage = 0, heritage_end = 0;  ///< its part of Circulation::heritage
};

/// Share of a release's heritage that a scene has.
struct HeritageShare {
  std::uint16_t scene;
  double share;
};

struct Circulation {
  Circulation(const RankView& world, int week);

  std::vector<Circulating> releases;            ///< as in Industry::releases
  std::vector<RowPrototype> prototypes;         ///< the same releases
  std::vector<HeritageShare> heritage;          ///< of one release after the other, by scene, none zero
  std::vector<bool> promoters;                  ///< by label: has a promoted release, of its own or as a partner
  std::int64_t live_acts = 0;                   ///< under contract
  std::array<double, 4> gate{};                 ///< factor of gatekeepers on a label's promotion, by its kind
  std::vector<std::vector<double>> popularity;  ///< [market][release] whole numbers
  std::vector<double> plays;                    ///< [market] sum of popularity
  std::vector<double> access;  ///< (market, platform): share of the market's people, whole in 1/256; zero where
                               ///< a platform ranks by something else than plays
  std::vector<double> near;    ///< (market, market): weight of popularity in the second for the first

 private:
  void count_plays(const RankView& world);
};

}  // namespace hibiki::phases
