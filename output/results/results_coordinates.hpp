// The axes of results.h5 and the description of a replicate, a market, an act and a label besides its name.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "output/results/entity_axis.hpp"
#include "output/results/hdf5_file.hpp"
#include "output/results/replicate.hpp"

namespace hibiki::inline results {

/// Name of an axis in the file.
std::string_view axis_name(Axis axis);

/// A key as the file has it: 16 hexadecimal digits, since many readers take large numbers to doubles.
std::string key_text(Key key);
/// The key of such a text; throws IoError if it is not a key.
Key key_of_text(const std::string& text);

/// Group of the copies of all texts that have a fixed length.
inline constexpr std::string_view kTextGroup = "text";

/// Writes the scales (the variables that axes are) and their companions. Keeps them open for linking.
class ResultsCoordinates {
 public:
  /// `days`: first day of each week, days since 1970-01-01.
  ResultsCoordinates(Hdf5File& file, std::span<const Replicate> replicates, const std::vector<std::int64_t>& days,
                     const EntityAxis& acts, const EntityAxis& labels);

  /// The scale of this name, which must be one.
  const Hdf5Dataset& scale(std::string_view name) const;
  std::span<const Hdf5Dataset> scales() const { return scales_; }

  /// Names of the companions, parted by blanks. As an attribute of the whole file they become coordinates in xarray,
  /// and no program that takes one series looks for them.
  std::string companions() const;

  /// Which axes the companions lie over.
  std::vector<Hdf5Dimensions> links() const;

  /// Closes all, with a check that everything could be written.
  void close();

 private:
  struct Companion {
    Hdf5Dataset dataset;
    std::vector<std::string> axes;
  };

  void write_scales(const RunAxes& axes, const std::vector<std::int64_t>& seeds, const std::vector<std::int64_t>& days,
                    const EntityAxis& acts, const EntityAxis& labels);
  void write_companions(std::span<const Replicate> replicates, const EntityAxis& acts, const EntityAxis& labels);
  void text_scale(const std::string& name, const std::vector<std::string>& labels, const std::string& long_name);
  Hdf5Dataset& number_scale(const std::string& name, const std::vector<std::int64_t>& values,
                            const std::string& long_name);
  void texts(const std::string& name, const std::string& axis, const std::vector<std::string>& values,
             const std::string& long_name);
  /// by_replicate[replicate][position on the axis]
  void days(const std::string& name, const std::string& axis,
            const std::vector<std::vector<std::int64_t>>& by_replicate, const std::string& long_name);
  void write_fixed_texts();

  /// A text variable, for its copy of fixed length.
  struct Text {
    std::string name, axis;
    std::vector<std::string> values;
  };

  Hdf5File& file_;
  std::vector<Hdf5Dataset> scales_;
  std::vector<Companion> companions_;
  std::vector<Text> texts_;
};

}  // namespace hibiki::results
