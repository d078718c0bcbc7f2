#include "sim/engine/replay.hpp"

#include <algorithm>
#include <map>
#include <vector>

#include "sim/core/error.hpp"
#include "sim/core/parallel.hpp"
#include "sim/world/state.hpp"

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

/// Copies the fields that replay carries over.
template <class List, class Owner>
void replay_fields(const List& list, const Owner& from, Owner& to) {
  for_each_state(list, [&](const auto& field) {
    if constexpr (std::decay_t<decltype(field)>::use.replayed) to.*field.member = from.*field.member;
  });
}

void replay_labels(const Industry& base, Industry& arm) {
  for (LabelState& label : arm.labels) {
    const auto same = std::ranges::find(base.labels, label.key, &LabelState::key);
    if (same == base.labels.end()) continue;
    replay_fields(kLabelState, *same, label);
  }
}

/// Followings: in the acts' own state, and by market in last week's counts.
void replay_followings(const World& base, World& arm, const std::vector<ActId>& slots) {
  const std::size_t from = base.week.shape.acts, to = arm.week.shape.acts;
  for (std::size_t a = 0; a < slots.size(); ++a) {
    if (!slots[a]) continue;
    const std::size_t mine = slots[a].value;
    replay_fields(kActState, base.industry.acts[a], arm.industry.acts[mine]);
    if (a >= from || mine >= to) continue;  // signed since the last week was counted
    for (std::size_t m = 0; m < base.market_count(); ++m)
      arm.week.engaged_act[m * to + mine] = base.week.engaged_act[m * from + a];
  }
}

void replay_plays(const Industry& base, Industry& arm) {
  for (ReleaseState& release : arm.releases) {
    const auto same = std::ranges::lower_bound(base.releases, release.key, {}, &ReleaseState::key);
    if (same != base.releases.end() && same->key == release.key) replay_fields(kReleaseState, *same, release);
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
  replay_fields(kMarketState, base.markets, arm.markets);
  replay_fields(kPlatformState, base.platforms, arm.platforms);
  replay_fields(kTrialState, base.trials, arm.trials);
  replay_fields(kLeaderState, base.leader, arm.leader);
}

}  // namespace hibiki::engine
