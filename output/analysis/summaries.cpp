#include "output/analysis/summaries.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "output/analysis/statistics.hpp"

namespace hibiki::inline analysis {

std::optional<std::size_t> scene_of(const RunSummary& run, std::string_view name) {
  const auto it = std::ranges::find(run.axes.scenes, name);
  if (it == run.axes.scenes.end()) return std::nullopt;
  return static_cast<std::size_t>(it - run.axes.scenes.begin());
}

double mean_over(const RunSummary& run, std::string_view scene, Yearly series, int first, int last) {
  const auto at = scene_of(run, scene);
  std::vector<double> values;
  for (const YearSummary& year : run.years)
    if (at && year.whole() && year.year >= first && year.year <= last) values.push_back((year.*series)[*at]);
  return mean_of(known(std::move(values)));
}

bool has_years(const RunSummary& run, int first, int last) {
  const auto whole = std::ranges::count_if(
      run.years, [&](const YearSummary& year) { return year.whole() && year.year >= first && year.year <= last; });
  return whole == last - first + 1;
}

ActConcentration act_concentration(const RunSummary& run, int first, int last) {
  constexpr std::size_t kTop = 10;
  if (!has_years(run, first, last)) return {kMissing, kMissing};
  std::vector<double> plays;
  for (const YearSummary& year : run.years) {
    if (year.year < first || year.year > last) continue;
    plays.resize(std::max(plays.size(), year.act_plays.size()), 0.0);
    for (std::size_t i = 0; i < year.act_plays.size(); ++i) plays[i] += static_cast<double>(year.act_plays[i]);
  }
  std::ranges::sort(plays, std::greater());
  double all = 0, top = 0, squares = 0;
  for (std::size_t i = 0; i < plays.size(); ++i) {
    all += plays[i];
    squares += plays[i] * plays[i];
    if (i < kTop) top += plays[i];
  }
  if (!(all > 0)) return {kMissing, kMissing};
  return {top / all, all * all / squares};
}

std::vector<double> each(const Summaries& runs, const std::function<double(const RunSummary&)>& value) {
  std::vector<double> values;
  for (const RunSummary* run : runs) values.push_back(value(*run));
  return values;
}

std::string spread(std::vector<double> values) {
  values = known(std::move(values));
  if (values.empty()) return "-";
  const auto [low, high] = std::ranges::minmax(values);
  return fmt::format("{:.2f} ({:.2f} to {:.2f})", median_of(values), low, high);
}

}  // namespace hibiki::analysis
