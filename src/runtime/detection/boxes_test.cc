#include "runtime/detection/boxes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "base/random.h"

namespace easel::runtime {
namespace {

constexpr float kNo = -20;  // a logit

float Logit(double score) { return static_cast<float>(std::log(score / (1 - score))); }

TEST(Decode, WithoutAnchorsDistancesCountFromTheMiddleOfTheCell) {
  graph::Detector detector;
  detector.levels.resize(1);
  // Two columns, one row, two classes. The second cell's middle is at (0.75, 0.5); cells are 0.5 × 1.
  const std::vector<float> values = {
      kNo, kNo, 0, 0, 0, 0, kNo, Logit(0.8), std::log(0.5F), std::log(0.25F), std::log(0.2F), std::log(0.1F)};
  const std::vector<DetectorMap> maps = {{{1, 1, 2, 6}, values}};
  const std::vector<Detection> found = Decode(detector, 2, maps);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].label, 1);
  EXPECT_NEAR(found[0].score, 0.8, 1e-6);
  EXPECT_NEAR(found[0].left, 0.5, 1e-6);
  EXPECT_NEAR(found[0].top, 0.25, 1e-6);
  EXPECT_NEAR(found[0].width, 0.35, 1e-6);
  EXPECT_NEAR(found[0].height, 0.35, 1e-6);
}

TEST(Decode, WithAnchorsBoxesAreMovedAndScaledAnchors) {
  graph::Detector detector;
  detector.levels = {{{{0.5F, 0.25F}, {0.1F, 0.2F}}}};
  // One cell with its middle at (0.5, 0.5); the second anchor says something.
  const std::vector<float> values = {kNo, 0, 0, 0, 0, Logit(0.6), 1, -0.5F, std::log(2.0F), 0};
  const std::vector<DetectorMap> maps = {{{1, 1, 1, 10}, values}};
  const std::vector<Detection> found = Decode(detector, 1, maps);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_NEAR(found[0].left, 0.5, 1e-6);  // the middle moves by an anchor's width to 0.6, the width is 0.2
  EXPECT_NEAR(found[0].width, 0.2, 1e-6);
  EXPECT_NEAR(found[0].top, 0.3, 1e-6);  // up by half its height to 0.4
  EXPECT_NEAR(found[0].height, 0.2, 1e-6);
}

TEST(Decode, BoxesEndAtThePicture) {
  graph::Detector detector;
  detector.levels.resize(1);
  const std::vector<float> values = {Logit(0.9), 100, 100, 100, 100};  // beyond any number
  const std::vector<DetectorMap> maps = {{{1, 1, 1, 5}, values}};
  const std::vector<Detection> found = Decode(detector, 1, maps);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0], (Detection{0, found[0].score, 0, 0, 1, 1}));
}

TEST(Decode, KeepsTheBestThousandInOrder) {
  graph::Detector detector;
  detector.levels.resize(1);
  Random random(3);
  std::vector<float> values;
  for (int cell = 0; cell < 40 * 40; ++cell) {
    values.insert(values.end(), {static_cast<float>(random.Uniform() * 4 - 2), 0, 0, 0, 0});
  }
  std::vector<float> logits;
  for (size_t i = 0; i < values.size(); i += 5) logits.push_back(values[i]);
  std::ranges::sort(logits, std::greater());
  const std::vector<DetectorMap> maps = {{{1, 40, 40, 5}, values}};
  const std::vector<Detection> found = Decode(detector, 1, maps);
  ASSERT_EQ(found.size(), kMaxCandidates);
  for (size_t i = 0; i < found.size(); ++i)
    ASSERT_NEAR(found[i].score, 1 / (1 + std::exp(-logits[i])), 1e-6) << i;
}

TEST(Decode, NumbersThatAreNoneAreNoBoxes) {
  graph::Detector detector;
  detector.levels.resize(1);
  const float nan = std::nanf("");
  const std::vector<float> values = {nan, 0, 0, 0, 0, Logit(0.9), nan, nan, nan, nan};
  const std::vector<DetectorMap> maps = {{{1, 1, 2, 5}, values}};
  for (const Detection& found : Decode(detector, 1, maps)) {
    EXPECT_GE(found.left, 0);
    EXPECT_LE(found.left + found.width, 1);
  }
}

/// Intersection over union by counting, of boxes on a grid of tenths.
double OverlapByCounting(const Detection& a, const Detection& b) {
  int both = 0;
  int either = 0;
  for (int y = 0; y < 10; ++y) {
    for (int x = 0; x < 10; ++x) {
      const auto in = [&](const Detection& box) {
        const auto px = static_cast<float>(x) / 10 + 0.05F;
        const auto py = static_cast<float>(y) / 10 + 0.05F;
        return px > box.left && px < box.left + box.width && py > box.top && py < box.top + box.height;
      };
      both += in(a) && in(b);
      either += in(a) || in(b);
    }
  }
  return either == 0 ? 0 : static_cast<double>(both) / either;
}

TEST(Suppress, WhatStaysIsWhatTheDefinitionSays) {
  Random random(7);
  const auto tenths = [&](uint64_t low, uint64_t high) {
    return static_cast<float>(low + random.Below(high - low + 1)) / 10;
  };
  for (int round = 0; round < 200; ++round) {
    std::vector<Detection> candidates;
    for (int i = 0; i < 30; ++i) {
      Detection box{static_cast<int>(random.Below(2)),
                    1 - static_cast<float>(i) / 100,
                    tenths(0, 8),
                    tenths(0, 8),
                    0,
                    0};
      box.width = tenths(1, 10 - static_cast<uint64_t>(std::lround(box.left * 10)));
      box.height = tenths(1, 10 - static_cast<uint64_t>(std::lround(box.top * 10)));
      candidates.push_back(box);
    }
    constexpr float kOverlap = 0.41F;  // no quotient of such small whole numbers
    const std::vector<Detection> kept = Suppress(candidates, kOverlap, 100);
    // Each candidate stays if and only if no better one of its label that stayed covers it.
    for (const Detection& candidate : candidates) {
      const bool is_covered = std::ranges::any_of(kept, [&](const Detection& better) {
        return better.label == candidate.label && better.score > candidate.score &&
               OverlapByCounting(better, candidate) > static_cast<double>(kOverlap);
      });
      ASSERT_EQ(std::ranges::count(kept, candidate), is_covered ? 0 : 1) << round;
    }
  }
}

TEST(Suppress, KeepsNoMoreThanAsked) {
  const std::vector<Detection> apart = {{0, 0.9F, 0, 0, 0.1F, 0.1F}, {0, 0.8F, 0.5F, 0, 0.1F, 0.1F}};
  EXPECT_EQ(Suppress(apart, 0.5F, 1), std::vector<Detection>{apart[0]});
  EXPECT_TRUE(Suppress({}, 0.5F, 1).empty());
}

}  // namespace
}  // namespace easel::runtime
