#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "sim/scenario/findings.hpp"
#include "sim/scenario/nearest.hpp"
#include "sim/scenario/sections.hpp"

namespace hibiki::inline scenario {

namespace {

/// Says of names that refer to something whether it is there.
class References {
 public:
  References(const char* what, std::vector<std::string> known, std::vector<Finding>& findings)
      : what_(what), known_(std::move(known)), sorted_(known_.begin(), known_.end()), findings_(findings) {}

  void check(const std::string& name, const std::string& key, int index = -1) const {
    if (sorted_.count(name) > 0) return;
    findings_.push_back({key, index, fmt::format("{}: unknown {} '{}'", key, what_, name), nearest_hint(name, known_)});
  }

 private:
  const char* what_;
  std::vector<std::string> known_;
  std::set<std::string> sorted_;
  std::vector<Finding>& findings_;
};

void check_unique(const Scenario& scenario, std::vector<Finding>& findings) {
  visit_lists(scenario, [&](const std::string& kind, const auto& owners, auto fields) {
    std::set<std::string> seen;
    for (const auto& owner : owners) {
      const std::string& name = identity(owner);
      const std::string key = fmt::format("{}.{}.{}", kind, key_part(name), fields.front().key);
      if (name.empty())
        findings.push_back({key, -1, fmt::format("a {} has an empty {}", kind, fields.front().key), ""});
      else if (!seen.insert(name).second)
        findings.push_back({key, -1, fmt::format("{} '{}' is there twice", kind, name), "names are unique"});
    }
  });
  std::map<std::string, std::string> entries;
  for (const Label& label : scenario.labels)
    for (const std::string& name : full_names(label)) {
      const auto [it, first] = entries.emplace(name, label.name);
      if (!first && it->second != label.name)
        findings.push_back({"label." + key_part(label.name) + ".name", -1,
                            fmt::format("label '{}' is also made by '{}'", name, it->second), "rename one of them"});
    }
}

void check_word(const std::string& word, const std::vector<std::string>& valid, const std::string& key,
                std::vector<Finding>& findings) {
  if (std::find(valid.begin(), valid.end(), word) == valid.end())
    findings.push_back({key, -1, fmt::format("{} is '{}'", key, word), nearest_hint(word, valid)});
}

/// Distances are symmetric and may be given on either side.
void check_distances(const Scenario& scenario, const References& markets, std::vector<Finding>& findings) {
  std::map<std::pair<std::string, std::string>, double> given;
  for (const Market& market : scenario.markets)
    for (const auto& [other, value] : market.distance) {
      const std::string key = fmt::format("market.{}.distance.{}", key_part(market.name), other);
      markets.check(other, key);
      if (other == market.name && value != 0.0)
        findings.push_back({key, -1, key + ": the distance of a market from itself is 0", "remove it"});
      const auto pair = std::minmax(market.name, other);
      const auto [it, first] = given.emplace(std::pair(pair.first, pair.second), value);
      if (!first && it->second != value)
        findings.push_back({key, -1,
                            fmt::format("{} is {}, but {} where the other market gives it", key, value, it->second),
                            "give it once"});
    }
}

void check_markets(const Scenario& scenario, const References& markets, std::vector<Finding>& findings) {
  std::vector<std::string> languages{"en"};
  for (const Market& market : scenario.markets) languages.push_back(market.language);
  const References spoken("language", languages, findings);
  for (const Market& market : scenario.markets) {
    const std::string key = "market." + key_part(market.name);
    check_word(market.region, {"asia", "west"}, key + ".region", findings);
    for (const auto& [language, value] : market.comprehension)
      spoken.check(language, key + ".comprehension." + language);
  }
  check_distances(scenario, markets, findings);
  std::map<std::pair<std::string, std::string>, std::string> barred;
  for (const Barrier& barrier : scenario.barriers) {
    const auto [other, first] = barred.try_emplace({barrier.market, barrier.scene}, barrier.id);
    if (!first)
      findings.push_back(
          {"barrier." + key_part(barrier.id), -1,
           fmt::format("barrier '{}' bars the same scene from the same market as '{}'", barrier.id, other->second),
           "use one barrier with dated values; override the other by its id"});
    const std::string key = "barrier." + key_part(barrier.id);
    markets.check(barrier.market, key + ".market");
    markets.check(barrier.scene, key + ".scene");
    check_word(barrier.kind, {"broadcast", "all"}, key + ".kind", findings);
  }
}

void check_contenders(const Scenario& scenario, const References& markets, std::vector<Finding>& findings) {
  const auto& names = scenario.contenders;
  for (std::size_t i = 0; i < names.size(); ++i) markets.check(names[i], "contenders", static_cast<int>(i));
  if (names.size() > 2) findings.push_back({"contenders", -1, "contenders are at most two", "challenger, incumbent"});
  if (names.size() == 2 && names[0] == names[1])
    findings.push_back({"contenders", -1, "contenders are the same market twice", "challenger, incumbent"});
}

/// A named act needs its label at its debut (at the start, if that is later).
void check_label_is_there(const Scenario& scenario, const Act& act, const std::string& key,
                          std::vector<Finding>& findings) {
  for (const Label& label : scenario.labels) {
    const auto names = full_names(label);
    if (std::find(names.begin(), names.end(), act.label) == names.end()) continue;
    if (label.founded > scenario.run.start && label.founded > act.debut)
      findings.push_back({key + ".debut", -1,
                          fmt::format("{}.debut {} is before its label is founded", key, to_string(act.debut)),
                          fmt::format("{} is founded on {}", act.label, to_string(label.founded))});
  }
}

void check_labels(const Scenario& scenario, const References& markets, std::vector<Finding>& findings) {
  std::vector<std::string> names;
  for (const Label& label : scenario.labels) {
    markets.check(label.home, "label." + key_part(label.name) + ".home");
    for (auto& name : full_names(label)) names.push_back(std::move(name));
  }
  const References labels("label", names, findings);
  // An inheritance may be aimed at all labels of one entry: "JP agency" for "JP agency 1", "JP agency 2" ...
  for (const Label& label : scenario.labels) names.push_back(label.name);
  const References labels_or_entries("label", names, findings);
  for (const Act& act : scenario.acts) names.push_back(act.name);
  const References acts_or_labels("act or label", names, findings);
  for (const Act& act : scenario.acts) {
    const std::string key = "act." + key_part(act.name);
    labels.check(act.label, key + ".label");
    check_label_is_there(scenario, act, key, findings);
    if (!act.inherits_from.empty()) labels_or_entries.check(act.inherits_from, key + ".inherits_from");
    for (std::size_t i = 0; i < act.heritage.size(); ++i)
      markets.check(act.heritage[i], key + ".heritage", static_cast<int>(i));
    for (std::size_t i = 0; i < act.members.size(); ++i) {
      acts_or_labels.check(act.members[i], key + ".members", static_cast<int>(i));
      if (act.members[i] == act.name)
        findings.push_back({key + ".members", static_cast<int>(i), fmt::format("act '{}' is its own member", act.name),
                            "name the acts that its members come from"});
    }
  }
}

}  // namespace

void find_name_problems(const Scenario& scenario, std::vector<Finding>& findings) {
  std::vector<std::string> names;
  for (const Market& market : scenario.markets) names.push_back(market.name);
  const References markets("market", names, findings);
  check_contenders(scenario, markets, findings);
  check_unique(scenario, findings);
  check_markets(scenario, markets, findings);
  for (const Platform& platform : scenario.platforms) {
    const std::string key = "platform." + key_part(platform.name);
    check_word(platform.position_by, {"popularity", "quality"}, key + ".position_by", findings);
    for (const auto& [market, day] : platform.launches) markets.check(market, key + ".launches." + market);
    for (std::size_t i = 0; i < platform.absent.size(); ++i)
      markets.check(platform.absent[i], key + ".absent", static_cast<int>(i));
  }
  check_labels(scenario, markets, findings);
}

}  // namespace hibiki::scenario
