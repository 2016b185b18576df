#include "media/augment/variation.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace easel::media {
namespace {

constexpr double kRounding = 1e-12;

TEST(Variation, OfNoAugmentationChangesNothing) {
  for (uint64_t i = 0; i < 100; ++i) {
    Variation drawn = Draw({}, i);
    drawn.seed = 0;
    EXPECT_EQ(drawn, Variation{});
  }
}

TEST(Variation, IsThatOfItsNumber) {
  const Augmentation policy = Augmentation::Strong();
  EXPECT_EQ(Draw(policy, 7), Draw(policy, 7));
  EXPECT_NE(Draw(policy, 7), Draw(policy, 8));
}

TEST(Variation, StaysWithinItsBounds) {
  Augmentation policy = Augmentation::Strong();
  policy.erasing = 0.5;
  policy.flip_vertical = 0.1;
  double least = 1;
  int flips = 0;
  int vertical = 0;
  int erasings = 0;
  for (uint64_t i = 0; i < 10'000; ++i) {
    const Variation drawn = Draw(policy, i);
    for (const Share& share : {drawn.part, drawn.erased}) {
      EXPECT_GE(share.left, 0);
      EXPECT_GE(share.top, 0);
      EXPECT_LE(share.left + share.width, 1 + kRounding);
      EXPECT_LE(share.top + share.height, 1 + kRounding);
    }
    const double area = drawn.part.width * drawn.part.height;
    EXPECT_GE(area, (1 - policy.crop) / (1 + policy.stretch) - kRounding);
    EXPECT_LE(area, 1);
    least = std::min(least, area);
    const double aspect = drawn.part.width / drawn.part.height;
    EXPECT_LE(std::max(aspect, 1 / aspect), 1 + policy.stretch + kRounding);
    EXPECT_LE(std::abs(drawn.rotation), policy.rotation);
    EXPECT_LE(std::abs(drawn.brightness - 1), policy.brightness + kRounding);
    EXPECT_LE(std::abs(drawn.contrast - 1), policy.contrast + kRounding);
    EXPECT_LE(std::abs(drawn.saturation - 1), policy.saturation + kRounding);
    EXPECT_LE(std::abs(drawn.hue), policy.hue);
    EXPECT_LE(drawn.blur, policy.blur);
    EXPECT_LE(drawn.noise, policy.noise);
    flips += drawn.flip;
    vertical += drawn.flip_vertical;
    const double erased = drawn.erased.width * drawn.erased.height;
    if (erased > 0) {
      ++erasings;
      EXPECT_GE(erased, 0.02 - kRounding);
      EXPECT_LE(erased, policy.erasing_area + kRounding);
    }
  }
  EXPECT_LT(least, 0.37);
  EXPECT_NEAR(flips, 5000, 250);
  EXPECT_NEAR(vertical, 1000, 150);
  EXPECT_NEAR(erasings, 5000, 250);
}

TEST(Variation, WithoutStretchKeepsTheStatedShareAndTheProportions) {
  for (uint64_t i = 0; i < 2000; ++i) {
    const Share part = Draw({.crop = 0.5}, i).part;
    EXPECT_GE(part.width * part.height, 0.5 - kRounding);
    EXPECT_EQ(part.width, part.height);
  }
}

TEST(Variation, StretchNeedsNoCrop) {
  double most = 1;
  for (uint64_t i = 0; i < 2000; ++i) {
    const Share part = Draw({.stretch = 0.5}, i).part;
    EXPECT_EQ(std::max(part.width, part.height), 1);
    most = std::max(most, 1 / std::min(part.width, part.height));
  }
  EXPECT_GT(most, 1.49);
  EXPECT_LE(most, 1.5 + kRounding);
}

TEST(Variation, CoversTheStatedShareEvenIfThatIsMostOfThePicture) {
  for (uint64_t i = 0; i < 2000; ++i) {
    const Share erased = Draw({.erasing = 1, .erasing_area = 0.9}, i).erased;
    const double area = erased.width * erased.height;
    EXPECT_GE(area, 0.02 - kRounding);
    EXPECT_LE(area, 0.9 + kRounding);
  }
}

TEST(Variation, AStrengthLeavesTheOthersChangesAsTheyWere) {
  Augmentation policy = Augmentation::Strong();
  policy.noise = 0;
  policy.rotation = 0;
  for (uint64_t i = 0; i < 100; ++i) {
    Variation with = Draw(Augmentation::Strong(), i);
    with.noise = 0;
    with.rotation = 0;
    EXPECT_EQ(Draw(policy, i), with);
  }
}

}  // namespace
}  // namespace easel::media
