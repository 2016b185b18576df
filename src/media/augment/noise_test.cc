#include "media/augment/noise.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <vector>

namespace easel::media {
namespace {

Image Grey(int width, int height) {
  return {width, height, std::vector<uint8_t>(static_cast<size_t>(width) * height * 3, 128)};
}

TEST(Noise, HasItsMeanAndDeviation) {
  for (const double sigma : {1.0, 8.0, 30.0}) {
    Image image = Grey(300, 200);
    AddNoise(image, sigma, 5);
    double sum = 0;
    double squares = 0;
    for (const uint8_t value : image.rgb) {
      sum += value - 128;
      squares += (value - 128) * (value - 128);
    }
    const auto count = static_cast<double>(image.rgb.size());
    EXPECT_NEAR(sum / count, 0, 0.02 * sigma);
    // Rounding to whole values adds 1/12 to the variance.
    EXPECT_NEAR(std::sqrt(squares / count - 1.0 / 12), sigma, 0.02 * sigma);
  }
}

TEST(Noise, StaysWithinAByte) {
  Image image{2, 200, {}};
  for (int i = 0; i < 400; ++i) image.rgb.insert(image.rgb.end(), 3, i % 2 == 0 ? 0 : 255);
  AddNoise(image, 5, 1);
  for (size_t i = 0; i < image.rgb.size(); ++i)
    EXPECT_TRUE(i / 3 % 2 == 0 ? image.rgb[i] <= 15 : image.rgb[i] >= 240);
}

TEST(Noise, OfNothingIsNothing) {
  Image image = Grey(5, 3);
  AddNoise(image, 0, 1);
  EXPECT_EQ(image, Grey(5, 3));
}

TEST(Erase, CoversThePartAndNothingElse) {
  Image image = Grey(40, 20);
  Erase(image, {.left = 0.25, .top = 0.5, .width = 0.5, .height = 0.25}, 3);
  int changed = 0;
  for (int y = 0; y < 20; ++y) {
    for (int x = 0; x < 40; ++x) {
      const size_t at = (static_cast<size_t>(y) * 40 + x) * 3;
      const bool is_grey = image.rgb[at] == 128 && image.rgb[at + 1] == 128 && image.rgb[at + 2] == 128;
      EXPECT_TRUE(is_grey || (x >= 10 && x < 30 && y >= 10 && y < 15));
      changed += !is_grey;
    }
  }
  EXPECT_EQ(changed, 20 * 5);
}

TEST(Erase, NothingIsNothingAndAllIsAll) {
  Image image = Grey(7, 5);
  Erase(image, {0.3, 0.3, 0, 0}, 1);
  EXPECT_EQ(image, Grey(7, 5));
  Erase(image, {0, 0, 1, 1}, 1);
  for (size_t i = 0; i < image.rgb.size(); i += 3)
    EXPECT_FALSE(image.rgb[i] == 128 && image.rgb[i + 1] == 128 && image.rgb[i + 2] == 128);
}

}  // namespace
}  // namespace easel::media
