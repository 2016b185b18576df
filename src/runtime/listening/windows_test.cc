#include "runtime/listening/windows.h"

#include <gtest/gtest.h>

namespace easel::runtime {
namespace {

TEST(WindowsTest, CoverARecordingAndEndWithIt) {
  const graph::Listening listening{.seconds = 1, .hop = 0.5};
  EXPECT_EQ(WindowsOf(listening, 10, 24), (std::vector<SampleRange>{{0, 10}, {5, 15}, {10, 20}, {14, 24}}));
  EXPECT_EQ(WindowsOf(listening, 10, 20), (std::vector<SampleRange>{{0, 10}, {5, 15}, {10, 20}}));
  EXPECT_EQ(WindowsOf(listening, 10, 10), (std::vector<SampleRange>{{0, 10}}));
}

TEST(WindowsTest, AShortRecordingIsOne) {
  EXPECT_EQ(WindowsOf({.seconds = 1, .hop = 0.5}, 10, 7), (std::vector<SampleRange>{{0, 7}}));
  EXPECT_TRUE(WindowsOf({.seconds = 1, .hop = 0.5}, 10, 0).empty());
}

TEST(WindowsTest, DoNotDriftWhereAHopIsNoWholeNumberOfSamples) {
  const graph::Listening listening{.seconds = 0.3, .hop = 0.1};
  EXPECT_EQ(WindowAt(listening, 11025, 100'000), (SampleRange{110'250'000, 110'253'308}));
}

TEST(WindowsTest, QuietOnesDoNotSpeakForARecording) {
  media::Sound sound{10, std::vector<float>(40, 0.1F)};
  sound.samples[12] = -0.8F;
  sound.samples[31] = 0.2F;
  const auto loud = LoudWindowsOf({.seconds = 1, .hop = 1}, sound);
  ASSERT_EQ(loud.size(), 2u);
  EXPECT_EQ(loud[0].window, (SampleRange{10, 20}));
  EXPECT_EQ(loud[0].peak, 0.8F);
  EXPECT_EQ(loud[1].window, (SampleRange{30, 40}));
}

TEST(WindowsTest, OfSilenceAllAreAsLoudAsTheLoudest) {
  EXPECT_EQ(LoudWindowsOf({.seconds = 1, .hop = 1}, {10, std::vector<float>(40)}).size(), 4u);
}

}  // namespace
}  // namespace easel::runtime
