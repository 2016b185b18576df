#include "media/augment/affine.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <vector>

#include "media/transform/test_noise.h"

namespace easel::media {
namespace {

std::vector<uint8_t> At(const Image& image, int x, int y) {
  const auto begin = image.rgb.begin() + (static_cast<std::ptrdiff_t>(y) * image.width + x) * 3;
  return {begin, begin + 3};
}

TEST(Interpolate, WholePixelsAreExact) {
  for (const auto& [width, height] : {std::pair{17, 9}, {1, 1}, {1, 5}, {2, 2}, {3, 1}}) {
    const Image image = Noise(width, height);
    EXPECT_EQ(Interpolate(image, {}, width, height), image);
  }
  const Image image = Noise(20, 10);
  const Image moved = Interpolate(image, {.x = 3, .y = 2}, 12, 8);
  for (int y = 0; y < 8; ++y) {
    for (int x = 0; x < 12; ++x) EXPECT_EQ(At(moved, x, y), At(image, x + 3, y + 2));
  }
}

TEST(Interpolate, AQuarterTurnIsExact) {
  const Image image = Noise(8, 6);
  const Image turned =
      Interpolate(image, {.x = 0, .x_right = 0, .x_down = 1, .y = 5, .y_right = -1, .y_down = 0}, 6, 8);
  for (int y = 0; y < 8; ++y) {
    for (int x = 0; x < 6; ++x) EXPECT_EQ(At(turned, x, y), At(image, y, 5 - x));
  }
}

TEST(Interpolate, GoesOnAsTheMirrorImage) {
  const Image image = Noise(5, 4);
  const Image wide = Interpolate(image, {.x = -10, .y = -8}, 25, 20);
  const auto mirrored = [](int i, int size) {
    const int at = (i + 4 * size) % (2 * size);
    return at < size ? at : 2 * size - 1 - at;
  };
  for (int y = 0; y < 20; ++y) {
    for (int x = 0; x < 25; ++x)
      EXPECT_EQ(At(wide, x, y), At(image, mirrored(x - 10, 5), mirrored(y - 8, 4))) << x << " " << y;
  }
}

TEST(Interpolate, MixesFourPixels) {
  const Image image{2, 2, {0, 0, 0, 100, 0, 255, 0, 200, 255, 100, 40, 255}};
  // Rounded once per direction: 191.25 → 128 and 255 → 192.
  EXPECT_EQ(Interpolate(image, {.x = 0.5, .y = 0.5}, 1, 1).rgb, (std::vector<uint8_t>{50, 60, 192}));
  EXPECT_EQ(Interpolate(image, {.x = 0.25, .y = 0}, 1, 1).rgb, (std::vector<uint8_t>{25, 0, 64}));
}

}  // namespace
}  // namespace easel::media
