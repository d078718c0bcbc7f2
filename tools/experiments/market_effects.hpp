// Effects market by market: year by year for tables that leave the program, and on who is engaged with whom.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "output/analysis/paired.hpp"
#include "tools/experiments/comparison.hpp"
#include "tools/experiments/effects.hpp"

namespace hibiki::inline experiments {

/// The effect on one cell of a table of arms (arm_tables()). Pairs in which an arm has no value are left out.
struct CellEffect {
  std::size_t pairs = 0;
  double base = 0.0, variant = 0.0;  ///< arithmetic means; NaN without pairs
  Interval difference;               ///< NaN without pairs
};

/// Of every cell, row by row. Tables of all arms of a comparison have the same shape.
std::vector<CellEffect> table_effects(const PairedRecords& pairs, std::size_t table);

/// One row of a tidy table.
struct MarketEffect {
  std::string market, variant, measure, unit;
  int year = 0;
  CellEffect effect;
};

/// What the scene has in each market and reported year, in every variant: people engaged with it, and its share of
/// engaged pairs.
std::vector<MarketEffect> market_effects(const Comparison& comparison);

/// The same as CSV: market,year,variant,measure,unit,base,value,difference,low,high,pairs.
std::string market_effects_csv(const std::vector<MarketEffect>& effects);

}  // namespace hibiki::experiments
