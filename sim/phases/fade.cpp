#include "sim/phases/fade.hpp"

#include <algorithm>
#include <array>
#include <bit>

#if defined(__x86_64__)
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wuninitialized"  // GCC's own header, bug 105593
#endif
#include <immintrin.h>
#endif

namespace hibiki::inline phases {

namespace {

using FansByScene = std::array<std::uint32_t, kMostMarkets>;

/// Input of fading and its counts by act, in the market of a community.
struct Acts {
  Acts(const ListeningPlace& place, Tallies& tallies)
      : last(static_cast<std::uint32_t>(tallies.shape.acts - 1)),
        keep(place.acts.keep.data()),
        scene(place.acts.scene.data()),
        engaged(tallies.engaged_act.data() + place.m * tallies.shape.acts),
        spending(tallies.spending.data() + place.m * tallies.shape.acts),
        holding(tallies.holding.data()) {}
  std::uint32_t last;
  const std::uint32_t* keep;
  const std::uint32_t* scene;
  People* engaged;
  std::int64_t *spending, *holding;
};

// Without branches: whether a fan is engaged with an act is guessed wrong half of the time.
void fade_fans(const ListeningRules& rules, const ListeningPlace& place, std::uint32_t first, std::uint32_t end,
               Acts& acts, Fans& fans, FansByScene& engaged_fans) {
  static_assert(ActId::kNone == 0xffff);
  for (std::uint32_t fan = first; fan < end; ++fan) {
    auto& favourites = fans.favourites[fan];
    auto& engagement = fans.engagement[fan];
    const std::size_t social = fans.readiness[fan] < place.social_access ? 1 : 0;
    std::uint64_t scenes_engaged = 0;
    for (std::size_t s = 0; s < kFavourites; ++s) {
      // A free slot has no engagement: counted is nothing of some act.
      const std::uint32_t act = favourites[s].value, at = std::min(act, acts.last);
      const auto left = static_cast<std::uint32_t>((engagement[s] * std::uint64_t{acts.keep[2 * at + social]}) >> 16);
      const std::uint32_t held = left >= kForgotten ? 1 : 0, engaged = held & (left > rules.engaged_above ? 1 : 0);
      favourites[s].value = static_cast<std::uint16_t>(act | (held - 1));  // forgotten: ActId's none, all bits set
      engagement[s] = static_cast<std::uint16_t>(left & -held);
      acts.holding[at] += held;
      acts.engaged[at] += place.weight & -People{engaged};
      acts.spending[at] += (place.weight & -People{engaged}) * rules.spending[left >> 8];
      const std::uint32_t scene = acts.scene[at];
      engaged_fans[scene] += engaged & ~static_cast<std::uint32_t>(scenes_engaged >> scene);
      scenes_engaged |= std::uint64_t{engaged} << scene;
    }
  }
}

#if defined(__x86_64__)

const bool kWidest = __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512bw") != 0 &&
                     __builtin_cpu_supports("avx512vl") != 0;

constexpr std::uint32_t kFansTogether = 4;  ///< sixteen slots
constexpr std::uint32_t kFansABlock = 128;  ///< counted together, in bytes
static_assert(kFavourites * kFansTogether == 16 && kMostMarkets <= 64);

/// Number of set bits. The mask is moved by kmovw: GCC 12 spills 16 bits of an extended mask and counts 32 bits of that
/// slot (findings/gcc12_avx512_mask_count.sh).
__attribute__((target("avx512f"))) inline std::size_t count(__mmask16 mask) {
  std::uint32_t bits;
  asm("kmovw %1, %0" : "=r"(bits) : "k"(mask));
  return static_cast<std::size_t>(std::popcount(bits));
}

/// As fade_fans, four fans at a time; returns the first fan that is left over. Whom it counts for which act is put down
/// first and counted after: one loop without a branch in it.
__attribute__((target("avx512f,avx512bw,avx512vl"))) std::uint32_t fade_fours(const ListeningRules& rules,
                                                                              const ListeningPlace& place,
                                                                              std::uint32_t first, std::uint32_t end,
                                                                              Acts& acts, Fans& fans,
                                                                              FansByScene& engaged_fans) {
  const __m256i last = _mm256_set1_epi16(static_cast<short>(acts.last));
  const __m512i forgotten = _mm512_set1_epi32(kForgotten), engaged_above = _mm512_set1_epi32(rules.engaged_above);
  const __m512i social_access = _mm512_set1_epi32(place.social_access), one = _mm512_set1_epi32(1),
                one_long = _mm512_set1_epi64(1);
  const __m128i each_four_times = _mm_set_epi8(3, 3, 3, 3, 2, 2, 2, 2, 1, 1, 1, 1, 0, 0, 0, 0);
  alignas(64) std::array<std::uint32_t, kFavourites * kFansABlock + 16> held_acts, engaged_acts, engagements;
  while (end - first >= kFansTogether) {
    const std::uint32_t block_end = first + std::min(kFansABlock, (end - first) / kFansTogether * kFansTogether);
    std::size_t held_count = 0, engaged_count = 0;
    __m512i fans_of_scenes = _mm512_setzero_si512();  // a byte a scene
    for (; first < block_end; first += kFansTogether) {
      auto* const favourites = reinterpret_cast<__m256i*>(&fans.favourites[first]);
      auto* const engagement = reinterpret_cast<__m256i*>(&fans.engagement[first]);
      const __m256i act = _mm256_loadu_si256(favourites);
      const __m512i at = _mm512_cvtepu16_epi32(_mm256_min_epu16(act, last));
      const __m128i readiness = _mm_shuffle_epi8(_mm_loadu_si32(&fans.readiness[first]), each_four_times);
      const __mmask16 social = _mm512_cmplt_epu32_mask(_mm512_cvtepu8_epi32(readiness), social_access);
      const __m512i twice = _mm512_add_epi32(at, at);
      const __m512i keep = _mm512_i32gather_epi32(_mm512_mask_add_epi32(twice, social, twice, one), acts.keep, 4);
      // 65535 x 65536 fits.
      const __m512i left =
          _mm512_srli_epi32(_mm512_mullo_epi32(_mm512_cvtepu16_epi32(_mm256_loadu_si256(engagement)), keep), 16);
      const __mmask16 held = _mm512_cmpge_epu32_mask(left, forgotten);
      const __mmask16 engaged = _mm512_mask_cmpgt_epu32_mask(held, left, engaged_above);
      _mm256_storeu_si256(favourites, _mm256_mask_mov_epi16(_mm256_set1_epi16(-1), held, act));
      _mm256_storeu_si256(engagement, _mm512_maskz_cvtepi32_epi16(held, left));
      _mm512_storeu_si512(held_acts.data() + held_count, _mm512_maskz_compress_epi32(held, at));
      _mm512_storeu_si512(engaged_acts.data() + engaged_count, _mm512_maskz_compress_epi32(engaged, at));
      _mm512_storeu_si512(engagements.data() + engaged_count, _mm512_maskz_compress_epi32(engaged, left));
      held_count += count(held);
      engaged_count += count(engaged);
      const __m512i scene = _mm512_i32gather_epi32(at, acts.scene, 4);
      alignas(64) std::array<std::uint64_t, 16> slots;
      const auto lower = static_cast<__mmask8>(engaged), upper = static_cast<__mmask8>(engaged >> 8);
      _mm512_store_si512(
          slots.data(), _mm512_maskz_sllv_epi64(lower, one_long, _mm512_cvtepu32_epi64(_mm512_castsi512_si256(scene))));
      _mm512_store_si512(
          slots.data() + 8,
          _mm512_maskz_sllv_epi64(upper, one_long, _mm512_cvtepu32_epi64(_mm512_extracti64x4_epi64(scene, 1))));
      for (std::size_t fan = 0; fan < slots.size(); fan += kFavourites) {
        const __mmask64 scenes = slots[fan] | slots[fan + 1] | slots[fan + 2] | slots[fan + 3];
        fans_of_scenes = _mm512_mask_add_epi8(fans_of_scenes, scenes, fans_of_scenes, _mm512_set1_epi8(1));
      }
    }
    for (std::size_t i = 0; i < held_count; ++i) ++acts.holding[held_acts[i]];
    for (std::size_t i = 0; i < engaged_count; ++i) {
      acts.engaged[engaged_acts[i]] += place.weight;
      acts.spending[engaged_acts[i]] += place.weight * rules.spending[engagements[i] >> 8];
    }
    alignas(64) std::array<std::uint8_t, 64> counts;
    _mm512_store_si512(counts.data(), fans_of_scenes);
    for (std::size_t s = 0; s < engaged_fans.size(); ++s) engaged_fans[s] += counts[s];
  }
  return first;
}

#else

constexpr bool kWidest = false;

#endif

/// With `together`, several fans at a time as far as they go.
void fade_community(const ListeningRules& rules, const ListeningPlace& place, const Community& c,
                    [[maybe_unused]] bool together, Fans& fans, Tallies& tallies) {
  if (tallies.shape.acts == 0) return;
  Acts acts(place, tallies);
  FansByScene engaged_fans{};
  std::uint32_t first = c.first;
  const std::uint32_t end = c.first + c.size;
#if defined(__x86_64__)
  if (together) first = fade_fours(rules, place, first, end, acts, fans, engaged_fans);
#endif
  fade_fans(rules, place, first, end, acts, fans, engaged_fans);
  for (std::size_t scene = 0; scene < place.scenes; ++scene) {
    const People people = place.weight * static_cast<People>(engaged_fans[scene]);
    tallies.engaged[place.m * place.scenes + scene] += people;
    tallies.engaged_age[age_group(place.age) * place.scenes + scene] += people;
    tallies.age_years[scene] += people * place.age;
  }
}

}  // namespace

void fade(const ListeningRules& rules, const ListeningPlace& place, const Community& c, Fans& fans, Tallies& tallies) {
  fade_community(rules, place, c, kWidest, fans, tallies);
}

void fade_plainly(const ListeningRules& rules, const ListeningPlace& place, const Community& c, Fans& fans,
                  Tallies& tallies) {
  fade_community(rules, place, c, false, fans, tallies);
}

}  // namespace hibiki::phases
