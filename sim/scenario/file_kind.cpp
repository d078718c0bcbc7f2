#include "sim/scenario/file_kind.hpp"

#include <fmt/format.h>

#include <array>
#include <string_view>

#include "sim/core/error.hpp"

namespace hibiki::inline scenario {

namespace {

struct Description {
  FileKind kind;
  std::array<const char*, 2> tells;  ///< keys that stand together in no other kind
  std::string_view name, remedy;     ///< {}: the file
};

// A plan may extend a world and have all its tables: the scenario comes last.
constexpr Description kKinds[] = {
    {FileKind::ensemble,
     {"plan", "set"},
     "the parameter sets that a calibration kept",
     "name it in a scenario: ensemble = \"...\"; then use hibiki compare --ensemble"},
    {FileKind::preregistration,
     {"hypothesis", "variant_digest"},
     "a preregistered comparison",
     "hibiki compare --preregistered {}"},
    {FileKind::plan, {"scenario", "parameter"}, "the plan of a calibration", "hibiki calibrate {}"},
    {FileKind::optimisation, {"budget", "lever"}, "an optimisation", "hibiki optimise {}"},
    {FileKind::sweep, {"scenario", "factor"}, "a sweep", "hibiki sweep plan {}"},
    {FileKind::evidence, {"model", "seeds"}, "a published experiment", "hibiki reproduce {}"},
    {FileKind::scenario, {"extends", "extends"}, "a scenario", "hibiki run {}"},
    {FileKind::scenario, {"run", "market"}, "a scenario", "hibiki run {}"},
};

}  // namespace

void expect_kind(const Node& root, FileKind expected) {
  for (const Description& one : kKinds) {
    const Node* first = root.find(one.tells[0]);
    if (first == nullptr || root.find(one.tells[1]) == nullptr) continue;
    if (one.kind == expected) return;
    throw ScenarioError(
        {problem_at(*first, fmt::format("this file is {}", one.name),
                    fmt::format(fmt::runtime(one.remedy), first->source ? first->source->name : "FILE"))});
  }
}

}  // namespace hibiki::scenario
