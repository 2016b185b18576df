#include "training/balance.h"

#include <gtest/gtest.h>

#include "training/options.h"

namespace easel::training {
namespace {

std::vector<float> Weights(const char* balance, const std::vector<int64_t>& counts) {
  return ClassWeights(OptionValues::Parse(TrainOptions(), {{"balance", balance}}).value(), counts);
}

TEST(ClassWeights, MakeEveryClassCountAlike) {
  const std::vector<int64_t> counts = {10, 40, 50};
  const std::vector<float> weights = Weights("weights", counts);
  ASSERT_EQ(weights.size(), 3u);
  float total = 0;
  for (size_t c = 0; c < counts.size(); ++c) {
    EXPECT_FLOAT_EQ(weights[c] * static_cast<float>(counts[c]), 100.0F / 3);
    total += weights[c] * static_cast<float>(counts[c]);
  }
  EXPECT_FLOAT_EQ(total, 100);
}

TEST(ClassWeights, AreChosenWhereOneClassIsThreeTimesAnother) {
  EXPECT_TRUE(Weights("auto", {20, 59}).empty());
  EXPECT_EQ(Weights("auto", {20, 60}), Weights("weights", {20, 60}));
  EXPECT_TRUE(Weights("none", {20, 60}).empty());
}

TEST(ClassWeights, OfEqualClassesAreOne) {
  EXPECT_EQ(Weights("weights", {7, 7, 7}), (std::vector<float>{1, 1, 1}));
}

TEST(ClassWeights, OfAClassWithoutItemsIsNothing) {
  EXPECT_EQ(Weights("auto", {0, 5}), (std::vector<float>{0, 0.5F}));
}

}  // namespace
}  // namespace easel::training
