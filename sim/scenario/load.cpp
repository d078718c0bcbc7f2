#include "sim/scenario/load.hpp"

#include <algorithm>
#include <tuple>

#include "sim/scenario/extend.hpp"
#include "sim/scenario/file_kind.hpp"
#include "sim/scenario/findings.hpp"
#include "sim/scenario/read_scenario.hpp"
#include "sim/scenario/sections.hpp"
#include "sim/scenario/sets.hpp"
#include "sim/scenario/toml_text.hpp"

namespace hibiki::inline scenario {

namespace fs = std::filesystem;

/// A file on top of those it extends.
struct ScenarioFile::Tree {
  std::string shown;  ///< name in messages
  fs::path path;
  std::shared_ptr<const SourceText> source;
  Node root;
  std::vector<Problem> problems;  ///< of values that were read
};

namespace {

/// Whether `key` or a table it is in could not be read: then nothing more is known about it.
bool in_doubt(const Reading& reading, std::string key) {
  for (;;) {
    if (reading.failed.count(key) > 0) return true;
    const auto dot = key.rfind('.');
    if (dot == std::string::npos) return false;
    key.resize(dot);
  }
}

/// The value that `finding` blames: its key's, or the nearest table's around it; the root when there is none.
const Node& blamed(const Node& root, const Reading& reading, const Finding& finding) {
  for (std::string key = finding.key; !key.empty();) {
    if (const auto it = reading.places.find(key); it != reading.places.end()) {
      const Node& node = *it->second;
      const bool element = finding.index >= 0 && static_cast<std::size_t>(finding.index) < node.items.size();
      return key == finding.key && element ? node.items[static_cast<std::size_t>(finding.index)] : node;
    }
    const auto dot = key.rfind('.');
    const std::string last = dot == std::string::npos ? key : key.substr(dot + 1);
    key.resize(dot == std::string::npos ? 0 : dot);
    const auto table = reading.places.find(key);
    if (table == reading.places.end()) continue;
    if (const Node* member = table->second->find(last)) return *member;
  }
  return root;
}

/// A finding at its place; `name` is the file's.
Problem placed(const Finding& finding, const Node& root, const std::string& name, const Reading& reading) {
  const Node& node = blamed(root, reading, finding);
  const bool nowhere = &node == &root;
  return nowhere ? Problem{name, 0, 0, finding.message, finding.hint.empty() ? "" : "  " + finding.hint}
                 : problem_at(node, finding.message, finding.hint);
}

/// Findings that are not consequences of unreadable values.
void add_findings(const Scenario& scenario, const Node& root, const std::string& name, Reading& reading) {
  for (const Finding& finding : find_problems(scenario))
    if (!in_doubt(reading, finding.key)) reading.problems.push_back(placed(finding, root, name, reading));
}

/// Collects origins in the order of resolved TOML.
class Origins {
 public:
  explicit Origins(const Reading& reading) : reading_(reading) {}

  void add(const std::string& key, std::string value) {
    const auto it = reading_.places.find(key);
    list.push_back({key, std::move(value), it == reading_.places.end() ? "default" : place_of(*it->second)});
  }
  template <class Owner>
  void add_rest(const std::string&, const Owner&) {}
  void add_rest(const std::string& key, const PolicyRule& rule) {
    for (const auto& [lever, value] : rule.levers) add(key + "." + std::string(lever_key(lever)), toml_text(value));
  }
  void add_rest(const std::string& key, const Intervention& change) {
    add(key + ".lever", toml_text(lever_key(change.lever)));
    add(key + (change.change == Intervention::Change::scale ? ".scale" : ".set"), toml_text(change));
    add(key + ".ramp", toml_text(change.ramp_weeks));
  }
  void add_rest(const std::string& key, const Response& response) {
    add(key + ".delay", toml_text(response.delay_weeks));
  }

  std::vector<Origin> list;

