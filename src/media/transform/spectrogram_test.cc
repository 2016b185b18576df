#include "media/transform/spectrogram.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "base/random.h"

namespace easel::media {
namespace {

Sound Tone(int rate, double hz, double seconds, double loudness = 0.5) {
  Sound sound{rate, std::vector<float>(static_cast<size_t>(rate * seconds))};
  for (size_t n = 0; n < sound.samples.size(); ++n)
    sound.samples[n] =
        static_cast<float>(loudness * std::sin(2 * std::numbers::pi * hz * static_cast<double>(n) / rate));
  return sound;
}

int Brightness(const Image& picture, int x, int y) {
  const uint8_t* pixel = &picture.rgb[(static_cast<size_t>(y) * picture.width + x) * 3];
  return pixel[0] + pixel[1] + pixel[2];
}

int BrightestRow(const Image& picture, int x) {
  int row = 0;
  for (int y = 1; y < picture.height; ++y)
    if (Brightness(picture, x, y) > Brightness(picture, x, row)) row = y;
  return row;
}

TEST(Spectrogram, AToneIsALineAtItsPitch) {
  for (const int rate : {4000, 8000, 16000, 22050, 44100, 192000, 384000}) {
    for (const int height : {64, 128, 300}) {
      const double hz = rate / 5.0;
      const Image picture = SpectrogramPicture(Tone(rate, hz, 1), 0, 1, 40, height);
      ASSERT_EQ(picture.rgb.size(), size_t{40} * height * 3);
      const SpectrogramRange range = SpectrogramRangeOf(rate);
      const double from_bottom = std::log((700 + hz) / (700 + range.low_hz)) /
                                 std::log((700 + range.high_hz) / (700 + range.low_hz));
      for (const int x : {5, 20, 35}) {
        const double expected = (1 - from_bottom) * height;
        EXPECT_NEAR(BrightestRow(picture, x), expected, 2 + height / 64) << rate << " " << height;
        EXPECT_GT(Brightness(picture, x, BrightestRow(picture, x)), 450);
        EXPECT_LT(Brightness(picture, x, 1), 150) << rate;
      }
    }
  }
}

TEST(Spectrogram, NoiseHasNoDarkRows) {
  Random random(3);
  for (const int rate : {8000, 16000, 48000, 384000}) {
    Sound sound{rate, {}};
    for (int n = 0; n < rate; ++n) sound.samples.push_back(static_cast<float>(random.Below(2001)) / 1000 - 1);
    for (const int height : {1, 50, 128, 512}) {
      const Image picture = SpectrogramPicture(sound, 0, 1, 30, height);
      for (int y = 0; y < height; ++y)
        EXPECT_GT(Brightness(picture, 15, y), 150) << rate << " " << height << " " << y;
    }
  }
}

TEST(Spectrogram, AClickIsInItsColumnHoweverLongTheStretch) {
  for (const double seconds : {0.5, 10.0, 60.0}) {
    Sound sound{16000, std::vector<float>(static_cast<size_t>(16000 * seconds))};
    std::fill_n(sound.samples.begin() + static_cast<std::ptrdiff_t>(4000 * seconds), 200, 1.0f);
    const Image picture = SpectrogramPicture(sound, 0, seconds, 100, 32);
    EXPECT_GT(Brightness(picture, 25, 20), 200) << seconds;
    EXPECT_LT(Brightness(picture, 75, 20), 20) << seconds;
  }
}

TEST(Spectrogram, OutsideOfTheSoundAndInSilenceItIsDark) {
  const Image around = SpectrogramPicture(Tone(16000, 1000, 1), -1, 3, 30, 64);
  for (const int x : {3, 26}) EXPECT_LT(Brightness(around, x, BrightestRow(around, x)), 20);
  EXPECT_GT(Brightness(around, 15, BrightestRow(around, 15)), 450);
  const double most = std::numeric_limits<double>::max();
  for (const Sound& sound : {Sound{16000, {}}, Sound{16000, std::vector<float>(100)}}) {
    for (const double begin : {0.0, -most, most}) {
      const Image picture = SpectrogramPicture(sound, begin, 1, 7, 5);
      for (int x = 0; x < 7; ++x) EXPECT_LT(Brightness(picture, x, BrightestRow(picture, x)), 20);
    }
  }
}

TEST(Spectrogram, AQuietRecordingIsAsBrightAsALoudOne) {
  const Image loud = SpectrogramPicture(Tone(16000, 1000, 1, 0.5), 0, 1, 30, 64, 0.5);
  const Image quiet = SpectrogramPicture(Tone(16000, 1000, 1, 0.05), 0, 1, 30, 64, 0.05);
  const int y = BrightestRow(loud, 15);
  EXPECT_NEAR(Brightness(loud, 15, y), Brightness(quiet, 15, y), 6);
}

TEST(Spectrogram, PartsFitTogether) {
  Random random(3);
  Sound sound{16000, {}};
  for (int n = 0; n < 48000; ++n) sound.samples.push_back(static_cast<float>(random.Below(2001)) / 1000 - 1);
  const Image whole = SpectrogramPicture(sound, 0, 2, 64, 16);
  const Image second = SpectrogramPicture(sound, 1, 1, 32, 16);
  for (int y = 0; y < 16; ++y)
    for (int x = 0; x < 32; ++x) EXPECT_EQ(Brightness(whole, 32 + x, y), Brightness(second, x, y));
}

}  // namespace
}  // namespace easel::media
