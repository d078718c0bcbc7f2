#include "tools/experiments/checkpoints.hpp"

#include <fmt/format.h>

#include "sim/core/error.hpp"

namespace hibiki::inline experiments {

SeedCheckpoint::SeedCheckpoint(const CheckpointPlan* plan, std::size_t replicate)
    : SeedCheckpoint(plan, plan != nullptr ? plan->stem(replicate) : std::filesystem::path()) {}

SeedCheckpoint::SeedCheckpoint(const CheckpointPlan* plan, const std::filesystem::path& stem)
    : plan_(plan), checkpoint_(stem), name_((stem.parent_path().filename() / stem.filename()).string()) {}

bool SeedCheckpoint::load(const Checkpoint::Read& read) {
  if (plan_ == nullptr) return false;
  bool found = false;
  try {
    found = checkpoint_.load([&](ArchiveReader& archive) {
      std::string name;
      archive(name);
      if (name != name_) throw IoError(fmt::format("a checkpoint of {} has the name of {}", name, name_));
      read(archive);
    });
  } catch (const OtherCheckpoint&) {
    throw Stopped{std::current_exception()};  // no failure of this seed alone: the user decides
  }
  for (const std::string& what : checkpoint_.damaged())
    plan_->warn(fmt::format("{}; {}", what, found ? "the checkpoint before it is used" : "its seed starts anew"));
  return found;
}

void SeedCheckpoint::save(const Checkpoint::Write& write) { try_save(write); }

void SeedCheckpoint::save_finished(const Checkpoint::Write& write) {
  if (try_save(write)) checkpoint_.drop_older();
}

bool SeedCheckpoint::try_save(const Checkpoint::Write& write) {
  if (plan_ == nullptr) return false;
  bool saved = false;
  try {
    if (plan_->allowed && !plan_->allowed()) return false;
    checkpoint_.save([&](ArchiveWriter& archive) {
      archive(name_);
      write(archive);
    });
    saved = true;
    plan_->kept();
  } catch (const IoError& error) {
    plan_->warn(fmt::format("no checkpoint: {}", error.what()));
  }
  last_ = Clock::now();
  return saved;
}

}  // namespace hibiki::experiments
