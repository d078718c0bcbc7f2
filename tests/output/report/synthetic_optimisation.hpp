// What an optimisation might have come to; no engine made it.
#pragma once

#include <nlohmann/json.hpp>

namespace hibiki {

/// Two measures to raise and one to keep, two levers, three parameter sets, five plans that were left of thirty.
nlohmann::ordered_json synthetic_optimisation();

}  // namespace hibiki
