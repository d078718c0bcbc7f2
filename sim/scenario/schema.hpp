// The only declaration of every key of a scenario file: name, type, unit, range, meaning, source. Parser,
// validation, `hibiki params`, the JSON Schema and the reference manual all use these tables;
// the default of a key is the initialiser in its struct.
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sim/scenario/scenario.hpp"

namespace hibiki::inline scenario {

inline constexpr double kUnbounded = std::numeric_limits<double>::infinity();
inline constexpr std::string_view kChoice = "choice of the user";  ///< source of a key that selects what to simulate

/// Where a value of `Owner` lives; the alternative says how it is written in the file.
template <class Owner>
using Member = std::variant<double Owner::*, std::int64_t Owner::*, bool Owner::*, std::string Owner::*, Day Owner::*,
                            DatedValue Owner::*, DatedRows Owner::*, StyleValues Owner::*,
                            std::vector<std::string> Owner::*, std::map<std::string, double> Owner::*,
                            std::map<std::string, Day> Owner::*, PlatformKind Owner::*, LabelKind Owner::*>;

/// Whether an intervention can aim a lever at markets, and what its value then is: that of each market, or a share
/// that they have together.
enum class ByMarket : std::uint8_t { no, each, share };

/// One key. Numbers (each of them, for dated values, rows and maps) lie in [minimum, maximum].
template <class Owner>
struct Field {
  std::string_view key;  ///< dotted path inside the owner's table: "try.quality"
  Member<Owner> member;
  std::string_view unit;  ///< "" for text, "1" for pure numbers
  double minimum = -kUnbounded;
  double maximum = kUnbounded;
  std::string_view meaning;
  std::string_view source;  ///< with its mark: [S] read, [C] computed, [M] from memory
  bool required = false;
  bool learnt = false;  ///< levers: labels copy it from better peers
  ByMarket by_market = ByMarket::no;
};

std::span<const Field<RunSettings>> run_fields();
std::span<const Field<Assumptions>> assumption_fields();
std::span<const Field<Trends>> trend_fields();  ///< keys of the markets' series that can go on
std::span<const Field<Market>> market_fields();
std::span<const Field<Barrier>> barrier_fields();
std::span<const Field<Platform>> platform_fields();
std::span<const Field<Policy>> lever_fields();  ///< keys of [policy.levers] and values of intervention.lever
std::span<const Field<Label>> label_fields();
std::span<const Field<Act>> act_fields();

/// The lever with this key, or nullptr.
const Field<Policy>* find_lever(std::string_view key);
/// The field of a lever, which must be one of lever_fields().
const Field<Policy>& lever_field(double Policy::*lever);
/// The key of a lever. The lever must be one of lever_fields().
std::string_view lever_key(double Policy::*lever);

}  // namespace hibiki::scenario
