// Philox4x32-10 on vectors, one body for every instruction set, by Highway: a word in the low half of each 64-bit lane,
// a block a lane; multiplication ignores the high halves. Highway picks the best of the machine at run time.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "sim/core/draw_batch.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "sim/core/draw_batch.hpp"

HWY_BEFORE_NAMESPACE();
namespace hibiki::inline core {
namespace HWY_NAMESPACE {

/// The blocks of `batches` batches, the i-th batch from first_index + i x stride on, to `out`.
template <std::size_t batches>
HWY_INLINE void draw(std::uint64_t key, Key entity, int week, std::uint32_t first_index, std::uint32_t stride,
                     std::uint32_t* out) {
#if HWY_TARGET == HWY_SCALAR
  for (std::uint32_t batch = 0; batch < batches; ++batch)
    for (std::uint32_t block = 0; block < BatchStream::kBlocks; ++block) {
      const Words words = philox(key, entity, week, first_index + batch * stride + block);
      for (const std::uint32_t word : words) *out++ = word;
    }
#else
  namespace hn = hwy::HWY_NAMESPACE;
  constexpr std::size_t kAll = batches * BatchStream::kBlocks;
  constexpr hn::CappedTag<std::uint64_t, kAll> d64;
  constexpr hn::Repartition<std::uint32_t, decltype(d64)> d32;
  constexpr std::size_t kLanes = hn::MaxLanes(d64), kRegisters = kAll / kLanes;
  using Lanes = hn::Vec<decltype(d64)>;
  const auto multiplier0 = hn::BitCast(d32, hn::Set(d64, 0xD2511F53)),
             multiplier1 = hn::BitCast(d32, hn::Set(d64, 0xCD9E8D57));
  alignas(64) std::uint64_t indices[kAll];
  for (std::uint32_t block = 0; block < kAll; ++block) {
    const std::uint32_t batch = block / BatchStream::kBlocks;
    indices[block] = static_cast<std::uint32_t>(first_index + batch * stride + block % BatchStream::kBlocks);
  }
  Lanes x0[kRegisters], x1[kRegisters], x2[kRegisters], x3[kRegisters];
  for (std::size_t i = 0; i < kRegisters; ++i) {
    x0[i] = hn::Set(d64, static_cast<std::uint32_t>(entity));
    x1[i] = hn::Set(d64, entity >> 32);
    x2[i] = hn::Set(d64, static_cast<std::uint32_t>(week));
    x3[i] = hn::Load(d64, indices + i * kLanes);
  }
  auto key0 = static_cast<std::uint32_t>(key), key1 = static_cast<std::uint32_t>(key >> 32);
#pragma GCC unroll 10
  for (int round = 0; round < 10; ++round) {
    const Lanes bump0 = hn::Set(d64, key0), bump1 = hn::Set(d64, key1);
#pragma GCC unroll 8
    for (std::size_t i = 0; i < kRegisters; ++i) {
      const Lanes product0 = hn::MulEven(hn::BitCast(d32, x0[i]), multiplier0),
                  product1 = hn::MulEven(hn::BitCast(d32, x2[i]), multiplier1);
      x0[i] = hn::Xor(hn::Xor(hn::ShiftRight<32>(product1), x1[i]), bump0);
      x2[i] = hn::Xor(hn::Xor(hn::ShiftRight<32>(product0), x3[i]), bump1);
      x1[i] = product1;
      x3[i] = product0;
    }
    key0 += 0x9E3779B9;  // the Weyl sequences of the key's halves
    key1 += 0xBB67AE85;
  }
  const auto pair = [&](Lanes low, Lanes high) {
    return hn::BitCast(d64, hn::OddEven(hn::BitCast(d32, hn::ShiftLeft<32>(high)), hn::BitCast(d32, low)));
  };
  for (std::size_t i = 0; i < kRegisters; ++i)
    hn::StoreInterleaved2(pair(x0[i], x1[i]), pair(x2[i], x3[i]), d64,
                          reinterpret_cast<std::uint64_t*>(out) + 2 * i * kLanes);
#endif
}

void draw_one(std::uint64_t key, Key entity, int week, std::uint32_t first_index, std::uint32_t* out) {
  draw<1>(key, entity, week, first_index, 0, out);
}
void draw_together(std::uint64_t key, Key entity, int week, std::uint32_t first_index, std::uint32_t stride,
                   std::uint32_t* out) {
  draw<BatchStream::kTogether>(key, entity, week, first_index, stride, out);
}

}  // namespace HWY_NAMESPACE
}  // namespace hibiki::core
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace hibiki::inline core {

HWY_EXPORT(draw_one);
HWY_EXPORT(draw_together);

void BatchStream::words(Key entity, int week, std::uint32_t first_index, Batch& out) const {
  HWY_DYNAMIC_DISPATCH(draw_one)(key_, entity, week, first_index, out.data());
}

void BatchStream::words(Key entity, int week, std::uint32_t first_index, std::uint32_t stride,
                        std::array<Batch, kTogether>& out) const {
  static_assert(sizeof(out) == kTogether * sizeof(Batch));
  HWY_DYNAMIC_DISPATCH(draw_together)(key_, entity, week, first_index, stride, out[0].data());
}

}  // namespace hibiki::core
#endif
