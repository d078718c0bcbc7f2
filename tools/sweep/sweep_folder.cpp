#include "tools/sweep/sweep_folder.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cmath>
#include <fstream>
#include <iterator>
#include <limits>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <thread>

#include "output/analysis/entity_measures.hpp"
#include "output/analysis/measures.hpp"
#include "output/results/claim_file.hpp"
#include "output/results/folders.hpp"
#include "output/results/machine.hpp"
#include "output/results/sealed_json.hpp"
#include "output/results/stored_json.hpp"
#include "tools/experiments/json_parts.hpp"

namespace hibiki::inline sweep {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr int kOneLine = -1;
constexpr int kTriesWhenFree = 5;  ///< a claim may be given up between the try and the look at it
constexpr auto kBetweenTries = std::chrono::milliseconds(200);
constexpr const char* kBatchLogs = "slurm";  // of the script's tasks: made before the first of them begins
constexpr const char *kLog = "log", *kWork = "work";
/// Of a folder that has lost its design.json.
constexpr std::string_view kOwnNames[] = {kLog,         kWork,      "numbers.json",  "sweep.toml",
                                          "points.csv", "sweep.h5", "manifest.json", "report.html"};
constexpr const char *kDesign = "design.json", *kNumbers = "numbers.json";

Json design_json(const Design& design) {
  return {{"kind", design_name(design.kind)},
          {"points", design.points},
          {"trajectories", design.trajectories},
          {"levels", design.levels},
          {"seed", design.seed}};
}

Design read_design(const StoredJson& json, const fs::path& file) {
  const std::string name = json["kind"].get<std::string>();
  const auto kind = std::ranges::find(kDesignNames, name);
  if (kind == std::end(kDesignNames))
    throw IoError(fmt::format("{} names an unknown design '{}'", file.string(), name));
  return {static_cast<DesignKind>(kind - std::begin(kDesignNames)),
          json["points"].get<std::int64_t>(),
          json["trajectories"].get<std::int64_t>(),
          json["levels"].get<std::int64_t>(),
          json["seed"].get<std::int64_t>(),
          {}};
}

std::string to_json(const SweepState& state) {
  Json points = Json::array(), measures = Json::array();
  for (const NumberedPoint& point : state.points)
    points.push_back({{"point", point.number}, {"id", point.id}, {"values", point.values}});
  for (const MeasureColumn& measure : state.measures)
    measures.push_back({{"name", measure.name}, {"scene", measure.scene}});
  return sealed(Json{{"hibiki", "sweep"},
                     {"name", state.name},
                     {"title", state.title},
                     {"model_version", state.model_version},
                     {"scenario", state.scenario},
                     {"folder", state.folder.string()},
                     {"design", design_json(state.design)},
                     {"fans", state.fans},
                     {"given_fans", state.given_fans},
                     {"seeds", state.seeds},
                     {"window_from", state.window_from},
                     {"scope", state.scope},
                     {"factors", state.factors},
                     {"keys", state.keys},
                     {"scales", state.scales},
                     {"measures", measures},
                     {"points", points},
                     {"rows", state.rows}},
                1);
}

/// A file of the folder as it was written. Throws IoError with the remedy.
StoredJson read_sealed(const fs::path& file) {
  const std::string text = read_whole_file(file);
  if (!is_sealed(text, 1))
    throw IoError(
        fmt::format("{} is damaged or was changed: remove it, and 'hibiki sweep run FILE' writes it anew; "
                    "finished runs are kept",
                    file.string()));
  return StoredJson::parse(text, file);
}

SweepState read_state(const fs::path& file) {
  const StoredJson json = read_sealed(file);
  SweepState state;
  state.name = json["name"].get<std::string>();
  state.title = json["title"].get<std::string>();
  state.model_version = json["model_version"].get<std::string>();
  state.scenario = json["scenario"].get<std::string>();
  state.folder = json["folder"].get<std::string>();
  state.design = read_design(json["design"], file);
  state.fans = json["fans"].get<std::int64_t>();
  state.given_fans = json["given_fans"].get<std::int64_t>();
  state.window_from = json["window_from"].get<std::string>();
  state.scope = json["scope"].get<std::string>();
  state.seeds = json["seeds"].get<std::vector<std::uint64_t>>();
  state.factors = json["factors"].get<std::vector<std::string>>();
  state.keys = json["keys"].get<std::vector<std::string>>();
  state.scales = json["scales"].get<std::vector<std::string>>();
  for (std::size_t i = 0; i < json["measures"].size(); ++i)
    state.measures.push_back(
        {json["measures"][i]["name"].get<std::string>(), json["measures"][i]["scene"].get<std::string>()});
  for (std::size_t i = 0; i < json["points"].size(); ++i) {
    const StoredJson point = json["points"][i];
    state.points.push_back({point["point"].get<std::size_t>(), point["id"].get<std::string>(),
                            point["values"].get<std::vector<std::string>>()});
  }
  state.rows = json["rows"].get<std::vector<std::size_t>>();
  return state;
}

/// Numbers of all points that a folder ever had, by id.
std::map<std::string, std::size_t> read_numbers(const fs::path& file) {
  std::map<std::string, std::size_t> numbers;
  if (!is_there(file)) return numbers;
  const StoredJson json = read_sealed(file);
  const auto ids = json["ids"].get<std::vector<std::string>>();
  for (std::size_t i = 0; i < ids.size(); ++i) numbers[ids[i]] = i;
  return numbers;
}

/// Those of a design, where the list of all is lost. Empty when it has not the first ones alone: then numbers begin
/// anew.
std::map<std::string, std::size_t> numbers_in(const SweepState& state) {
  std::map<std::string, std::size_t> numbers;
  for (const NumberedPoint& point : state.points) numbers[point.id] = point.number;
  for (const NumberedPoint& point : state.points)
    if (point.number >= numbers.size()) return {};
  return numbers;
}

std::string numbers_json(const std::map<std::string, std::size_t>& numbers) {
  std::vector<std::string> ids(numbers.size());
  for (const auto& [id, number] : numbers) ids[number] = id;
  return sealed(Json{{"ids", ids}}, 1);
}

/// Takes a claim as soon as nobody has it; empty when another process has it after so many tries.
std::unique_ptr<Claim> claim_within(const fs::path& folder, int tries) {
  int when_free = 0;
  for (int i = 1;; ++i) try {
      return std::make_unique<Claim>(folder);
    } catch (const IoError&) {
      const bool held = is_there(folder / kClaimName);
      if (i >= tries && held) return nullptr;
      if (!held && ++when_free > kTriesWhenFree) throw;  // it is not that another process has it
      if (held || i > 1) std::this_thread::sleep_for(kBetweenTries);
    }
}

/// Claims a folder that other processes hold for moments only.
std::unique_ptr<Claim> claim_soon(const fs::path& folder) {
  constexpr int kTries = 300;
  if (auto claim = claim_within(folder, kTries)) return claim;
  return std::make_unique<Claim>(folder);  // says who has it
}

void require_sweep_folder(const fs::path& path, const std::string& name) {
  if (is_there(path / kDesign)) {
    if (const SweepState there = read_state(path / kDesign); there.name != name)
      throw IoError(fmt::format("{} holds the sweep {}, not {}; choose another folder with --out", path.string(),
                                there.name, name));
    return;
  }
  const bool has_log = is_there(path / kLog);
  const auto is_own = [&](const std::string& entry) {
    return Claim::is_name_of_claim(entry) || entry == kBatchLogs ||
           (has_log && std::ranges::find(kOwnNames, entry) != std::end(kOwnNames));
  };
  for (const std::string& entry : names_in(path))
    if (!is_own(entry))
      throw IoError(fmt::format("{} contains other files; choose another folder with --out", path.string()));
}

void write_if_changed(const fs::path& file, const std::string& text) {
  if (!is_there(file) || read_whole_file(file) != text) write_file_atomically(file, text);
}

std::string line_of(const RunRecord& record) {
  Json json = {{"point", record.point}, {"seed", record.seed}, {"scope", record.scope}};
  if (record.failed()) {
    json["error"] = record.error;
    return sealed(json, kOneLine);
  }
  json["digest"] = record.digest;
  json["seconds"] = record.seconds;
  Json measures = Json::object();
  for (const auto& [scene, values] : record.measures) measures[scene] = list_json(values);
  json["measures"] = measures;
  return sealed(json, kOneLine);
}

std::optional<RunRecord> record_of(const std::string& line) try {
  if (!is_sealed(line, kOneLine)) return std::nullopt;
  const Json json = Json::parse(line);
  RunRecord record;
  record.point = json.at("point");
  record.seed = json.at("seed");
  record.scope = json.at("scope");
  record.error = json.value("error", "");
  if (record.failed()) return record;
  record.digest = json.at("digest");
  record.seconds = json.at("seconds");
  for (const auto& [scene, values] : json.at("measures").items())
    for (const Json& value : values)
      record.measures[scene].push_back(value.is_null() ? std::numeric_limits<double>::quiet_NaN()
                                                       : value.get<double>());
  return record;
} catch (const Json::exception&) {
  return std::nullopt;
}

/// What a file holds behind its first `bytes` bytes.
std::string text_behind(const fs::path& file, std::uint64_t bytes) {
  if (fs::file_size(file) <= bytes) return {};
  std::ifstream in(file, std::ios::binary);
  in.seekg(static_cast<std::streamoff>(bytes));
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in) throw_io_error("read", file, errno);
  return text;
}

}  // namespace

