#include "media/augment/sound_augmentation.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "base/hash.h"
#include "base/random.h"

namespace easel::media {
namespace {

constexpr int kFrames = 40;

SoundTransform View() {
  SoundTransform view = LogMelView(kFrames, 8000);
  view.level = true;
  view.offset = 0.01F;
  return view;
}

/// A tone of this many Hz that lasts from `begin` to `end`, in shares of the window.
Sound Tone(double hz, double begin = 0, double end = 1) {
  Sound sound{.rate = 8000, .samples = std::vector<float>(static_cast<size_t>(View().SamplesNeeded()))};
  const auto count = static_cast<double>(sound.samples.size());
  for (size_t i = 0; i < sound.samples.size(); ++i) {
    const auto at = static_cast<double>(i);
    if (at < begin * count || at > end * count) continue;
    sound.samples[i] = static_cast<float>(0.5 * std::sin(2 * std::numbers::pi * hz * at / 8000));
  }
  return sound;
}

std::vector<float> PictureOf(const SoundTransform& view, const Sound& sound) {
  std::vector<float> picture(static_cast<size_t>(view.frames) * static_cast<size_t>(view.bands));
  Apply(view, sound, picture);
  return picture;
}

std::vector<float> Varied(const SoundAugmentation& augmentation, const Sound& sound, uint64_t variation) {
  const std::vector<float> base = PictureOf(BaseOf(View()), sound);
  std::vector<float> out(base.size());
  Vary(augmentation, View(), base, variation, out);
  return out;
}

/// The band in which a picture is the loudest in all.
int LoudestBand(const std::vector<float>& picture) {
  std::vector<double> sums(static_cast<size_t>(View().bands));
  for (size_t i = 0; i < picture.size(); ++i) sums[i % sums.size()] += static_cast<double>(picture[i]);
  return static_cast<int>(std::ranges::max_element(sums) - sums.begin());
}

TEST(SoundAugmentation, SurvivesJsonAndRefusesWhatItCannotDo) {
  const SoundAugmentation policy{.pitch = 0.15, .tempo = 0.25, .time_mask = 0.2, .mixup = 0.3};
  EXPECT_EQ(SoundAugmentation::FromJson(policy.ToJson()), policy);
  EXPECT_EQ(SoundAugmentation::FromJson({}), SoundAugmentation{});
  for (const auto& member : SoundAugmentation{}.ToJson()) {
    json::object object = policy.ToJson();
    for (const json::value& bad : {json::value(-0.001), json::value(10.5), json::value("0.5")}) {
      object[member.key()] = bad;
      const auto read = SoundAugmentation::FromJson(object);
      ASSERT_FALSE(read) << member.key();
      EXPECT_EQ(read.error().item, member.key());
    }
  }
  EXPECT_FALSE(SoundAugmentation::FromJson({{"echo", 0}}));
}

TEST(VarySound, WithoutStrengthsItIsThePlainView) {
  const Sound sound = Tone(900, 0.2, 0.7);
  const std::vector<float> plain = PictureOf(View(), sound);
  const std::vector<float> varied = Varied({}, sound, 7);
  for (size_t i = 0; i < plain.size(); ++i) ASSERT_NEAR(varied[i], plain[i], 2e-3F) << i;
}

TEST(VarySound, PitchMovesAToneByItsFactor) {
  int lower = 0;
  int higher = 0;
  const Sound sound = Tone(1000);
  for (uint64_t variation = 0; variation < 20; ++variation) {
    const int band = LoudestBand(Varied({.pitch = 0.3}, sound, variation));
    EXPECT_GE(band, LoudestBand(PictureOf(View(), Tone(1000 * std::exp(-0.31)))) - 1);
    EXPECT_LE(band, LoudestBand(PictureOf(View(), Tone(1000 * std::exp(0.31)))) + 1);
    lower += band < LoudestBand(PictureOf(View(), sound)) ? 1 : 0;
    higher += band > LoudestBand(PictureOf(View(), sound)) ? 1 : 0;
  }
  EXPECT_GT(lower, 3);
  EXPECT_GT(higher, 3);
}

TEST(VarySound, ShiftLeavesSilenceBehind) {
  const Sound sound = Tone(1000);
  bool has_silent_beginning = false;
  bool has_silent_end = false;
  for (uint64_t variation = 0; variation < 20; ++variation) {
    const std::vector<float> picture = Varied({.shift = 0.4}, sound, variation);
    const auto band = static_cast<size_t>(LoudestBand(PictureOf(View(), sound)));
    const float first = picture[band];
    const float last = picture[picture.size() - static_cast<size_t>(View().bands) + band];
    has_silent_beginning = has_silent_beginning || first < last - 1;
    has_silent_end = has_silent_end || last < first - 1;
  }
  EXPECT_TRUE(has_silent_beginning);
  EXPECT_TRUE(has_silent_end);
}

TEST(VarySound, MasksCoverNoMoreThanTheirShare) {
  for (uint64_t variation = 0; variation < 20; ++variation) {
    const std::vector<float> picture = Varied({.time_mask = 0.25}, Tone(1000), variation);
    int covered = 0;
    for (int t = 0; t < kFrames; ++t) {
      const auto row = picture.begin() + t * View().bands;
      covered += std::all_of(row, row + View().bands, [](float value) { return value == 0; }) ? 1 : 0;
    }
    EXPECT_LE(covered, kFrames / 4);
  }
}

TEST(VarySound, ANumberHasTheSameBitsOnEveryMachine) {
  // Integers, so that the picture itself does not depend on the machine.
  std::vector<float> base(static_cast<size_t>(kFrames) * static_cast<size_t>(View().bands));
  Random random(1);
  for (float& value : base) value = static_cast<float>(random.Below(20)) - 13;
  std::vector<float> out(base.size());
  const SoundAugmentation all{.pitch = 0.15,
                              .tempo = 0.25,
                              .shift = 0.15,
                              .tilt = 1,
                              .gain = 1,
                              .noise = 1,
                              .time_mask = 0.2,
                              .band_mask = 0.2,
                              .jitter = 0.1};
  Sha256Stream digest;
  for (uint64_t variation = 0; variation < 4; ++variation) {
    Vary(all, View(), base, variation, out);
    for (const float value : out) ASSERT_TRUE(std::isfinite(value));
    digest.Update(std::as_bytes(std::span(out)));
  }
  EXPECT_EQ(digest.Finish().Hex(), "f215bfb7b04c9407092d46457a58f1afd3ea6c2a4f2df0fe30422c495f3f5025");
}

}  // namespace
}  // namespace easel::media
