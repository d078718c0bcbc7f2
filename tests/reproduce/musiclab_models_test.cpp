// MusicLab with few songs and listeners.
#include <gtest/gtest.h>

#include "tests/reproduce/small_models.hpp"

namespace hibiki::test {
namespace {

using Values = std::map<std::string, double>;

const Values kSmall = {{"songs", 12}, {"worlds", 4}, {"listeners", 100}, {"exposures", 10}, {"splits", 20}};

Values with(Values changes) {
  changes.insert(kSmall.begin(), kSmall.end());
  return changes;
}

TEST(MusicLab, GivesEveryMeasureItDeclares) {
  const Values out = measured("musiclab", kSmall, 1);
  for (const ModelMeasure& measure : find_model("musiclab")->measures)
    EXPECT_TRUE(out.contains(measure.name)) << measure.name;
  EXPECT_EQ(out.size(), find_model("musiclab")->measures.size());
}

TEST(MusicLab, ItsMeasuresHangTogether) {
  const Values out = measured("musiclab", kSmall, 2);
  EXPECT_DOUBLE_EQ(out.at("gini_excess"), out.at("gini_social") - out.at("gini_half"));
  EXPECT_LE(out.at("downloads_lowest"), out.at("downloads_world"));
  EXPECT_LE(out.at("downloads_world"), out.at("downloads_highest"));
  EXPECT_LE(out.at("pearson"), 1.0);
  EXPECT_GE(out.at("pearson"), -1.0);
  EXPECT_GT(out.at("downloaders"), 0.0);
  EXPECT_LE(out.at("downloaders"), 1.0);
}

TEST(MusicLab, WhereDownloadsWeighMoreSuccessIsLessEqual) {
  double blind = 0, social = 0;
  for (const std::uint64_t seed : {1, 2, 3, 4}) {
    blind += measured("musiclab", with({{"exponent", 0}}), seed).at("gini_social");
    social += measured("musiclab", with({{"exponent", 2}, {"prior", 1}}), seed).at("gini_social");
  }
  EXPECT_GT(social, 1.2 * blind);
}

TEST(MusicLab, WhereNobodyListensThereIsNoCorrelation) {
  const Values out = measured("musiclab", with({{"attention", 0}}), 1);
  EXPECT_EQ(out.at("downloads_independent"), 0.0);
  EXPECT_FALSE(out.contains("pearson"));
  EXPECT_FALSE(out.contains("downloads_each"));
}

TEST(MusicLab, TwoExperimentsOfOneSetOfParametersAreOne) {
  Values both;
  for (const auto& [name, value] : kSmall) both[name + "_1"] = both[name + "_2"] = value;
  const Parameters twice = parameters_of("musiclab_twice", both);
  const Values out = find_model("musiclab_twice")->measure(twice, 3).values, once = measured("musiclab", kSmall, 3);
  EXPECT_EQ(out.at("gini_1"), out.at("gini_2"));
  EXPECT_EQ(out.at("gini_1"), once.at("gini_social"));
  EXPECT_EQ(out.at("gini_independent"), once.at("gini_half"));
}

}  // namespace
}  // namespace hibiki::test
