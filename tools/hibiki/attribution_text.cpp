#include "tools/hibiki/attribution_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/core/accurate_math.hpp"
#include "tools/experiments/number_text.hpp"
#include "tools/experiments/share_texts.hpp"
#include "tools/hibiki/table.hpp"
#include "tools/hibiki/text.hpp"

namespace hibiki::inline program {

namespace {

constexpr std::size_t kShownInteractions = 3, kNameColumns = 24;

bool has_range(const StoredJson& interval) { return !interval["low"].is_null() && interval["low"] != interval["high"]; }
double exp_of(const StoredJson& number) { return accurate::exp(number.get<double>()); }

/// How a measure's effects are written.
struct Scaled {
  bool as_ratio;
  std::string unit;

  Figure figure(const StoredJson& interval) const {
    const double value = interval["mean"].get<double>();
    return as_ratio ? change_figure(accurate::exp(value)) : difference_figure(unit, value);
  }
  std::string mean(const StoredJson& interval) const { return figure(interval).text(); }
  std::string range(const StoredJson& interval) const {
    if (!has_range(interval)) return "";
    if (as_ratio) return ratio_range(exp_of(interval["low"]), exp_of(interval["high"]));
    return difference_text(unit, interval["low"].get<double>()) + " to " +
           difference_text(unit, interval["high"].get<double>());
  }
};

/// Of an effect, as its column shows them; the title of the column names log points.
ShareTexts shares_of(const StoredJson& effect, const Scaled& scaled) {
  std::vector<double> shares;
  for (const StoredJson& share : effect["shares"]) shares.push_back(share["share"]["mean"].get<double>());
  const double whole = effect["whole"]["mean"].get<double>();
  return scaled.as_ratio ? log_point_numbers(shares, whole) : share_texts(shares, whole, scaled.unit);
}

class AttributionText {
 public:
  AttributionText(const StoredJson& attribution, const Layout& layout) : all_(attribution), layout_(layout) {}

  std::string of(const std::vector<std::string>& measures) {
    const auto replicates = all_["replicates"].get<std::size_t>();
    const auto worlds = fmt::format("{} replicate{}", replicates, replicates == 1 ? "" : "s");
    paragraph(all_["title"].get<std::string>() + ": contribution of each intervention", kBold);
    paragraph(all_["verdict"].get<std::string>());
    paragraph(fmt::format("A conditional simulation, not a forecast: {} fans, {} to {}; {}, {} in each.",
                          grouped(all_["fans"].get<std::int64_t>()), all_["window"]["from"].get<std::string>(),
                          all_["window"]["to"].get<std::string>(), worlds,
                          factorial() ? "every combination of the interventions"
                                      : "a random order of the interventions and its reverse"),
              kFaint);
    for (const std::string& name : measures) add(name);
    if (!factorial())
      paragraph("Interactions are measured only for up to 6 interventions, where every combination is simulated.",
                kFaint);
    if (!all_["failed"].empty())
      paragraph(fmt::format("{} of {} failed and are left out; attribution.json lists the errors.",
                            all_["failed"].size(), worlds));
    return text_;
  }

 private:
  bool factorial() const { return all_["method"] == "factorial"; }

  void line(const std::string& content, const char* code = "") {
    text_ += layout_.colour && *code != '\0' ? fmt::format("\x1b[{}m{}\x1b[0m\n", code, content) : content + "\n";
  }
  void paragraph(const std::string& content, const char* code = "") {
    line(wrapped(content, 0, layout_.columns), code);
  }

  void add(const std::string& name) {
    const auto named = [&](const char* key) {
      return [&name, key](const StoredJson& json) { return json[key] == name; };
    };
    const StoredJson& measure = *std::ranges::find_if(all_["measures"], named("name"));
    const auto effect = std::ranges::find_if(all_["effects"], named("measure"));
    const auto title = measure["title"].get<std::string>();
    line("");
    if (effect == all_["effects"].end()) return paragraph(fmt::format("No replicate has a value for {}.", title));
    const Scaled scaled{(*effect)["scale"] == "ratio", measure["unit"].get<std::string>()};
    table(*effect, title, scaled);
    together(*effect, scaled);
    interactions(*effect);
  }

