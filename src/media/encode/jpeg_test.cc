#include "media/encode/jpeg.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <stdexcept>

#include "media/codecs/codecs.h"

namespace easel::media {
namespace {

Image Gradient(int width, int height) {
  Image image{.width = width, .height = height, .rgb = {}};
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      image.rgb.push_back(static_cast<uint8_t>(x * 255 / width));
      image.rgb.push_back(static_cast<uint8_t>(y * 255 / height));
      image.rgb.push_back(90);
    }
  }
  return image;
}

TEST(EncodeJpeg, DecodesToNearlyTheSamePicture) {
  const Image picture = Gradient(61, 37);
  const auto decoded = DecodeInProcess(EncodeJpeg(picture, 95), {}, {});
  ASSERT_TRUE(decoded) << decoded.error().code;
  ASSERT_EQ(decoded->image.width, 61);
  ASSERT_EQ(decoded->image.height, 37);
  double difference = 0;
  for (size_t i = 0; i < picture.rgb.size(); ++i) difference += std::abs(picture.rgb[i] - decoded->image.rgb[i]);
  EXPECT_LT(difference / static_cast<double>(picture.rgb.size()), 2.0);
}

TEST(EncodeJpeg, LowerQualityIsSmaller) {
  const Image picture = Gradient(200, 200);
  EXPECT_LT(EncodeJpeg(picture, 30).size(), EncodeJpeg(picture, 95).size());
}

TEST(EncodeJpeg, EmptyPictureIsABug) { EXPECT_THROW(EncodeJpeg(Image{}, 80), std::logic_error); }

}  // namespace
}  // namespace easel::media
