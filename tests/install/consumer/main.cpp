#include <cstdio>

#include "output/results/machine.hpp"
#include "sim/engine/run.hpp"

int main() {
  const auto need = hibiki::estimate(hibiki::Scenario{}).memory_bytes;
  std::printf("hibiki %s, model version %s, %lld bytes\n", hibiki::project_version().c_str(), hibiki::kModelVersion,
              static_cast<long long>(need));
}
