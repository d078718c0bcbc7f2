#include "sim/core/digest.hpp"
#include "sim/engine/simulation.hpp"
#include "sim/scenario/schema.hpp"

namespace hibiki::inline engine {

namespace {

void add_style(Digest& digest, const Style& style) {
  for (int i = 0; i < kStyleAxes; ++i) digest.add(style[i]);
}

void add_label(Digest& digest, const LabelState& label) {
  digest.add(label.key);
  digest.add(static_cast<std::uint64_t>(label.alive));
  digest.add(static_cast<std::uint64_t>(label.cash));
  digest.add(static_cast<std::uint64_t>(label.trailing_revenue));
  digest.add(static_cast<std::uint64_t>(label.acts));
  for (const Cents cents : label.year_ago) digest.add(static_cast<std::uint64_t>(cents));
  for (const auto& field : lever_fields()) {
    digest.add(label.learnt.*std::get<double Policy::*>(field.member));
    digest.add(label.policy.*std::get<double Policy::*>(field.member));
  }
}

void add_act(Digest& digest, const ActState& act) {
  digest.add(static_cast<std::uint64_t>(act.in_use));
  if (!act.in_use) return;
  digest.add(act.key);
  digest.add(static_cast<std::uint64_t>(act.retired));
  digest.add(static_cast<std::uint64_t>(act.label.value));
  add_style(digest, act.style);
  add_style(digest, act.mean_style);
  for (const double trait : {act.talent, act.performance, act.visuals, act.craft}) digest.add(trait);
  digest.add(static_cast<std::uint64_t>(act.engaged));
  digest.add(static_cast<std::uint64_t>(act.next_release_week));
  digest.add(static_cast<std::uint64_t>(act.releases));
}

void add_release(Digest& digest, const ReleaseState& release) {
  digest.add(release.key);
  digest.add(release.quality);
  add_style(digest, release.style);
  for (const std::int64_t plays : release.popularity) digest.add(static_cast<std::uint64_t>(plays));
}

void add_platform_trials(Digest& digest, const World& world) {
  for (const bool arm : world.trials.arm) digest.add(static_cast<std::uint64_t>(arm));
  for (const double nudge : world.trials.nudge_exponent) digest.add(nudge);
  for (const double nudge : world.trials.nudge_cross_border) digest.add(nudge);
  for (const auto* counts :
       {&world.trials.tries, &world.trials.exposures, &world.trials.tries_before, &world.trials.exposures_before})
    digest.add_column(std::span<const People>(*counts));
}

}  // namespace

std::uint64_t Simulation::state_digest() const {
  Digest digest;
  digest.add(static_cast<std::uint64_t>(week_));
  for_each_column(world_.fans, [&](const char*, auto column) { digest.add_column(column); });
  for (const FanBits* bits : {&world_.fans.sharing, &world_.fans.sharing_online}) digest.add_column(bits->words());
  for (const Community& c : world_.fans.communities) {
    digest.add(c.key);
    digest.add(static_cast<std::uint64_t>(c.people_per_fan));
  }
  for (const LabelState& label : world_.industry.labels) add_label(digest, label);
  for (const ActState& act : world_.industry.acts) add_act(digest, act);
  for (const ReleaseState& release : world_.industry.releases) add_release(digest, release);
  for (Eigen::Index i = 0; i < world_.markets.familiarity.size(); ++i) digest.add(world_.markets.familiarity.data()[i]);
  for (Eigen::Index i = 0; i < world_.platforms.exponent.size(); ++i) {
    digest.add(world_.platforms.exponent.data()[i]);
    digest.add(world_.platforms.cross_border.data()[i]);
  }
  add_platform_trials(digest, world_);
  for (const auto& edge : world_.collaborations.edges())
    for (const int value :
         {int{edge.a.value}, int{edge.b.value}, int{edge.first.value}, int{edge.second.value}, edge.week})
      digest.add(static_cast<std::uint64_t>(value));
  for (const Style& centroid : world_.markets.centroid) add_style(digest, centroid);
  digest.add(static_cast<std::uint64_t>(world_.leader.scene.value));
  add_style(digest, world_.leader.style);
  return digest.value();
}

}  // namespace hibiki::engine
