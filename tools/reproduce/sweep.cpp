#include "tools/reproduce/sweep.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "sim/core/error.hpp"
#include "sim/scenario/nearest.hpp"

namespace hibiki::inline reproduction {

namespace {

constexpr double kMostPoints = 10'000;

[[noreturn]] void refuse_sweep(const std::string& text, const std::string& what) {
  throw ScenarioError({Problem{{}, 0, 0, fmt::format("--sweep {}: {}", text, what), {}}});
}

/// The numbers of a text between `separator`s; empty if one of them is not a number.
std::vector<double> numbers(std::string_view text, char separator) {
  std::vector<double> values;
  for (;;) {
    const std::string_view word = text.substr(0, text.find(separator));
    double value = 0;
    const auto [stop, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (error != std::errc{} || stop != word.data() + word.size() || !std::isfinite(value)) return {};
    values.push_back(value);
    if (word.size() == text.size()) return values;
    text.remove_prefix(word.size() + 1);
  }
}

/// Every point of the axes, the last running fastest.
std::vector<std::vector<double>> points_of(const std::vector<SweepAxis>& axes) {
  std::vector<std::vector<double>> points = {{}};
  for (const SweepAxis& axis : axes) {
    std::vector<std::vector<double>> longer;
    for (const auto& point : points)
      for (const double value : axis.values) {
        longer.push_back(point);
        longer.back().push_back(value);
      }
    points = std::move(longer);
  }
  return points;
}

}  // namespace

SweepAxis parse_axis(const ReferenceModel& model, const std::string& text) {
  constexpr const char* kForm = "write KEY=FROM:TO:STEP or KEY=A,B,C, as in --sweep z=1:10:0.5";
  const auto equals = text.find('=');
  if (equals == std::string::npos || equals == 0) refuse_sweep(text, kForm);
  SweepAxis axis{text.substr(0, equals), {}};
  const ModelParameter* parameter = find_parameter(model, axis.name);
  if (parameter == nullptr) {
    std::vector<std::string> names;
    for (const ModelParameter& one : model.parameters) names.push_back(one.name);
    refuse_sweep(text, fmt::format("model '{}' has no parameter '{}'; {}", model.name, axis.name,
                                   nearest_hint(axis.name, names)));
  }
  const std::string_view range = std::string_view(text).substr(equals + 1);
  if (range.find(':') == std::string_view::npos) {
    axis.values = numbers(range, ',');
  } else if (const auto three = numbers(range, ':'); three.size() == 3 && three[2] > 0 && three[1] >= three[0]) {
    // A little more than the end, which is meant even where steps of a tenth do not add up to it.
    const double steps = std::floor((three[1] - three[0]) / three[2] + 1e-6);
    if (steps >= kMostPoints) refuse_sweep(text, fmt::format("more than {} points", kMostPoints));
    for (double i = 0; i <= steps; ++i)
      axis.values.push_back(std::strtod(fmt::format("{:.12g}", three[0] + i * three[2]).c_str(), nullptr));
  }
  if (axis.values.empty()) refuse_sweep(text, kForm);
  for (const double value : axis.values) check_value(*parameter, value, "--sweep " + text);
  return axis;
}

Sweep repeat_over(Evidence evidence, Overrides overrides, std::vector<SweepAxis> axes, std::vector<std::string> shown) {
  Sweep result{std::move(evidence), std::move(overrides), std::move(axes), std::move(shown), {}};
  std::vector<CaseRun> runs;
  std::vector<std::vector<double>> places;
  const auto points = points_of(result.axes);
  if (static_cast<double>(points.size()) > kMostPoints)
    throw ScenarioError({Problem{{}, 0, 0, fmt::format("--sweep: {} points are too many", points.size()), {}}});
  for (const std::vector<double>& point : points) {
    Overrides here = result.overrides;
    for (std::size_t i = 0; i < point.size(); ++i) here[result.axes[i].name] = point[i];
    for (CaseRun& run : runs_of(result.evidence, here)) {
      runs.push_back(std::move(run));
      places.push_back(point);
    }
  }
  auto outcomes =
      repeat(*result.evidence.model, std::move(runs), result.evidence.first_seed, result.evidence.replicates);
  for (std::size_t i = 0; i < outcomes.size(); ++i) result.points.push_back({places[i], std::move(outcomes[i])});
  return result;
}

std::optional<Sweep> figure_sweep(const Evidence& evidence, const Overrides& overrides) {
  if (evidence.figure.sweeps.empty()) return std::nullopt;
  std::vector<SweepAxis> axes;
  for (const std::string& text : evidence.figure.sweeps) axes.push_back(parse_axis(*evidence.model, text));
  Evidence drawn = evidence;
  drawn.replicates = static_cast<std::size_t>(evidence.figure.replicates);
  return repeat_over(std::move(drawn), overrides, std::move(axes), evidence.figure.measures);
}

}  // namespace hibiki::reproduction
