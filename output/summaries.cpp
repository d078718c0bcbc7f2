#include "output/summaries.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace hibiki {

double mean_of(const std::vector<double>& values) {
  return values.empty() ? std::numeric_limits<double>::quiet_NaN()
                        : std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

std::optional<std::size_t> scene_of(const RunSummary& run, std::string_view name) {
  const auto it = std::ranges::find(run.axes.scenes, name);
  if (it == run.axes.scenes.end()) return std::nullopt;
  return static_cast<std::size_t>(it - run.axes.scenes.begin());
}

double mean_over(const RunSummary& run, std::string_view scene, Yearly series, int first, int last) {
  const auto at = scene_of(run, scene);
  std::vector<double> values;
  for (const YearSummary& year : run.years)
    if (at && year.year >= first && year.year <= last) values.push_back((year.*series)[*at]);
  return mean_of(values);
}

bool has_years(const RunSummary& run, int first, int last) {
  return !run.years.empty() && run.years.front().year <= first && run.years.back().year >= last;
}

std::vector<double> each(const Summaries& runs, const std::function<double(const RunSummary&)>& value) {
  std::vector<double> values;
  for (const RunSummary* run : runs) values.push_back(value(*run));
  return values;
}

double median_of(std::vector<double> values) {
  std::ranges::sort(values);
  const std::size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

std::string spread(std::vector<double> values) {
  std::erase_if(values, [](double value) { return std::isnan(value); });
  if (values.empty()) return "-";
  const auto [low, high] = std::ranges::minmax(values);
  return fmt::format("{:.2f} ({:.2f} to {:.2f})", median_of(values), low, high);
}

}  // namespace hibiki
