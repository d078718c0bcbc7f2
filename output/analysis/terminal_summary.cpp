#include "output/analysis/terminal_summary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

#include "output/analysis/market_size.hpp"
#include "output/analysis/statistics.hpp"
#include "sim/scenario/trends.hpp"

namespace hibiki::inline analysis {

namespace {

constexpr std::size_t kListColumns = 80;  // longest line of a list
constexpr std::size_t kLabelColumns = 22, kPeriodColumns = 8;
constexpr double kCentsInMillion = 1e8;

/// Years first to last, one column of the table.
struct Period {
  int first, last;
};

/// Median and range over replicates; NaN is left out.
struct Spread {
  double median = std::nan(""), low = std::nan(""), high = std::nan("");
};

Spread spread_of(std::vector<double> values) {
  values = known(std::move(values));
  if (values.empty()) return {};
  const auto [low, high] = std::ranges::minmax(values);
  return {median_of(std::move(values)), low, high};
}

/// value(summary) over replicates.
template <class Value>
Spread over(std::span<const Replicate> replicates, const Value& value) {
  std::vector<double> values;
  for (const Replicate& replicate : replicates) values.push_back(value(replicate.result.summary));
  return spread_of(std::move(values));
}

/// A value of a year and the number of weeks behind it.
struct WeeksMean {
  double value;
  int weeks;
};

/// Mean over the weeks of a period that have a value; NaN where none has. `of(year)` gives those of a year.
template <class Of>
double mean_in(const RunSummary& summary, Period period, const Of& of) {
  double total = 0, weeks = 0;
  for (const YearSummary& year : summary.years) {
    if (year.year < period.first || year.year > period.last) continue;
    const WeeksMean mean = of(year);
    if (mean.weeks == 0) continue;
    total += mean.value * mean.weeks;
    weeks += mean.weeks;
  }
  return total / weeks;
}

/// What a scene leads by: a column of the years, and the weeks behind its values.
struct LeadBy {
  std::vector<double> YearSummary::*share;
  std::vector<int> KnownWeeks::*weeks;
};
constexpr LeadBy kByPairs = {&YearSummary::leadership, &KnownWeeks::leadership},
                 kByPlays = {&YearSummary::leadership_plays, &KnownWeeks::leadership_plays},
                 kByPeople = {&YearSummary::leadership_engaged, &KnownWeeks::leadership_engaged};

double leadership_in(const RunSummary& summary, Period period, std::size_t scene, const LeadBy& by = kByPairs) {
  return mean_in(summary, period, [&](const YearSummary& y) {
    return WeeksMean{(y.*by.share).at(scene), (y.known.*by.weeks).at(scene)};
  });
}

/// Mean over markets, and over weeks in which something is played.
double gini_in(const RunSummary& summary, Period period) {
  std::vector<double> markets;
  for (std::size_t m = 0; m < summary.axes.markets.size(); ++m)
    markets.push_back(mean_in(summary, period, [m](const YearSummary& y) {
      return WeeksMean{y.gini.at(m), y.known.gini.at(m)};
    }));
  return mean_of(known(std::move(markets)));
}

std::string number(double value, int decimals = 0) {
  return std::isnan(value) ? "-" : fmt::format("{:.{}f}", value, decimals);
}

std::string percent(double share) { return std::isnan(share) ? "-" : fmt::format("{:.0f} %", 100 * share); }

/// "1.5 M", "23,000": two significant digits from 10,000 people up.
std::string count(double people) {
  people = std::round(people);
  if (people >= 999.5e3) return fmt::format("{:.1f} M", people / 1e6);
  if (people >= 1e4) return fmt::format("{:.0f},000", people / 1e3);
  if (people >= 1e3) return fmt::format("{:.0f},{:03.0f}", std::floor(people / 1e3), std::fmod(people, 1e3));
  return fmt::format("{:.0f}", people);
}

std::string period_name(Period period) {
  if (period.first == period.last) return fmt::format("{}", period.first);
  return fmt::format("{}-{:02}", period.first, period.last % 100);
}

class Summary {
 public:
  Summary(const Scenario& scenario, std::span<const Replicate> replicates, bool colour, std::size_t columns)
      : scenario_(scenario),
        replicates_(replicates),
        first_(replicates.front().result.summary),
        colour_(colour),
        columns_(columns) {
    for (const std::size_t scene : {first_.challenger_index, first_.incumbent_index})
      if (scene < first_.axes.scenes.size() && std::ranges::find(rows_, scene) == rows_.end()) rows_.push_back(scene);
    make_periods();
  }

  std::string text() {
    title();
    if (periods_.empty()) return text_;
    table();
    partial_years();
    after_record();
    overtake();
    leaders();
    homes();
    inequality();
    livestreams();
    market_sizes();
    return text_;
  }

