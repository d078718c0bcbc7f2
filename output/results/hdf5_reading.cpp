// Reading, and how failures of HDF5 are told. (Writing is in hdf5_file.cpp.)
#include <fmt/format.h>
#include <hdf5_hl.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <functional>
#include <numeric>
#include <utility>

#include "output/results/files.hpp"
#include "output/results/hdf5_calls.hpp"

namespace hibiki::inline results {

namespace hdf5 {

namespace {

/// The message of the error stack: the operating system's if a system call failed, else HDF5's innermost.
struct Reason {
  std::string system, library;
};

herr_t collect(unsigned, const H5E_error2_t* error, void* data) {
  auto& reason = *static_cast<Reason*>(data);
  const std::string text = error->desc == nullptr ? "" : error->desc;
  if (const auto at = text.find("errno = "); at != std::string::npos && reason.system.empty())
    reason.system = text.substr(at + 8);
  if (reason.library.empty()) reason.library = text;
  return 0;
}

}  // namespace

void fail(const std::string& action, const std::string& path) {
  Reason reason;
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, collect, &reason);
  H5Eclear2(H5E_DEFAULT);
  if (!reason.system.empty()) throw_io_error(action, path, std::atoi(reason.system.c_str()));
  throw IoError(fmt::format("cannot {} {}: {}", action, path, reason.library.empty() ? "HDF5 failed" : reason.library));
}

void close(Hdf5Handle& handle, const char* action, const std::string& path) {
  if (!handle.reset()) fail(action, path);
}

Hdf5Handle file_access(const char* action, const std::string& path) {
  Hdf5Handle access = own(H5Pcreate(H5P_FILE_ACCESS), H5Pclose, action, path);
  checked(H5Pset_fclose_degree(access.id(), H5F_CLOSE_STRONG), action, path);
  checked(H5Pset_file_locking(access.id(), false, true), action, path);
  return access;
}

hid_t memory_type(Hdf5Kind kind) {
  switch (kind) {
    case Hdf5Kind::integer:
    case Hdf5Kind::integer32:
      return H5T_STD_I64LE;
    case Hdf5Kind::natural:
      return H5T_STD_U64LE;
    case Hdf5Kind::real:
      return H5T_IEEE_F64LE;
    case Hdf5Kind::text:
    case Hdf5Kind::characters:
      break;
  }
  HIBIKI_ASSERT(!"text has types of its own");
}

Hdf5Handle text_type(const std::string& path) {
  Hdf5Handle type = own(H5Tcopy(H5T_C_S1), H5Tclose, "use", path);
  checked(H5Tset_size(type.id(), H5T_VARIABLE), "use", path);
  checked(H5Tset_cset(type.id(), H5T_CSET_UTF8), "use", path);
  return type;
}

void prepare() {
  static const bool once = H5dont_atexit() >= 0;
  thread_local const bool quiet = H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr) >= 0;  // the setting is per thread
  static_cast<void>(once);
  static_cast<void>(quiet);
}

Selection select(const Hdf5Dataset& dataset, const Hdf5Block& block, const std::string& path) {
  const std::vector<hsize_t> offset(block.offset.begin(), block.offset.end());
  const std::vector<hsize_t> count(block.count.begin(), block.count.end());
  Selection selection;
  selection.file = own(H5Dget_space(dataset.id()), H5Sclose, "use", path);
  checked(H5Sselect_hyperslab(selection.file.id(), H5S_SELECT_SET, offset.data(), nullptr, count.data(), nullptr),
          "use", path);
  selection.memory =
      own(H5Screate_simple(static_cast<int>(count.size()), count.data(), nullptr), H5Sclose, "use", path);
  return selection;
}

}  // namespace hdf5

using namespace hdf5;

Hdf5Handle& Hdf5Handle::operator=(Hdf5Handle&& other) noexcept {
  std::swap(id_, other.id_);
  std::swap(release_, other.release_);
  return *this;
}

bool Hdf5Handle::reset() {
  const Id id = std::exchange(id_, -1);
  return id < 0 || release_(id) >= 0;
}

