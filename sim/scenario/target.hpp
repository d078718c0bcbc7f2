// The labels selected by a policy or intervention: "labels", "labels[home=JP]", "labels[home=JP,kind=major]",
// "labels[name=TOBE]", "labels[scene=K-pop]", several values joined by "|": "labels[home=JP|KR]".
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/scenario.hpp"

namespace hibiki::inline scenario {

/// A parsed target. Empty lists select all labels.
struct Target {
  std::vector<std::string> homes;
  std::vector<LabelKind> kinds;
  std::vector<std::string> scenes;
  std::vector<std::string>
      names;  ///< of a label, or of the file's entry that made it ("Korean agency" for "Korean agency 3")

  /// Parses; on failure returns nullopt and the reason in `error`.
  static std::optional<Target> parse(std::string_view text, std::string& error);

  /// Whether a label is meant. `entry` is the name in the file, `name` its own ("entry 3").
  bool selects(LabelKind kind, std::string_view home, std::string_view scene, std::string_view entry,
               std::string_view name) const;
};

}  // namespace hibiki::scenario
