#include "output/results/results_coordinates.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "output/results/files.hpp"
#include "sim/core/error.hpp"

namespace hibiki::inline results {

namespace {

template <class Member>
auto column(const std::vector<RegistryEntry>& entities, Member member) {
  std::vector<std::decay_t<decltype(entities.front().*member)>> values;
  for (const RegistryEntry& entity : entities) values.push_back(entity.*member);
  return values;
}

std::vector<std::string> strings(std::span<const std::string_view> names) { return {names.begin(), names.end()}; }

std::vector<std::string> keys(const EntityAxis& axis) {
  std::vector<std::string> keys;
  for (const RegistryEntry& entity : axis.entities) keys.push_back(key_text(entity.key));
  return keys;
}

std::vector<std::int64_t> seeds(std::span<const Replicate> replicates) {
  std::vector<std::int64_t> seeds;
  for (const Replicate& replicate : replicates) seeds.push_back(static_cast<std::int64_t>(replicate.seed));
  return seeds;
}

}  // namespace

std::string key_text(Key key) { return fmt::format("{:016x}", key); }

Key key_of_text(const std::string& text) {
  Key key = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), key, 16);
  if (error != std::errc{} || end != text.data() + text.size()) throw IoError(fmt::format("\"{}\" is not a key", text));
  return key;
}

std::string_view axis_name(Axis axis) {
  constexpr std::string_view kNames[] = {"market", "scene", "platform", "source", "channel", "age", "act", "label"};
  return kNames[static_cast<std::size_t>(axis)];
}

ResultsCoordinates::ResultsCoordinates(Hdf5File& file, std::span<const Replicate> replicates,
                                       const std::vector<std::int64_t>& days, const EntityAxis& acts,
                                       const EntityAxis& labels)
    : file_(file) {
  const RunAxes& axes = replicates.front().result.summary.axes;
  write_scales(axes, seeds(replicates), days, acts, labels);
  texts("market_title", "market", axes.market_titles, "name of the market");
  write_companions(replicates, acts, labels);
  write_fixed_texts();
}

const Hdf5Dataset& ResultsCoordinates::scale(std::string_view name) const {
  const auto found = std::ranges::find(scales_, name, &Hdf5Dataset::name);
  HIBIKI_ASSERT(found != scales_.end());
  return *found;
}

std::string ResultsCoordinates::companions() const {
  std::string names;
  for (const Companion& companion : companions_) {
    const std::string& name = companion.dataset.name();
    if (!name.starts_with(kTextGroup)) names += (names.empty() ? "" : " ") + name;
  }
  return names;
}

std::vector<Hdf5Dimensions> ResultsCoordinates::links() const {
  std::vector<Hdf5Dimensions> links;
  for (const Companion& companion : companions_) {
    auto& link = links.emplace_back(Hdf5Dimensions{&companion.dataset, {}});
    for (const std::string& axis : companion.axes) link.scales.push_back(&scale(axis));
  }
  return links;
}

void ResultsCoordinates::close() {
  for (Hdf5Dataset& dataset : scales_) dataset.close();
  for (Companion& companion : companions_) companion.dataset.close();
}

void ResultsCoordinates::write_scales(const RunAxes& axes, const std::vector<std::int64_t>& seeds,
                                      const std::vector<std::int64_t>& days, const EntityAxis& acts,
                                      const EntityAxis& labels) {
  // Seeds, not 0, 1, 2 ...: so runs of other seeds can be joined, and arms are paired by seed.
  number_scale("replicate", seeds, "replicate, by its seed");
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
  text_scale("act", column(acts.entities, &RegistryEntry::name), "act, over all replicates");
  text_scale("label", column(labels.entities, &RegistryEntry::name), "label, over all replicates");
}

