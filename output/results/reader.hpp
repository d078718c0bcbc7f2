// Reads results.h5 back: for verification, comparison and reports.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace hibiki::inline results {

class Hdf5File;

/// One variable of a results file, row-major.
struct Variable {
  std::vector<std::string> dimensions;  ///< names, first the slowest: "replicate", "time", "market" ...
  std::vector<std::uint64_t> extent;    ///< length of each
  std::variant<std::vector<std::int64_t>, std::vector<double>, std::vector<std::string>> values;

  /// The numbers as doubles; asserts that they are numbers.
  std::vector<double> numbers() const;
};

/// An open results file. Every failure throws IoError.
class ResultsReader {
 public:
  explicit ResultsReader(const std::filesystem::path& path);
  ~ResultsReader();
  ResultsReader(ResultsReader&&) noexcept;

  /// Every variable, by name.
  std::vector<std::string> names() const;
  bool has(const std::string& name) const;
  Variable read(const std::string& name) const;
  /// One replicate of a variable whose first dimension is replicate; that dimension is left out.
  Variable read(const std::string& name, std::size_t replicate) const;
  /// Labels of a text axis: "market", "scene", "act" ...
  std::vector<std::string> axis(const std::string& name) const;
  /// A global attribute that is text; empty when there is none.
  std::string attribute(const std::string& name) const;

 private:
  std::unique_ptr<Hdf5File> file_;
};

/// The first difference between two results files, variable by variable and value by value (numbers by their bits),
/// ready to print; empty if they are equal. Throws IoError when they are laid out differently.
std::optional<std::string> first_difference(const std::filesystem::path& left, const std::filesystem::path& right);

}  // namespace hibiki::results
