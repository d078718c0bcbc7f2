#include "sim/core/digest.hpp"

#include <fmt/format.h>

namespace hibiki {

std::string Digest::hex() const { return fmt::format("{:016x}", value()); }

}  // namespace hibiki