void RunLog::refresh() {
  const std::lock_guard lock(mutex_);
  if (!is_there(folder_)) return;
  for (const std::string& name : names_in(folder_)) {
    if (!name.ends_with(".jsonl") || name == own_name_) continue;
    std::uint64_t& read = read_[name];
    for (const std::string& line : whole_lines(text_behind(folder_ / name, read))) {
      if (auto record = record_of(line))
        take(std::move(*record));
      else
        ++damaged_;
      read += line.size();
    }
  }
}

void RunLog::take(RunRecord record) {
  if (record.scope != scope_) return;
  RunRecord& known = runs_[{record.point, record.seed}];
  if (known.point.empty() || known.failed()) known = std::move(record);
}

std::optional<RunRecord> RunLog::find(const std::string& point, std::uint64_t seed) const {
  const std::lock_guard lock(mutex_);
  const auto found = runs_.find({point, seed});
  return found == runs_.end() ? std::nullopt : std::optional(found->second);
}

bool RunLog::finished(const std::string& point, std::uint64_t seed) const {
  const std::lock_guard lock(mutex_);
  const auto found = runs_.find({point, seed});
  return found != runs_.end() && !found->second.failed();
}

void RunLog::append(const RunRecord& record) {
  const std::lock_guard lock(mutex_);
  const std::string line = line_of(record);
  if (!own_) {
    make_folder(folder_);
    const auto now = std::chrono::system_clock::now().time_since_epoch().count();
    for (int copy = 0; !own_; ++copy) {
      own_name_ = fmt::format("{}-{}-{:x}-{}.jsonl", host_name(), ::getpid(), now, copy);
      if (auto file = OutputFile::create(folder_ / own_name_)) own_.emplace(std::move(*file));
    }
  }
  try {
    own_->write(std::as_bytes(std::span(line)));
    own_->sync();
  } catch (const IoError&) {  // another line would become part of a torn one: the next goes into another file
    own_.reset();
    throw;
  }
  take(record);
}

