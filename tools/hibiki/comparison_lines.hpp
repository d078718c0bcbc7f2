// Common parts of the texts of a comparison: lines, cells, and parts for one and for several variants.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "output/results/stored_json.hpp"
#include "tools/hibiki/table.hpp"
#include "tools/hibiki/terminal.hpp"

namespace hibiki::inline program {

/// NaN if it is not a number.
double number_of(const StoredJson& json);

/// "+22 to +63": the effect `mean` beside it says the unit. Where they differ the ends keep theirs: "+287k to +1.32M".
std::string range_text(double mean, double low, double high, std::string_view unit, bool as_ratio);

/// "+41 %", "+12.3 k".
std::string effect_text(double mean, std::string_view unit, bool as_ratio);

/// A text that grows line by line.
class ComparisonLines {
 public:
  using Json = StoredJson;

  /// `effect_size`: the effect on the headline that power() is about, a ratio less 1, or a difference.
  ComparisonLines(const Json& comparison, const Layout& layout, std::optional<double> seconds_a_pair,
                  std::optional<double> effect_size);

 protected:
  static constexpr std::int64_t kWorthwhile = 20;  ///< times the pairs there are; more is out of reach

  void line(const std::string& content, const char* code = "");
  void paragraph(const std::string& content, const char* code = "");
  /// Implausible results of an arm; `name` stands for the arm in the sentences.
  void implausible(const Json& arm, const std::string& name);
  void conditions();
  void failures();

  /// Whether an effect is shown as a ratio.
  bool as_ratio(const Json& effect) const { return measure(effect)["scale"] == "ratio" && !effect["ratio"].is_null(); }
  /// Its interval that holds by itself, on that scale.
  const Json& own_interval(const Json& effect) const { return effect[as_ratio(effect) ? "ratio" : "difference"]; }

  /// An effect and its interval, which holds together with those of other measures, on the measure's own scale.
  struct Shown {
    std::string effect, interval;
  };
  Shown shown(const Json& effect) const;

  const Json& measure(const Json& effect) const { return *measures_.at(effect["measure"].get<std::string>()); }

  /// Whether the width of an interval decided how many pairs there are: --ci-width, which excludes --replicates.
  bool until_narrow() const;

  /// "30 more pairs (--replicates 46), about 6 min 00 s"; without the option after --ci-width.
  std::string more_pairs(std::int64_t wanted, std::int64_t pairs) const;

  /// The probability with which the pairs show an effect of the size asked for, and the pairs needed for 80 %; of the
  /// variant whose effects vary most. Nothing where no size was asked for.
  void power();

  /// The table of an ensemble: its head, a row for an effect, and the words below.
  Table ensemble_columns() const;
  void ensemble_head(const Table& columns);
  void ensemble_row(const Table& columns, const std::string& name, const Json& effect);
  void ensemble_note();

  const Json& all_;
  Layout layout_;
  std::optional<double> seconds_a_pair_, effect_size_;
  std::map<std::string, const Json*> measures_;
  std::string text_;
};

}  // namespace hibiki::program