 private:
  void make_periods() {
    if (first_.years.empty()) return;
    const int begin = first_.years.front().year, end = first_.years.back().year;
    const auto most = static_cast<int>((columns_ - kLabelColumns) / kPeriodColumns);
    int length = 1;
    for (const int candidate : {5, 10, 20, 50, 100, 1000})
      if (end / length - begin / length + 1 > most) length = candidate;
    for (int first = begin - begin % length; first <= end; first += length)
      periods_.push_back({std::max(first, begin), std::min(first + length - 1, end)});
  }

  /// Adds a line, broken at spaces where it is too long; `code` is an ANSI attribute.
  void line(std::string content, const char* code = "") {
    for (std::size_t begin = 0; content.size() - begin > columns_;) {
      std::size_t space = content.rfind(' ', begin + columns_);
      if (space == std::string::npos || space <= begin) space = content.find(' ', begin);
      if (space == std::string::npos) break;
      content[space] = '\n';
      begin = space + 1;
    }
    const bool coloured = colour_ && *code != '\0';
    text_ += coloured ? fmt::format("\x1b[{}m{}\x1b[0m\n", code, content) : content + "\n";
  }

  /// Adds an item to a list after a colon: the first, and others while the list has room.
  static void append(std::string& content, const std::string& item) {
    const bool first = content.ends_with(':');
    const std::string separated = (first ? " " : ", ") + item;
    if (first || content.size() + separated.size() <= kListColumns) content += separated;
  }

  void title() {
    const std::string name = scenario_.title.empty() ? scenario_.name : scenario_.title;
    std::string what = replicates_.size() == 1 ? fmt::format("seed {}", replicates_.front().seed)
                                               : fmt::format("median of {} replicates", replicates_.size());
    if (periods_.empty()) what += ", no reported week";
    line(fmt::format("{}: {}", name, what), "1");
  }

  /// "*" where a column is a year that is not whole; those of several years are named below the table.
  const char* mark(Period period) const {
    const auto year = std::ranges::find(first_.years, period.first, &YearSummary::year);
    return period.first == period.last && !year->whole() ? "*" : "";
  }

  void table() {
    std::string header = fmt::format("{:<{}}", "Third markets", kLabelColumns);
    for (const Period period : periods_)
      header += fmt::format("{:>{}}", period_name(period) + mark(period), kPeriodColumns);
    line(header, "2");
    for (const std::size_t scene : rows_)
      numbers(first_.axes.scenes[scene] + " share, %",
              [scene](const RunSummary& s, Period p) { return 100 * leadership_in(s, p, scene); });
    for (const std::size_t scene : rows_)
      numbers(first_.axes.scenes[scene] + " abroad, $M/yr", [scene](const RunSummary& s, Period p) {
        return mean_in(s, p,
                       [scene](const YearSummary& y) {
                         return WeeksMean{y.a_year(static_cast<double>(y.revenue_abroad.at(scene))), y.weeks};
                       }) /
               kCentsInMillion;
      });
  }

  template <class Value>
  void numbers(const std::string& label, const Value& value) {
    std::string content = fmt::format("{:<{}.{}}", label, kLabelColumns, kLabelColumns);
    for (const Period period : periods_) {
      const double median = over(replicates_, [&](const RunSummary& s) { return value(s, period); }).median;
      content += fmt::format("{:>{}}", number(median, median < 10 ? 1 : 0), kPeriodColumns);
    }
    line(std::move(content));
  }

  /// Lists the partial years.
  void partial_years() {
    if (std::ranges::all_of(first_.years, &YearSummary::whole)) return;
    std::string content = "* partial years:";
    for (const YearSummary& year : first_.years)
      if (!year.whole())
        append(content, fmt::format("{} ({} week{})", year.year, year.weeks, year.weeks == 1 ? "" : "s"));
    line(content + "; money is scaled to a year", "2");
  }

  /// Lists the columns that reach beyond the record.
  void after_record() {
    const auto end = record_ends(scenario_);
    if (!end) return;
    std::string content = fmt::format("After the record ({}):", to_string(*end));
    for (const Period period : periods_)
      if (is_after_record(period.last, end))
        append(content, period_name(period) + (is_after_record(period.first, end) ? "" : " (partly)"));
    if (!content.ends_with(':')) line(std::move(content), "2");
  }