Hdf5Dataset::Hdf5Dataset(std::string file, std::string name, Hdf5Handle handle)
    : file_(std::move(file)), name_(std::move(name)), handle_(std::move(handle)) {
  const Hdf5Handle space = own(H5Dget_space(id()), H5Sclose, "read", file_);
  std::vector<hsize_t> shape(static_cast<std::size_t>(checked(H5Sget_simple_extent_ndims(space.id()), "read", file_)));
  checked(H5Sget_simple_extent_dims(space.id(), shape.data(), nullptr), "read", file_);
  extent_.assign(shape.begin(), shape.end());
  const Hdf5Handle type = own(H5Dget_type(id()), H5Tclose, "read", file_);
  switch (checked(H5Tget_class(type.id()), "read", file_)) {
    case H5T_FLOAT:
      kind_ = Hdf5Kind::real;
      break;
    case H5T_STRING:
      kind_ = checked(H5Tis_variable_str(type.id()), "read", file_) > 0 ? Hdf5Kind::text : Hdf5Kind::characters;
      break;
    default:
      if (checked(H5Tget_sign(type.id()), "read", file_) == H5T_SGN_NONE)
        kind_ = Hdf5Kind::natural;
      else
        kind_ = H5Tget_size(type.id()) == sizeof(std::int32_t) ? Hdf5Kind::integer32 : Hdf5Kind::integer;
  }
}

Hdf5File Hdf5File::open(const std::filesystem::path& path) {
  prepare();
  // HDF5's messages for missing files and files of other kinds are not helpful.
  const std::string name = path.string();
  if (!std::filesystem::exists(path)) throw_io_error("read", path, ENOENT);
  if (std::filesystem::is_directory(path)) throw_io_error("read", path, EISDIR);
  if (checked(H5Fis_hdf5(name.c_str()), "read", name) == 0)
    throw IoError(fmt::format("cannot read {}: it is not an HDF5 file", name));
  const Hdf5Handle access = file_access("read", name);
  return {name, own(H5Fopen(name.c_str(), H5F_ACC_RDONLY, access.id()), H5Fclose, "read", name)};
}

Hdf5Dataset Hdf5File::dataset(const std::string& name) const {
  if (!has(name)) throw IoError(fmt::format("{} has no variable {}", path_, name));
  return {path_, name, own(H5Dopen2(handle_.id(), name.c_str(), H5P_DEFAULT), H5Dclose, "read", path_)};
}

bool Hdf5File::has(const std::string& name) const {
  return checked(H5Lexists(handle_.id(), name.c_str(), H5P_DEFAULT), "read", path_) > 0;
}

std::vector<std::string> Hdf5File::names() const {
  const auto take = [](hid_t, const char* name, const H5O_info_t* object, void* data) -> herr_t {
    if (object->type == H5O_TYPE_DATASET) static_cast<std::vector<std::string>*>(data)->emplace_back(name);
    return 0;
  };
  std::vector<std::string> names;
  // With a sorting order HDF5 makes a table, and frees uninitialised entries when reading fails.
  checked(H5Ovisit2(handle_.id(), H5_INDEX_NAME, H5_ITER_NATIVE, take, &names, H5O_INFO_BASIC), "read", path_);
  std::ranges::sort(names);
  return names;
}

namespace {

std::string variable_text(const Hdf5Handle& attribute, const std::string& path) {
  const Hdf5Handle space = own(H5Aget_space(attribute.id()), H5Sclose, "read", path);
  if (checked(H5Sget_simple_extent_npoints(space.id()), "read", path) != 1) return "";
  const Hdf5Handle type = text_type(path);
  char* raw = nullptr;
  checked(H5Aread(attribute.id(), type.id(), &raw), "read", path);
  const std::string text = raw == nullptr ? "" : raw;
  checked(H5Dvlen_reclaim(type.id(), space.id(), H5P_DEFAULT, &raw), "read", path);
  return text;
}

}  // namespace

