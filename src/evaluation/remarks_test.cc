#include "evaluation/remarks.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace easel::evaluation {
namespace {

/// The metrics of a confusion matrix, through certain predictions.
ClassificationMetrics Of(const std::vector<std::vector<int>>& confusion) {
  const size_t count = confusion.size();
  std::vector<std::string> classes;
  std::vector<std::vector<float>> scores;
  std::vector<int> labels;
  for (size_t truth = 0; truth < count; ++truth) {
    classes.push_back("c" + std::to_string(truth));
    for (size_t predicted = 0; predicted < count; ++predicted) {
      for (int i = 0; i < confusion[truth][predicted]; ++i) {
        std::vector<float> one(count, 0.0F);
        one[predicted] = 1;
        scores.push_back(one);
        labels.push_back(static_cast<int>(truth));
      }
    }
  }
  return Measure(classes, scores, labels);
}

bool Says(const std::vector<Text>& remarks, std::string_view en) {
  return std::ranges::any_of(remarks, [&](const Text& remark) {
    EXPECT_FALSE(remark.zh.empty());
    return remark.en.find(en) != std::string::npos;
  });
}

TEST(Remarks, AFewPicturesAreTooFewToTell) {
  const std::vector<Text> remarks = Remarks(Of({{9, 1}, {1, 9}}));
  EXPECT_TRUE(remarks[0].en.starts_with("Too few to tell")) << remarks[0].en;
  EXPECT_TRUE(remarks[0].zh.starts_with("样本太少")) << remarks[0].zh;
  EXPECT_TRUE(Says(remarks, "Fewer than 20 pictures were checked of: \"c0\", \"c1\""));
}

TEST(Remarks, ManyPicturesAreEnough) {
  const std::vector<Text> remarks = Remarks(Of({{180, 20}, {20, 180}}));
  EXPECT_TRUE(Says(remarks, "Most often mixed up"));
  EXPECT_FALSE(Says(remarks, "Too few"));
  EXPECT_FALSE(Says(remarks, "Fewer than"));
}

TEST(Remarks, NamesTheTwoThatAreMixedUpMost) {
  const std::vector<Text> remarks = Remarks(Of({{90, 4, 6}, {0, 95, 5}, {9, 1, 90}}));
  EXPECT_TRUE(Says(remarks, "Most often mixed up: \"c0\" and \"c2\" (15 pictures)"));
  EXPECT_FALSE(Says(Remarks(Of({{100, 1}, {0, 100}})), "mixed up")) << "one picture is no pattern";
}

TEST(Remarks, WarnsOfHalfKnownClasses) {
  const std::vector<Text> remarks = Remarks(Of({{20, 10}, {10, 190}}));
  EXPECT_TRUE(Says(remarks, "Fewer than 50 pictures were checked of: \"c0\""));
}

TEST(Remarks, NamesTheWeakestClassOnlyWhenItIsClear) {
  EXPECT_TRUE(Says(Remarks(Of({{20, 80}, {0, 100}})), "\"c0\" is recognised least: 20 %"));
  EXPECT_FALSE(Says(Remarks(Of({{90, 10}, {8, 92}})), "recognised least"));
}

TEST(Remarks, TellsImbalance) {
  EXPECT_TRUE(Says(Remarks(Of({{20, 0}, {0, 200}})),
                   "The classes are unequal: 200 pictures of \"c1\", 20 of \"c0\""));
  EXPECT_FALSE(Says(Remarks(Of({{20, 0}, {0, 199}})), "unequal"));
}

TEST(Remarks, HaveNothingToSayOfNothing) { EXPECT_TRUE(Remarks(Of({{0, 0}, {0, 0}})).empty()); }

TEST(RemarkWithout, CountsTheOtherClassesOnly) {
  const ClassificationMetrics metrics =
      Measure({"cat", "dog", "other"},
              {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {0, 1, 0}, {0, 0, 1}, {0, 0, 1}, {0, 0, 1}, {1, 0, 0}},
              {0, 0, 0, 1, 2, 2, 2, 2});
  const Text remark = RemarkWithout(metrics, "other").value();
  EXPECT_NE(remark.en.find("50 % were recognised, and 25 % were taken for \"other\""), std::string::npos) << remark.en;
  EXPECT_NE(remark.zh.find("50%"), std::string::npos);
  EXPECT_FALSE(RemarkWithout(Measure({"other"}, {{1}}, {0}), "other"));
}

}  // namespace
}  // namespace easel::evaluation
