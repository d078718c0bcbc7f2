#include <fmt/format.h>

#include <cmath>
#include <memory>

#include "sim/scenario/extend.hpp"
#include "sim/scenario/file_kind.hpp"
#include "sim/scenario/read_fields.hpp"
#include "tools/reproduce/evidence_tables.hpp"

namespace hibiki::inline reproduction {

namespace {

const std::vector<std::string_view> kTables = {"seeds", "parameters", "case", "figure", "target", "wrong"};
const std::vector<std::string> kMarks = {"S", "C", "M", "fitted", "chosen"};

/// A file being read.
class Reader {
 public:
  Reader(const Node& root, std::string name) : root_(root) { evidence_.name = std::move(name); }

  Evidence read() {
    read_head();
    if (const Node* seeds = table_at("seeds")) read_seeds(*seeds);
    if (const Node* parameters = table_at("parameters")) read_parameters(*parameters);
    for_each_table("case", [&](const Node& node, const std::string& key) { read_case(node, key); });
    if (evidence_.cases.empty()) evidence_.cases.emplace_back();
    if (const Node* figure = table_at("figure")) read_figure(*figure);
    for_each_table("target", [&](const Node& node, const std::string& key) { read_target(node, key); });
    for_each_table("wrong", [&](const Node& node, const std::string& key) { read_wrong(node, key); });
    if (!reading_.problems.empty()) throw ScenarioError(std::move(reading_.problems));
    for (const EvidenceCase& one : evidence_.cases) check_together(one);
    for (const EvidenceWrong& wrong : evidence_.wrongs) check_together(wrong_case(evidence_, wrong));
    if (!reading_.problems.empty()) throw ScenarioError(std::move(reading_.problems));
    return std::move(evidence_);
  }

 private:
  void complain(const Node& node, std::string what, std::string_view hint = {}) {
    reading_.problems.push_back(problem_at(node, std::move(what), hint));
  }

  void read_head() {
    HeadText head;
    // The tables below the head have separate readers.
    Node top = root_;
    std::erase_if(top.members, [](const NodeMember& member) {
      return std::find(kTables.begin(), kTables.end(), member.key) != kTables.end();
    });
    read_table(top, "the file", head, head_fields(), kTables, reading_);
    evidence_.title = head.title, evidence_.question = head.question, evidence_.source = head.source;
    if (head.model.empty()) return;
    evidence_.model = find_model(head.model);
    if (evidence_.model != nullptr) return;
    std::vector<std::string> names;
    for (const ReferenceModel& model : reference_models()) names.push_back(model.name);
    complain(*root_.find("model"), fmt::format("unknown model '{}'", head.model), nearest_hint(head.model, names));
  }

  const Node* table_at(std::string_view key) {
    const Node* node = root_.find(key);
    if (node == nullptr || node->kind == Node::Kind::table) return node;
    complain(*node, fmt::format("{} must be a table, not {}", key, kind_name(node->kind)));
    return nullptr;
  }

  template <class Visit>
  void for_each_table(std::string_view key, const Visit& visit) {
    const Node* list = root_.find(key);
    if (list == nullptr) return;
    if (list->kind != Node::Kind::array)
      return complain(*list, fmt::format("{} must be tables [[{}]], not {}", key, key, kind_name(list->kind)));
    for (std::size_t i = 0; i < list->items.size(); ++i)
      if (list->items[i].kind == Node::Kind::table)
        visit(list->items[i], fmt::format("{}[{}]", key, i));
      else
        complain(list->items[i], fmt::format("{} must be tables [[{}]]", key, key));
  }

  void read_seeds(const Node& node) {
    SeedsText seeds;
    read_table(node, "seeds", seeds, seed_fields(), {}, reading_);
    check_count(node, "seeds.first", "first", seeds.first, 0);
    check_count(node, "seeds.replicates", "replicates", seeds.replicates, 1);
    evidence_.first_seed = static_cast<std::uint64_t>(seeds.first);
    evidence_.replicates = static_cast<std::size_t>(std::max<std::int64_t>(seeds.replicates, 1));
  }

