#!/usr/bin/env bash
# GCC 12.2.0 (Debian 12: g++-12 12.2.0-14+deb12u1) counts bits that are not there, at -O1 to -O3. An AVX-512 mask
# that is used as a mask and also counted (popcount of its zero-extension) is spilled to the stack as 16 bits (kmovw), but
# popcnt reads 32 bits of that slot: the upper half is the rest of a vector that was spilled there before. No warning, and
# the result is right as long as that rest is zero, so tests with small numbers pass. Seen, with 6 values of 16 above a bound:
#     g++-11 -O1: 6   g++-11 -O2: 6   g++-11 -O3: 6
#     g++-12 -O1: 22  g++-12 -O2: 22  g++-12 -O3: 22
#     g++-12 -O1, kmovw by hand: 6
# It needs a call between the comparison and the count, as sanitizers insert them, and more live values than registers.
# Remedy: asm("kmovw %1, %0" : "=r"(bits) : "k"(mask)) instead of the conversion. An empty asm on the converted value does not help.
set -euo pipefail
eleven=11.3.0-12 twelve=12.2.0-14+deb12u1
if ! grep -qw avx512bw /proc/cpuinfo || ! grep -qw avx512vl /proc/cpuinfo; then
  echo "this processor has no AVX-512: nothing to run" >&2
  exit 77
fi
folder=$(mktemp -d)
trap 'rm -rf -- "$folder"' EXIT
cd "$folder"
apt-get -qq update
apt-get -qq -o APT::Sandbox::User=root download {g++,gcc,cpp}-11=$eleven {libgcc,libstdc++}-11-dev=$eleven {g++,gcc,cpp}-12=$twelve \
  {libgcc,libstdc++}-12-dev=$twelve libcc1-0=$twelve
for package in ./*.deb; do dpkg-deb -x "$package" root; done

cat >kept.cpp <<'CPP'
#include <immintrin.h>
#include <cstddef>
#include <cstdint>
extern "C" void observe(const void*);
inline std::size_t count(__mmask16 mask) {
#ifdef BY_HAND
  std::uint32_t bits;
  asm("kmovw %1, %0" : "=r"(bits) : "k"(mask));
#else
  std::uint32_t bits = mask;
#endif
  return static_cast<std::size_t>(__builtin_popcount(bits));
}
// Packs those of b whose a is at least `least` into x, those whose a is also above `most` into y; returns the number in x.
__attribute__((target("avx512f,avx512bw,avx512vl,popcnt"), noinline)) std::size_t pack(
    const std::uint32_t* a, const std::uint32_t* b, std::uint32_t* x, std::uint32_t* y, std::size_t n, std::uint32_t least,
    std::uint32_t most, std::size_t* above) {
  std::size_t packed = 0, packed_above = 0;
  for (std::size_t i = 0; i < n; i += 16) {
    observe(a + i);
    const __m512i v = _mm512_loadu_si512(a + i);
    observe(b + i);
    const __m512i w = _mm512_loadu_si512(b + i);
    const __mmask16 held = _mm512_cmpge_epu32_mask(v, _mm512_set1_epi32(static_cast<int>(least)));
    const __mmask16 over = _mm512_mask_cmpgt_epu32_mask(held, v, _mm512_set1_epi32(static_cast<int>(most)));
    observe(x + packed);
    _mm512_storeu_si512(x + packed, _mm512_maskz_compress_epi32(held, w));
    observe(y + packed_above);
    _mm512_storeu_si512(y + packed_above, _mm512_maskz_compress_epi32(over, w));
    packed += count(held);
    packed_above += count(over);
  }
  *above = packed_above;
  return packed;
}
CPP
cat >main.cpp <<'CPP'
#include <cstddef>
#include <cstdint>
#include <cstdio>
std::size_t pack(const std::uint32_t*, const std::uint32_t*, std::uint32_t*, std::uint32_t*, std::size_t, std::uint32_t,
                 std::uint32_t, std::size_t*);
extern "C" __attribute__((noinline)) void observe(const void*) {}
int main() {
  static std::uint32_t a[16], b[16], x[128], y[128];
  for (std::uint32_t i = 0; i < 16; ++i) a[i] = 0xffff0000u + i;
  std::size_t above = 0;
  std::printf("%zu\n", pack(a, b, x, y, 16, 0xffff000au, 0xffff000eu, &above));
}
CPP
counted() { # version, options
  local own=root/usr/lib/gcc/x86_64-linux-gnu/$1
  "root/usr/bin/g++-$1" -B "$own/" -isystem "$own/include" "${@:2}" kept.cpp main.cpp -o counted
  ./counted
}
for version in 11 12; do
  for level in -O1 -O2 -O3; do
    number=$(counted $version $level)
    echo "g++-$version $level: $number"
    [[ $number == $((version == 11 ? 6 : 22)) ]]
  done
done
number=$(counted 12 -O1 -DBY_HAND)
echo "g++-12 -O1, kmovw by hand: $number"
[[ $number == 6 ]]
echo "as described"
