#include "output/results_coordinates.hpp"

#include <algorithm>

#include "sim/core/error.hpp"

namespace hibiki {

namespace {

template <class Member>
auto column(const std::vector<EntityRecord>& entities, Member member) {
  std::vector<std::decay_t<decltype(entities.front().*member)>> values;
  for (const EntityRecord& entity : entities) values.push_back(entity.*member);
  return values;
}

std::vector<std::string> strings(std::span<const std::string_view> names) { return {names.begin(), names.end()}; }

}  // namespace

std::string_view axis_name(Axis axis) {
  constexpr std::string_view kNames[] = {"market", "scene", "platform", "source", "channel", "age", "act", "label"};
  return kNames[static_cast<std::size_t>(axis)];
}

ResultsCoordinates::ResultsCoordinates(Hdf5File& file, std::span<const Replicate> replicates,
                                       const std::vector<std::int64_t>& days, const EntityAxis& acts,
                                       const EntityAxis& labels)
    : file_(file) {
  const RunAxes& axes = replicates.front().result.summary.axes;
  write_scales(axes, replicates.size(), days, acts, labels);
  texts("market_title", "market", axes.market_titles, "name of the market");
  write_companions(replicates, acts, labels);
}

const Hdf5Dataset& ResultsCoordinates::scale(std::string_view name) const {
  const auto found = std::ranges::find(scales_, name, &Hdf5Dataset::name);
  HIBIKI_ASSERT(found != scales_.end());
  return *found;
}

std::vector<Hdf5Dimensions> ResultsCoordinates::links() const {
  std::vector<Hdf5Dimensions> links;
  for (const Companion& companion : companions_) {
    auto& link = links.emplace_back(Hdf5Dimensions{&companion.dataset, {}});
    for (const std::string& axis : companion.axes) link.scales.push_back(&scale(axis));
  }
  return links;
}

void ResultsCoordinates::write_scales(const RunAxes& axes, std::size_t replicates,
                                      const std::vector<std::int64_t>& days, const EntityAxis& acts,
                                      const EntityAxis& labels) {
  std::vector<std::int64_t> numbers(replicates);
  for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = static_cast<std::int64_t>(i);
  number_scale("replicate", numbers, "replicate, each with a seed and so a luck of its own");
  Hdf5Dataset& time = number_scale("time", days, "first day of the week");
  time.attribute("standard_name", "time");
  time.attribute("units", "days since 1970-01-01");
  time.attribute("calendar", "proleptic_gregorian");
  time.attribute("axis", "T");
  text_scale("market", axes.markets, "market: the people of a country or region");
  text_scale("scene", axes.scenes, "scene: the music made in a market");
  text_scale("platform", axes.platforms, "platform");
  text_scale("source", strings(kSourceNames), "source of revenue");
  text_scale("channel", strings(kChannelNames), "channel on which a release is met");
  text_scale("age", strings(kAgeGroupNames), "age group, years");
  text_scale("act", column(acts.entities, &EntityRecord::name), "act, over all replicates");
  text_scale("label", column(labels.entities, &EntityRecord::name), "label, over all replicates");
}

void ResultsCoordinates::write_companions(std::span<const Replicate> replicates, const EntityAxis& acts,
                                          const EntityAxis& labels) {
  std::vector<std::uint64_t> seeds;
  std::vector<std::string> digests;
  for (const Replicate& replicate : replicates) {
    seeds.push_back(replicate.seed);
    digests.push_back(replicate.result.digest);
  }
  naturals("seed", "replicate", seeds, "seed of the replicate");
  texts("digest", "replicate", digests, "digest of the replicate's final state and series");
  naturals("act_key", "act", column(acts.entities, &EntityRecord::key),
           "identity of the act across replicates and runs");
  texts("act_home", "act", column(acts.entities, &EntityRecord::home), "home market of the act");
  texts("act_label", "act", column(acts.entities, &EntityRecord::label), "first label of the act");
  since("act_debut", "act", acts, "debut of the act; missing where it never appeared");
  naturals("label_key", "label", column(labels.entities, &EntityRecord::key),
           "identity of the label across replicates and runs");
  texts("label_home", "label", column(labels.entities, &EntityRecord::home), "home market of the label");
  texts("label_kind", "label", column(labels.entities, &EntityRecord::label), "kind of the label");
  since("label_founded", "label", labels, "founding of the label; missing where it never appeared");
}

void ResultsCoordinates::text_scale(const std::string& name, std::span<const std::string> labels,
                                    const std::string& long_name) {
  Hdf5Dataset scale = file_.create(name, Hdf5Kind::text, {labels.size()});
  scale.write(labels);
  scale.attribute("long_name", long_name);
  scales_.push_back(std::move(scale));
}

Hdf5Dataset& ResultsCoordinates::number_scale(const std::string& name, const std::vector<std::int64_t>& values,
                                              const std::string& long_name) {
  Hdf5Dataset scale = file_.create(name, Hdf5Kind::integer, {values.size()});
  scale.write(values);
  scale.attribute("long_name", long_name);
  return scales_.emplace_back(std::move(scale));
}

void ResultsCoordinates::texts(const std::string& name, const std::string& axis, std::span<const std::string> values,
                               const std::string& long_name) {
  Hdf5Dataset dataset = file_.create(name, Hdf5Kind::text, {values.size()});
  dataset.write(values);
  dataset.attribute("long_name", long_name);
  companions_.push_back({std::move(dataset), {axis}});
}

void ResultsCoordinates::naturals(const std::string& name, const std::string& axis,
                                  std::span<const std::uint64_t> values, const std::string& long_name) {
  Hdf5Dataset dataset = file_.create(name, Hdf5Kind::natural, {values.size()});
  dataset.write(values);
  dataset.attribute("long_name", long_name);
  companions_.push_back({std::move(dataset), {axis}});
}

void ResultsCoordinates::since(const std::string& name, const std::string& axis, const EntityAxis& entities,
                               const std::string& long_name) {
  std::vector<std::int64_t> days;
  for (const auto& since : entities.since) days.insert(days.end(), since.begin(), since.end());
  Hdf5Dataset dataset = file_.create(name, Hdf5Kind::integer, {entities.since.size(), entities.entities.size()});
  dataset.write(days);
  dataset.attribute("long_name", long_name);
  dataset.attribute("units", "days since 1970-01-01");
  dataset.attribute("calendar", "proleptic_gregorian");
  dataset.attribute("_FillValue", EntityAxis::kNever);
  companions_.push_back({std::move(dataset), {"replicate", axis}});
}

}  // namespace hibiki
