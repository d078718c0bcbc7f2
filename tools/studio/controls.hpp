// What the page offers: scenes, labels, acts, markets, measures, years, and about ten levers in plain words with their
// prices. Units, ranges and meanings of levers come from the schema.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>
#include <string_view>

#include "sim/scenario/load.hpp"

namespace hibiki::inline studio {

/// A lever with a slider.
struct Control {
  double Policy::*lever;
  std::string_view title;    ///< "Posts between releases"
  std::string_view unit;     ///< of the value in plain words: "a week and act"; "%": a share, shown in hundredths
  double most;               ///< end of the slider; the lever's own range may go further
  double price;              ///< US dollars of 2015 a week and label for one unit more; 0: none, see `paid`
  std::string_view paid;     ///< how the price was estimated, or what pays instead
  bool each_market = false;  ///< the price is for all markets abroad, and less for some of them
};

std::span<const Control> controls();

/// All that the page needs to ask about `base`.
nlohmann::ordered_json setup_json(const LoadedScenario& base);

/// Mean over the labels that `target` picks of the dated value of a lever on a day. Throws QuestionError for a target
/// that picks none.
double dated_mean(const Scenario& base, const std::string& target, double Policy::*lever, Day day);

/// By lever of controls(), its dated value year by year (at the beginning of each), mean over the labels that `target`
/// picks, and how many these are. Throws QuestionError for a target that picks none.
nlohmann::ordered_json levers_of(const Scenario& base, const std::string& target);

}  // namespace hibiki::studio
