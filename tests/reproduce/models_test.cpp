// Every model and every evidence file that is shipped.
#include <gmock/gmock.h>

#include <algorithm>
#include <set>

#include "tools/reproduce/evidence.hpp"
#include "tools/reproduce/sweep.hpp"

namespace hibiki {
namespace {

namespace fs = std::filesystem;

std::vector<Evidence> shipped_evidence() {
  std::vector<Evidence> all;
  for (const auto& entry : fs::directory_iterator(fs::path(HIBIKI_SCENARIOS) / "evidence"))
    if (entry.path().extension() == ".toml") all.push_back(load_evidence(entry.path()));
  return all;
}

TEST(Models, AreDeclaredInFull) {
  std::set<std::string> names;
  for (const ReferenceModel& model : reference_models()) {
    EXPECT_TRUE(names.insert(model.name).second) << model.name;
    EXPECT_FALSE(model.title.empty() || model.measures.empty()) << model.name;
    for (const ModelParameter& parameter : model.parameters) {
      EXPECT_FALSE(parameter.meaning.empty() || parameter.unit.empty()) << model.name << "." << parameter.name;
      EXPECT_GE(parameter.usual, parameter.minimum) << model.name << "." << parameter.name;
      EXPECT_LE(parameter.usual, parameter.maximum) << model.name << "." << parameter.name;
      EXPECT_EQ(find_parameter(model, parameter.name), &parameter);
    }
    for (const ModelMeasure& measure : model.measures) EXPECT_EQ(find_measure(model, measure.name), &measure);
  }
}

TEST(Models, BarsAreMeasuresAndFiguresHaveAxes) {
  for (const ReferenceModel& model : reference_models())
    for (const ModelFigure& figure : model.figures) {
      EXPECT_FALSE(figure.y.empty()) << model.name;
      EXPECT_EQ(figure.x.empty(), !figure.bars.empty()) << model.name;
      for (const ModelBar& bar : figure.bars) EXPECT_NE(find_measure(model, bar.measure), nullptr) << bar.measure;
    }
}

TEST(EvidenceFiles, EachModelHasOneAndEachHasTargets) {
  std::set<const ReferenceModel*> used;
  for (const Evidence& evidence : shipped_evidence()) {
    used.insert(evidence.model);
    EXPECT_FALSE(evidence.targets.empty()) << evidence.name;
    EXPECT_FALSE(evidence.question.empty()) << evidence.name;
    for (const EvidenceTarget& target : evidence.targets) EXPECT_NE(target.mark, "chosen") << evidence.name;
  }
  for (const ReferenceModel& model : reference_models()) EXPECT_TRUE(used.contains(&model)) << model.name;
}

/// What is from memory is never evidence.
TEST(EvidenceFiles, NoTargetIsFromMemory) {
  for (const Evidence& evidence : shipped_evidence())
    for (const EvidenceTarget& target : evidence.targets) EXPECT_NE(target.mark, "M") << evidence.name;
}

TEST(EvidenceFiles, FiguresCanBeDrawn) {
  for (const Evidence& evidence : shipped_evidence())
    for (const std::string& sweep : evidence.figure.sweeps)
      EXPECT_GT(parse_axis(*evidence.model, sweep).values.size(), 1u) << evidence.name;
}

TEST(EvidenceFiles, WhatStandsBesideIsOfTheSameModelAndIsCalledSomethingElse) {
  const std::vector<Evidence> all = shipped_evidence();
  for (const Evidence& evidence : all) {
    if (evidence.figure.beside.empty()) continue;
    const auto other = std::ranges::find(all, evidence.figure.beside, &Evidence::name);
    ASSERT_NE(other, all.end()) << evidence.name;
    EXPECT_EQ(other->model, evidence.model) << evidence.name;
    EXPECT_NE(other->figure.label, evidence.figure.label) << evidence.name;
  }
}

}  // namespace
}  // namespace hibiki