ColumnInfo column_info(const MeasureColumn& column) {
  for (const EntityKind kind : {EntityKind::label, EntityKind::act}) {
    if (!column.scene.starts_with(MeasuredEntity{kind, "", {}}.title())) continue;
    const std::size_t index = entity_measure_index(kind, column.name);
    if (index == entity_measures(kind).size()) break;  // a measure of a scene that has such a name
    const Measure& measure = entity_measures(kind)[index];
    return {measure.title, measure.unit, measure.definition, index};
  }
  const std::size_t index = measure_index(column.name);
  const Measure& measure = measure_table()[index];
  return {measure.title, measure.unit, measure.definition, index};
}

bool is_sweep_folder(const fs::path& path) { return is_there(path / kDesign); }

fs::path default_sweep_folder(const SweepFile& sweep) { return fs::path("runs") / "sweeps" / sweep.name; }

SweepFolder::SweepFolder(fs::path path, SweepState state, const std::string& text)
    : path_(std::move(path)), state_(std::move(state)), log_(path_ / kLog, state_.scope) {
  if (fs::exists(path_) && !fs::is_directory(path_))
    throw IoError(fmt::format("{} is a file, not a folder; choose a folder with --out", path_.string()));
  const auto claim = claim_soon(path_);
  require_sweep_folder(path_, state_.name);
  std::map<std::string, std::size_t> numbers = read_numbers(path_ / kNumbers);
  if (numbers.empty() && is_there(path_ / kDesign)) numbers = numbers_in(read_state(path_ / kDesign));
  for (NumberedPoint& point : state_.points) point.number = numbers.try_emplace(point.id, numbers.size()).first->second;
  write_if_changed(path_ / kNumbers, numbers_json(numbers));
  write_if_changed(path_ / kSweepText, text);
  write_if_changed(path_ / kDesign, to_json(state_));
}

