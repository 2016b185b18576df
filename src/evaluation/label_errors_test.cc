#include "evaluation/label_errors.h"

#include <gtest/gtest.h>

#include <set>

#include "base/random.h"

namespace easel::evaluation {
namespace {

TEST(LabelErrors, AreWhereAnotherClassIsAsSureAsItUsuallyIs) {
  // Self-confidence: class 0 (0.9 + 0.8 + 0.1) / 3 = 0.6, class 1 (0.7 + 0.5 + 0.25) / 3 = 0.48.
  const std::vector<std::vector<float>> scores = {{0.9F, 0.1F}, {0.8F, 0.2F}, {0.1F, 0.9F},
                                                  {0.3F, 0.7F}, {0.5F, 0.5F}, {0.75F, 0.25F}};
  const std::vector<LabelError> errors = FindLabelErrors(scores, {0, 0, 0, 1, 1, 1});
  ASSERT_EQ(errors.size(), 2u);
  EXPECT_EQ(errors[0].item, 2u);
  EXPECT_EQ(errors[0].likely, 1);
  EXPECT_NEAR(errors[0].margin, 0.8, 1e-6);
  EXPECT_EQ(errors[1].item, 5u);
  EXPECT_EQ(errors[1].likely, 0);
  EXPECT_NEAR(errors[1].margin, 0.5, 1e-6);
}

TEST(LabelErrors, ALowScoreForAnotherClassIsNotEnough) {
  // The highest score of the last item is another class's, but that one is usually far surer.
  const std::vector<std::vector<float>> scores = {
      {0.95F, 0.03F, 0.02F}, {0.05F, 0.9F, 0.05F}, {0.1F, 0.1F, 0.8F}, {0.45F, 0.15F, 0.4F}};
  EXPECT_TRUE(FindLabelErrors(scores, {0, 1, 2, 2}).empty());
}

TEST(LabelErrors, AClassWithoutItemsIsNeverSuspected) {
  EXPECT_TRUE(FindLabelErrors({{0.1F, 0.9F}, {0.2F, 0.8F}}, {0, 0}).empty());
  EXPECT_TRUE(FindLabelErrors({}, {}).empty());
}

/// A judge that is right about what the items are, more or less surely; some labels are not.
TEST(LabelErrors, FlippedLabelsAreFound) {
  constexpr int kItems = 600;
  constexpr int kClasses = 6;
  Random random(5);
  std::vector<std::vector<float>> scores;
  std::vector<int> labels;
  std::set<size_t> flipped;
  for (int i = 0; i < kItems; ++i) {
    const int truth = i % kClasses;
    const auto sure = static_cast<float>(0.5 + 0.5 * random.Uniform());
    std::vector<float> row(kClasses, (1 - sure) / (kClasses - 1));
    row[static_cast<size_t>(truth)] = sure;
    scores.push_back(row);
    const bool flip = random.Below(20) == 0;
    labels.push_back(flip ? (truth + 1) % kClasses : truth);
    if (flip) flipped.insert(static_cast<size_t>(i));
  }
  const std::vector<LabelError> errors = FindLabelErrors(scores, labels);
  for (const LabelError& error : errors) {
    EXPECT_TRUE(flipped.contains(error.item));
    EXPECT_EQ(error.likely, static_cast<int>(error.item) % kClasses);
  }
  // About half of the items are surer than their class is on average.
  EXPECT_GT(errors.size(), flipped.size() / 3);
}

TEST(LabelErrors, TheLargestMarginComesFirst) {
  const std::vector<LabelError> errors = FindLabelErrors(
      {{0.9F, 0.1F}, {0.2F, 0.8F}, {0.1F, 0.9F}, {0.2F, 0.8F}, {0.3F, 0.7F}}, {0, 0, 0, 0, 1});
  ASSERT_EQ(errors.size(), 3u);
  EXPECT_EQ(errors[0].item, 2u);
  EXPECT_EQ(errors[1].item, 1u);
  EXPECT_EQ(errors[2].item, 3u);
}

}  // namespace
}  // namespace easel::evaluation
