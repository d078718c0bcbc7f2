#include "tools/hibiki/run_json.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

#include "sim/core/digest.hpp"

namespace hibiki::inline program {

namespace {

using Json = nlohmann::ordered_json;

/// A mean, null where there is none.
Json mean_json(double value) { return std::isnan(value) ? Json(nullptr) : Json(value); }

/// Cents a year, from those of the reported weeks.
Cents a_year(const YearSummary& year, Cents sum) { return std::llround(year.a_year(static_cast<double>(sum))); }

Json scene_json(const RunAxes& axes, const YearSummary& year, std::size_t scene) {
  return {
      {"scene", axes.scenes[scene]},
      {"market", axes.markets[scene]},
      {"leadership", mean_json(year.leadership[scene])},
      {"leadership_people", mean_json(year.leadership_people[scene])},
      {"leadership_plays", mean_json(year.leadership_plays[scene])},
      {"leadership_engaged", mean_json(year.leadership_engaged[scene])},
      {"home_share", mean_json(year.home_share[scene])},
      {"engaged_home", year.engaged_home[scene]},
      {"engaged_abroad", year.engaged_abroad[scene]},
      {"revenue_home", a_year(year, year.revenue_home[scene])},
      {"revenue_abroad", a_year(year, year.revenue_abroad[scene])},
  };
}

Json last_year_json(const RunSummary& summary) {
  if (summary.years.empty()) return nullptr;
  const YearSummary& year = summary.years.back();
  Json scenes = Json::array();
  for (std::size_t scene = 0; scene < summary.axes.scenes.size(); ++scene)
    scenes.push_back(scene_json(summary.axes, year, scene));
  return {{"year", year.year}, {"weeks", year.weeks}, {"whole", year.whole()}, {"scenes", scenes}};
}

Json livestreams_json(const RunSummary& summary) {
  Json peaks = Json::array();
  for (const LivestreamPeak& peak : summary.livestreams)
    peaks.push_back(
        {{"act", peak.act}, {"label", peak.label}, {"day", to_string(peak.day)}, {"viewers", peak.viewers}});
  return peaks;
}

Json replicate_json(const Replicate& replicate) {
  const RunSummary& summary = replicate.result.summary;
  return {
      {"seed", replicate.seed},
      {"digest", replicate.result.digest},
      {"overtake", summary.overtake ? Json(to_string(*summary.overtake)) : Json(nullptr)},
      {"led_from_start", summary.led_from_start},
      {"paid", summary.paid},
      {"to_labels", summary.to_labels},
      {"to_platforms", summary.to_platforms},
      {"livestreams", livestreams_json(summary)},
      {"last_year", last_year_json(summary)},
  };
}

Json summary_json(std::span<const Replicate> replicates) {
  Json list = Json::array();
  for (const Replicate& replicate : replicates) list.push_back(replicate_json(replicate));
  const RunSummary& first = replicates.front().result.summary;
  return {{"challenger", first.challenger}, {"incumbent", first.incumbent}, {"replicates", list}};
}

/// Names and paths need not be UTF-8.
std::string text_of(const Json& json) { return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n"; }

}  // namespace

std::string run_digest(std::span<const ManifestReplicate> replicates) {
  if (replicates.size() == 1) return replicates.front().digest;
  Digest digest;
  for (const ManifestReplicate& replicate : replicates)
    digest.add_column(std::span<const char>(replicate.digest.data(), replicate.digest.size()));
  return digest.hex();
}

std::string run_json(const Manifest& manifest, std::span<const Replicate> replicates, const std::string& out) {
  const double fan_weeks = static_cast<double>(manifest.fans) * manifest.weeks * static_cast<double>(replicates.size());
  return text_of({
      {"name", manifest.scenario},
      {"seed", replicates.front().seed},
      {"replicates", replicates.size()},
      {"fans", manifest.fans},
      {"weeks", manifest.weeks},
      {"seconds", manifest.seconds},
      {"fan_weeks_per_second", manifest.seconds > 0 ? fan_weeks / manifest.seconds : 0.0},
      {"peak_bytes", manifest.peak_bytes},
      {"digest", run_digest(manifest.replicates)},
      {"out", out},
      {"summary", summary_json(replicates)},
  });
}

std::string estimate_json(const std::string& name, const Estimate& estimate, const DiskNeed& disk, std::size_t at_once,
                          std::int64_t replicates, std::int64_t available_bytes,
                          const std::optional<RankNeed>& of_rank) {
  Json json = {
      {"name", name},
      {"replicates", replicates},
      {"fans", estimate.fans},
      {"ties", estimate.ties},
      {"weeks", estimate.weeks},
      {"reported_weeks", estimate.reported_weeks},
      {"at_once", at_once},
      {"memory_bytes", estimate.memory_bytes},
      {"available_bytes", available_bytes < 0 ? Json(nullptr) : Json(available_bytes)},
      {"disk_bytes", disk.peak},
      {"kept_bytes", disk.kept},
      {"checkpoint_bytes", disk.checkpoints},
      {"seconds_low", estimate.seconds_low},
      {"seconds_high", estimate.seconds_high},
  };
  if (of_rank) {
    json["heard_from_other_ranks"] = of_rank->heard;
    json["share_bytes_a_week"] = of_rank->share_bytes;
    json["tally_bytes_a_week"] = of_rank->tally_bytes;
  }
  return text_of(json);
}

}  // namespace hibiki::program