  void check_count(const Node& owner, const char* full, std::string_view key, std::int64_t value, std::int64_t least) {
    if (const Node* place = owner.find(key); place != nullptr && (value < least || value > 10'000'000))
      complain(*place, fmt::format("{} is {}", full, value), range_text(static_cast<double>(least), 1e7, "1"));
  }

  void read_figure(const Node& node) {
    read_table(node, "figure", evidence_.figure, figure_fields(), {}, reading_);
    check_count(node, "figure.replicates", "replicates", evidence_.figure.replicates, 1);
    for (const std::string& measure : evidence_.figure.measures) check_measure(node, measure);
    if (evidence_.figure.sweeps.empty() && evidence_.figure.beside.empty())
      complain(node, "figure needs sweeps or beside");
  }

  void check_mark(const Node& owner, const std::string& mark) {
    const Node* node = owner.find("mark");
    if (node == nullptr || mark.empty() || std::find(kMarks.begin(), kMarks.end(), mark) != kMarks.end()) return;
    complain(*node, fmt::format("unknown mark '{}'", mark), nearest_hint(mark, kMarks));
  }

  /// Whether the model has the parameter and it can be so.
  void check_parameter(const Node& node, const std::string& key, double value) {
    if (evidence_.model == nullptr) return;
    const ModelParameter* parameter = find_parameter(*evidence_.model, key);
    if (parameter == nullptr) {
      std::vector<std::string> names;
      for (const ModelParameter& one : evidence_.model->parameters) names.push_back(one.name);
      reading_.problems.push_back(
          problem_at_key(node, key, fmt::format("model '{}' has no parameter '{}'", evidence_.model->name, key),
                         nearest_hint(key, names)));
    } else if (!(value >= parameter->minimum && value <= parameter->maximum)) {
      complain(node, fmt::format("{} is {}", key, value),
               range_text(parameter->minimum, parameter->maximum, parameter->unit));
    } else if (parameter->whole && value != std::trunc(value)) {
      complain(node, fmt::format("{} must be a whole number, not {}", key, value), parameter->unit);
    }
  }

  void read_parameters(const Node& node) {
    for (const auto& [key, member] : node.members) {
      const std::string full = "parameters." + key;
      if (member.kind != Node::Kind::table) {
        complain(member, fmt::format("{} needs a source", full), key + R"( = {value = ..., mark = "C"})");
        continue;
      }
      GivenParameter given;
      read_table(member, full, given, given_fields(), {}, reading_);
      check_mark(member, given.mark);
      if (!reading_.failed.contains(full + ".value")) check_parameter(member, key, given.value);
      evidence_.parameters[key] = given;
    }
  }

  void read_case(const Node& node, const std::string& full) {
    CaseText text;
    read_table(node, full, text, case_fields(), {}, reading_);
    for (const EvidenceCase& other : evidence_.cases)
      if (other.name == text.name) complain(node, fmt::format("case '{}' is defined twice", text.name));
    const Node* set = node.find("set");
    for (const auto& [key, value] : text.set) check_parameter(*set->find(key), key, value);
    evidence_.cases.push_back({text.name, text.set});
  }

  Rule rule_of(const Node& node, const std::string& word) {
    for (std::size_t i = 0; i < kRuleNames.size(); ++i)
      if (word == kRuleNames[i]) return static_cast<Rule>(i);
    if (const Node* place = node.find("rule"); place != nullptr && !word.empty())
      complain(*place, fmt::format("unknown rule '{}'", word),
               nearest_hint(word, {kRuleNames.begin(), kRuleNames.end()}));
    return Rule::shown;
  }

