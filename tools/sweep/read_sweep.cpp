#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <set>
#include <stdexcept>

#include "output/analysis/entity_measures.hpp"
#include "output/analysis/measures.hpp"
#include "sim/scenario/extend.hpp"
#include "sim/scenario/file_kind.hpp"
#include "sim/scenario/label_name.hpp"
#include "sim/scenario/nearest.hpp"
#include "sim/scenario/read_fields.hpp"
#include "sim/scenario/sections.hpp"
#include "tools/sweep/read_csv.hpp"
#include "tools/sweep/sweep.hpp"

namespace hibiki::inline sweep {

namespace {

namespace fs = std::filesystem;

// clang-format off
const Field<SweepFile> kSweepFields[] = {
    {"name", &SweepFile::name, "", 0, 0, "Short name; the file's when absent.", ""},
    {"title", &SweepFile::title, "", 0, 0, "Title for people.", ""},
    {"fans", &SweepFile::fans, "fans", 1, 4e9, "Fans of each run; the scenario's when absent.", ""},
    {"replicates", &SweepFile::replicates, "runs", 1, 1000, "Seeds a point, the same at all points.", ""},
    {"seed", &SweepFile::seed, "1", 0, 9e18, "First of these seeds; the scenario's when absent.", ""},
    {"scene", &SweepFile::scene, "", 0, 0, "Scene to measure, by name or home market.", ""},
};
const Field<Factor> kFactorFields[] = {
    {"key", &Factor::key, "", 0, 0, "Key of the scenario, as --set takes it; \"scenario\" for whole files.", "", true},
    {"name", &Factor::name, "", 0, 0, "Name of its column; the key when absent.", ""},
    {"low", &Factor::low, "", -kUnbounded, kUnbounded, "Lower end of its range.", ""},
    {"high", &Factor::high, "", -kUnbounded, kUnbounded, "Upper end.", ""},
    {"scale", &Factor::scale, "", 0, 0, "How the range is filled: linear or log.", ""},
    {"levels", &Factor::levels, "values", 1, 1e6, "Values of the range in a design of values, both ends included.", ""},
};
const Field<SweepMeasure> kMeasureFields[] = {
    {"name", &SweepMeasure::name, "", 0, 0, "Measure of a comparison.", "", true},
    {"scene", &SweepMeasure::scene, "", 0, 0, "Scene to measure; the sweep's when absent.", ""},
    {"markets", &SweepMeasure::markets, "", 0, 0, "Markets that count as abroad; all when absent.", ""},
    {"label", &SweepMeasure::label, "", 0, 0, "Label alone to measure: engaged, plays, received.", ""},
    {"act", &SweepMeasure::act, "", 0, 0, "Act alone to measure: engaged, plays, paid.", ""},
};
// clang-format on

/// What [design] says, before it is checked.
struct DesignText {
  std::string kind, file;
  std::vector<std::string> constraints;
  std::int64_t points = 0, trajectories = 0, levels = 4, seed = 1;
};
// clang-format off
const Field<DesignText> kDesignFields[] = {
    {"kind", &DesignText::kind, "", 0, 0, "grid, zip, sobol, latin_hypercube, one_at_a_time, morris, saltelli or csv.", "", true},
    {"points", &DesignText::points, "points", 1, kMostPoints, "sobol, latin_hypercube: points; saltelli: rows of its base samples.", ""},
    {"trajectories", &DesignText::trajectories, "1", 1, kMostPoints, "morris: trajectories.", ""},
    {"levels", &DesignText::levels, "values", 2, 1000, "morris: values of each factor.", ""},
    {"seed", &DesignText::seed, "1", 0, 9e18, "Of the draws of the design.", ""},
    {"file", &DesignText::file, "", 0, 0, "csv: file with a column for each factor.", ""},
    {"constraints", &DesignText::constraints, "", 0, 0, "Conditions that points must meet, such as \"a + b <= 1\".", ""},
};
// clang-format on

/// A value as --set takes it; empty for what cannot be one.
std::string value_text(const Node& node) {
  switch (node.kind) {
    case Node::Kind::text:
      return node.text;
    case Node::Kind::integer:
      return fmt::format("{}", node.integer);
    case Node::Kind::real:
      return fmt::format("{}", node.real);
    case Node::Kind::boolean:
      return node.boolean ? "true" : "false";
    case Node::Kind::date:
      return to_string(node.date);
    default:
      return {};
  }
}

/// Reads one sweep; collects problems at their places.
class SweepReader {
 public:
  SweepReader(const Node& root, SweepFile& sweep, Reading& reading) : root_(root), sweep_(sweep), reading_(reading) {}

