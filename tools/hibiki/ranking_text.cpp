#include "tools/hibiki/ranking_text.hpp"

#include <fmt/format.h>

#include <utility>

#include "tools/hibiki/comparison_lines.hpp"
#include "tools/hibiki/text.hpp"

namespace hibiki::inline program {

namespace {

class RankingText : public ComparisonLines {
 public:
  using ComparisonLines::ComparisonLines;

  std::string of_all() {
    ranking();
    failures();
    return text_;
  }

 private:
  std::string name_of(const StoredJson& ranked) const {
    return all_["variants"][ranked["variant"].get<std::size_t>()]["run"].get<std::string>();
  }

  /// All variants, ordered by the headline.
  void ranking() {
    const StoredJson& rows = all_["ranking"]["variants"];
    const StoredJson& measure = this->measure(all_["ranking"]);
    paragraph(fmt::format("{} variants against {}, best first", rows.size(), all_["base"]["title"].get<std::string>()),
              kBold);
    conditions();
    const auto title = measure["title"].get<std::string>();
    paragraph(measure.contains("subject") ? title + ":"
                                          : fmt::format("{}, {}:", all_["scene"]["name"].get<std::string>(), title));
    const Table columns({{26}, {10}, {17, 1}, {10, 2}, {17}}, layout_.columns);
    line(columns.row({"variant", "effect", "95 % interval", "to best", "95 % to best"}), kFaint);
    for (const StoredJson& row : rows) {
      const auto [effect, interval] = ranked_cells(row["effect"], measure);
      const auto [to_best, best_interval] = ranked_cells(row["to_best"], measure);
      line(columns.row({name_of(row), effect, interval, &row == &rows[0] ? "" : to_best, best_interval}));
    }
    if (rows[0]["pairs"] == 1) paragraph("One pair gives no interval and proves no effect.", kFaint);
    as_good_as_the_best(rows);
    answers();
    power();
    other_measures(columns, rows);
    implausible(all_["base"], "the base");
    for (const StoredJson& row : rows) implausible(all_["variants"][row["variant"].get<std::size_t>()], name_of(row));
    if (!all_["ensemble"].is_null()) ensemble_of_variants();
    paragraph("compare.json and report.html have all measures of all variants.", kFaint);
  }

  /// What the answers of others change.
  void answers() {
    if (!all_.contains("answered")) return;  // made by an earlier version
    for (const StoredJson& answered : all_["answered"]) {
      paragraph("Answers in " + name_of(answered) + (all_["ensemble"].is_null() ? "" : ", under the central set"),
                kBold);
      for (const StoredJson& response : answered["responses"]) paragraph(response["text"].get<std::string>() + ".");
      paragraph(answered["verdict"].get<std::string>());
    }
  }

  /// The measures that were asked for beside the headline, with the variants in the same order.
  void other_measures(const Table& columns, const StoredJson& rows) {
    const StoredJson& measures = all_["measures"];
    for (std::size_t m = 1; m < measures.size() && measures[m].contains("asked"); ++m) {
      paragraph(measures[m]["title"].get<std::string>() + " (the intervals of such further measures hold together):");
      for (const StoredJson& row : rows) {
        const Shown what = shown(all_["variants"][row["variant"].get<std::size_t>()]["effects"][m]);
        line(columns.row({name_of(row), what.effect, what.interval, "", ""}));
      }
    }
  }

  /// Effect and interval on the ranking's scale.
  std::pair<std::string, std::string> ranked_cells(const StoredJson& interval, const StoredJson& measure) const {
    if (interval.is_null()) return {"-", ""};
    const bool as_ratio = all_["ranking"]["scale"] == "ratio";
    const auto unit = measure["unit"].get<std::string>();
    const double mean = number_of(interval["mean"]);
    return {effect_text(mean, unit, as_ratio),
            interval["low"].is_null() || interval["low"] == interval["high"]
                ? ""
                : range_text(mean, number_of(interval["low"]), number_of(interval["high"]), unit, as_ratio)};
  }

  /// The variants without a clear difference from the best, and the pairs needed for the nearest of them.
  void as_good_as_the_best(const StoredJson& rows) {
    const double none = all_["ranking"]["scale"] == "ratio" ? 1.0 : 0.0;
    std::string open, not_compared;
    std::size_t worse = 0;
    const StoredJson* nearest = nullptr;
    for (std::size_t i = 1; i < rows.size(); ++i) {
      const StoredJson &row = rows[i], &to_best = row["to_best"];
      if (!to_best.is_null() && !to_best["high"].is_null() && number_of(to_best["high"]) < none) {
        ++worse;
        continue;
      }
      std::string& names = to_best.is_null() ? not_compared : open;
      names += (names.empty() ? "" : ", ") + name_of(row);
      if (!to_best.is_null() && nearest == nullptr && !row["pairs_to_settle"].is_null()) nearest = &row;
    }
    const std::string best = name_of(rows[0]);
    if (!not_compared.empty())
      paragraph(fmt::format("Not compared with {}, because no pair has values of both: {}.", best, not_compared));
    if (open.empty()) {
      if (worse > 0)
        paragraph(fmt::format("{} is better than every other variant{}: no 95 % interval to it includes 0.", best,
                              not_compared.empty() ? "" : " compared with it"));
      return;
    }
    paragraph(fmt::format("No clear difference from {}: {}.", best, open));
    if (nearest == nullptr) return;
    const auto needed = (*nearest)["pairs_to_settle"].get<std::int64_t>(),
               pairs = (*nearest)["pairs"].get<std::int64_t>();
    if (needed <= kWorthwhile * pairs)
      paragraph(
          fmt::format("For a clear result of {} against {} with 80 % probability, if they differ as measured: {}.",
                      name_of(*nearest), best, more_pairs(needed, pairs)));
  }

  /// The headline of every variant.
  void ensemble_of_variants() {
    const Table columns = ensemble_columns();
    ensemble_head(columns);
    for (const StoredJson& row : all_["ranking"]["variants"])
      ensemble_row(columns, name_of(row), all_["variants"][row["variant"].get<std::size_t>()]["ensemble"][0]);
    ensemble_note();
  }
};

}  // namespace

std::string ranking_text(const StoredJson& comparison, const Layout& layout, std::optional<double> seconds_a_pair,
                         std::optional<double> effect_size) {
  return RankingText(comparison, layout, seconds_a_pair, effect_size).of_all();
}

}  // namespace hibiki::program
