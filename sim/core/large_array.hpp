// Memory for large columns, in pages of two megabytes where Linux has them: a page of four kilobytes costs a fault when
// it is first written, and columns that are read anywhere have more pages than the processor remembers (TLB).
#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <new>
#include <utility>
#include <vector>

namespace hibiki::inline core {

/// Memory to be given back by std::free. Throws std::bad_alloc. Nothing is written to it: pages are taken by the thread
/// that first writes them.
inline void* large_memory(std::size_t bytes) {
  constexpr std::size_t kPage = std::size_t{2} << 20;
  constexpr std::size_t kAlignment = 64;  // a cache line
  const bool large = bytes >= 2 * kPage;
  const std::size_t unit = large ? kPage : kAlignment;
  void* const memory = std::aligned_alloc(unit, (bytes + unit - 1) / unit * unit);
  if (memory == nullptr && bytes > 0) throw std::bad_alloc();
#if defined(MADV_HUGEPAGE)
  if (large) ::madvise(memory, (bytes + unit - 1) / unit * unit, MADV_HUGEPAGE);  // advice; failure is harmless
#endif
  return memory;
}

struct FreeLarge {
  void operator()(void* memory) const { std::free(memory); }
};

/// Not initialised; T has a trivial constructor and destructor.
template <class T>
using LargeArray = std::unique_ptr<T[], FreeLarge>;
template <class T>
LargeArray<T> make_large(std::size_t count) {
  static_assert(std::is_trivially_default_constructible_v<T> && std::is_trivially_destructible_v<T>);
  return LargeArray<T>(static_cast<T*>(large_memory(count * sizeof(T))));
}

/// Elements are default-initialised where std::allocator writes zeros, which one thread would do for all.
template <class T>
struct LargeAllocator {
  using value_type = T;
  LargeAllocator() = default;
  template <class U>
  LargeAllocator(const LargeAllocator<U>&) {}
  T* allocate(std::size_t count) { return static_cast<T*>(large_memory(count * sizeof(T))); }
  void deallocate(T* memory, std::size_t) { std::free(memory); }
  template <class U>
  void construct(U* place) noexcept(noexcept(U())) {
    ::new (static_cast<void*>(place)) U;
  }
  template <class U, class... Arguments>
  void construct(U* place, Arguments&&... arguments) {
    ::new (static_cast<void*>(place)) U(std::forward<Arguments>(arguments)...);
  }
  friend bool operator==(const LargeAllocator&, const LargeAllocator&) { return true; }
};

/// A column whose new elements are not written.
template <class T>
using Column = std::vector<T, LargeAllocator<T>>;

}  // namespace hibiki::core
