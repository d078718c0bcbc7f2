// Archives of cereal for the state of a run: a checkpoint is written and read through them. A class with private state
// lists its members in a member template serialize(Archive&); structs without secrets have a free function beside the
// state that they belong to. One list serves writing and reading.
#pragma once

#include <cereal/access.hpp>
#include <cereal/archives/binary.hpp>
#include <cereal/types/array.hpp>
#include <cereal/types/chrono.hpp>
#include <cereal/types/map.hpp>
#include <cereal/types/optional.hpp>
#include <cereal/types/string.hpp>
#include <cereal/types/vector.hpp>

#include <span>
#include <type_traits>

#include "sim/core/ids.hpp"

namespace hibiki::inline core {

using ArchiveWriter = cereal::BinaryOutputArchive;
using ArchiveReader = cereal::BinaryInputArchive;

/// Whether an archive is read, so that what follows from its values must be made.
template <class Archive>
inline constexpr bool kReads = Archive::is_loading::value;

template <class Archive, class Tag>
void serialize(Archive& archive, Id<Tag>& id) {
  archive(id.value);
}

/// A column of plain values whose length is known, in place.
template <class Archive, class T>
void archive_column(Archive& archive, std::span<T> column) {
  static_assert(std::is_trivially_copyable_v<T>);
  if (!column.empty()) archive(cereal::binary_data(column.data(), column.size_bytes()));
}

}  // namespace hibiki::core