  void read() {
    read_table(root_, "sweep", sweep_, std::span<const Field<SweepFile>>(kSweepFields),
               {"scenario", "factor", "design", "measure"}, reading_);
    read_scenario();
    read_factors();
    read_design();
    read_measures();
  }

  void complain(const Node& node, std::string message, std::string_view hint = {}) {
    reading_.problems.push_back(problem_at(node, std::move(message), hint));
  }
  const Node& place(const std::string& key) const {
    const auto it = reading_.places.find(key);
    return it == reading_.places.end() ? root_ : *it->second;
  }
  const Node& factor_place(std::size_t index) const { return *factor_nodes_[index]; }
  /// Of the nth value of a factor's list; of a range its lower end, then its upper.
  const Node& value_place(std::size_t factor, std::size_t nth) const {
    const Node& item = factor_place(factor);
    if (const Node* values = item.find("values")) return values->items[nth];
    const Node* end = item.find(nth == 0 ? "low" : "high");
    return end == nullptr ? item : *end;
  }

  /// Scenes that are measured must be the scenario's.
  void check_scenes(const Scenario& scenario) {
    std::vector<std::string> names;
    for (const Market& market : scenario.markets) {
      names.push_back(market.scene);
      names.push_back(market.name);
    }
    const auto check = [&](const std::string& scene, const std::string& key) {
      if (!scene.empty() && std::ranges::find(names, scene) == names.end())
        complain(place(key), fmt::format("the scenario has no scene '{}'", scene), nearest_hint(scene, names));
    };
    check(sweep_.scene, "sweep.scene");
    for (std::size_t m = 0; m < sweep_.measures.size(); ++m)
      check(sweep_.measures[m].scene, fmt::format("measure.{}.scene", m + 1));
    std::vector<std::string> labels, acts, markets;
    for (const Label& entry : scenario.labels) {
      labels.push_back(entry.name);
      for (std::int64_t i = 0; entry.count > 1 && i < entry.count; ++i) labels.push_back(label_name(entry, i));
    }
    for (const Act& act : scenario.acts) acts.push_back(act.name);
    const auto check_name = [&](const std::string& name, const char* kind, std::size_t m,
                                const std::vector<std::string>& known) {
      if (!name.empty() && std::ranges::find(known, name) == known.end())
        complain(place(fmt::format("measure.{}.{}", m + 1, kind)),
                 fmt::format("the scenario names no {} '{}'", kind, name), nearest_hint(name, known));
    };
    for (std::size_t m = 0; m < sweep_.measures.size(); ++m) {
      check_name(sweep_.measures[m].label, "label", m, labels);
      check_name(sweep_.measures[m].act, "act", m, acts);
    }
    for (const Market& market : scenario.markets) markets.push_back(market.name);
    for (std::size_t m = 0; m < sweep_.measures.size(); ++m)
      for (const std::string& name : sweep_.measures[m].markets)
        if (std::ranges::find(markets, name) == markets.end())
          complain(place(fmt::format("measure.{}.markets", m + 1)),
                   fmt::format("the scenario has no market '{}'", name), nearest_hint(name, markets));
  }

 private:
  fs::path beside(const std::string& file) const { return sweep_.beside(file); }

  void read_scenario() {
    check_range("sweep", sweep_, std::span<const Field<SweepFile>>(kSweepFields), reading_);
    const Node* node = root_.find("scenario");
    if (node != nullptr && node->kind == Node::Kind::text && !node->text.empty())
      sweep_.scenario = beside(sweep_.scenario_text = node->text);
    else
      complain(node == nullptr ? root_ : *node, "a sweep needs the scenario that it varies",
               "scenario = \"../strategies/early_video.toml\"");
  }

