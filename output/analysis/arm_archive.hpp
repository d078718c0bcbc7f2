// The record of an arm, finished or in the making, as a checkpoint holds it (sim/core/archive.hpp).
#pragma once

#include "output/analysis/arm.hpp"
#include "sim/engine/run_archive.hpp"

namespace hibiki::inline analysis {

template <class Archive>
void serialize(Archive& archive, ArmTable& table) {
  static_assert(kMembers<ArmTable> == 3);
  archive(table.rows, table.columns, table.values);
}

template <class Archive>
void serialize(Archive& archive, ArmRecord& r) {
  static_assert(kMembers<ArmRecord> == 9);
  archive(r.measures, r.measure_weeks, r.label_money_usd, r.cost_usd, r.years, r.year_weeks, r.quarters,
          r.headline_by_quarter, r.tables);
}

}  // namespace hibiki::analysis
