#include "tools/hibiki/calibration_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <string_view>

#include "tools/hibiki/table.hpp"
#include "tools/hibiki/text.hpp"

namespace hibiki::inline program {

namespace {

/// Three significant digits, two below 0.01: at most seven characters.
std::string figure(const StoredJson& value) {
  if (!value.is_number()) return "-";
  const double number = value.get<double>();
  if (number != 0 && std::abs(number) >= 1e6) return fmt::format("{:.2f} M", number / 1e6);
  if (std::abs(number) >= 1000) return fmt::format("{:.0f}", number);
  return fmt::format("{:.{}g}", number, std::abs(number) < 0.01 ? 2 : 3);
}

std::string range(const StoredJson& range) {
  return range.is_object() ? figure(range["low"]) + " to " + figure(range["high"]) : "-";
}

std::string off(const StoredJson& implausibility) {
  const double value = implausibility.get<double>();
  return value < 99.95 ? fmt::format("{:.1f}", value) : ">99";
}

class CalibrationText {
 public:
  CalibrationText(const StoredJson& calibration, const Layout& layout) : all_(calibration), layout_(layout) {}

  std::string of_all() {
    const StoredJson& plan = all_["plan"];
    line(fmt::format("Calibration by {}: {}", plan["name"].get<std::string>(), all_["verdict"].get<std::string>()));
    add_waves();
    add_parameters();
    add_targets();
    add_structures();
    if (!all_["failed"].empty())
      line(fmt::format("{} points failed; calibration.json lists them with the errors.", all_["failed"].size()));
    return text_;
  }

 private:
  void line(const std::string& what) { text_ += wrapped(what, 0, layout_.columns) + "\n"; }
  void heading(const std::string& what) {
    text_ += fmt::format("\n{}{}{}\n", layout_.colour ? "\033[1m" : "", what, layout_.colour ? "\033[0m" : "");
  }

  void add_waves() {
    for (const StoredJson& wave : all_["waves"]) {
      if (!wave.contains("candidates")) continue;
      double lowest = 1;  // negative where an emulator predicts worse than the mean
      for (const StoredJson& emulator : wave["emulators"])
        lowest = std::min(lowest, emulator["r2_left_out"].get<double>());
      std::string what = fmt::format(
          "Wave {}: {:.2g} % of the parameter space not ruled out, by emulators that explain at least {:.0f} % of the "
          "variance of left-out points.",
          wave["wave"].get<int>(), 100 * wave["not_ruled_out"].get<double>() / wave["candidates"].get<double>(),
          100 * std::max(lowest, 0.0));
      if (wave["not_ruled_out"].get<double>() == 0)
        what += fmt::format(
            " The emulators rule out every point: none meets all targets. The smallest implausibility is {:.1f}, from "
            "'{}'. The cutoff was raised to {:.1f}.",
            wave["least_implausible"].get<double>(), wave["hardest_target"].get<std::string>(),
            wave["cutoff"].get<double>());
      else if (wave["cutoff"] > all_["plan"]["method"]["cutoff"])
        what += fmt::format(" The cutoff was raised to {:.2f} to keep enough points.", wave["cutoff"].get<double>());
      line(what);
    }
  }

  void add_parameters() {
    const Table columns({{28}, {9, 1}, {18, 2}, {18}, {7}}, layout_.columns);
    heading(columns.row({"Parameter", "before", "range", "kept", "set"}));
    for (const StoredJson& p : all_["parameters"])
      text_ += columns.row({cut_to(p["key"].get<std::string>(), 28), figure(p["before"]),
                            figure(p["low"]) + " to " + figure(p["high"]), range(p["kept"]), figure(p["central"])}) +
               "\n";
  }

  void add_targets() {
    const Table columns({{28}, {9}, {8, 2}, {19}, {5}, {11, 1}}, layout_.columns);
    heading(columns.row({"Target", "observed", "before", "kept", "off", "use"}));
    for (const StoredJson& t : all_["targets"]) {
      const std::string use = !t["verified"].get<bool>() ? "unverified"
                              : t["use"] == "fit"        ? (t["decides"].get<bool>() ? "fit" : "no weight")
                                                         : "held out";
      text_ += columns.row({cut_to(t["name"].get<std::string>(), 28), figure(t["observed"]), figure(t["before"]),
                            range(t["kept"]), off(t["implausibility"]["central"]), use}) +
               "\n";
    }
    line(
        "kept: range over the kept sets; off: distance of the central set from the observed value, in standard "
        "deviations of observation, model and sampling noise. A target is missed above the cutoff.");
  }

  const StoredJson& parameter_of(const std::string& key) const {
    for (const StoredJson& parameter : all_["parameters"])
      if (parameter["key"].get<std::string>() == key) return parameter;
    return all_["parameters"][0];
  }

  /// Structures by the share of their points that is not ruled out, largest first. A parameter is named where it is not
  /// at the low end of its range.
  void add_structures() {
    if (!all_.contains("structures") || all_["structures"].empty()) return;
    std::vector<const StoredJson*> structures;
    for (const StoredJson& structure : all_["structures"]) structures.push_back(&structure);
    const auto left = [](const StoredJson* s) {
      return (*s)["not_ruled_out"].get<double>() / (*s)["candidates"].get<double>();
    };
    std::ranges::stable_sort(structures, std::greater(), left);
    const Table columns({{kStructure}, {8}, {6, 2}, {24, 1}}, layout_.columns);
    heading(columns.row({"Structure", "left, %", "least", "hardest target"}));
    for (const StoredJson* structure : structures) {
      std::string on;
      for (const StoredJson& setting : (*structure)["values"]) {
        const auto key = setting["key"].get<std::string>();
        const StoredJson& parameter = parameter_of(key);
        if (setting["value"] == parameter["low"]) continue;
        on += (on.empty() ? "" : " + ") + key.substr(key.rfind('.') + 1);
        if (!(setting["value"] == parameter["high"])) on += " " + figure(setting["value"]);
      }
      text_ += columns.row({cut_to(on.empty() ? "none" : on, kStructure), fmt::format("{:.3g}", 100 * left(structure)),
                            off((*structure)["least_implausible"]),
                            cut_to((*structure)["hardest_target"].get<std::string>(), 24)}) +
               "\n";
    }
    line(
        "left: share of the other parameters' space that emulators do not rule out; least: smallest implausibility "
        "there, and the target that is furthest off.");
  }

  static constexpr int kStructure = 50;  ///< columns of a structure's name
  const StoredJson& all_;
  Layout layout_;
  std::string text_;
};

}  // namespace

std::string calibration_text(const StoredJson& calibration, const Layout& layout) {
  return CalibrationText(calibration, layout).of_all();
}

}  // namespace hibiki::program
