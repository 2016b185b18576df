#include "media/augment/blur.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "media/transform/test_noise.h"

namespace easel::media {
namespace {

// The definition, in doubles.
double Expected(const Image& image, int x, int y, int channel, double sigma) {
  const int reach = static_cast<int>(std::ceil(2.5 * sigma));
  double sum = 0;
  double total = 0;
  for (int dy = -reach; dy <= reach; ++dy) {
    for (int dx = -reach; dx <= reach; ++dx) {
      const double weight = std::exp(-(dx * dx + dy * dy) / (2 * sigma * sigma));
      const int row = std::clamp(y + dy, 0, image.height - 1);
      const int column = std::clamp(x + dx, 0, image.width - 1);
      sum += weight * image.rgb[(static_cast<size_t>(row) * image.width + column) * 3 + channel];
      total += weight;
    }
  }
  return sum / total;
}

TEST(Blur, IsAGaussian) {
  const Image image = Noise(41, 23);
  for (const double sigma : {0.4, 0.7, 1.0, 1.9, 3.0}) {
    Image blurred = image;
    Blur(blurred, sigma);
    for (int y = 0; y < image.height; ++y) {
      for (int x = 0; x < image.width; ++x) {
        for (int c = 0; c < 3; ++c) {
          ASSERT_NEAR(blurred.rgb[(static_cast<size_t>(y) * image.width + x) * 3 + c],
                      Expected(image, x, y, c, sigma), 4)
              << sigma;
        }
      }
    }
  }
}

TEST(Blur, KeepsEvenPicturesOfAllSizes) {
  for (const auto& [width, height] : {std::pair{1, 1}, {2, 1}, {1, 3}, {30, 2}, {22, 40}, {64, 3}}) {
    const Image even{width, height, std::vector<uint8_t>(static_cast<size_t>(width) * height * 3, 255)};
    for (const double sigma : {0.3, 1.0, 8.0}) {
      Image blurred = even;
      Blur(blurred, sigma);
      EXPECT_EQ(blurred, even);
    }
  }
}

TEST(Blur, OfNothingIsNothing) {
  const Image image = Noise(9, 7);
  for (const double sigma : {0.0, 1e-9, 0.2}) {
    Image blurred = image;
    Blur(blurred, sigma);
    EXPECT_EQ(blurred, image);
  }
}

}  // namespace
}  // namespace easel::media
