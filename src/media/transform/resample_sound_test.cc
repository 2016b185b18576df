#include "media/transform/resample_sound.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <span>

namespace easel::media {
namespace {

Sound Tone(int rate, double hz, size_t samples) {
  Sound sound{rate, std::vector<float>(samples)};
  for (size_t n = 0; n < samples; ++n)
    sound.samples[n] =
        static_cast<float>(0.5 * std::sin(2 * std::numbers::pi * hz * static_cast<double>(n) / rate));
  return sound;
}

struct Rates {
  int from;
  int to;
};

class ResampledTest : public testing::TestWithParam<Rates> {};

TEST_P(ResampledTest, AToneStaysWhatAndWhereItWas) {
  const auto [from, to] = GetParam();
  const Sound given = Tone(from, 440, static_cast<size_t>(from) / 2 + 1);
  const Sound out = Resampled(given, to);
  EXPECT_EQ(out.rate, to);
  EXPECT_EQ(out.samples.size(), std::ceil(static_cast<double>(given.samples.size()) * to / from));
  const Sound expected = Tone(to, 440, out.samples.size());
  const size_t edge = out.samples.size() / 10;  // where the filter sees the silence around the sound
  for (size_t n = edge; n < out.samples.size() - edge; ++n)
    ASSERT_NEAR(out.samples[n], expected.samples[n], 2e-5) << n;
  EXPECT_EQ(Resampled(given, to), out);
}

INSTANTIATE_TEST_SUITE_P(Rates, ResampledTest,
                         testing::Values(Rates{44100, 16000}, Rates{48000, 16000}, Rates{16000, 44100},
                                         Rates{8000, 16000}, Rates{11025, 48000}, Rates{384000, 4000},
                                         Rates{4000, 384000}, Rates{22050, 16001}));

TEST(Resampled, EqualRatesGiveACopy) {
  const Sound given = Tone(16000, 440, 100);
  EXPECT_EQ(Resampled(given, 16000), given);
}

TEST(Resampled, NothingStaysNothing) { EXPECT_EQ(Resampled({44100, {}}, 16000), (Sound{16000, {}})); }

TEST(Resampled, OneSampleIsEnough) { EXPECT_EQ(Resampled({48000, {0.5f}}, 16000).samples.size(), 1); }

TEST(Resampled, WhatTheNewRateCannotHoldIsSilent) {
  const Sound out = Resampled(Tone(44100, 9000, 44100), 16000);
  const auto middle = std::span(out.samples).subspan(1000, out.samples.size() - 2000);
  EXPECT_LT(std::abs(*std::ranges::max_element(middle, {}, [](float value) { return std::abs(value); })),
            1e-4);
}

}  // namespace
}  // namespace easel::media
