#include "media/encode/wav.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>

#include "media/codecs/sound_codecs.h"

namespace easel::media {
namespace {

TEST(EncodeWav, DecodesToTheSameSamples) {
  Sound sound{22050, {}};
  for (int number = -32768; number <= 32767; ++number)
    sound.samples.push_back(static_cast<float>(number) / 32768);
  const Bytes file = EncodeWav(sound);
  EXPECT_EQ(file.size(), kWavHeaderBytes + kWavSampleBytes * sound.samples.size());
  const auto decoded = DecodeSoundInProcess(file, {}, {});
  ASSERT_TRUE(decoded) << decoded.error().code;
  EXPECT_EQ(decoded->sound, sound);
  EXPECT_EQ(decoded->channels, 1);
  EXPECT_FALSE(decoded->truncated);
}

TEST(EncodeWav, RoundsAndStaysWithinFullScale) {
  const auto decoded =
      DecodeSoundInProcess(EncodeWav({8000, {1, 2, -2, 0.6f / 32768, -0.6f / 32768}}), {}, {});
  ASSERT_TRUE(decoded) << decoded.error().code;
  const std::vector<float> expected = {32767.0f / 32768, 32767.0f / 32768, -1, 1.0f / 32768, -1.0f / 32768};
  EXPECT_EQ(decoded->sound.samples, expected);
}

TEST(EncodeWav, HeaderAndSamplesMakeTheFile) {
  const Sound sound{16000, {0.25f, -0.5f, 0.125f}};
  const Bytes file = EncodeWav(sound);
  EXPECT_TRUE(std::ranges::equal(std::span(file).first(kWavHeaderBytes), WavHeader(16000, 3)));
  const auto last = std::span(sound.samples).subspan(1);
  EXPECT_TRUE(
      std::ranges::equal(std::span(file).subspan(kWavHeaderBytes + kWavSampleBytes), WavSamples(last)));
}

TEST(EncodeWav, MoreThanFourGigabytesAreABug) {
  EXPECT_NO_THROW(WavHeader(48000, (int64_t{1} << 31) - 19));
  EXPECT_THROW(WavHeader(48000, (int64_t{1} << 31) - 18), std::logic_error);
  EXPECT_THROW(WavHeader(48000, -1), std::logic_error);
}

}  // namespace
}  // namespace easel::media