  void read_factors() {
    const Node* list = root_.find("factor");
    if (list == nullptr || list->kind != Node::Kind::array || list->items.empty())
      return complain(list == nullptr ? root_ : *list, "a sweep needs at least one [[factor]]",
                      "a key and its values, or its low and high");
    std::set<std::string> keys, names;
    for (const Node& item : list->items) {
      if (item.kind != Node::Kind::table) {
        complain(item, fmt::format("factor must be a table, not {}", kind_name(item.kind)), "[[factor]]");
        continue;
      }
      Factor& factor = sweep_.factors.emplace_back();
      factor_nodes_.push_back(&item);
      const std::string where = fmt::format("factor.{}", sweep_.factors.size());
      read_table(item, where, factor, std::span<const Field<Factor>>(kFactorFields), {"values"}, reading_);
      check_range(where, factor, std::span<const Field<Factor>>(kFactorFields), reading_);
      read_values(item, factor);
      check_factor(item, where, factor);
      if (factor.name.empty()) factor.name = factor.key;
      check_name(item, factor.name);
      if (!factor.key.empty() && (!keys.insert(factor.key).second || !names.insert(factor.name).second))
        complain(item, fmt::format("factor '{}' is defined twice", factor.name), "keep one of them");
    }
  }

  /// Names of other columns would make results ambiguous.
  void check_name(const Node& item, const std::string& name) {
    if (std::ranges::any_of(name, [](unsigned char c) { return c < ' '; }))
      complain(item, "the name of a factor is one line of text");
    std::vector<std::string> taken{"point", "id",    "replicate", "seed",      "measure", "scene",
                                   "unit",  "value", "row",       "row_point", "luck"};
    for (const Measure& measure : measure_table()) taken.emplace_back(measure.name);
    if (std::ranges::find(taken, name) != taken.end())
      complain(item, fmt::format("'{}' is a column of the results, and cannot be the name of a factor", name),
               "name = \"another\"");
  }

  bool points_come_from_a_file() const {
    const Node* design = root_.find("design");
    const Node* kind = design != nullptr && design->kind == Node::Kind::table ? design->find("kind") : nullptr;
    return kind != nullptr && kind->kind == Node::Kind::text && kind->text == "csv";
  }

  void read_values(const Node& item, Factor& factor) {
    const Node* values = item.find("values");
    if (values == nullptr) return;
    if (values->kind != Node::Kind::array || values->items.empty())
      return complain(*values, "values must be a list that is not empty", "values = [0.0, 0.5, 1.0]");
    for (const Node& value : values->items) {
      std::string text = value_text(value);
      if (text.empty())
        complain(value, fmt::format("a value of a factor cannot be {}", kind_name(value.kind)),
                 "a number, a date, a word, true or false");
      if (std::ranges::find(factor.values, text) != factor.values.end())
        complain(value, fmt::format("{} stands twice among the values", text), "keep one of them");
      factor.values.push_back(std::move(text));
    }
  }

  void check_factor(const Node& item, const std::string& where, const Factor& factor) {
    for (const char* shared : {"seed", "replicates", "start", "end", "report_from"})
      if (factor.key == shared || factor.key == std::string("run.") + shared)
        complain(place(where + ".key"),
                 fmt::format("'{}' cannot be a factor: all points have the same seeds and dates", factor.key),
                 "replicates and seed stand at the top of the sweep");
    if (factor.scale != "linear" && factor.scale != "log")
      complain(place(where + ".scale"), fmt::format("'{}' must be one of linear, log", factor.scale));
    const bool has_range = !std::isnan(factor.low) || !std::isnan(factor.high);
    if (points_come_from_a_file() && factor.values.empty() && !has_range) return;
    if (factor.values.empty() == !has_range && item.find("values") == nullptr)
      return complain(item, "a factor needs values, or low and high", "values = [0.0, 0.5, 1.0]");
    if (!factor.values.empty() && has_range)
      return complain(item, "a factor has values or a range, not both", "remove low and high, or values");
    if (!has_range) return;
    if (std::isnan(factor.low) || std::isnan(factor.high))
      return complain(item, "a range needs low and high", "low = 0.0, high = 1.0");
    if (!(factor.low < factor.high)) complain(place(where + ".high"), "high must be above low", "low < high");
    if (factor.scale == "log" && !(factor.low > 0))
      complain(place(where + ".low"), "a range on a log scale must be positive", "low > 0");
    if (factor.key == kScenarioKey) complain(item, "files have no range", "values = [\"a.toml\", \"b.toml\"]");
  }

