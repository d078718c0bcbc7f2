// Fans that one fan hears, read from the compact columns of the fan network.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <span>

namespace hibiki::inline world {

/// How many ties of each sort the fans of one market have; the same for all of them, in this order in the row.
struct TieLayout {
  std::uint32_t community = 0;  ///< own community, offline
  std::uint32_t market = 0;     ///< elsewhere in the market, offline
  std::uint32_t market_online = 0;
  std::uint32_t abroad = 0;  ///< other markets, online
  std::uint32_t total() const { return community + market + market_online + abroad; }
  std::uint32_t offline() const { return community + market; }
  std::uint32_t far() const { return market + market_online + abroad; }
};

/// Writes the place of another fan of the community in `Place`: the fan's own is left out, so that a byte tells 257
/// fans apart.
template <class Place>
void write_place(std::uint8_t* row, std::size_t i, std::uint32_t other, std::uint32_t own) {
  const auto place = static_cast<Place>(other < own ? other : other - 1);
  std::memcpy(row + i * sizeof(Place), &place, sizeof(Place));
}

template <class Place>
std::uint32_t read_place(const std::uint8_t* row, std::size_t i, std::uint32_t own) {
  Place place;
  std::memcpy(&place, row + i * sizeof(Place), sizeof(Place));
  return place + (place >= own ? 1U : 0U);
}

/// The ties of a fan in the order of its TieLayout. Valid while the network lives.
class TieRow {
 public:
  TieRow() = default;
  TieRow(const std::uint8_t* near, std::uint32_t near_count, bool wide, std::uint32_t first, std::uint32_t own,
         std::span<const std::uint32_t> far)
      : near_(near), near_count_(near_count), wide_(wide), first_(first), own_(own), far_(far) {}

  std::size_t size() const { return near_count_ + far_.size(); }
  bool empty() const { return size() == 0; }
  std::uint32_t operator[](std::size_t i) const {
    if (i >= near_count_) return far_[i - near_count_];
    return wide_ ? near<std::uint16_t>(i) : near<std::uint8_t>(i);
  }

  bool wide() const { return wide_; }  ///< places in the community are two bytes each
  /// Calls read(near), where near(i) is tie i in the community: whether they are wide is asked once.
  template <class Read>
  void with_near(const Read& read) const {
    if (wide_)
      read([this](std::size_t i) { return near<std::uint16_t>(i); });
    else
      read([this](std::size_t i) { return near<std::uint8_t>(i); });
  }
  const std::uint8_t* near_bytes() const { return near_; }
  /// All others.
  std::span<const std::uint32_t> far() const { return far_; }

  class Iterator {
   public:
    using iterator_category = std::random_access_iterator_tag;
    using value_type = std::uint32_t;
    using difference_type = std::ptrdiff_t;
    using pointer = void;
    using reference = std::uint32_t;

    Iterator() = default;
    Iterator(const TieRow& row, difference_type at) : row_(&row), at_(at) {}
    reference operator*() const { return (*row_)[static_cast<std::size_t>(at_)]; }
    reference operator[](difference_type n) const { return *(*this + n); }
    Iterator& operator+=(difference_type n) { return at_ += n, *this; }
    Iterator& operator-=(difference_type n) { return at_ -= n, *this; }
    Iterator& operator++() { return *this += 1; }
    Iterator& operator--() { return *this -= 1; }
    Iterator operator++(int) { return Iterator(*row_, at_++); }
    Iterator operator--(int) { return Iterator(*row_, at_--); }
    friend Iterator operator+(Iterator it, difference_type n) { return it += n; }
    friend Iterator operator+(difference_type n, Iterator it) { return it += n; }
    friend Iterator operator-(Iterator it, difference_type n) { return it -= n; }
    friend difference_type operator-(const Iterator& a, const Iterator& b) { return a.at_ - b.at_; }
    friend bool operator==(const Iterator& a, const Iterator& b) { return a.at_ == b.at_; }
    friend auto operator<=>(const Iterator& a, const Iterator& b) { return a.at_ <=> b.at_; }

   private:
    const TieRow* row_ = nullptr;
    difference_type at_ = 0;
  };
  /// Valid while the row lives.
  Iterator begin() const { return {*this, 0}; }
  Iterator end() const { return {*this, static_cast<std::ptrdiff_t>(size())}; }

 private:
  template <class Place>
  std::uint32_t near(std::size_t i) const {
    return first_ + read_place<Place>(near_, i, own_);
  }

  const std::uint8_t* near_ = nullptr;
  std::uint32_t near_count_ = 0;
  bool wide_ = false;
  std::uint32_t first_ = 0, own_ = 0;  ///< first fan of the community; place of this fan in it
  std::span<const std::uint32_t> far_;
};

}  // namespace hibiki::world