namespace {
SweepState state_in(const fs::path& path) {
  if (!is_there(path / kDesign))
    throw IoError(fmt::format("{} is not the folder of a sweep: it has no {}", path.string(), kDesign));
  return read_state(path / kDesign);
}
}  // namespace

SweepFolder::SweepFolder(fs::path path)
    : path_(std::move(path)), state_(state_in(path_)), log_(path_ / kLog, state_.scope) {}

fs::path SweepFolder::work(const std::string& point, std::uint64_t seed) const {
  return path_ / kWork / fmt::format("{}-{}-{}", point, state_.scope, seed);
}

std::vector<std::string> SweepFolder::works() const {
  return is_there(path_ / kWork) ? names_in(path_ / kWork) : std::vector<std::string>();
}

std::unique_ptr<Claim> SweepFolder::claim() const { return claim_soon(path_); }

std::unique_ptr<Claim> SweepFolder::claim(const std::string& point, std::uint64_t seed) const {
  return claim_within(work(point, seed), 1);
}

namespace {

/// A claim is there, and its process at work as far as can be told from here.
bool is_under_way(const fs::path& folder) try {
  const auto found = read_claim(folder / kClaimName);
  if (!found) return false;
  const ProcessState state = state_of(found->record.process);
  if (state != ProcessState::elsewhere) return state == ProcessState::running;
  const std::chrono::duration<double> now = std::chrono::system_clock::now().time_since_epoch();
  return now.count() - found->refreshed < kSecondsUntilStale;
} catch (const IoError&) {
  return false;
}

}  // namespace

SweepCounts count_runs(SweepFolder& folder) {
  folder.log().refresh();
  SweepCounts counts;
  for (const NumberedPoint& point : folder.state().points)
    for (const std::uint64_t seed : folder.state().seeds) {
      const auto record = folder.log().find(point.id, seed);
      if (record && !record->failed()) {
        ++counts.done;
        counts.seconds += record->seconds;
      } else if (record) {
        ++counts.failed;
      } else if (is_under_way(folder.work(point.id, seed))) {
        ++counts.under_way;
      } else {
        ++counts.missing;
      }
    }
  return counts;
}

}  // namespace hibiki::sweep