  void read_design() {
    const Node* table = root_.find("design");
    if (table == nullptr || table->kind != Node::Kind::table)
      return complain(table == nullptr ? root_ : *table, "a sweep needs a [design]", "kind = \"grid\"");
    DesignText text;
    read_table(*table, "design", text, std::span<const Field<DesignText>>(kDesignFields), {}, reading_);
    check_range("design", text, std::span<const Field<DesignText>>(kDesignFields), reading_);
    if (text.kind.empty()) return;
    const auto kind = std::ranges::find(kDesignNames, text.kind);
    if (kind == std::end(kDesignNames))
      return complain(place("design.kind"),
                      fmt::format("'{}' must be one of {}", text.kind, fmt::join(kDesignNames, ", ")),
                      nearest_hint(text.kind, {std::begin(kDesignNames), std::end(kDesignNames)}));
    sweep_.design = {static_cast<DesignKind>(kind - std::begin(kDesignNames)),
                     text.points,
                     text.trajectories,
                     text.levels,
                     text.seed,
                     text.file.empty() ? fs::path() : beside(text.file),
                     text.constraints};
    check_design(*table);
  }

  void need(const Node& table, bool given, std::string_view kind, std::string_view key, std::string_view hint) {
    if (!given) complain(table, fmt::format("a {} design needs '{}'", kind, key), hint);
  }

  /// A morris design moves by levels, which are the values of lists too.
  void check_lists() {
    for (std::size_t f = 0; f < sweep_.factors.size(); ++f) {
      const std::size_t count = sweep_.factors[f].values.size();
      if (count > 0 && count != static_cast<std::size_t>(sweep_.design.levels))
        complain(factor_place(f),
                 fmt::format("'{}' has {} values, and the design {} levels: a morris design needs as many",
                             sweep_.factors[f].name, count, sweep_.design.levels),
                 fmt::format("levels = {} in [design]", count));
    }
  }

  void check_design(const Node& table) {
    const Design& design = sweep_.design;
    if (!design.constraints.empty() && (design.kind == DesignKind::morris || design.kind == DesignKind::saltelli))
      complain(place("design.constraints"),
               fmt::format("a {} design needs all of its points: it takes no constraints", design_name(design.kind)),
               "kind = \"latin_hypercube\" takes them");
    switch (design.kind) {
      case DesignKind::sobol:
      case DesignKind::latin_hypercube:
      case DesignKind::saltelli:
        if (design.kind == DesignKind::saltelli && design.points == 1)
          complain(table, "one row of the base samples has no variance", "points = 64");
        return need(table, design.points > 0, design_name(design.kind), "points", "points = 64");
      case DesignKind::morris:
        check_lists();
        return need(table, design.trajectories > 0, "morris", "trajectories", "trajectories = 20");
      case DesignKind::csv:
        return need(table, !design.file.empty(), "csv", "file", "file = \"points.csv\"");
      default:
        break;
    }
    for (std::size_t f = 0; f < sweep_.factors.size(); ++f)
      if (sweep_.factors[f].is_range() && sweep_.factors[f].levels == 0)
        complain(factor_place(f),
                 fmt::format("a {} design takes values: '{}' has a range without levels", design_name(design.kind),
                             sweep_.factors[f].name),
                 "levels = 5, or values");
    if (design.kind == DesignKind::zip)
      for (std::size_t f = 1; f < sweep_.factors.size(); ++f)
        if (sweep_.factors[f].all_values().size() != sweep_.factors[0].all_values().size())
          complain(factor_place(f),
                   fmt::format("a zip design pairs values: '{}' has {}, '{}' has {}", sweep_.factors[f].name,
                               sweep_.factors[f].all_values().size(), sweep_.factors[0].name,
                               sweep_.factors[0].all_values().size()),
                   "lists of one length");
  }

  void check_measure(const Node& item, const std::string& where, const SweepMeasure& measure,
                     std::vector<std::string> names) {
    for (const char* key : {"label", "act", "scene"})
      if (const Node* given = item.find(key);
          given != nullptr && given->kind == Node::Kind::text && given->text.empty())
        complain(*given, fmt::format("{} is empty", key), "leave it out");
    const int subjects = !measure.label.empty() + !measure.act.empty();
    if (subjects + (!measure.scene.empty() || !measure.markets.empty()) > 1)
      complain(item, "a measure is of a scene, of a label or of an act", "two [[measure]] tables");
    if (subjects > 0) {
      names.clear();
      for (const Measure& one : entity_measures(measure.act.empty() ? EntityKind::label : EntityKind::act))
        names.emplace_back(one.name);
    }
    if (!measure.name.empty() && std::ranges::find(names, measure.name) == names.end())
      complain(place(where + ".name"),
               fmt::format("unknown measure '{}'{}", measure.name,
                           subjects > 0 ? fmt::format(" of a label or act: {}", fmt::join(names, ", ")) : ""),
               nearest_hint(measure.name, names));
  }

