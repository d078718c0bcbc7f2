#include "output/results/reader.hpp"

#include <fmt/format.h>

#include <bit>

#include "output/results/files.hpp"
#include "output/results/hdf5_file.hpp"
#include "sim/core/error.hpp"

namespace hibiki::inline results {

namespace {

Variable read_block(const Hdf5Dataset& dataset, const Hdf5Block& block) {
  Variable variable;
  variable.dimensions = dataset.dimensions();
  variable.extent = block.count;
  if (dataset.kind() == Hdf5Kind::characters) {  // along the last dimension lie the bytes of a text
    variable.dimensions.pop_back();
    variable.extent.pop_back();
  }
  switch (dataset.kind()) {
    case Hdf5Kind::real:
      variable.values = dataset.read_reals(block);
      break;
    case Hdf5Kind::text:
    case Hdf5Kind::characters:
      variable.values = dataset.read_texts();
      break;
    default:
      variable.values = dataset.read_integers(block);
  }
  return variable;
}

bool same_bits(double left, double right) {
  return std::bit_cast<std::uint64_t>(left) == std::bit_cast<std::uint64_t>(right);
}
template <class Value>
bool same_bits(const Value& left, const Value& right) {
  return left == right;
}

/// "replicate 0, time 12, market 3" for a row-major position.
std::string place_of(std::uint64_t position, const Variable& variable) {
  std::string place;
  for (std::size_t i = variable.extent.size(); i-- > 0;) {
    place = fmt::format("{} {}{}{}", variable.dimensions[i], position % variable.extent[i], place.empty() ? "" : ", ",
                        place);
    position /= variable.extent[i];
  }
  return place;
}

std::optional<std::string> first_difference(const std::string& name, const Variable& left, const Variable& right) {
  if (left.dimensions != right.dimensions || left.extent != right.extent)
    return fmt::format("{} has other dimensions", name);
  if (left.values.index() != right.values.index()) return fmt::format("{} has another type", name);
  return std::visit(
      [&](const auto& values) -> std::optional<std::string> {
        const auto& others = std::get<std::decay_t<decltype(values)>>(right.values);
        for (std::size_t i = 0; i < values.size(); ++i)
          if (!same_bits(values[i], others[i]))
            return fmt::format("{} ({}): {} against {}", name, place_of(i, left), values[i], others[i]);
        return std::nullopt;
      },
      left.values);
}

/// Compares replicate by replicate where there is that dimension, so that memory does not grow with replicates.
std::optional<std::string> difference_in(const std::string& name, const Hdf5Dataset& left, const Hdf5Dataset& right) {
  if (left.extent() != right.extent() || left.kind() != right.kind() || left.dimensions() != right.dimensions())
    return fmt::format("{} has other dimensions or another type", name);
  const bool texts = left.kind() == Hdf5Kind::text || left.kind() == Hdf5Kind::characters;
  const bool sliced = !texts && left.extent().size() > 2;
  for (std::uint64_t r = 0; r < (sliced ? left.extent().front() : 1); ++r) {
    Hdf5Block block = left.whole();
    if (sliced) {
      block.offset.front() = r;
      block.count.front() = 1;
    }
    const Variable ours = read_block(left, block), theirs = read_block(right, block);
    if (auto difference = first_difference(name, ours, theirs)) {
      if (sliced && r > 0) *difference += fmt::format(" (counted within replicate {})", r);
      return difference;
    }
  }
  return std::nullopt;
}

constexpr const char* kGlobalTexts[] = {"title", "model_version", "scenario", "scenario_digest"};

}  // namespace

std::vector<double> Variable::numbers() const {
  HIBIKI_ASSERT(!std::holds_alternative<std::vector<std::string>>(values));
  if (const auto* reals = std::get_if<std::vector<double>>(&values)) return *reals;
  const auto& integers = std::get<std::vector<std::int64_t>>(values);
  return {integers.begin(), integers.end()};
}

ResultsReader::ResultsReader(const std::filesystem::path& path)
    : file_(std::make_unique<Hdf5File>(Hdf5File::open(path))) {}
ResultsReader::~ResultsReader() = default;
ResultsReader::ResultsReader(ResultsReader&&) noexcept = default;

std::vector<std::string> ResultsReader::names() const { return file_->names(); }

bool ResultsReader::has(const std::string& name) const { return file_->has(name); }

Variable ResultsReader::read(const std::string& name) const {
  const Hdf5Dataset dataset = file_->dataset(name);
  return read_block(dataset, dataset.whole());
}

Variable ResultsReader::read(const std::string& name, std::size_t replicate) const {
  const Hdf5Dataset dataset = file_->dataset(name);
  HIBIKI_ASSERT(dataset.kind() != Hdf5Kind::text && dataset.extent().size() > 1);
  if (replicate >= dataset.extent().front()) throw IoError(fmt::format("{} has no replicate {}", name, replicate));
  Hdf5Block block = dataset.whole();
  block.offset.front() = replicate;
  block.count.front() = 1;
  Variable variable = read_block(dataset, block);
  variable.dimensions.erase(variable.dimensions.begin());
  variable.extent.erase(variable.extent.begin());
  return variable;
}

std::vector<std::string> ResultsReader::axis(const std::string& name) const {
  return file_->dataset(name).read_texts();
}

std::string ResultsReader::attribute(const std::string& name) const { return file_->text_attribute(name); }

std::optional<std::string> first_difference(const std::filesystem::path& left, const std::filesystem::path& right) {
  const Hdf5File ours = Hdf5File::open(left), theirs = Hdf5File::open(right);
  if (ours.text_attribute("layout") != theirs.text_attribute("layout"))
    throw IoError(
        fmt::format("cannot compare {} value by value: it was written by a version of hibiki with another "
                    "layout; run its scenario again with this version",
                    left.string()));
  for (const char* name : kGlobalTexts)
    if (ours.text_attribute(name) != theirs.text_attribute(name))
      return fmt::format("{}: \"{}\" against \"{}\"", name, ours.text_attribute(name), theirs.text_attribute(name));
  const std::vector<std::string> names = ours.names();
  if (theirs.names() != names) return "the variables differ";
  for (const std::string& name : names)
    if (auto difference = difference_in(name, ours.dataset(name), theirs.dataset(name))) return difference;
  return std::nullopt;
}

}  // namespace hibiki::results
