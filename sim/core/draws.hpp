// Counter-based randomness: every draw is a pure function of (seed, purpose, entity key, week, index).
// Nothing is stored, shared or ordered, so results cannot depend on threads, and two arms of a comparison
// use the same random numbers, whatever entities either of them adds.
// Philox4x32-10: Salmon et al., "Parallel random numbers: as easy as 1, 2, 3" (SC 2011), through Random123.
#pragma once

#include <Random123/philox.h>

#include <array>
#include <cstdint>
#include <string_view>

namespace hibiki::inline core {

/// Purpose of a draw; draw_uses.hpp names each draw. Values are part of the results: append, never renumber.
enum class Purpose : std::uint32_t {
  attention = 1,
  exposure = 2,
  choice = 3,
  // 4 was used and is reserved
  sharing = 5,
  taste_drift = 6,
  fan_birth = 7,
  tie = 8,
  act_birth = 9,
  release_birth = 10,
  release_plan = 11,
  availability = 12,
  label_birth = 13,
  label_plan = 14,
  // 15 was used and is reserved
  platform_trial = 16,
  inheritance = 17,
  key = 18,            ///< seeds and keys of experiments; no draw
  reference_tie = 19,  ///< networks of sim/reference
  contagion = 20,      ///< the agents of sim/reference
  contagion_start = 21,
};

/// Identity of an entity across arms and edits of a scenario: a hash, never a position in a list.
using Key = std::uint64_t;

/// 64-bit finalizer (Stafford's mix 13), used for keys only, never as a source of draws.
constexpr std::uint64_t mix(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31);
}

/// Key of a named entity of the scenario file.
constexpr Key key_of(std::string_view name) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  return mix(hash);
}

/// Key of the `ordinal`-th child of `parent` for a purpose.
constexpr Key child_key(Key parent, Purpose purpose, std::uint64_t ordinal) {
  return mix(parent ^ mix(static_cast<std::uint64_t>(purpose) * 0x9e3779b97f4a7c15ULL + ordinal));
}

using Words = std::array<std::uint32_t, 4>;

struct DrawUse;

/// Philox4x32-10 of a counter (entity, week, index) under a 64-bit key: four independent uniform 32-bit words.
inline Words philox(std::uint64_t key, Key entity, int week, std::uint32_t index) {
  const r123::Philox4x32::ctr_type counter{{static_cast<std::uint32_t>(entity),
                                            static_cast<std::uint32_t>(entity >> 32), static_cast<std::uint32_t>(week),
                                            index}};
  const r123::Philox4x32::key_type halves{{static_cast<std::uint32_t>(key), static_cast<std::uint32_t>(key >> 32)}};
  const auto out = r123::Philox4x32{}(counter, halves);
  return {out[0], out[1], out[2], out[3]};
}

/// The draws of one world for one purpose, for inner loops.
class DrawStream {
 public:
  DrawStream(std::uint64_t seed, Purpose purpose) : key_(mix(seed ^ (static_cast<std::uint64_t>(purpose) << 56))) {}

  /// Four independent uniform 32-bit words.
  Words words(Key entity, int week, std::uint32_t index) const { return philox(key_, entity, week, index); }

  std::uint64_t key() const { return key_; }  ///< of its Philox

 private:
  std::uint64_t key_;
};

/// The draws of one world (one seed).
class Draws {
 public:
  explicit constexpr Draws(std::uint64_t seed) : seed_(seed) {}

  std::uint64_t seed() const { return seed_; }

  /// Four independent uniform 32-bit words.
  Words words(Purpose purpose, Key entity, int week, std::uint32_t index) const {
    return stream(purpose).words(entity, week, index);
  }

  DrawStream stream(Purpose purpose) const { return {seed_, purpose}; }

  // As below, for a draw of draw_uses.hpp: the `nth` of its indices.
  Words words(const DrawUse& use, Key entity, int week = 0, std::uint32_t nth = 0) const;
  double uniform(const DrawUse& use, Key entity, int week = 0, std::uint32_t nth = 0) const;
  double normal(const DrawUse& use, Key entity, int week = 0, std::uint32_t nth = 0) const;

  /// One uniform double in [0, 1), 32 bits of it.
  double uniform(Purpose purpose, Key entity, int week = 0, std::uint32_t index = 0) const {
    return to_uniform(words(purpose, entity, week, index)[0]);
  }

  /// One standard normal deviate.
  double normal(Purpose purpose, Key entity, int week = 0, std::uint32_t index = 0) const;

  static constexpr double to_uniform(std::uint32_t word) { return word * 0x1p-32; }

 private:
  std::uint64_t seed_;
};

/// Score of one of several choices from a uniform of its own: the highest falls on each with a chance proportional to
/// its weight (> 0), and a further choice takes the place of another only where it wins (Efraimidis, Spirakis 2006).
double choice_score(double uniform, double weight);

/// Standard normal deviate from a uniform in [0, 1): the inverse distribution function, Acklam's rational
/// approximation (relative error 1.2e-9), plain IEEE operations so that all builds agree to the bit.
double normal_from_uniform(double uniform);

}  // namespace hibiki::core