  void read_measures() {
    const Node* list = root_.find("measure");
    if (list == nullptr) return;
    if (list->kind != Node::Kind::array) return complain(*list, "measure must be a list of tables", "[[measure]]");
    std::vector<std::string> names;
    for (const Measure& measure : measure_table()) names.emplace_back(measure.name);
    for (const Node& item : list->items) {
      if (item.kind != Node::Kind::table) {
        complain(item, "measure must be a table", "[[measure]]");
        continue;
      }
      SweepMeasure& measure = sweep_.measures.emplace_back();
      const std::string where = fmt::format("measure.{}", sweep_.measures.size());
      read_table(item, where, measure, std::span<const Field<SweepMeasure>>(kMeasureFields), {}, reading_);
      check_measure(item, where, measure, names);
      const auto known = std::ranges::find(measure_table(), measure.name, &Measure::name);
      if (!measure.markets.empty() && known != measure_table().end() && !known->abroad)
        complain(place(where + ".markets"), fmt::format("'{}' does not depend on markets", measure.name),
                 "engaged_abroad, reach_abroad, play_share_abroad and revenue_abroad do");
      const auto same = [&](const SweepMeasure& m) {
        return m.name == measure.name && m.scene == measure.scene && m.markets == measure.markets &&
               m.label == measure.label && m.act == measure.act;
      };
      if (std::count_if(sweep_.measures.begin(), sweep_.measures.end(), same) > 1)
        complain(item, fmt::format("measure '{}' stands twice", measure.name), "keep one of them");
    }
  }