  void table(const StoredJson& effect, const std::string& title, const Scaled& scaled) {
    if (title.size() >= kNameColumns) line(title, kFaint);
    row(scaled,
        {title.size() < kNameColumns ? title : "", scaled.as_ratio ? "log points" : "share", "as a change",
         "95 % interval", factorial() ? "alone" : ""},
        kFaint);
    const ShareTexts texts = shares_of(effect, scaled);
    for (std::size_t i = 0; i < texts.shares.size(); ++i) {
      const StoredJson& share = effect["shares"][i];
      row(scaled, {share["intervention"].get<std::string>(), texts.shares[i], scaled.mean(share["share"]),
                   scaled.range(share["share"]), share["alone"].is_null() ? "" : scaled.mean(share["alone"])});
    }
    row(scaled, {"all together", texts.whole, scaled.mean(effect["whole"]), scaled.range(effect["whole"]), ""}, kBold);
    if (scaled.as_ratio)
      paragraph("log points: 100 times the natural logarithm of the ratio; shares in log points add up to the whole",
                kFaint);
  }

  struct Cells {
    std::string name, share, change, interval, alone;
  };
  void row(const Scaled& scaled, const Cells& cells, const char* code = "") {
    if (scaled.as_ratio)
      line(Table({{kNameColumns}, {12, 1}, {13}, {20}, {11, 2}}, layout_.columns)
               .row({cells.name, cells.share, cells.change, cells.interval, cells.alone}),
           code);
    else
      line(Table({{kNameColumns}, {14}, {26}, {14, 1}}, layout_.columns)
               .row({cells.name, cells.share, cells.interval, cells.alone}),
           code);
  }

  /// Whether the effect of all interventions differs from the sum of their separate effects.
  void together(const StoredJson& effect, const Scaled& scaled) {
    const StoredJson& beyond = effect["beyond_parts"];
    if (beyond.is_null() || effect["shares"].size() < 2) return;
    const double mean = beyond["mean"].get<double>();
    if (mean == 0 && !has_range(beyond))
      return paragraph("All together have exactly the effect of the separate effects combined.");
    const bool alone = effect["replicates"] == 1;
    const bool clear = !has_range(beyond) || beyond["low"].get<double>() > 0 || beyond["high"].get<double>() < 0;
    const Figure size = scaled.figure(beyond);
    paragraph(fmt::format("{}ll together have {} the separate effects combined{}.",
                          alone   ? "In one replicate, which proves no difference, a"
                          : clear ? "A"
                                  : "No clear difference: a",
                          size.sign.ends_with('x') ? size.size() + " times"
                                                   : fmt::format("{} {} than", size.size(), mean > 0 ? "more" : "less"),
                          has_range(beyond) ? fmt::format(" (95 % interval {})", scaled.range(beyond)) : ""));
  }

  void interactions(const StoredJson& effect) {
    const StoredJson& pairs = effect["interactions"];
    if (pairs.is_null()) return;
    std::vector<const StoredJson*> seen;
    for (const StoredJson& pair : pairs)
      if (pair["seen"].get<bool>()) seen.push_back(&pair);
    if (pairs.empty()) return;
    if (effect["replicates"] == 1) return paragraph("One replicate cannot show interactions: simulate more.");
    if (seen.empty()) return paragraph(fmt::format("No clear interaction in {} pairs of interventions.", pairs.size()));
    std::ranges::stable_sort(seen, std::ranges::greater{},
                             [](const StoredJson* p) { return std::abs((*p)["log_ratio"]["mean"].get<double>()); });
    paragraph(fmt::format(
        "Clear interactions in {} of {} pairs of interventions (expect about one false positive in twenty):",
        seen.size(), pairs.size()));
    for (std::size_t i = 0; i < std::min(seen.size(), kShownInteractions); ++i)
      line(wrapped((*seen[i])["text"].get<std::string>(), 2, layout_.columns));
  }

  const StoredJson& all_;
  Layout layout_;
  std::string text_;
};

}  // namespace

std::string attribution_text(const StoredJson& attribution, const std::vector<std::string>& measures,
                             const Layout& layout) {
  return AttributionText(attribution, layout).of(measures);
}

}  // namespace hibiki::program
