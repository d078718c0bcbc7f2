#include "tools/hibiki/compared_sources.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <system_error>

#include "tools/experiments/comparison_scope.hpp"
#include "tools/hibiki/commands.hpp"

namespace hibiki::inline program {

namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 2> kDatedLists = {"intervention.", "response."};

bool same_file(const fs::path& a, const fs::path& b) {
  std::error_code unknown;
  return (a == "-" && b == "-") || (fs::equivalent(a, b, unknown) && !unknown);
}

void require_different_files(const std::vector<fs::path>& paths) {
  for (std::size_t i = 1; i < paths.size(); ++i) {
    if (same_file(paths[0], paths[i]))
      throw UsageError(fmt::format("{} is given as base and as variant; give a variant that differs from it ({})",
                                   paths[i].string(),
                                   "to test that equal scenarios give equal results, use a copy with another name"));
    for (std::size_t j = 1; j < i; ++j)
      if (same_file(paths[i], paths[j]))
        throw UsageError(fmt::format("{} is given twice; give each variant once", paths[i].string()));
  }
}

/// "intervention.early_video" of "intervention.early_video.set=0.5", and so of a response; empty for other keys.
std::string changed_table(const std::string& set) {
  for (const std::string_view list : kDatedLists) {
    if (!set.starts_with(list)) continue;
    const auto end = set.find_first_of(".=", list.size());
    return end == std::string::npos ? "" : set.substr(0, end);
  }
  return {};
}

std::set<std::string> tables_of(const fs::path& path) {
  std::set<std::string> tables;
  const Scenario scenario = load_source(path, {}).loaded.scenario;
  for (const Intervention& i : scenario.interventions) tables.insert("intervention." + i.id);
  for (const Response& r : scenario.responses) tables.insert("response." + r.id);
  return tables;
}

/// The options of each scenario: a --set of an intervention or response goes where it is; to all where it is nowhere,
/// so that the message is the usual one.
std::vector<SimulationOptions> options_of_each(const SimulationOptions& options, const std::vector<fs::path>& paths) {
  std::vector<SimulationOptions> each(paths.size(), options);
  if (std::ranges::all_of(options.sets, [](const std::string& set) { return changed_table(set).empty(); })) return each;
  std::vector<std::set<std::string>> ids;
  for (const fs::path& path : paths) ids.push_back(tables_of(path));
  for (std::size_t i = 0; i < paths.size(); ++i)
    std::erase_if(each[i].sets, [&](const std::string& set) {
      const std::string id = changed_table(set);
      const auto has = [&](const std::set<std::string>& of) { return of.contains(id); };
      return !id.empty() && !has(ids[i]) && std::ranges::any_of(ids, has);
    });
  return each;
}

}  // namespace

std::vector<RunSource> load_compared(const SimulationOptions& options, const std::vector<fs::path>& paths) {
  require_different_files(paths);
  const auto each = options_of_each(options, paths);
  std::vector<RunSource> sources;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    sources.push_back(load_with(each[i], paths[i]));
    const std::string why = why_incomparable(sources[0].loaded.scenario, sources[i].loaded.scenario);
    if (!why.empty()) throw UsageError(why);
    // Pairs share their seed, and there are as many of each half.
    sources[i].loaded.scenario.run.seed = sources[0].loaded.scenario.run.seed;
    sources[i].loaded.scenario.run.replicates = sources[0].loaded.scenario.run.replicates;
  }
  return sources;
}

namespace {

RunSource without_responses(RunSource source) {
  Scenario& scenario = source.loaded.scenario;
  scenario.title = (scenario.title.empty() ? scenario.name : scenario.title) + ", unanswered";
  scenario.name += "_unanswered";
  scenario.responses.clear();
  std::erase_if(source.loaded.origins, [](const Origin& origin) { return origin.key.starts_with("response."); });
  source.loaded.warnings.clear();  // those of the variant
  return source;
}

}  // namespace

std::vector<AnsweredVariant> add_unanswered(std::vector<RunSource>& sources) {
  std::vector<RunSource> all{sources[0]};
  std::vector<AnsweredVariant> answered;
  for (std::size_t i = 1; i < sources.size(); ++i) {
    all.push_back(sources[i]);
    if (sources[i].loaded.scenario.responses.empty()) continue;
    answered.push_back({all.size() - 1, all.size()});
    all.push_back(without_responses(sources[i]));
  }
  if (answered.empty())
    throw UsageError(
        "--responses: no variant has a [[response]]; say in the variant's file who answers its interventions, and how");
  sources = std::move(all);
  return answered;
}

namespace {

/// The name as the name of a folder, different from the other files of a comparison's folder.
std::string as_folder(std::string name) {
  static const std::set<std::string> kTaken = {"", ".", "..", "compare.json", "report.html", "manifest.json"};
  std::ranges::replace(name, '/', '-');
  return kTaken.contains(name) || name.starts_with(".hibiki-") ? name + "-arm" : name;
}

}  // namespace

std::vector<const LoadedScenario*> loaded_scenarios(const std::vector<RunSource>& sources) {
  std::vector<const LoadedScenario*> scenarios;
  for (const RunSource& source : sources) scenarios.push_back(&source.loaded);
  return scenarios;
}

std::vector<std::string> arm_names(const std::vector<RunSource>& sources) {
  std::vector<std::string> names;
  for (const RunSource& source : sources) {
    std::string name = as_folder(source.loaded.scenario.name);
    for (int copy = 2; std::ranges::find(names, name) != names.end(); ++copy)
      name = fmt::format("{}-{}", as_folder(source.loaded.scenario.name), copy);
    names.push_back(name);
  }
  return names;
}

}  // namespace hibiki::program
