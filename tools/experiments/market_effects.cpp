#include "tools/experiments/market_effects.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>

#include "output/results/csv_field.hpp"

namespace hibiki::inline experiments {

namespace {

struct Told {
  std::string_view table, measure, unit;
};
constexpr std::array<Told, 2> kTold = {
    {{"engaged_by_year", "engaged", "people"}, {"share_by_year", "share_of_engaged_pairs", "share"}}};

CellEffect cell_effect(const PairedRecords& pairs, std::size_t table, std::size_t cell) {
  std::vector<double> base, variant;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const double before = pairs.base[i]->tables[table].values[cell];
    const double after = pairs.variant[i]->tables[table].values[cell];
    if (!std::isfinite(before) || !std::isfinite(after)) continue;
    base.push_back(before);
    variant.push_back(after);
  }
  if (base.empty()) return {0, std::nan(""), std::nan(""), {std::nan(""), {}, {}}};
  const PairedEffect effect = paired_effect(base, variant);
  return {effect.pairs, effect.base, effect.variant, effect.difference};
}

std::string number(const std::optional<double>& value) { return value ? csv_number(*value) : ""; }

}  // namespace

std::vector<CellEffect> table_effects(const PairedRecords& pairs, std::size_t table) {
  std::vector<CellEffect> effects;
  if (pairs.size() == 0) return effects;
  for (std::size_t cell = 0; cell < pairs.base[0]->tables[table].values.size(); ++cell)
    effects.push_back(cell_effect(pairs, table, cell));
  return effects;
}

std::vector<MarketEffect> market_effects(const Comparison& comparison) {
  std::vector<MarketEffect> rows;
  for (std::size_t arm = 1; arm < comparison.arms.size(); ++arm) {
    const PairedRecords pairs = pairs_of(comparison.outcomes, arm);
    if (pairs.size() == 0) continue;
    const ArmRecord& record = *pairs.base[0];
    const auto with_base = std::ranges::find_if(comparison.outcomes, [](const SeedOutcome& o) { return !!o.arms[0]; });
    const RunAxes& axes = with_base->arms[0]->replicate.result.summary.axes;
    for (const Told& told : kTold) {
      const std::size_t table = arm_table_index(told.table), columns = record.tables[table].columns;
      const std::vector<CellEffect> effects = table_effects(pairs, table);
      for (std::size_t cell = 0; cell < effects.size(); ++cell)
        rows.push_back({axes.markets[cell / columns], comparison.arms[arm].loaded.scenario.name,
                        std::string(told.measure), std::string(told.unit), record.years[cell % columns],
                        effects[cell]});
    }
  }
  return rows;
}

std::string market_effects_csv(const std::vector<MarketEffect>& effects) {
  std::string csv = "market,year,variant,measure,unit,base,value,difference,low,high,pairs\n";
  for (const MarketEffect& row : effects)
    csv += fmt::format("{},{},{},{},{},{},{},{},{},{},{}\n", csv_field(row.market), row.year, csv_field(row.variant),
                       row.measure, row.unit, csv_number(row.effect.base), csv_number(row.effect.variant),
                       csv_number(row.effect.difference.mean), number(row.effect.difference.low),
                       number(row.effect.difference.high), row.effect.pairs);
  return csv;
}

}  // namespace hibiki::experiments
