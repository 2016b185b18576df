#include "media/augment/colour.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "base/random.h"

namespace easel::media {
namespace {

std::vector<uint8_t> Recoloured(const Variation& variation, std::vector<uint8_t> rgb) {
  Image image{static_cast<int>(rgb.size() / 3), 1, std::move(rgb)};
  Recolour(ColourOf(variation), image);
  return image.rgb;
}

std::vector<uint8_t> Greys() {
  std::vector<uint8_t> rgb;
  for (int value = 0; value < 256; ++value) rgb.insert(rgb.end(), 3, static_cast<uint8_t>(value));
  return rgb;
}

TEST(Colour, NothingIsTheIdentity) {
  EXPECT_TRUE(IsIdentity(ColourOf({})));
  EXPECT_FALSE(IsIdentity(ColourOf({.contrast = 1.1})));
  EXPECT_EQ(Recoloured({}, {1, 2, 3, 250, 0, 255}), (std::vector<uint8_t>{1, 2, 3, 250, 0, 255}));
}

TEST(Colour, SaturationAndHueKeepEveryGrey) {
  for (const double saturation : {0.0, 0.3, 0.99, 1.7, 2.0}) {
    for (const double hue : {-180.0, -17.0, 0.0, 45.0, 121.0})
      EXPECT_EQ(Recoloured({.saturation = saturation, .hue = hue}, Greys()), Greys());
  }
}

TEST(Colour, AllChangesKeepGreyGrey) {
  Random random(3);
  for (uint64_t i = 0; i < 300; ++i) {
    const auto rgb = Recoloured(
        Draw({.brightness = 1, .contrast = 1, .saturation = 1, .hue = 180}, random.Next()), Greys());
    for (size_t k = 0; k < rgb.size(); k += 3) ASSERT_TRUE(rgb[k] == rgb[k + 1] && rgb[k] == rgb[k + 2]);
  }
}

TEST(Colour, BrightnessMultipliesAndContrastGoesFromTheMiddle) {
  EXPECT_EQ(Recoloured({.brightness = 1.5}, {0, 100, 200}), (std::vector<uint8_t>{0, 150, 255}));
  EXPECT_EQ(Recoloured({.brightness = 0}, {0, 100, 200}), (std::vector<uint8_t>{0, 0, 0}));
  EXPECT_EQ(Recoloured({.contrast = 0.5}, {0, 127, 255}), (std::vector<uint8_t>{64, 127, 191}));
  EXPECT_EQ(Recoloured({.contrast = 2}, {0, 120, 140}), (std::vector<uint8_t>{0, 113, 153}));
}

TEST(Colour, NoSaturationIsLuminance) {
  EXPECT_EQ(Recoloured({.saturation = 0}, {255, 0, 0, 0, 255, 0, 0, 0, 255}),
            (std::vector<uint8_t>{54, 54, 54, 182, 182, 182, 18, 18, 18}));
}

// The colours of CSS `filter: hue-rotate(90deg)`, from the matrix of the W3C's text, computed by hand.
TEST(Colour, HueTurnsAsTheFilterDoes) {
  // R' = (0.213 − 0.213) · 100, G' = (0.213 + 0.143) · 100, B' = (0.213 − 0.787) · 100
  EXPECT_EQ(Recoloured({.hue = 90}, {100, 0, 0}), (std::vector<uint8_t>{0, 36, 0}));
  // R' = (0.072 + 0.928) · 100, G' = (0.072 − 0.283) · 100, B' = (0.072 + 0.072) · 100
  EXPECT_EQ(Recoloured({.hue = 90}, {0, 0, 100}), (std::vector<uint8_t>{100, 0, 14}));
}

}  // namespace
}  // namespace easel::media
