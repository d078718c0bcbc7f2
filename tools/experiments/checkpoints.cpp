#include "tools/experiments/checkpoints.hpp"

#include <fmt/format.h>

#include "sim/core/error.hpp"
#include "tools/experiments/failures.hpp"

namespace hibiki::inline experiments {

SeedCheckpoint::SeedCheckpoint(const CheckpointPlan* plan, std::size_t replicate)
    : plan_(plan), checkpoint_(plan != nullptr ? plan->stem(replicate) : std::filesystem::path()) {}

bool SeedCheckpoint::load(const Checkpoint::Read& read) {
  if (plan_ == nullptr) return false;
  bool found = false;
  try {
    found = checkpoint_.load(read);
  } catch (const OtherCheckpoint&) {
    throw Stopped{std::current_exception()};  // no failure of this seed alone: the user decides
  }
  for (const std::string& what : checkpoint_.damaged())
    plan_->warn(fmt::format("{}; {}", what, found ? "the checkpoint before it is used" : "its seed starts anew"));
  return found;
}

void SeedCheckpoint::save(const Checkpoint::Write& write) {
  if (plan_ == nullptr) return;
  try {
    checkpoint_.save(write);
    plan_->kept();
  } catch (const IoError& error) {
    plan_->warn(fmt::format("no checkpoint: {}", error.what()));
  }
  last_ = Clock::now();
}

}  // namespace hibiki::experiments
