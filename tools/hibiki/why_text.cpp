#include "tools/hibiki/why_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tools/experiments/number_text.hpp"
#include "tools/hibiki/comparison_text.hpp"
#include "tools/hibiki/table.hpp"
#include "tools/hibiki/text.hpp"

namespace hibiki::inline program {

namespace {

constexpr std::size_t kShownRows = 8, kShownChannels = 8, kShownChains = 3;

double number(const StoredJson& json) { return json.is_number() ? json.get<double>() : std::nan(""); }
double mean(const StoredJson& interval) { return interval.is_object() ? number(interval["mean"]) : std::nan(""); }
std::string people(double value) { return difference_text("people", value); }

class WhyText {
 public:
  WhyText(const StoredJson& why, const StoredJson& comparison, const Layout& layout)
      : why_(why), comparison_(comparison), layout_(layout) {}

  std::string of_all() {
    const StoredJson& variant = comparison_["variants"][0];
    paragraph(fmt::format("Reasons why {} differs from {}", variant["title"].get<std::string>(),
                          comparison_["base"]["title"].get<std::string>()),
              kBold);
    paragraph(fmt::format("{}, {}; {} seed{}, {} fans; {} to {}. A conditional simulation, not a forecast.",
                          why_["scene"]["name"].get<std::string>(),
                          comparison_["measures"][0]["title"].get<std::string>(), why_["seeds"].size(),
                          why_["seeds"].size() == 1 ? "" : "s", grouped(comparison_["fans"].get<std::int64_t>()),
                          why_["window"]["from"].get<std::string>(), why_["window"]["to"].get<std::string>()),
              kFaint);
    if (!why_["failed"].empty())
      paragraph(fmt::format("{} of {} seeds failed and are left out; why.json lists them with the errors.",
                            why_["failed"].size(), why_["failed"].size() + why_["seeds"].size()));
    parts();
    fans();
    channels();
    first_weeks();
    chains();
    return text_;
  }

 private:
  void line(const std::string& content, const char* code = "") {
    text_ += layout_.colour && *code != '\0' ? fmt::format("\x1b[{}m{}\x1b[0m\n", code, content) : content + "\n";
  }
  void paragraph(const std::string& content, const char* code = "") {
    line(wrapped(content, 0, layout_.columns), code);
  }

  Table columns() const {
    const std::size_t part = layout_.columns < kUsualColumns ? 10 : 11;
    return Table({{14}, {part}, {part}, {part}, {part}, {22, 1}}, layout_.columns);
  }

  void row(const std::string& name, const StoredJson& parts, const std::string& unit = "people") {
    const StoredJson& whole = parts["whole"];
    const auto text = [&](double value) {
      const std::string difference = difference_text(unit, value);
      return difference.substr(0, difference.find(kPoints));  // the title says it
    };
    const std::string range = whole.is_object() && !whole["low"].is_null() && whole["low"] != whole["high"]
                                  ? fmt::format("{} to {}", text(number(whole["low"])), text(number(whole["high"])))
                                  : "";
    line(columns().row({name, text(mean(parts["direct"])), text(mean(parts["contagion"])),
                        text(mean(parts["feedback"])), text(mean(whole)), range}));
  }

  static constexpr std::string_view kUsual = "engaged_abroad", kPoints = " points";

  /// The measures that were asked for, which come first.
  void asked() {
    if (!why_.contains("asked")) return;  // results of an earlier program
    for (std::size_t i = 0; i < why_["asked"].get<std::size_t>(); ++i) {
      if (why_["parts"][i]["measure"] == kUsual) continue;
      const auto unit = comparison_["measures"][i]["unit"].get<std::string>();
      line(comparison_["measures"][i]["title"].get<std::string>() +
           (unit == "share" ? "," + std::string(kPoints) : ""));
      row("", why_["parts"][i], unit);
    }
  }