  const Node& root_;
  SweepFile& sweep_;
  Reading& reading_;
  std::vector<const Node*> factor_nodes_;
};

/// What an excerpt says behind the marks under its line.
std::string hint_of(const std::string& excerpt) {
  const auto marks = excerpt.find_last_of('^');
  const auto first = excerpt.find_first_not_of(' ', marks == std::string::npos ? 0 : marks + 1);
  return first == std::string::npos ? "" : excerpt.substr(first);
}

/// Constraints that cannot be used, or that no point meets.
void try_constraints(const SweepFile& sweep, SweepReader& reader) {
  const Node& place = reader.place("design.constraints");
  try {
    const auto points = design_points(sweep);
    if (points.empty()) reader.complain(place, "no point of the design meets the constraints");
    std::vector<std::string> first;
    for (const Factor& factor : sweep.factors)
      if (sweep.design.kind == DesignKind::one_at_a_time) first.push_back(factor.all_values().front());
    if (!points.empty() && !first.empty() && points.front() != first)
      reader.complain(place,
                      "the first values of the factors, from which a one_at_a_time design departs, must meet them");
  } catch (const std::invalid_argument& error) {
    reader.complain(place, error.what(), "constraints = [\"a + b <= 1\"]");
  }
}

/// The sweep with one factor alone, and the first of its files: a problem is then the factor's own.
SweepFile with_one_factor(const SweepFile& sweep, const Factor& factor) {
  SweepFile alone = sweep;
  alone.factors = {factor};
  for (const Factor& files : sweep.factors)
    if (files.key == kScenarioKey && factor.key != kScenarioKey) alone.scenario = sweep.beside(files.values.front());
  return alone;
}

/// Adds the problems of a scenario with each value of each factor (both ends of a range).
void try_values(const SweepFile& sweep, SweepReader& reader) {
  for (std::size_t f = 0; f < sweep.factors.size(); ++f) {
    const Factor& factor = sweep.factors[f];
    const SweepFile alone = with_one_factor(sweep, factor);
    const std::vector<std::string> values =
        factor.is_range() ? std::vector{factor.at(0.0), factor.at(1.0)} : factor.values;
    std::set<std::string> said;
    for (std::size_t v = 0; v < values.size(); ++v) try {
        alone.scenario_at({values[v]});
      } catch (const ScenarioError& error) {
        const Problem& first = error.problems().front();
        if (!said.insert(first.message).second) continue;
        // Where the key is at fault no value is.
        const bool unknown = first.message.find("unknown") != std::string::npos;
        reader.complain(unknown ? *reader.factor_place(f).find("key") : reader.value_place(f, v),
                        fmt::format("{} = {}: {}", factor.key, values[v], first.message), hint_of(first.excerpt));
      }
  }
}

void apply(const SweepChanges& changes, SweepFile& sweep) {
  if (changes.fans > 0) sweep.fans = changes.fans;
  if (changes.replicates > 0) sweep.replicates = changes.replicates;
  if (changes.seed >= 0) sweep.seed = changes.seed;
}

void require_few_points(const SweepFile& sweep, const Node& root) {
  const double count = point_count(sweep);
  if (count >= 1 && count <= kMostPoints) return;
  const Node* design = root.find("design");
  if (count < 1)
    throw ScenarioError({problem_at(*design, "the design has no points", "a CSV with rows, or factors with values")});
  throw ScenarioError({problem_at(
      *design, fmt::format("the design has {:.3g} points; at most {:.0f} can be simulated", count, kMostPoints),
      fmt::format("kind = \"sobol\" with points = {} covers {} factors evenly", 64 * sweep.factors.size(),
                  sweep.factors.size()))});
}

}  // namespace

const ScenarioFile& ScenarioFiles::at(const fs::path& path) {
  const std::lock_guard lock(mutex_);
  auto found = files_.find(path);
  if (found == files_.end()) found = files_.emplace(path, ScenarioFile(path)).first;
  return found->second;
}

std::vector<std::string> SweepFile::sets_of(const std::vector<std::string>& values) const {
  std::vector<std::string> sets;
  for (std::size_t f = 0; f < factors.size(); ++f)
    if (factors[f].key != kScenarioKey) sets.push_back(fmt::format("{}={}", factors[f].key, values[f]));
  return sets;
}

fs::path SweepFile::beside(const std::string& file) const { return (path.parent_path() / file).lexically_normal(); }

Scenario SweepFile::scenario_at(const std::vector<std::string>& values) const {
  fs::path file = scenario;
  for (std::size_t f = 0; f < factors.size(); ++f)
    if (factors[f].key == kScenarioKey) file = beside(values[f]);
  std::vector<std::string> sets = sets_of(values);
  if (fans > 0) sets.push_back(fmt::format("run.fans={}", fans));
  if (seed >= 0) sets.push_back(fmt::format("run.seed={}", seed));
  sets.push_back(fmt::format("run.replicates={}", replicates));
  return files->at(file).with(sets);
}

SweepFile load_sweep(const fs::path& path, const SweepChanges& changes) {
  SweepFile sweep;
  sweep.path = path;
  sweep.text = read_text(path);
  const auto source = std::make_shared<SourceText>(SourceText{path.string(), sweep.text, {}});
  Reading reading;
  const Node root = parse_toml(source, reading.problems);
  expect_kind(root, FileKind::sweep);
  SweepReader reader(root, sweep, reading);
  reader.read();
  if (sweep.name.empty()) sweep.name = path.stem().string();
  const bool one_line = std::ranges::none_of(sweep.name, [](unsigned char c) { return c < ' ' || c == '/'; });
  if (!one_line || sweep.name == "." || sweep.name == "..")
    reader.complain(reader.place("sweep.name"), fmt::format("'{}' is no name of a folder", sweep.name),
                    "letters, digits, - and _");
  apply(changes, sweep);
  if (sweep.fans > 0)
    for (std::size_t f = 0; f < sweep.factors.size(); ++f)
      if (sweep.factors[f].key == "run.fans" || sweep.factors[f].key == "fans")
        reader.complain(reader.factor_place(f), "fans are a factor, and given for all points too",
                        "leave out fans at the top of the file, and --fans");
  if (reading.problems.empty()) {
    require_few_points(sweep, root);
    reader.check_scenes(sweep.files->at(sweep.scenario).with({}));  // its own problems are told at their places
    if (sweep.design.kind != DesignKind::csv) try_values(sweep, reader);
    if (!sweep.design.constraints.empty()) try_constraints(sweep, reader);
  }
  if (!reading.problems.empty()) throw ScenarioError(std::move(reading.problems));
  return sweep;
}

}  // namespace hibiki::sweep
