#include "output/analysis/market_size.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/core/money.hpp"
#include "sim/world/markets.hpp"

namespace hibiki::inline analysis {

namespace {

/// Paid in market m in a year, US dollars; 0 where the summary has no money by market.
double paid_in(const YearSummary& year, std::size_t m, std::size_t scenes) {
  if (year.revenue.size() < (m + 1) * scenes) return 0.0;
  Cents paid = 0;
  for (std::size_t scene = 0; scene < scenes; ++scene) paid += year.revenue[m * scenes + scene];
  return year.a_year(static_cast<double>(paid)) / kCentsInDollar;
}

}  // namespace

std::vector<OversizedMarket> oversized_markets(const Scenario& scenario, const Summaries& runs) {
  std::vector<OversizedMarket> found;
  if (runs.empty()) return found;
  for (const Market& market : scenario.markets) {
    const auto& names = runs.front()->axes.markets;
    const auto m = static_cast<std::size_t>(std::ranges::find(names, market.name) - names.begin());
    if (m == names.size()) continue;
    OversizedMarket worst;
    for (std::size_t y = 0; y < runs.front()->years.size(); ++y) {
      const YearSummary& first = runs.front()->years[y];
      if (!first.whole()) continue;
      const double size = recorded_size(market, make_day(first.year, 7, 1));
      if (size <= 0.0) continue;
      double paid = 0.0;
      for (const RunSummary* run : runs)
        paid += paid_in(run->years[y], m, names.size()) / static_cast<double>(runs.size());
      if (paid > kMostOfRecordedSize * size && (worst.size == 0.0 || paid / size > worst.paid / worst.size))
        worst = {market.title.empty() ? market.name : market.title, first.year, paid, size};
    }
    if (worst.size > 0.0) found.push_back(worst);
  }
  return found;
}

std::string oversized_text(const OversizedMarket& market) {
  const double times = market.paid / market.size;
  return fmt::format("{} x{:.{}f} in {}", market.title, times, times < 9.95 ? 1 : 0, market.year);
}

}  // namespace hibiki::analysis
