#include "tools/calibration/point_log.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>

#include "tools/experiments/json_parts.hpp"

namespace hibiki {

namespace {

using Json = nlohmann::ordered_json;

std::string header_line(const std::string& identity) { return Json{{"calibration", identity}}.dump() + "\n"; }

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
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::vector<double> numbers_of(const Json& list) {
  std::vector<double> numbers;
  for (const Json& number : list)
    numbers.push_back(number.is_null() ? std::numeric_limits<double>::quiet_NaN() : number.get<double>());
  return numbers;
}

/// Nothing when the line is no point.
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

/// What of `text` can be gone on from.
std::string PointLog::take(const std::string& text, bool force) {
  const std::string header = header_line(identity_);
  if (!text.starts_with(header)) {
    // A header that was torn as it was written is no other calibration's.
    if (!force && text.find('\n') != std::string::npos)
      throw IoError(
          fmt::format("{} is of another plan (or the plan, its scenario or the options were changed); choose another "
                      "folder with --out, or --force to begin anew",
                      path_.string()));
    return header;
  }
  std::size_t at = header.size();
  for (std::size_t end = text.find('\n', at); end != std::string::npos; end = text.find('\n', at)) {
    auto point = point_of(text.substr(at, end - at));
    if (!point) break;
    // What failed and was done later is done.
    std::erase_if(found_, [&](const CalibrationPoint& known) { return known.failed() && same_point(known, *point); });
    found_.push_back(std::move(*point));
    at = end + 1;
  }
  return text.substr(0, at);
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
  file_->write(std::as_bytes(std::span(line)));
  file_->sync();
}

void PointLog::rewrite(const std::vector<CalibrationPoint>& points) {
  std::string text = header_line(identity_);
  for (const CalibrationPoint& point : points) text += line_of(point);
  file_.reset();
  write_file_atomically(path_, text);
}

}  // namespace hibiki