 private:
  const Reading& reading_;
};

std::vector<Origin> origins_of(const Scenario& scenario, const Reading& reading) {
  Origins origins(reading);
  origins.add("format_version", toml_text(scenario.format_version));
  origins.add("name", toml_text(scenario.name));
  origins.add("title", toml_text(scenario.title));
  origins.add("question", toml_text(scenario.question));
  origins.add("contenders", toml_text(scenario.contenders));
  visit_tables(scenario, [&](const std::string& prefix, const auto& owner, auto fields) {
    for (const auto& field : fields)
      if (is_spelled_out(owner, field)) origins.add(prefix + "." + std::string(field.key), toml_text(owner, field));
    origins.add_rest(prefix, owner);
  });
  return std::move(origins.list);
}

/// By file in the order first met, then by line; those of the command line come last.
void sort_problems(std::vector<Problem>& problems) {
  std::vector<std::string> files;
  for (const Problem& problem : problems)
    if (!problem.file.empty() && std::find(files.begin(), files.end(), problem.file) == files.end())
      files.push_back(problem.file);
  const auto rank = [&](const Problem& problem) {
    return std::tuple(std::find(files.begin(), files.end(), problem.file) - files.begin(), problem.line,
                      problem.column);
  };
  std::stable_sort(problems.begin(), problems.end(),
                   [&](const Problem& a, const Problem& b) { return rank(a) < rank(b); });
}

/// The file called `ensemble`, relative to the file that says so.
fs::path ensemble_of(const Node& root, const std::shared_ptr<const SourceText>& own, const fs::path& path,
                     Reading& reading) {
  const Node* node = root.find("ensemble");
  if (node == nullptr) return {};
  if (node->kind != Node::Kind::text || node->text.empty()) {
    reading.problems.push_back(
        problem_at(*node, "ensemble must be the name of one file", "ensemble = \"calibration/ensemble.toml\""));
    return {};
  }
  const fs::path said_in = node->source == own ? path : fs::path(node->source->name);
  return (said_in.parent_path() / node->text).lexically_normal();
}

std::string without_byte_order_mark(const std::string& text) {
  return text.rfind("\xEF\xBB\xBF", 0) == 0 ? text.substr(3) : text;
}

ScenarioFile::Tree read_files(const std::string& text, const std::string& shown, const fs::path& path) {
  ScenarioFile::Tree files{
      shown, path, std::make_shared<SourceText>(SourceText{shown, without_byte_order_mark(text), {}}), {}, {}};
  files.root = resolve_extends(files.source, path, files.problems);
  expect_kind(files.root, FileKind::scenario);
  return files;
}

void throw_if_any(std::vector<Problem>& problems) {
  if (problems.empty()) return;
  sort_problems(problems);
  throw ScenarioError(std::move(problems));
}

/// Puts `sets` into the tree, of which `reading` then holds the places. The ensemble's file goes to `ensemble`.
Scenario read_with(ScenarioFile::Tree& files, const std::vector<std::string>& sets, Reading& reading,
                   fs::path& ensemble) {
  reading.problems = std::move(files.problems);
  apply_sets(files.root, sets, reading.problems);
  Scenario scenario = read_scenario(files.root, files.path.stem().string(), reading);
  ensemble = ensemble_of(files.root, files.source, files.path, reading);
  add_findings(scenario, files.root, files.shown, reading);
  throw_if_any(reading.problems);
  return scenario;
}

LoadedScenario parse_at(const std::string& text, const std::string& shown, const std::vector<std::string>& sets,
                        const fs::path& path) {
  ScenarioFile::Tree files = read_files(text, shown, path);
  Reading reading;
  LoadedScenario loaded{{}, text, {}, path, {}, {}};
  loaded.scenario = read_with(files, sets, reading, loaded.ensemble);
  for (const Finding& warning : find_warnings(loaded.scenario))
    loaded.warnings.push_back(placed(warning, files.root, shown, reading));
  loaded.origins = origins_of(loaded.scenario, reading);
  return loaded;
}

}  // namespace

LoadedScenario load_scenario(const fs::path& path, const std::vector<std::string>& sets) {
  return parse_at(read_text(path), path.string(), sets, path);
}

LoadedScenario parse_scenario(const std::string& text, const std::string& name, const std::vector<std::string>& sets,
                              const fs::path& directory) {
  return parse_at(text, name, sets, directory / fs::path(name).filename());
}

ScenarioFile::ScenarioFile(const fs::path& path)
    : tree_(std::make_shared<Tree>(read_files(read_text(path), path.string(), path))) {}

Scenario ScenarioFile::with(const std::vector<std::string>& sets) const {
  Tree own = *tree_;
  Reading reading;
  fs::path ensemble;
  return read_with(own, sets, reading, ensemble);
}

}  // namespace hibiki::scenario
