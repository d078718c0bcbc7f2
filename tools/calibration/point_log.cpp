#include "tools/calibration/point_log.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>

#include "output/results/sealed_json.hpp"
#include "tools/experiments/json_parts.hpp"

namespace hibiki::inline calibration {

namespace {

using Json = nlohmann::ordered_json;

constexpr int kOneLine = -1;

std::string header_line(const std::string& identity) { return sealed(Json{{"calibration", identity}}, kOneLine); }

std::string line_of(const CalibrationPoint& point) {
  Json outcomes = Json::array();
  for (const auto& replicate : point.outcomes) outcomes.push_back(list_json(replicate));
  Json json = {{"wave", point.wave},
               {"index", point.index},
               {"replicates", point.replicates},
               {"values", list_json(point.values)}};
  if (point.failed())
    json["error"] = point.error;
  else
    json["outcomes"] = outcomes;
  return sealed(json, kOneLine);
}

std::vector<double> numbers_of(const Json& list) {
  std::vector<double> numbers;
  for (const Json& number : list)
    numbers.push_back(number.is_null() ? std::numeric_limits<double>::quiet_NaN() : number.get<double>());
  return numbers;
}

/// Empty if the line is not a point.
std::optional<CalibrationPoint> point_of(const std::string& line) try {
  const Json json = Json::parse(line);
  CalibrationPoint point;
  point.wave = json.at("wave");
  point.index = json.at("index");
  point.replicates = json.at("replicates");
  point.values = numbers_of(json.at("values"));
  point.error = json.value("error", "");
  if (!point.failed())
    for (const Json& replicate : json.at("outcomes")) point.outcomes.push_back(numbers_of(replicate));
  return point;
} catch (const Json::exception&) {
  return std::nullopt;
}

/// `line` counts from 0.
IoError not_as_written(const std::filesystem::path& path, std::size_t line) {
  return IoError(fmt::format("{}:{}: the line was changed; remove it, or give --force, to simulate its point again",
                             path.string(), line + 1));
}

[[noreturn]] void refuse_header(const std::filesystem::path& path, const std::string& header) {
  if (!is_sealed(header, kOneLine)) throw not_as_written(path, 0);
  throw IoError(
      fmt::format("{} belongs to another plan, or the plan, its scenario or the options were changed; choose another "
                  "folder with --out, or --force to start again",
                  path.string()));
}

bool same_point(const CalibrationPoint& a, const CalibrationPoint& b) {
  return a.wave == b.wave && a.index == b.index && a.replicates == b.replicates && a.values == b.values;
}

}  // namespace

PointLog::PointLog(std::filesystem::path path, std::string identity, bool force)
    : path_(std::move(path)), identity_(std::move(identity)) {
  const std::string text = std::filesystem::exists(path_) ? read_whole_file(path_) : "";
  const std::string whole = take(text, force);
  if (whole != text) write_file_atomically(path_, whole);
  file_.emplace(path_, OutputFile::Start::end);
}

/// Reads the points that `text` holds; returns the lines of it that are kept.
std::string PointLog::take(const std::string& text, bool force) {
  const std::vector<std::string> lines = whole_lines(text);
  const std::string header = header_line(identity_);
  if (lines.empty()) return header;
  if (lines.front() != header) {
    if (!force) refuse_header(path_, lines.front());
    return header;
  }
  std::string whole = header;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    auto point = is_sealed(lines[i], kOneLine) ? point_of(lines[i]) : std::nullopt;
    if (!point && !force) throw not_as_written(path_, i);
    if (!point) continue;
    // A failed point that was finished later counts as finished.
    std::erase_if(found_, [&](const CalibrationPoint& known) { return known.failed() && same_point(known, *point); });
    found_.push_back(std::move(*point));
    whole += lines[i];
  }
  return whole;
}

std::size_t PointLog::failed() const {
  return static_cast<std::size_t>(std::ranges::count_if(found_, &CalibrationPoint::failed));
}

bool PointLog::fill(CalibrationPoint& point) const {
  for (const CalibrationPoint& known : found_) {
    if (known.failed() || !same_point(known, point)) continue;
    point = known;
    return true;
  }
  return false;
}

void PointLog::append(const CalibrationPoint& point) {
  const std::string line = line_of(point);
  const std::lock_guard lock(writing_);
  // Text after an incomplete line would become part of it, so only an incomplete last line can be removed.
  if (!file_) throw IoError(fmt::format("cannot write {}: an earlier write to it failed", path_.string()));
  try {
    file_->write(std::as_bytes(std::span(line)));
    file_->sync();
  } catch (const IoError&) {
    file_.reset();
    throw;
  }
}

std::string PointLog::in_order(const std::vector<CalibrationPoint>& points) const {
  std::string text = header_line(identity_);
  for (const CalibrationPoint& point : points) text += line_of(point);
  return text;
}

}  // namespace hibiki::calibration