  void overtake() {
    if (rows_.size() < 2) return;
    const std::string pair = fmt::format("{} overtakes {}", first_.challenger, first_.incumbent);
    std::vector<Day> days;
    std::size_t from_start = 0;
    for (const Replicate& replicate : replicates_) {
      if (replicate.result.summary.overtake) days.push_back(*replicate.result.summary.overtake);
      from_start += replicate.result.summary.led_from_start ? 1 : 0;
    }
    std::ranges::sort(days);
    if (from_start == replicates_.size()) {
      const std::string where = from_start == 1 ? "" : fmt::format(", in all {} replicates", from_start);
      return line(fmt::format("{} leads {} from the start{}", first_.challenger, first_.incumbent, where), "1");
    }
    const std::string ahead = from_start == 0 ? "" : fmt::format("; led from the start in {}", from_start);
    if (days.empty()) return line(fmt::format("{}: not in this run{}", pair, ahead), "1");
    const std::string when = to_string(days[(days.size() - 1) / 2]).substr(0, 7);
    if (replicates_.size() == 1) return line(fmt::format("{}: {}, for at least 26 weeks", pair, when), "1");
    line(fmt::format("{}: {} ({} to {}), in {} of {} replicates{}", pair, when, to_string(days.front()).substr(0, 7),
                     to_string(days.back()).substr(0, 7), days.size(), replicates_.size(), ahead),
         "1");
  }

  void leaders() {
    const std::string period = fmt::format("Third markets {}:", period_name(periods_.back()));
    if (!leaders(period, kByPairs)) line(period + " no engagement with foreign music");
    leaders("  by plays:", kByPlays);
    leaders("  by engaged people:", kByPeople);
  }

  /// Whether there are any.
  bool leaders(std::string content, const LeadBy& by) {
    std::vector<std::pair<double, std::string>> shares;
    for (std::size_t scene = 0; scene < first_.axes.scenes.size(); ++scene) {
      const Spread share =
          over(replicates_, [&](const RunSummary& s) { return leadership_in(s, periods_.back(), scene, by); });
      if (share.median > 0) shares.emplace_back(-share.median, first_.axes.scenes[scene]);
    }
    std::ranges::sort(shares);
    for (const auto& [share, scene] : shares) append(content, fmt::format("{} {}", scene, percent(-share)));
    if (!shares.empty()) line(std::move(content));
    return !shares.empty();
  }

  void homes() {
    std::string content = fmt::format("Share of the home market {}:", period_name(periods_.back()));
    for (const std::size_t scene : rows_) {
      const Spread share = over(replicates_, [&](const RunSummary& s) {
        return mean_in(s, periods_.back(), [&](const YearSummary& y) {
          return WeeksMean{y.home_share.at(scene), y.known.home_share.at(scene)};
        });
      });
      append(content, fmt::format("{} {}", first_.axes.scenes[scene], percent(share.median)));
    }
    if (!rows_.empty()) line(std::move(content));
  }

  void inequality() {
    const Spread gini = over(replicates_, [&](const RunSummary& s) { return gini_in(s, periods_.back()); });
    std::string content =
        fmt::format("Inequality of plays (Gini) {}: {}", period_name(periods_.back()), number(gini.median, 2));
    if (replicates_.size() > 1) content += fmt::format(" ({} to {})", number(gini.low, 2), number(gini.high, 2));
    line(std::move(content));
  }

  void market_sizes() {
    Summaries runs;
    for (const Replicate& replicate : replicates_) runs.push_back(&replicate.result.summary);
    std::string content = "Implausible, against the recorded size of the market:";
    const std::vector<OversizedMarket> markets = oversized_markets(scenario_, runs);
    for (const OversizedMarket& market : markets) append(content, oversized_text(market));
    if (!markets.empty()) line(std::move(content), "1");
  }

  void livestreams() {
    std::map<std::string, std::vector<double>> peaks;
    for (const Replicate& replicate : replicates_)
      for (const LivestreamPeak& peak : replicate.result.summary.livestreams)
        peaks[peak.act].push_back(static_cast<double>(peak.viewers));
    std::vector<std::pair<double, std::string>> ranked;
    for (auto& [act, viewers] : peaks) {
      viewers.resize(replicates_.size(), 0.0);  // no livestream: 0 viewers
      if (const Spread spread = spread_of(viewers); spread.median > 0) ranked.emplace_back(-spread.median, act);
    }
    std::ranges::sort(ranked);
    std::string content = "Most livestream viewers:";
    for (const auto& [viewers, act] : ranked) append(content, fmt::format("{} {}", act, count(-viewers)));
    line(ranked.empty() ? content + " none" : content);
  }

  const Scenario& scenario_;
  std::span<const Replicate> replicates_;
  const RunSummary& first_;
  bool colour_;
  std::size_t columns_;
  std::vector<std::size_t> rows_;  ///< the contenders' scenes
  std::vector<Period> periods_;
  std::string text_;
};

}  // namespace

std::string terminal_summary(const Scenario& scenario, std::span<const Replicate> replicates, bool colour,
                             std::size_t columns) {
  return replicates.empty() ? "" : Summary(scenario, replicates, colour, columns).text();
}

}  // namespace hibiki::analysis
