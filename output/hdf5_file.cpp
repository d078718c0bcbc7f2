#include "output/hdf5_file.hpp"

#include <hdf5_hl.h>

#include <algorithm>
#include <cstring>
#include <functional>
#include <numeric>

#include "output/chunk_packing.hpp"
#include "output/files.hpp"
#include "output/hdf5_calls.hpp"

namespace hibiki {

using namespace hdf5;

namespace {

void write_attribute(hid_t owner, const std::string& name, hid_t file_type, hid_t memory_type, hid_t space,
                     const void* value, const std::string& path) {
  const Hdf5Handle attribute =
      own(H5Acreate2(owner, name.c_str(), file_type, space, H5P_DEFAULT, H5P_DEFAULT), H5Aclose, "write", path);
  checked(H5Awrite(attribute.id(), memory_type, value), "write", path);
}

void write_text_attribute(hid_t owner, const std::string& name, std::string_view text, const std::string& path) {
  const Hdf5Handle type = own(H5Tcopy(H5T_C_S1), H5Tclose, "write", path);
  const std::string padded(text.empty() ? std::string(1, '\0') : std::string(text));
  checked(H5Tset_size(type.id(), padded.size()), "write", path);
  checked(H5Tset_cset(type.id(), H5T_CSET_UTF8), "write", path);
  const Hdf5Handle space = own(H5Screate(H5S_SCALAR), H5Sclose, "write", path);
  write_attribute(owner, name, type.id(), type.id(), space.id(), padded.data(), path);
}

/// One number, as an array of one: what netCDF itself writes.
void write_number_attribute(hid_t owner, const std::string& name, hid_t type, const void* value,
                            const std::string& path) {
  const hsize_t one = 1;
  const Hdf5Handle space = own(H5Screate_simple(1, &one, nullptr), H5Sclose, "write", path);
  write_attribute(owner, name, type, type, space.id(), value, path);
}

/// Row of a scale's REFERENCE_LIST as the dimension scale specification lays it out; padding included so that it
/// can be zeroed. (H5DSattach_scale would write whatever lies in the padding, and the file's bytes would vary.)
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
Hdf5Handle storage(Hdf5Kind kind, const Hdf5Extent& extent, Hdf5Extent chunk, double fill, const std::string& path) {
  Hdf5Handle list = own(H5Pcreate(H5P_DATASET_CREATE), H5Pclose, "write", path);
  checked(H5Pset_obj_track_times(list.id(), false), "write", path);
  checked(H5Pset_attr_creation_order(list.id(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED), "write", path);
  if (kind == Hdf5Kind::real) checked(H5Pset_fill_value(list.id(), H5T_NATIVE_DOUBLE, &fill), "write", path);
  for (std::size_t i = 0; i < chunk.size(); ++i) chunk[i] = std::min(chunk[i], extent[i]);
  if (chunk.empty() || std::ranges::find(chunk, 0U) != chunk.end()) return list;
  const std::vector<hsize_t> shape(chunk.begin(), chunk.end());
  checked(H5Pset_chunk(list.id(), static_cast<int>(shape.size()), shape.data()), "write", path);
  checked(H5Pset_alloc_time(list.id(), H5D_ALLOC_TIME_INCR), "write", path);
  checked(H5Pset_shuffle(list.id()), "write", path);
  checked(H5Pset_deflate(list.id(), kDeflateLevel), "write", path);
  return list;
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
  const Hdf5Handle access = own(H5Pcreate(H5P_FILE_ACCESS), H5Pclose, "write", name);
  checked(H5Pset_libver_bounds(access.id(), H5F_LIBVER_V18, H5F_LIBVER_V18), "write", name);
  checked(H5Pset_fclose_degree(access.id(), H5F_CLOSE_STRONG), "write", name);
  // Chunks are written whole, once: caching them would only let memory grow.
  checked(H5Pset_cache(access.id(), 0, 1, 0, 1.0), "write", name);
  return {name, own(H5Fcreate(name.c_str(), H5F_ACC_TRUNC, creation.id(), access.id()), H5Fclose, "write", name)};
}

Hdf5Dataset Hdf5File::create(const std::string& name, Hdf5Kind kind, const Hdf5Extent& extent, Hdf5Extent chunk,
                             double fill) {
  const std::vector<hsize_t> shape(extent.begin(), extent.end());
  const Hdf5Handle space =
      own(H5Screate_simple(static_cast<int>(shape.size()), shape.data(), nullptr), H5Sclose, "write", path_);
  const Hdf5Handle list = storage(kind, extent, std::move(chunk), fill, path_);
  const Hdf5Handle text = text_type(path_);
  const hid_t type = kind == Hdf5Kind::text ? text.id() : memory_type(kind);
  return {path_, name,
          own(H5Dcreate2(handle_.id(), name.c_str(), type, space.id(), H5P_DEFAULT, list.id(), H5P_DEFAULT), H5Dclose,
              "write", path_)};
}

void Hdf5File::attribute(const std::string& name, std::string_view text) {
  write_text_attribute(handle_.id(), name, text, path_);
}

void Hdf5File::link(std::span<const Hdf5Dimensions> links) {
  std::vector<const Hdf5Dataset*> scales;
  std::vector<std::vector<BackReference>> rows;
  for (const Hdf5Dimensions& link : links) {
    const hobj_ref_t dataset = reference_to(handle_.id(), link.dataset->name(), path_);
    for (std::uint32_t i = 0; i < link.scales.size(); ++i) {
      const auto found = std::ranges::find(scales, link.scales[i]);
      const auto at = static_cast<std::size_t>(found - scales.begin());
      if (found == scales.end()) {
        scales.push_back(link.scales[i]);
        rows.emplace_back();
      }
      rows[at].push_back({dataset, i, 0});
    }
  }
  for (std::size_t i = 0; i < scales.size(); ++i) {
    checked(H5DSset_scale(scales[i]->id(), scales[i]->name().c_str()), "write", path_);
    write_reference_list(*scales[i], rows[i], path_);
  }
  for (const Hdf5Dimensions& link : links) write_dimension_list(handle_.id(), link, path_);
}

void Hdf5File::close() {
  if (!handle_.reset()) fail("write", path_);
}

void Hdf5Dataset::write(const Hdf5Block& block, const void* values, std::size_t count, Hdf5Kind kind) {
  HIBIKI_ASSERT(kind == kind_);
  HIBIKI_ASSERT(count ==
                std::accumulate(block.count.begin(), block.count.end(), std::uint64_t{1}, std::multiplies<>()));
  if (count == 0) return;
  const Selection selection = select(*this, block, file_);
  checked(H5Dwrite(id(), memory_type(kind), selection.memory.id(), selection.file.id(), H5P_DEFAULT, values), "write",
          file_);
}

void Hdf5Dataset::write(const Hdf5Block& block, std::span<const std::int64_t> values) {
  write(block, values.data(), values.size(), Hdf5Kind::integer);
}

void Hdf5Dataset::write(const Hdf5Block& block, std::span<const double> values) {
  write(block, values.data(), values.size(), Hdf5Kind::real);
}

void Hdf5Dataset::write_packed(const Hdf5Extent& offset, std::span<const std::byte> packed) {
  prepare();  // whichever thread writes chunks
  HIBIKI_ASSERT(offset.size() == extent_.size());
  const std::vector<hsize_t> place(offset.begin(), offset.end());
  constexpr std::uint32_t kEveryFilterWasApplied = 0;
  checked(H5Dwrite_chunk(id(), H5P_DEFAULT, kEveryFilterWasApplied, place.data(), packed.size(), packed.data()), "write",
          file_);
}

void Hdf5Dataset::write(std::span<const std::uint64_t> values) {
  write(whole(), values.data(), values.size(), Hdf5Kind::natural);
}

void Hdf5Dataset::write(std::span<const std::string> values) {
  HIBIKI_ASSERT(kind_ == Hdf5Kind::text);
  if (values.empty()) return;
  std::vector<const char*> texts;
  for (const std::string& value : values) texts.push_back(value.c_str());
  const Hdf5Handle type = text_type(file_);
  checked(H5Dwrite(id(), type.id(), H5S_ALL, H5S_ALL, H5P_DEFAULT, texts.data()), "write", file_);
}

void Hdf5Dataset::attribute(const std::string& name, std::string_view text) {
  write_text_attribute(id(), name, text, file_);
}

void Hdf5Dataset::attribute(const std::string& name, std::int64_t value) {
  write_number_attribute(id(), name, H5T_STD_I64LE, &value, file_);
}

void Hdf5Dataset::attribute(const std::string& name, double value) {
  write_number_attribute(id(), name, H5T_IEEE_F64LE, &value, file_);
}

}  // namespace hibiki