std::string Hdf5File::text_attribute(const std::string& name) const {
  if (checked(H5Aexists(handle_.id(), name.c_str()), "read", path_) == 0) return "";
  const Hdf5Handle attribute = own(H5Aopen(handle_.id(), name.c_str(), H5P_DEFAULT), H5Aclose, "read", path_);
  const Hdf5Handle type = own(H5Aget_type(attribute.id()), H5Tclose, "read", path_);
  if (checked(H5Tget_class(type.id()), "read", path_) != H5T_STRING) return "";
  if (checked(H5Tis_variable_str(type.id()), "read", path_) > 0) return variable_text(attribute, path_);
  std::string text(H5Tget_size(type.id()), '\0');  // as earlier versions wrote it
  if (text.empty()) fail("read", path_);
  checked(H5Aread(attribute.id(), type.id(), text.data()), "read", path_);
  return text.substr(0, text.find('\0'));
}

namespace {

template <class Value>
std::vector<Value> read_block(const Hdf5Dataset& dataset, const Hdf5Block& block, hid_t type, const std::string& path) {
  std::vector<Value> values(
      std::accumulate(block.count.begin(), block.count.end(), std::uint64_t{1}, std::multiplies<>()));
  if (values.empty()) return values;
  const Selection selection = select(dataset, block, path);
  checked(H5Dread(dataset.id(), type, selection.memory.id(), selection.file.id(), H5P_DEFAULT, values.data()), "read",
          path);
  return values;
}

/// Texts of `width` bytes each, without the zero bytes at their ends.
std::vector<std::string> texts_of(const std::vector<char>& characters, std::uint64_t width) {
  std::vector<std::string> texts;
  for (std::uint64_t at = 0; at < characters.size(); at += width) {
    const std::string_view text(characters.data() + at, width);
    texts.emplace_back(text.substr(0, text.find('\0')));
  }
  return texts;
}

}  // namespace

std::vector<std::int64_t> Hdf5Dataset::read_integers(const Hdf5Block& block) const {
  // Keys use all 64 bits: their bits are kept, not their sign.
  return read_block<std::int64_t>(*this, block, memory_type(kind_), file_);
}

std::vector<double> Hdf5Dataset::read_reals(const Hdf5Block& block) const {
  return read_block<double>(*this, block, H5T_IEEE_F64LE, file_);
}

std::vector<std::string> Hdf5Dataset::read_texts() const {
  if (kind_ == Hdf5Kind::characters) return texts_of(read_block<char>(*this, whole(), H5T_C_S1, file_), extent_.back());
  const Hdf5Handle type = text_type(file_);
  const Hdf5Handle space = own(H5Dget_space(id()), H5Sclose, "read", file_);
  auto raw = read_block<char*>(*this, whole(), type.id(), file_);
  std::vector<std::string> texts;
  for (const char* text : raw) texts.emplace_back(text == nullptr ? "" : text);
  if (!raw.empty()) checked(H5Dvlen_reclaim(type.id(), space.id(), H5P_DEFAULT, raw.data()), "read", file_);
  return texts;
}

std::vector<std::string> Hdf5Dataset::dimensions() const {
  std::vector<std::string> names(extent_.size());
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto take = [](hid_t, unsigned, hid_t scale, void* data) -> herr_t {
      char name[256] = "";
      if (H5Iget_name(scale, name, sizeof name) < 0) return -1;
      *static_cast<std::string*>(data) = name[0] == '/' ? name + 1 : name;
      return 1;
    };
    if (checked(H5DSis_scale(id()), "read", file_) > 0)
      names[i] = name_;
    else
      checked(H5DSiterate_scales(id(), static_cast<unsigned>(i), nullptr, take, &names[i]), "read", file_);
  }
  return names;
}

std::string hdf5_version() {
  prepare();
  unsigned major = 0, minor = 0, release = 0;
  H5get_libversion(&major, &minor, &release);
  return fmt::format("{}.{}.{}", major, minor, release);
}

}  // namespace hibiki::results
