// Ranking of one market in one week: the weights that each platform there gives to the releases in circulation.
#pragma once

#include <cstddef>
#include <vector>

#include "sim/core/ids.hpp"
#include "sim/phases/circulation.hpp"
#include "sim/phases/exposure.hpp"
#include "sim/phases/pick_tree.hpp"
#include "sim/phases/release_draws.hpp"
#include "sim/phases/views.hpp"

namespace hibiki::inline phases {

class MarketRanking {
 public:
  MarketRanking(const RankView& world, int week, std::size_t market, const Circulation& circulation,
                const ReleaseDraws& draws);

  /// Makes `tree` the sampler of releases for the users of a platform in this market. Returns the weight of the
  /// platform among their media, which restrictions on its supply reduce.
  double build(std::size_t platform, PickTree& tree);

  /// Parts the distribution of the platform built last by scene.
  void part_by_scene(std::vector<SceneOffer>& scenes) const;

  /// Whether the release is on a video platform here, uploaded by its label.
  bool official(std::size_t r) const { return video_ > 0.0 && candidates_[r].official; }

  /// Whether anything of the release can be linked to from here, officially or not.
  bool linkable(std::size_t r) const {
    const Candidate& c = candidates_[r];
    return c.unofficial || (circulation_.releases[r].user_made ? uploads_ > 0.0 : official(r));
  }

 private:
  /// Levers and promotion of a label in this market.
  struct Carrier {
    double aired = 0.0,
           placed = 0.0;        ///< weight that its promotion buys each act: on air, past the gatekeepers; online
    double distribution = 0.0;  ///< part of the shops that have its records
    double uploads = 0.0, geo_blocking = 0.0, takedown = 0.0, streams = 0.0;  ///< levers in force
    bool home = false, collective = false;
  };
  /// A release as input of the ranking rules in this market.
  struct Candidate {
    double seed = 0.0;    ///< for new releases
    double aired = 0.0;   ///< weight that broadcast promotion gives it this week, past the gatekeepers
    double placed = 0.0;  ///< weight that online promotion gives it
    double distribution = 0.0;
    bool home = false;                          ///< its carrier is at home here
    bool streamed = false;                      ///< licensed to streaming services
    bool official = false, unofficial = false;  ///< uploaded by its label, by fans; false without access to video
  };
  /// Weights with and without restrictions on the release; their sums give a channel's supply.
  struct Weight {
    double offered = 0.0, possible = 0.0;
  };
  struct Rule;

  std::vector<Carrier> carriers() const;
  void collect(const ReleaseDraws& draws);
  double media_weight(const PlatformTraits& traits) const;
  std::vector<double> rated(const Rule& rule) const;
  void add_elsewhere(const Rule& rule, std::vector<double>& column) const;
  void list(const Rule& rule, const std::vector<double>& counted, std::vector<double>& column) const;
  Weight weigh(Weighing weighing, const std::vector<double>& rated);
  double favour(const Candidate& c) const { return c.home ? home_favour_ : 1.0; }
  Weight broadcast(std::size_t r) const;
  Weight retail(std::size_t r, double rated) const;
  Weight video(std::size_t r, double rated, bool uploads_too) const;
  Weight streaming(std::size_t r, double rated) const;
  Weight live(std::size_t r, double rated) const;

  RankView world_;
  const Assumptions& a_;
  Day day_;
  std::size_t m_;
  const Circulation& circulation_;
  std::vector<double> barrier_, ban_;  ///< by scene
  bool gala_ = false;
  double home_favour_ = 1.0;            ///< weight of home releases where platforms recommend, relative to others
  double video_ = 0.0, uploads_ = 0.0;  ///< share of people who have a video platform; that or an upload site
  std::vector<double> log_popularity_, log_sales_;  ///< of n s, s the release's share here; sales: of engaged followers
  std::vector<Candidate> candidates_;               ///< by release
  std::vector<WeightedItem> items_;                 ///< of the platform in work
};

}  // namespace hibiki::phases
