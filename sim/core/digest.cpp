#include "sim/core/digest.hpp"

#include <fmt/format.h>

namespace hibiki::inline core {

std::string Digest::hex() const { return fmt::format("{:016x}", value()); }

}  // namespace hibiki::core
