#include "runtime/listening/passages.h"

#include <gtest/gtest.h>

namespace easel::runtime {
namespace {

/// Windows of a second, every half second, with the scores of the first of two classes.
std::vector<Heard> Hear(const std::vector<float>& firsts) {
  std::vector<Heard> heard;
  for (const float first : firsts)
    heard.push_back({0.5 * static_cast<double>(heard.size()), 1, {first, 1 - first}});
  return heard;
}

TEST(MeanScoresTest, LoudWindowsCountMore) {
  const std::vector<Heard> heard = {{0, 1, {1, 0}, 0.75F}, {0.5, 1, {0, 1}, 0.25F}, {1, 1, {0, 1}, 0}};
  EXPECT_EQ(MeanScores(heard), (std::vector<float>{0.75F, 0.25F}));
}

TEST(MeanScoresTest, SilentWindowsCountAlike) {
  EXPECT_EQ(MeanScores({{0, 1, {1, 0}, 0}, {0.5, 1, {0, 1}, 0}}), (std::vector<float>{0.5F, 0.5F}));
}

TEST(PassagesTest, JoinNeighboursOfOneClass) {
  const auto passages = PassagesOf(Hear({0.9F, 0.8F, 0.1F, 0.1F}), {.windows = 1});
  ASSERT_EQ(passages.size(), 2u);
  EXPECT_EQ(passages[0].label, 0);
  EXPECT_EQ(passages[0].begin, 0);
  EXPECT_EQ(passages[0].seconds, 1.25);  // between the middles at 1 s and 1.5 s
  EXPECT_FLOAT_EQ(passages[0].score, 0.85F);
  EXPECT_EQ(passages[1].label, 1);
  EXPECT_EQ(passages[1].begin, 1.25);
  EXPECT_EQ(passages[1].begin + passages[1].seconds, 2.5);
  EXPECT_FLOAT_EQ(passages[1].score, 0.9F);
}

TEST(PassagesTest, ASingleWindowThatDiffersIsSmoothedAway) {
  const std::vector<Heard> heard = Hear({0.9F, 0.9F, 0.4F, 0.9F, 0.9F});
  EXPECT_EQ(PassagesOf(heard, {.windows = 1}).size(), 3u);
  const auto smooth = PassagesOf(heard, {.windows = 3});
  ASSERT_EQ(smooth.size(), 1u);
  EXPECT_EQ(smooth[0].seconds, 3);
}

TEST(PassagesTest, NothingHeardIsNoPassage) { EXPECT_TRUE(PassagesOf({}).empty()); }

TEST(PassagesTest, TheEndsAreSmoothedByWhatThereIs) {
  const auto smoothed = Smoothed(Hear({1, 0, 0.5F}), {.windows = 3});
  EXPECT_EQ(smoothed[0][0], 0.5F);
  EXPECT_EQ(smoothed[1][0], 0.5F);
  EXPECT_EQ(smoothed[2][0], 0.25F);
}

}  // namespace
}  // namespace easel::runtime