void ResultsCoordinates::write_companions(std::span<const Replicate> replicates, const EntityAxis& acts,
                                          const EntityAxis& labels) {
  std::vector<std::string> digests;
  for (const Replicate& replicate : replicates) digests.push_back(replicate.result.digest);
  Hdf5Dataset seed = file_.create("seed", Hdf5Kind::integer, {replicates.size()});
  seed.write(seeds(replicates));
  auto& exact = texts_.emplace_back(Text{"seed", "replicate", {}});  // readers that take numbers to doubles round it
  for (const Replicate& replicate : replicates) exact.values.push_back(fmt::format("{}", replicate.seed));
  seed.attribute("long_name", "seed of the replicate");
  companions_.push_back({std::move(seed), {"replicate"}});
  texts("digest", "replicate", digests, "digest of the replicate's final state and series");
  texts("act_key", "act", keys(acts), "identity of the act across replicates and runs");
  texts("act_home", "act", column(acts.entities, &RegistryEntry::home), "home market of the act");
  texts("act_label", "act", column(acts.entities, &RegistryEntry::label), "first label of the act");
  days("act_debut", "act", acts.since, "debut of the act; missing where it never appeared");
  texts("label_key", "label", keys(labels), "identity of the label across replicates and runs");
  texts("label_home", "label", column(labels.entities, &RegistryEntry::home), "home market of the label");
  texts("label_kind", "label", column(labels.entities, &RegistryEntry::label), "kind of the label");
  days("label_founded", "label", labels.since, "founding of the label; missing where it never appeared");
  days("label_closed", "label", labels.closed, "closing of the label; missing where it stayed open or never appeared");
}

void ResultsCoordinates::text_scale(const std::string& name, const std::vector<std::string>& labels,
                                    const std::string& long_name) {
  texts_.push_back({name, name, labels});
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

void ResultsCoordinates::texts(const std::string& name, const std::string& axis, const std::vector<std::string>& values,
                               const std::string& long_name) {
  texts_.push_back({name, axis, values});
  Hdf5Dataset dataset = file_.create(name, Hdf5Kind::text, {values.size()});
  dataset.write(values);
  dataset.attribute("long_name", long_name);
  companions_.push_back({std::move(dataset), {axis}});
}

void ResultsCoordinates::days(const std::string& name, const std::string& axis,
                              const std::vector<std::vector<std::int64_t>>& by_replicate,
                              const std::string& long_name) {
  std::vector<std::int64_t> all;
  for (const auto& days : by_replicate) all.insert(all.end(), days.begin(), days.end());
  constexpr auto kNever = static_cast<double>(EntityAxis::kNever);
  Hdf5Dataset dataset =
      file_.create(name, Hdf5Kind::integer32, {by_replicate.size(), by_replicate.front().size()}, {}, kNever);
  dataset.write(all);
  dataset.attribute("long_name", long_name);
  dataset.attribute("units", "days since 1970-01-01");
  dataset.attribute("calendar", "proleptic_gregorian");
  dataset.missing_value(kNever);
  companions_.push_back({std::move(dataset), {"replicate", axis}});
}

/// Octave and older readers of netCDF cannot read text of variable length. In a group of their own, the copies do not
/// hide the originals.
void ResultsCoordinates::write_fixed_texts() {
  const std::string group = std::string(kTextGroup) + "/";
  std::size_t width = 1;
  for (const Text& text : texts_)
    for (const std::string& value : text.values) width = std::max(width, value.size());
  file_.create_group(std::string(kTextGroup));
  scales_.push_back(file_.create_dimension(group + "byte", width));  // a variable would keep xarray from making texts
  for (const Text& text : texts_) {
    const Hdf5Extent extent = {text.values.size(), width};
    Hdf5Dataset dataset = file_.create(group + text.name, Hdf5Kind::characters, extent, extent);
    dataset.write(text.values);
    dataset.attribute("long_name", "the same as /" + text.name + ", in texts of fixed length");
    companions_.push_back({std::move(dataset), {text.axis, group + "byte"}});
  }
}

}  // namespace hibiki::results
