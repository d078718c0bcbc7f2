// The work of one pair: all arms of a question under one seed, in steps of a week, so that it can wait for more urgent
// work and be given up at any time. What the store holds is not simulated again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "tools/studio/asked.hpp"
#include "tools/studio/world_store.hpp"

namespace hibiki::inline studio {

class PairTask {
 public:
  /// `number`: position of the pair, from 0; its seed is asked->first_seed + number.
  PairTask(std::shared_ptr<const Asked> asked, std::size_t number, WorldStore& store);

  std::size_t number() const { return number_; }
  bool finished() const { return step_ == steps_.size(); }

  /// Simulates a week, or begins or ends a world. A world that cannot be simulated is an error of its arm.
  void advance();

  /// The headline of an arm so far, week by week; empty before it begins.
  const std::vector<float>& headline(std::size_t arm) const;

  /// Weeks that remain to be simulated.
  std::int64_t weeks_left() const;

  /// When finished.
  SeedOutcome outcome() const;

 private:
  /// A stretch of one arm's world: up to a week in which it is kept for others, or to its end.
  struct Step {
    std::size_t arm;
    int until;  ///< Asked::weeks(): the end
  };

  void begin();
  void end();
  std::uint64_t seed() const { return asked_->first_seed + number_; }

  std::shared_ptr<const Asked> asked_;
  std::size_t number_;
  WorldStore& store_;
  std::vector<Step> steps_;
  std::size_t step_ = 0;
  std::unique_ptr<StudioWorld> world_;  ///< of the step under way
  std::vector<std::shared_ptr<const StoredWorld>> done_;
  std::vector<std::string> errors_;
};

}  // namespace hibiki::studio
