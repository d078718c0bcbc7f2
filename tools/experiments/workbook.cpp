#include "tools/experiments/workbook.hpp"

#include <fmt/format.h>
#include <xlsxwriter.h>

#include <cmath>
#include <memory>
#include <optional>

#include "output/results/files.hpp"
#include "output/results/machine.hpp"
#include "sim/core/error.hpp"
#include "sim/engine/run.hpp"
#include "tools/experiments/effects.hpp"
#include "tools/experiments/market_effects.hpp"

namespace hibiki::inline experiments {

namespace {

constexpr time_t kMade = 946684800;  // 2000-01-01: the day on which it is written would change its bytes
constexpr std::size_t kLongestCell = 32000;

/// One sheet, filled row by row. Texts are texts: one that begins with = is no formula.
class Sheet {
 public:
  Sheet(lxw_workbook* book, const char* name, const std::vector<const char*>& columns)
      : sheet_(workbook_add_worksheet(book, name)), bold_(workbook_add_format(book)) {
    format_set_bold(bold_);
    for (const char* column : columns) {
      worksheet_write_string(sheet_, 0, column_, column, bold_);
      worksheet_set_column(sheet_, column_, column_, kWidth, nullptr);
      ++column_;
    }
    if (columns.empty()) return;
    worksheet_freeze_panes(sheet_, 1, 0);
    width_ = column_;
    next();
  }
  /// Lets a reader filter by any column.
  void finish() {
    if (row_ > 1) worksheet_autofilter(sheet_, 0, 0, row_ - 1, static_cast<lxw_col_t>(width_ - 1));
  }
  Sheet& text(const std::string& value) {
    worksheet_write_string(sheet_, row_, column_++, value.substr(0, kLongestCell).c_str(), nullptr);
    return *this;
  }
  /// Empty where it is missing.
  Sheet& number(const std::optional<double>& value) {
    if (value && std::isfinite(*value)) worksheet_write_number(sheet_, row_, column_, *value, nullptr);
    ++column_;
    return *this;
  }
  void next() {
    ++row_;
    column_ = 0;
  }

 private:
  static constexpr double kWidth = 16;
  lxw_worksheet* sheet_;
  lxw_format* bold_;
  lxw_row_t row_ = 0;
  lxw_col_t column_ = 0, width_ = 0;
};

void add_markets(const Comparison& comparison, lxw_workbook* book) {
  Sheet sheet(book, "markets",
              {"market", "year", "variant", "measure", "unit", "base", "value", "difference", "low", "high", "pairs"});
  for (const MarketEffect& row : market_effects(comparison)) {
    const CellEffect& effect = row.effect;
    sheet.text(row.market).number(row.year).text(row.variant).text(row.measure).text(row.unit);
    sheet.number(effect.base).number(effect.variant).number(effect.difference.mean);
    sheet.number(effect.difference.low).number(effect.difference.high).number(static_cast<double>(effect.pairs));
    sheet.next();
  }
  sheet.finish();
}

void add_effects(const Comparison& comparison, lxw_workbook* book) {
  Sheet sheet(
      book, "effects",
      {"variant", "measure", "unit", "base", "value", "scale", "effect", "low", "high", "pairs", "chance of a rise"});
  for (std::size_t arm = 1; arm < comparison.arms.size(); ++arm)
    for (const Effect& effect : effects_of(pairs_of(comparison.outcomes, arm), comparison.scope.measures())) {
      if (!effect.paired) continue;
      const Interval range = effect.as_ratio() ? ratio_of(effect.interval()) : effect.interval();
      sheet.text(comparison.arms[arm].loaded.scenario.name)
          .text(effect.measure->full_title())
          .text(effect.measure->unit);
      sheet.number(effect.base()).number(effect.variant()).text(effect.as_ratio() ? "ratio" : "difference");
      sheet.number(range.mean).number(range.low).number(range.high);
      sheet.number(static_cast<double>(effect.paired->pairs)).number(effect.chance_positive());
      sheet.next();
    }
  sheet.finish();
}

void add_question(const Comparison& comparison, lxw_workbook* book) {
  Sheet sheet(book, "question", {"item", "value"});
  const auto row = [&](const std::string& item, const std::string& value) { sheet.text(item).text(value).next(); };
  const Scenario& base = comparison.arms[0].loaded.scenario;
  row("base", base.title.empty() ? base.name : base.title);
  for (std::size_t arm = 1; arm < comparison.arms.size(); ++arm) {
    const Scenario& variant = comparison.arms[arm].loaded.scenario;
    row(variant.name, fmt::format("{}. {}", variant.title, variant.question));
  }
  row("scene", scene_title(comparison));
  row("measures from", to_string(base.calendar().day(comparison.scope.from_week)));
  row("measures to", to_string(base.run.end));
  row("fans", fmt::to_string(base.run.fans));
  row("first seed", fmt::to_string(comparison.outcomes.front().seed));
  row("pairs", fmt::to_string(comparison.outcomes.size()));
  row("intervals", "95 %, Student's t over pairs of runs with the same seed");
  row("program", fmt::format("hibiki {}, model version {}", project_version(), kModelVersion));
}

}  // namespace

void write_workbook(const Comparison& comparison, const std::filesystem::path& file) {
  OutputFile(file).close();  // what is wrong with the place is said here: the library prints it to stderr
  lxw_workbook* const book = workbook_new(file.c_str());
  if (book == nullptr) throw IoError(fmt::format("cannot write {}", file.string()));
  lxw_doc_properties properties{};
  properties.created = kMade;
  workbook_set_properties(book, &properties);
  add_markets(comparison, book);
  add_effects(comparison, book);
  add_question(comparison, book);
  if (const lxw_error error = workbook_close(book); error != LXW_NO_ERROR)
    throw IoError(fmt::format("cannot write {}: {}", file.string(), lxw_strerror(error)));
}

}  // namespace hibiki::experiments
