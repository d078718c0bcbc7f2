// libFuzzer's target: whatever bytes a scenario file holds, reading it ends in a scenario or in an error for people,
// and a scenario that was read can be written and read again. tools/scripts/fuzz-scenarios builds and runs it.
#include <cstdint>
#include <string>
#include <string_view>

#include "sim/core/error.hpp"
#include "sim/scenario/load.hpp"

namespace {

/// Files of this machine are no input: a folder that is missing has none below it, and other ways out are left alone.
bool may_leave_the_folder(std::string_view text) {
  return text.find("..") != std::string_view::npos || text.find("\"/") != std::string_view::npos ||
         text.find("'/") != std::string_view::npos || text.find('\\') != std::string_view::npos;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  if (text.find("extends") != std::string::npos && may_leave_the_folder(text)) return 0;
  hibiki::LoadedScenario loaded;
  try {
    loaded = hibiki::parse_scenario(text, "fuzz.toml", {}, "/nonexistent");
  } catch (const hibiki::ScenarioError&) {
    return 0;
  }
  hibiki::parse_scenario(hibiki::to_toml(loaded.scenario), "again.toml");
  return 0;
}
