#include "output/results/hdf5_file.hpp"

#include <fmt/format.h>
#include <hdf5_hl.h>

#include <algorithm>
#include <functional>
#include <numeric>

#include "output/results/chunk_packing.hpp"
#include "output/results/files.hpp"
#include "output/results/hdf5_calls.hpp"

namespace hibiki::inline results {

using namespace hdf5;

namespace {

void write_attribute(hid_t owner, const std::string& name, hid_t file_type, hid_t memory_type, hid_t space,
                     const void* value, const std::string& path) {
  Hdf5Handle attribute =
      own(H5Acreate2(owner, name.c_str(), file_type, space, H5P_DEFAULT, H5P_DEFAULT), H5Aclose, "write", path);
  checked(H5Awrite(attribute.id(), memory_type, value), "write", path);
  close(attribute, "write", path);
}

/// One value; an array of one would be an array in h5py.
void write_single_attribute(hid_t owner, const std::string& name, hid_t file_type, hid_t memory_type, const void* value,
                            const std::string& path) {
  const Hdf5Handle space = own(H5Screate(H5S_SCALAR), H5Sclose, "write", path);
  write_attribute(owner, name, file_type, memory_type, space.id(), value, path);
}

/// Text of variable length: of fixed length it would be bytes in h5py.
void write_text_attribute(hid_t owner, const std::string& name, std::string_view text, const std::string& path) {
  const Hdf5Handle type = text_type(path);
  const std::string terminated(text);
  const char* value = terminated.c_str();
  write_single_attribute(owner, name, type.id(), type.id(), &value, path);
}

hid_t number_type(Hdf5Kind kind) { return kind == Hdf5Kind::integer32 ? H5T_STD_I32LE : memory_type(kind); }

/// Row of a scale's REFERENCE_LIST as the dimension scale specification lays it out; padding included so that it
/// can be zeroed. (H5DSattach_scale would write uninitialised padding, and the file's bytes would vary.)
struct BackReference {
  hobj_ref_t dataset;
  std::uint32_t dimension;
  std::uint32_t padding;
};

hobj_ref_t reference_to(hid_t file, const std::string& name, const std::string& path) {
  hobj_ref_t reference = 0;
  checked(H5Rcreate(&reference, file, ("/" + name).c_str(), H5R_OBJECT, -1), "write", path);
  return reference;
}

void write_dimension_list(hid_t file, const Hdf5Dimensions& link, const std::string& path) {
  std::vector<hobj_ref_t> references;
  for (const Hdf5Dataset* scale : link.scales) references.push_back(reference_to(file, scale->name(), path));
  std::vector<hvl_t> lists;
  for (hobj_ref_t& reference : references) lists.push_back({1, &reference});
  const Hdf5Handle type = own(H5Tvlen_create(H5T_STD_REF_OBJ), H5Tclose, "write", path);
  const hsize_t rank = lists.size();
  const Hdf5Handle space = own(H5Screate_simple(1, &rank, nullptr), H5Sclose, "write", path);
  write_attribute(link.dataset->id(), "DIMENSION_LIST", type.id(), type.id(), space.id(), lists.data(), path);
}

void write_reference_list(const Hdf5Dataset& scale, const std::vector<BackReference>& rows, const std::string& path) {
  const Hdf5Handle type = own(H5Tcreate(H5T_COMPOUND, sizeof(BackReference)), H5Tclose, "write", path);
  checked(H5Tinsert(type.id(), "dataset", offsetof(BackReference, dataset), H5T_STD_REF_OBJ), "write", path);
  checked(H5Tinsert(type.id(), "dimension", offsetof(BackReference, dimension), H5T_STD_I32LE), "write", path);
  const hsize_t count = rows.size();
  const Hdf5Handle space = own(H5Screate_simple(1, &count, nullptr), H5Sclose, "write", path);
  write_attribute(scale.id(), "REFERENCE_LIST", type.id(), type.id(), space.id(), rows.data(), path);
}

/// How a new dataset is stored.
Hdf5Handle storage(const Hdf5Extent& extent, Hdf5Extent chunk, double fill, const std::string& path) {
  Hdf5Handle list = own(H5Pcreate(H5P_DATASET_CREATE), H5Pclose, "write", path);
  checked(H5Pset_obj_track_times(list.id(), false), "write", path);
  checked(H5Pset_attr_creation_order(list.id(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED), "write", path);
  if (fill != 0.0) checked(H5Pset_fill_value(list.id(), H5T_NATIVE_DOUBLE, &fill), "write", path);
  for (std::size_t i = 0; i < chunk.size(); ++i) chunk[i] = std::min(chunk[i], extent[i]);
  if (chunk.empty() || std::ranges::find(chunk, 0U) != chunk.end()) return list;
  const std::vector<hsize_t> shape(chunk.begin(), chunk.end());
  checked(H5Pset_chunk(list.id(), static_cast<int>(shape.size()), shape.data()), "write", path);
  checked(H5Pset_alloc_time(list.id(), H5D_ALLOC_TIME_INCR), "write", path);
  checked(H5Pset_shuffle(list.id()), "write", path);
  checked(H5Pset_deflate(list.id(), kDeflateLevel), "write", path);
  return list;
}

/// Texts one after the other, each `width` bytes long.
std::string padded_to(std::uint64_t width, std::span<const std::string> texts) {
  std::string padded;
  for (const std::string& text : texts) {
    HIBIKI_ASSERT(text.size() <= width);
    padded += text;
    padded.append(width - text.size(), '\0');
  }
  return padded;
}

}  // namespace

Hdf5File Hdf5File::create(const std::filesystem::path& path) {
  prepare();
  const std::string name = path.string();
  const Hdf5Handle creation = own(H5Pcreate(H5P_FILE_CREATE), H5Pclose, "write", name);
  // Creation order makes netCDF list variables as written; times would make every file different.
  checked(H5Pset_link_creation_order(creation.id(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED), "write", name);
  checked(H5Pset_attr_creation_order(creation.id(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED), "write", name);
  checked(H5Pset_obj_track_times(creation.id(), false), "write", name);
  const Hdf5Handle access = file_access("write", name);
  checked(H5Pset_libver_bounds(access.id(), H5F_LIBVER_V18, H5F_LIBVER_V18), "write", name);
  // Chunks are written whole, once: caching them would only let memory grow.
  checked(H5Pset_cache(access.id(), 0, 1, 0, 1.0), "write", name);
  return {name, own(H5Fcreate(name.c_str(), H5F_ACC_TRUNC, creation.id(), access.id()), H5Fclose, "write", name)};
}

Hdf5Dataset Hdf5File::create(const std::string& name, Hdf5Kind kind, const Hdf5Extent& extent, Hdf5Extent chunk,
                             double fill) {
  const std::vector<hsize_t> shape(extent.begin(), extent.end());
  const Hdf5Handle space =
      own(H5Screate_simple(static_cast<int>(shape.size()), shape.data(), nullptr), H5Sclose, "write", path_);
  const Hdf5Handle list = storage(extent, std::move(chunk), fill, path_);
  const Hdf5Handle text = text_type(path_);
  const hid_t type = kind == Hdf5Kind::text ? text.id() : kind == Hdf5Kind::characters ? H5T_C_S1 : number_type(kind);
  Hdf5Dataset dataset(path_, name,
                      own(H5Dcreate2(handle_.id(), name.c_str(), type, space.id(), H5P_DEFAULT, list.id(), H5P_DEFAULT),
                          H5Dclose, "write", path_));
  dataset.scale_name_ = name.substr(name.find_last_of('/') + 1);
  return dataset;
}

Hdf5Dataset Hdf5File::create_dimension(const std::string& name, std::uint64_t length) {
  Hdf5Dataset dataset = create(name, Hdf5Kind::integer32, {length});
  dataset.scale_name_ = fmt::format("This is a netCDF dimension but not a netCDF variable.{:10}", length);
  return dataset;
}

void Hdf5File::create_group(const std::string& name) {
  const Hdf5Handle list = own(H5Pcreate(H5P_GROUP_CREATE), H5Pclose, "write", path_);
  checked(H5Pset_link_creation_order(list.id(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED), "write", path_);
  checked(H5Pset_attr_creation_order(list.id(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED), "write", path_);
  checked(H5Pset_obj_track_times(list.id(), false), "write", path_);
  Hdf5Handle group =
      own(H5Gcreate2(handle_.id(), name.c_str(), H5P_DEFAULT, list.id(), H5P_DEFAULT), H5Gclose, "write", path_);
  hdf5::close(group, "write", path_);
}

void Hdf5File::attribute(const std::string& name, std::string_view text) {
  write_text_attribute(handle_.id(), name, text, path_);
}

void Hdf5File::link(std::span<const Hdf5Dataset> scales, std::span<const Hdf5Dimensions> links) {
  std::vector<std::vector<BackReference>> rows(scales.size());
  for (const Hdf5Dimensions& link : links) {
    const hobj_ref_t dataset = reference_to(handle_.id(), link.dataset->name(), path_);
    for (std::uint32_t i = 0; i < link.scales.size(); ++i)
      rows.at(static_cast<std::size_t>(link.scales[i] - scales.data())).push_back({dataset, i, 0});
  }
  for (std::size_t i = 0; i < scales.size(); ++i) {
    checked(H5DSset_scale(scales[i].id(), scales[i].scale_name_.c_str()), "write", path_);
    // Without its number netCDF takes dimensions in the order of their names once one has been renamed.
    const auto number = static_cast<std::int32_t>(i);
    write_single_attribute(scales[i].id(), "_Netcdf4Dimid", H5T_STD_I32LE, H5T_NATIVE_INT32, &number, path_);
    if (!rows[i].empty()) write_reference_list(scales[i], rows[i], path_);
  }
  for (const Hdf5Dimensions& link : links) write_dimension_list(handle_.id(), link, path_);
}

void Hdf5File::close() {
  // All else was closed before, with a check of its own. Files are not counted: earlier ones that could not be closed
  // are among them.
  HIBIKI_ASSERT(H5Fget_obj_count(handle_.id(), H5F_OBJ_DATASET | H5F_OBJ_GROUP | H5F_OBJ_DATATYPE | H5F_OBJ_ATTR) == 0);
  hdf5::close(handle_, "write", path_);
}

void Hdf5Dataset::close() { hdf5::close(handle_, "write", file_); }

void Hdf5Dataset::write(const Hdf5Block& block, const void* values, std::size_t count, Hdf5Kind kind) {
  HIBIKI_ASSERT(kind == kind_);
  HIBIKI_ASSERT(count ==
                std::accumulate(block.count.begin(), block.count.end(), std::uint64_t{1}, std::multiplies<>()));
  if (count == 0) return;
  const Selection selection = select(*this, block, file_);
  const hid_t type = kind == Hdf5Kind::characters ? H5T_C_S1 : memory_type(kind);
  checked(H5Dwrite(id(), type, selection.memory.id(), selection.file.id(), H5P_DEFAULT, values), "write", file_);
}

void Hdf5Dataset::write(const Hdf5Block& block, std::span<const std::int64_t> values) {
  write(block, values.data(), values.size(), kind_ == Hdf5Kind::integer32 ? kind_ : Hdf5Kind::integer);
}

void Hdf5Dataset::write(const Hdf5Block& block, std::span<const double> values) {
  write(block, values.data(), values.size(), Hdf5Kind::real);
}

void Hdf5Dataset::write_packed(const Hdf5Extent& offset, std::span<const std::byte> packed) {
  prepare();  // whichever thread writes chunks
  HIBIKI_ASSERT(offset.size() == extent_.size());
  const std::vector<hsize_t> place(offset.begin(), offset.end());
  constexpr std::uint32_t kEveryFilterWasApplied = 0;
  checked(H5Dwrite_chunk(id(), H5P_DEFAULT, kEveryFilterWasApplied, place.data(), packed.size(), packed.data()),
          "write", file_);
}

void Hdf5Dataset::write(std::span<const std::string> values) {
  if (values.empty()) return;
  if (kind_ == Hdf5Kind::characters) {
    const std::string padded = padded_to(extent_.back(), values);
    return write(whole(), padded.data(), padded.size(), Hdf5Kind::characters);
  }
  HIBIKI_ASSERT(kind_ == Hdf5Kind::text);
  std::vector<const char*> texts;
  for (const std::string& value : values) texts.push_back(value.c_str());
  const Hdf5Handle type = text_type(file_);
  checked(H5Dwrite(id(), type.id(), H5S_ALL, H5S_ALL, H5P_DEFAULT, texts.data()), "write", file_);
}

void Hdf5Dataset::attribute(const std::string& name, std::string_view text) {
  write_text_attribute(id(), name, text, file_);
}

void Hdf5Dataset::missing_value(double value) {
  write_single_attribute(id(), "_FillValue", number_type(kind_), H5T_NATIVE_DOUBLE, &value, file_);
}

}  // namespace hibiki::results
