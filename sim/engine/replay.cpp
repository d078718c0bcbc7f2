#include "sim/engine/replay.hpp"

#include <algorithm>
#include <map>
#include <vector>

#include "sim/core/error.hpp"
#include "sim/core/parallel.hpp"

namespace hibiki::inline engine {

namespace {

/// Slot in `arm` of each act slot of `base`; none where only the base has it.
std::vector<ActId> slots_in(const Industry& arm, const Industry& base) {
  std::map<Key, ActId> by_key;
  for (std::size_t a = 0; a < arm.acts.size(); ++a)
    if (arm.acts[a].in_use) by_key.emplace(arm.acts[a].key, ActId(a));
  std::vector<ActId> slots(base.acts.size());
  for (std::size_t a = 0; a < base.acts.size(); ++a)
    if (const auto found = by_key.find(base.acts[a].key); base.acts[a].in_use && found != by_key.end())
      slots[a] = found->second;
  return slots;
}

void replay_labels(const Industry& base, Industry& arm) {
  for (LabelState& label : arm.labels) {
    const auto same = std::ranges::find(base.labels, label.key, &LabelState::key);
    if (same == base.labels.end()) continue;
    label.cash = same->cash;
    label.trailing_revenue = same->trailing_revenue;
    label.year_ago = same->year_ago;
    label.learnt = same->learnt;
    // Peers learn from the levers in force: those of the base. This week's are set anew before they decide anything.
    label.policy = same->policy;
  }
}

/// Followings: in the acts' own state, and by market in last week's counts.
void replay_followings(const World& base, World& arm, const std::vector<ActId>& slots) {
  const std::size_t from = base.week.shape.acts, to = arm.week.shape.acts;
  for (std::size_t a = 0; a < slots.size(); ++a) {
    if (!slots[a]) continue;
    const std::size_t mine = slots[a].value;
    arm.industry.acts[mine].engaged = base.industry.acts[a].engaged;
    if (a >= from || mine >= to) continue;  // signed since the last week was counted
    for (std::size_t m = 0; m < base.market_count(); ++m)
      arm.week.engaged_act[m * to + mine] = base.week.engaged_act[m * from + a];
  }
}

void replay_plays(const Industry& base, Industry& arm) {
  for (ReleaseState& release : arm.releases) {
    const auto same = std::ranges::lower_bound(base.releases, release.key, {}, &ReleaseState::key);
    if (same != base.releases.end() && same->key == release.key) release.popularity = same->popularity;
  }
}

}  // namespace

void replay_ties(const World& base, World& arm) {
  const std::vector<ActId> slots = slots_in(arm.industry, base.industry);
  const Fans& from = base.fans;
  Fans& to = arm.fans;
  HIBIKI_ASSERT(from.size() == to.size());
  to.sharing = from.sharing;
  to.sharing_online = from.sharing_online;
  to.cascade = from.cascade;
  for_each_index(from.communities.size(), 64, [&](std::size_t index) {
    const Community& c = from.communities[index];
    for (std::uint32_t fan = c.first; fan < c.first + c.size; ++fan) {
      if (!from.sharing.test(fan)) continue;
      to.shared[fan] = slots[from.shared[fan].value];
      if (to.shared[fan]) continue;
      to.sharing.clear(fan);
      to.sharing_online.clear(fan);
    }
  });
}

void replay_market(const World& base, World& arm) {
  replay_labels(base.industry, arm.industry);
  replay_followings(base, arm, slots_in(arm.industry, base.industry));
  replay_plays(base.industry, arm.industry);
  arm.markets.centroid = base.markets.centroid;
  arm.markets.familiarity = base.markets.familiarity;
  arm.platforms.exponent = base.platforms.exponent;
  arm.platforms.cross_border = base.platforms.cross_border;
  arm.trials = base.trials;
  arm.leader = base.leader;
}

}  // namespace hibiki::engine