  void check_measure(const Node& node, const std::string& name) {
    if (evidence_.model == nullptr || find_measure(*evidence_.model, name) != nullptr) return;
    std::vector<std::string> names;
    for (const ModelMeasure& measure : evidence_.model->measures) names.push_back(measure.name);
    complain(node, fmt::format("model '{}' has no measure '{}'", evidence_.model->name, name),
             nearest_hint(name, names));
  }

  void check_case(const Node& node, const std::string& name, const char* what = "a target") {
    std::vector<std::string> names;
    for (const EvidenceCase& one : evidence_.cases) names.push_back(one.name);
    if (std::find(names.begin(), names.end(), name) != names.end()) return;
    const Node* place = node.find("case");
    if (place == nullptr)
      complain(node, fmt::format("{} of a file with cases must name its case", what), nearest_hint("", names));
    else
      complain(*place, fmt::format("unknown case '{}'", name), nearest_hint(name, names));
  }

  void read_target(const Node& node, const std::string& full) {
    TargetText text;
    read_table(node, full, text, target_fields(), {}, reading_);
    check_mark(node, text.mark);
    check_case(node, text.of_case);
    EvidenceTarget target;
    target.of_case = text.of_case, target.measures = text.measures, target.rule = rule_of(node, text.rule);
    target.share = text.share, target.mark = text.mark, target.source = text.source;
    if (!text.measure.empty()) target.measures.insert(target.measures.begin(), text.measure);
    for (const std::string& measure : target.measures) check_measure(node, measure);
    if (!std::isnan(text.value)) target.value = text.value;
    if (!std::isnan(text.tolerance)) target.tolerance = text.tolerance;
    if (!std::isnan(text.relative_tolerance)) {
      target.tolerance = text.relative_tolerance * std::abs(text.value);
      target.relative = true;
    }
    const bool has_tolerance = std::isnan(text.tolerance) != std::isnan(text.relative_tolerance);
    if (target.rule == Rule::within && !has_tolerance)
      complain(node, full + " needs either a tolerance or a relative_tolerance");
    const bool order = is_order(target.rule);
    if (order ? target.measures.size() < 2 : target.measures.size() != 1)
      complain(node, full + (order ? " needs at least two measures, in ascending order" : " needs one measure"));
    if (!order && !target.value) complain(node, full + " needs a value");
    evidence_.targets.push_back(std::move(target));
  }

  void read_wrong(const Node& node, const std::string& full) {
    WrongText text;
    read_table(node, full, text, wrong_fields(), {}, reading_);
    check_case(node, text.of_case, "[[wrong]]");
    const Node* set = node.find("set");
    for (const auto& [key, value] : text.set) check_parameter(*set->find(key), key, value);
    const auto judged = [&](const EvidenceTarget& target) {
      return target.of_case == text.of_case && target.rule != Rule::shown;
    };
    if (std::ranges::none_of(evidence_.targets, judged))
      complain(node, full + " is about a case without a target that can fail");
    evidence_.wrongs.push_back({text.of_case, text.set, text.why});
  }

  void check_together(const EvidenceCase& one) {
    if (!evidence_.model->check) return;
    const std::string problem = evidence_.model->check(parameters_of(evidence_, one));
    if (!problem.empty()) complain(root_.find("parameters") != nullptr ? *root_.find("parameters") : root_, problem);
  }

  const Node& root_;
  Reading reading_;
  Evidence evidence_;
};

}  // namespace

Evidence parse_evidence(const std::string& text, const std::string& name) {
  const auto source = std::make_shared<SourceText>(SourceText{name, text, {}});
  std::vector<Problem> problems;
  const Node root = parse_toml(source, problems);
  if (!problems.empty()) throw ScenarioError(std::move(problems));
  expect_kind(root, FileKind::evidence);
  return Reader(root, std::filesystem::path(name).stem().string()).read();
}

Evidence load_evidence(const std::filesystem::path& path) { return parse_evidence(read_text(path), path.string()); }

}  // namespace hibiki::reproduction
