#include "media/transform/resample.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <numeric>
#include <string>

#include "base/hash.h"
#include "media/transform/test_noise.h"

namespace easel::media {
namespace {

struct PillowCase {
  int width, height;
  Interval x, y;
  int out_width, out_height;
  const char* sha256;
};

// Image.frombytes("RGB", (width, height), noise).resize(out, BILINEAR, box) of Pillow 13.0.
constexpr PillowCase kPillow[] = {
    {100, 70, {0, 100}, {0, 70}, 31, 47, "991ae6a95edbd514c449088ffc431bf825c4d993294319babb98d88fd746a4fb"},
    {100, 70, {0, 100}, {0, 70}, 100, 47, "b7d305882b91dc2c178e9837093bf1e29f9a8bb26ec0bc41926d04cebb7564d8"},
    {100, 70, {0, 100}, {0, 70}, 31, 70, "fe9d1ae667380d903c227a42a1c589c3ccdb0dd9338601e7dba3f581ab348888"},
    {100,
     70,
     {0, 100},
     {0, 70},
     224,
     224,
     "c3dff6863816d149058d3defd711758474feeb3b5648ecbe1a7c12f9fd8867cb"},
    {427,
     320,
     {0, 427},
     {0, 320},
     224,
     224,
     "a92932bf4c37596accf3c2652d31871e9f2c981d4d52901bfd9a450aa3b31238"},
    {640, 480, {0, 640}, {0, 480}, 7, 5, "37bce88065fea7a9166d2b3c9fd9405b9baf689174e7ef0ac2380856ca987da9"},
    {3, 2, {0, 3}, {0, 2}, 9, 11, "13582ea654500090f0e8496cdc6bc8f214acb03ff2f6ee8bdb2d9624d9f90e88"},
    {1, 1, {0, 1}, {0, 1}, 4, 4, "c4a4e1fcad8be34ffd23802e35384a024d6639ec607b767038292bd19bd1449f"},
    {1000, 3, {0, 1000}, {0, 3}, 10, 3, "0b02979c26f5fde7d8f256c1947bdcfc40cbbec69b1a952a8779689fdae94212"},
    {427,
     320,
     {53.5, 373.5},
     {0, 320},
     224,
     224,
     "3850c387b3ccf62a429f90d279e6a7c8b78a728cdbe71200b45cf70a736338c8"},
    {100,
     70,
     {15.25, 80.75},
     {10.5, 60.125},
     31,
     31,
     "da63c3fff4c5e95e7d27f0ac1d71e63c16b64623faecaf73513c9cc5b23d9d17"},
    {64,
     64,
     {0.5, 63.5},
     {0, 64},
     64,
     64,
     "868f4f152d1acbc5762aa785b5b99d04e04f4e1daa7a804a999b45ad889b7b27"},
};

TEST(Resample, EqualsPillowBitForBit) {
  for (const PillowCase& c : kPillow) {
    const Image out = Resample(Noise(c.width, c.height), c.x, c.y, c.out_width, c.out_height);
    EXPECT_EQ(out.width, c.out_width);
    EXPECT_EQ(out.height, c.out_height);
    EXPECT_EQ(Sha256(std::as_bytes(std::span(out.rgb))).Hex(), c.sha256)
        << c.width << " × " << c.height << " → " << c.out_width << " × " << c.out_height;
  }
}

TEST(Resample, WeightsAddUpToOne) {
  for (const auto& [source, output] : {std::pair{427, 224}, {224, 427}, {5, 5}, {1, 9}, {4096, 3}}) {
    const Taps taps = MakeTaps(source, {0, static_cast<double>(source)}, output);
    for (int i = 0; i < output; ++i) {
      EXPECT_GE(taps.first[i], 0);
      EXPECT_LE(taps.first[i] + taps.count[i], source);
      const auto begin = taps.weights.begin() + static_cast<ptrdiff_t>(i) * taps.taps;
      const int sum = std::accumulate(begin, begin + taps.count[i], 0);
      EXPECT_LE(std::abs(sum - (1 << kWeightBits)), taps.count[i]);
    }
  }
}

// Weights below half a unit vanish and larger ones nearly double when rounded: the sums must neither overflow
// nor wrap.
TEST(Resample, SurvivesAbsurdReductions) {
  const auto white = [](int width) {
    return Image{width, 1, std::vector<uint8_t>(static_cast<size_t>(width) * 3, 255)};
  };
  EXPECT_EQ(Resample(white(5'000'000), {0, 5e6}, {0, 1}, 1, 1).rgb, std::vector<uint8_t>(3, 255));
  EXPECT_GE(Resample(white(100'000), {0, 1e5}, {0, 1}, 2, 1).rgb[0], 254);
}

}  // namespace
}  // namespace easel::media
