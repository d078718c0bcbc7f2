// Wrappers of the parts of HDF5 that results need: integers, reals and text in chunked, compressed
// datasets with dimension scales, laid out so that netCDF-4 reads them. Equal calls give equal bytes. One thread at a
// time. Failures throw IoError.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hibiki::inline results {

/// An HDF5 identifier, released by the destructor without a check; call close() first for written objects.
class Hdf5Handle {
 public:
  using Id = std::int64_t;
  using Release = int (*)(Id);

  Hdf5Handle() = default;
  Hdf5Handle(Id id, Release release) : id_(id), release_(release) {}
  Hdf5Handle(Hdf5Handle&& other) noexcept : id_(other.id_), release_(other.release_) { other.id_ = -1; }
  Hdf5Handle& operator=(Hdf5Handle&& other) noexcept;
  ~Hdf5Handle() { reset(); }

  Id id() const { return id_; }
  /// Releases now; false when that failed.
  bool reset();

 private:
  Id id_ = -1;
  Release release_ = nullptr;
};

/// How values are stored. `integer32` is read and written as an integer; `natural` (64 bits without a sign) is read
/// alone, in files of earlier versions. `text` has any length; `characters` are text of fixed length, one byte a
/// value along the last dimension, which is how netCDF's older readers know text.
enum class Hdf5Kind { integer, integer32, natural, real, text, characters };

using Hdf5Extent = std::vector<std::uint64_t>;

/// A part of a dataset: where it begins and how long it is in each dimension.
struct Hdf5Block {
  Hdf5Extent offset, count;
};

/// A dataset of an open file; must not outlive it.
class Hdf5Dataset {
 public:
  Hdf5Dataset(std::string file, std::string name, Hdf5Handle handle);

  const std::string& name() const { return name_; }
  const Hdf5Extent& extent() const { return extent_; }
  Hdf5Kind kind() const { return kind_; }

  /// Writes a block; `values` are row-major and of the dataset's kind.
  void write(const Hdf5Block& block, std::span<const std::int64_t> values);
  void write(const Hdf5Block& block, std::span<const double> values);
  /// Writes all of it.
  void write(std::span<const std::int64_t> values) { write(whole(), values); }
  /// Characters: shorter texts are filled up with zero bytes, longer ones are an error of the caller.
  void write(std::span<const std::string> values);

  /// Writes a whole chunk whose first element is at `offset`, in the form that ChunkPacker::pack() returns; a chunk at
  /// the edge of the dataset is as large as all others. The dataset must have been created with chunks.
  void write_packed(const Hdf5Extent& offset, std::span<const std::byte> packed);

  std::vector<std::int64_t> read_integers(const Hdf5Block& block) const;
  std::vector<double> read_reals(const Hdf5Block& block) const;
  /// Of text, and of characters without the zero bytes at their ends.
  std::vector<std::string> read_texts() const;

  void attribute(const std::string& name, std::string_view text);
  /// The value that stands for a missing one, as netCDF's readers look for it: of the dataset's type.
  void missing_value(double value);

  /// Name of the scale of each dimension; empty where there is none.
  std::vector<std::string> dimensions() const;

  /// Closes with a check that everything of it could be written.
  void close();

  Hdf5Block whole() const { return {Hdf5Extent(extent_.size(), 0), extent_}; }
  Hdf5Handle::Id id() const { return handle_.id(); }

 private:
  friend class Hdf5File;
  void write(const Hdf5Block& block, const void* values, std::size_t count, Hdf5Kind kind);

  std::string file_, name_;
  Hdf5Handle handle_;
  Hdf5Extent extent_;
  Hdf5Kind kind_ = Hdf5Kind::integer;
  std::string scale_name_;  ///< under which it becomes a dimension scale
};

/// A dataset and the scales of its dimensions, one each.
struct Hdf5Dimensions {
  const Hdf5Dataset* dataset;
  std::vector<const Hdf5Dataset*> scales;
};

class Hdf5File {
 public:
  static Hdf5File create(const std::filesystem::path& path);
  static Hdf5File open(const std::filesystem::path& path);

  /// A new dataset filled with `fill`. Without `chunk`, or when it is empty in some dimension, it is stored in one
  /// piece and uncompressed. A chunk that is never written takes no room. `name` may begin with a group's: "text/act".
  Hdf5Dataset create(const std::string& name, Hdf5Kind kind, const Hdf5Extent& extent, Hdf5Extent chunk = {},
                     double fill = 0.0);
  void create_group(const std::string& name);
  /// A scale that holds no values: a dimension of netCDF without a variable.
  Hdf5Dataset create_dimension(const std::string& name, std::uint64_t length);
  Hdf5Dataset dataset(const std::string& name) const;
  bool has(const std::string& name) const;
  /// Datasets by name, those of groups too.
  std::vector<std::string> names() const;

  void attribute(const std::string& name, std::string_view text);
  /// A text attribute of the file; empty when there is none.
  std::string text_attribute(const std::string& name) const;

  /// Makes `scales` dimension scales, numbered in their order, and attaches them. Once a file, with all that is to be
  /// linked.
  void link(std::span<const Hdf5Dataset> scales, std::span<const Hdf5Dimensions> links);

  /// Closes with a check that everything could be written.
  void close();

 private:
  Hdf5File(std::string path, Hdf5Handle handle) : path_(std::move(path)), handle_(std::move(handle)) {}

  std::string path_;
  Hdf5Handle handle_;
};

/// Version of the library in use, "1.10.8".
std::string hdf5_version();

}  // namespace hibiki::results
