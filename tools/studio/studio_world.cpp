#include "tools/studio/studio_world.hpp"

namespace hibiki::inline studio {

namespace {

/// Appends the headline of every reported week.
class HeadlineWatch final : public Observer {
 public:
  HeadlineWatch(const ArmBuilder& builder, std::vector<float>& headline) : builder_(builder), headline_(headline) {}
  void week(const WeekObservation&, const std::vector<RegistryEntry>&, const std::vector<RegistryEntry>&) override {
    headline_.push_back(static_cast<float>(builder_.headline()));
  }

 private:
  const ArmBuilder& builder_;
  std::vector<float>& headline_;
};

}  // namespace

StudioWorld::StudioWorld(const Scenario& scenario, std::uint64_t seed, const ArmScope& scope)
    : seed_(seed), run_(scenario, seed), builder_(scope), window_from_(scope.from_week) {
  run_.begin({&builder_});
}

StudioWorld::StudioWorld(const StudioWorld& past, const Scenario& scenario, int window_from)
    : seed_(past.seed_),
      run_(past.run_, scenario),
      builder_(past.builder_),
      window_from_(window_from),
      headline_(past.headline_) {
  if (window_from != past.window_from_) builder_.begin_window_at(window_from);
}

void StudioWorld::advance() {
  HeadlineWatch watch(builder_, headline_);  // after the builder, whose value it reads
  run_.advance({&builder_, &watch});
}

ArmReplicate StudioWorld::finish() {
  RunResult result = run_.finish({&builder_});
  return {{seed_, std::move(result), {}}, builder_.record()};
}

}  // namespace hibiki::studio