  void parts() {
    line(columns().row({"people", "direct", "contagion", "feedback", "whole", "95 % interval"}), kFaint);
    asked();
    row("abroad, all",
        *std::ranges::find_if(why_["parts"], [](const StoredJson& part) { return part["measure"] == kUsual; }));
    std::vector<const StoredJson*> markets;
    for (const StoredJson& market : why_["by_market"]) markets.push_back(&market);
    std::ranges::stable_sort(markets, [](const StoredJson* a, const StoredJson* b) {
      return std::abs(mean((*a)["whole"])) > std::abs(mean((*b)["whole"]));
    });
    for (std::size_t i = 0; i < std::min(markets.size(), kShownRows); ++i)
      row("  " + (*markets[i])["market"].get<std::string>(), *markets[i]);
    for (const StoredJson& age : why_["by_age"]) row("  aged " + age["age"].get<std::string>(), age);
    paragraph(
        "direct: shares, rankings and incomes replayed from the base; contagion: added when shares are simulated; "
        "feedback: added when rankings and incomes are simulated too. Rows of markets and ages include home.",
        kFaint);
  }

  void fans() {
    const StoredJson& f = why_["fans"];
    paragraph(fmt::format(
        "In the last week, home included, {} people are fans in the variant but not in the base, and {} in the base "
        "but not in the variant: net {}. Of those gained, {} had followed an act of another scene. {} are fans in "
        "both, of different acts, and not counted.",
        short_figure(number(f["gained"])), short_figure(number(f["lost"])), people(number(f["net"])),
        short_figure(number(f["from_other"])), short_figure(number(f["already"]))));
    if (!f.contains("reached")) return;  // results of an earlier program
    const StoredJson &reached = f["reached"], &market = f["market"];
    paragraph(fmt::format(
        "The change itself, directly and by friends, while rankings, incomes and acts' careers stay those of the base: "
        "{} gained, {} lost, net {}. What the changed market adds: {} gained, {} lost, net {}; gains and losses that "
        "cancel there are mostly luck, of acts that rise in one world and not in the other.",
        short_figure(number(reached["gained"])), short_figure(number(reached["lost"])), people(number(reached["net"])),
        short_figure(number(market["gained"])), short_figure(number(market["lost"])), people(number(market["net"]))));
  }

  void channels() {
    if (why_["channels"].empty()) return;
    std::string list;
    for (std::size_t i = 0; i < std::min(why_["channels"].size(), kShownChannels); ++i) {
      const StoredJson& c = why_["channels"][i];
      list +=
          fmt::format("{}{} {:.0f} %", i > 0 ? ", " : "", c["channel"].get<std::string>(), 100 * number(c["share"]));
    }
    paragraph("Channels of gained fans: " + list + ".");
  }

  void first_weeks() {
    std::vector<double> net;
    const bool reached = why_["fans"].contains("reached");  // not in results of an earlier program
    for (const StoredJson& week : why_["first_weeks"]) {
      const StoredJson& counted = reached ? week["reached"] : week;
      net.push_back(number(counted["gained"]) - number(counted["lost"]));
    }
    if (net.empty()) return;
    paragraph(fmt::format("Net gain{} over the first {} weeks, ending with {}:", reached ? " by the change itself" : "",
                          net.size(), people(net.back())));
    line(sparkline(shortened(net, layout_.columns)));
  }

  void chains() {
    for (std::size_t i = 0; i < std::min(why_["chains"].size(), kShownChains); ++i) {
      std::string chain;
      for (const StoredJson& link : why_["chains"][i]["links"])
        chain +=
            fmt::format("{}{} ({}, {}, {})", chain.empty() ? "" : " > ", link["channel"].get<std::string>(),
                        link["market"].get<std::string>(), link["age"].get<int>(), link["week"].get<std::string>());
      paragraph(fmt::format("Chain: {}: {}", why_["chains"][i]["links"][0]["act"].get<std::string>(), chain), kFaint);
    }
  }

  const StoredJson& why_;
  const StoredJson& comparison_;
  Layout layout_;
  std::string text_;
};

}  // namespace

std::string why_text(const StoredJson& why, const StoredJson& comparison, const Layout& layout) {
  return WhyText(why, comparison, layout).of_all();
}

}  // namespace hibiki::program
