#include "media/transform/waveform.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

#include "base/random.h"

namespace easel::media {
namespace {

using Levels = std::vector<int8_t>;

TEST(Waveform, TellsTheLowestAndTheHighestSampleOfEachPart) {
  const Sound sound{4000, {0, 0.5f, -1, 0.25f, 1, 0.75f, -0.5f, 0}};
  EXPECT_EQ(WaveformOf(sound, 0, 8.0 / 4000, 2), (Waveform{{-127, -64}, {64, 127}}));
  EXPECT_EQ(WaveformOf(sound, 2.0 / 4000, 4.0 / 4000, 4),
            (Waveform{{-127, 32, 127, 95}, {-127, 32, 127, 95}}));
}

TEST(Waveform, EverySampleIsInOnePartExactly) {
  Random random(1);
  for (const size_t samples : {1000, 1001, 4097}) {
    Sound sound{8000, std::vector<float>(samples)};
    for (const size_t points : {1, 7, 100, 999}) {
      const auto at = static_cast<size_t>(random.Below(samples));
      sound.samples[at] = 1;
      const Waveform waveform = WaveformOf(sound, 0, sound.seconds(), points);
      EXPECT_EQ(std::ranges::count(waveform.highs, 127), 1) << samples << " " << points;
      const auto part = std::ranges::find(waveform.highs, 127) - waveform.highs.begin();
      EXPECT_NEAR(static_cast<double>(part), static_cast<double>(at * points / samples), 1)
          << samples << " " << at;
      sound.samples[at] = 0;
    }
  }
}

TEST(Waveform, PartsThatAreShorterThanASampleShowTheSample) {
  EXPECT_EQ(WaveformOf({4000, {0.5f, -0.5f}}, 0, 2.0 / 4000, 6).highs, (Levels{64, 64, 64, -64, -64, -64}));
}

TEST(Waveform, IsSilentOutsideOfTheSound) {
  const Sound sound{1000, std::vector<float>(1000, 1.0f)};
  EXPECT_EQ(WaveformOf(sound, -1, 3, 3).highs, (Levels{0, 127, 0}));
  EXPECT_EQ(WaveformOf({1000, {}}, 0, 1, 2), (Waveform{{0, 0}, {0, 0}}));
  const double most = std::numeric_limits<double>::max();
  EXPECT_EQ(WaveformOf(sound, most, most, 2).highs, (Levels{0, 0}));
  EXPECT_EQ(WaveformOf(sound, -most, most, 2).highs, (Levels{0, 0}));
}

TEST(Waveform, BeyondFullScaleIsFullScale) {
  EXPECT_EQ(WaveformOf({1000, {-7, 3e38f}}, 0, 0.002, 1), (Waveform{{-127}, {127}}));
}

}  // namespace
}  // namespace easel::media
