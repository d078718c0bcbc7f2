// A published model: parameters in, named values out, one seed at a time. To add one: declare it in a function like
// those of contagion_models.cpp and name it in models.cpp; `hibiki reproduce` reads, repeats, judges, sweeps and draws
// it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hibiki::inline reproduction {

/// A parameter that evidence files and --set may give.
struct ModelParameter {
  std::string name;
  std::string unit;  ///< "1" for pure numbers
  std::string meaning;
  double usual = 0;  ///< default value
  double minimum = 0, maximum = 1;
  bool whole = false;  ///< whole numbers only
};

/// The parameters of one run: every one that the model declares, in its range.
class Parameters {
 public:
  explicit Parameters(std::map<std::string, double> values) : values_(std::move(values)) {}
  /// The model must declare it.
  double operator[](const std::string& name) const { return values_.at(name); }
  std::uint32_t whole(const std::string& name) const { return static_cast<std::uint32_t>(values_.at(name)); }
  const std::map<std::string, double>& values() const { return values_; }

 private:
  std::map<std::string, double> values_;
};

/// A number that comes out.
struct ModelMeasure {
  std::string name;
  std::string unit;  ///< "share" for parts of a whole
  std::string meaning;
  bool event = false;  ///< 0 or 1, whether something happened: its mean is a frequency
};

/// A curve: values over time, or one quantity over another.
struct Curve {
  std::string name;
  std::vector<double> x, y;
  std::size_t figure = 0;  ///< of the model's figures, which it belongs to
};

/// Ticks from one point of a curve to the next: at most `a_unit` points a unit of time.
inline std::size_t ticks_a_point(double tick_length, double a_unit) {
  const auto ticks = static_cast<std::size_t>(1.0 / (a_unit * tick_length) + 0.5);
  return ticks > 0 ? ticks : 1;
}

/// The results of one seed. A measure that has no value for this seed (the size of a cascade where there is none) is
/// left out.
struct Outcome {
  std::map<std::string, double> values;
  std::vector<Curve> curves;  ///< of one name: the same x under every seed, or points
};

/// A bar as high as the mean of a measure.
struct ModelBar {
  std::string measure, label;
};

/// A figure of curves; or of bars, where there are some.
struct ModelFigure {
  std::string x, y;          ///< labels of the axes, with units
  bool points = false;       ///< points rather than lines
  bool diagonal = false;     ///< with the line on which y is x
  bool logarithmic = false;  ///< both axes
  std::vector<ModelBar> bars{};
};

struct ReferenceModel {
  std::string name;
  std::string title;
  std::vector<ModelParameter> parameters;
  std::vector<ModelMeasure> measures;
  std::vector<ModelFigure> figures;
  /// An error message for an invalid combination of parameters that are each in range; "" if it is valid. May be
  /// empty.
  std::function<std::string(const Parameters&)> check;
  /// Equal parameters and seed give equal bits, on any number of threads. May be called from several at once.
  std::function<Outcome(const Parameters&, std::uint64_t seed)> measure;
  /// Theoretical values of measures and curves; may be empty.
  std::function<Outcome(const Parameters&)> theory;
};

const ModelParameter* find_parameter(const ReferenceModel& model, std::string_view name);
const ModelMeasure* find_measure(const ReferenceModel& model, std::string_view name);

/// All of them, in the order of the manual.
std::span<const ReferenceModel> reference_models();
/// nullptr when there is none.
const ReferenceModel* find_model(std::string_view name);

}  // namespace hibiki::reproduction
