#include "media/transform/image_transform.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "media/transform/test_noise.h"

namespace easel::media {
namespace {

std::vector<float> View(const ImageTransform& transform, const Image& image) {
  std::vector<float> out(static_cast<size_t>(transform.width) * transform.height * 3);
  Apply(transform, image, out);
  return out;
}

// One pixel of a view, back in [0, 255].
std::vector<float> PixelOf(const ImageTransform& transform, const std::vector<float>& view, int x, int y) {
  std::vector<float> pixel(view.begin() + (y * transform.width + x) * 3,
                           view.begin() + (y * transform.width + x) * 3 + 3);
  for (float& value : pixel) value = value * transform.scale + transform.mean;
  return pixel;
}

TEST(ImageTransform, NormalisesEveryValue) {
  Image image{256, 1, {}};
  for (int x = 0; x < 256; ++x) image.rgb.insert(image.rgb.end(), {static_cast<uint8_t>(x), 0, 255});
  const auto out = View({.width = 256, .height = 1, .mean = 127, .scale = 128}, image);
  for (int x = 0; x < 256; ++x) {
    EXPECT_EQ(out[3 * x], (static_cast<float>(x) - 127.0f) / 128.0f);
    EXPECT_EQ(out[3 * x + 1], -127.0f / 128.0f);
    EXPECT_EQ(out[3 * x + 2], 1.0f);
  }
}

TEST(ImageTransform, StretchIsResize) {
  const Image image = Noise(100, 70);
  const ImageTransform transform{.width = 31, .height = 47, .mean = 0, .scale = 1};
  const Image resized = Resize(image, 31, 47);
  const auto view = View(transform, image);
  EXPECT_TRUE(
      std::ranges::equal(view, resized.rgb, {}, {}, [](uint8_t value) { return static_cast<float>(value); }));
}

TEST(ImageTransform, FlipMirrorsTheView) {
  const Image image = Noise(50, 40);
  ImageTransform transform{.width = 20, .height = 10, .fit = Fit::kCrop};
  const auto straight = View(transform, image);
  transform.flip = true;
  const auto flipped = View(transform, image);
  for (int y = 0; y < 10; ++y) {
    for (int x = 0; x < 20; ++x) {
      EXPECT_EQ(PixelOf(transform, straight, x, y), PixelOf(transform, flipped, 19 - x, y));
    }
  }
}

TEST(ImageTransform, CropKeepsTheMiddle) {
  // Red bars on both sides of a green square: only green may remain.
  Image image{30, 10, {}};
  for (int y = 0; y < 10; ++y) {
    for (int x = 0; x < 30; ++x) {
      const bool middle = x >= 10 && x < 20;
      image.rgb.insert(image.rgb.end(),
                       {static_cast<uint8_t>(middle ? 0 : 255), static_cast<uint8_t>(middle ? 255 : 0), 0});
    }
  }
  const ImageTransform transform{.width = 10, .height = 10, .fit = Fit::kCrop};
  const auto view = View(transform, image);
  for (int y = 0; y < 10; ++y) {
    for (int x = 0; x < 10; ++x) EXPECT_EQ(PixelOf(transform, view, x, y), (std::vector<float>{0, 255, 0}));
  }
}

TEST(ImageTransform, LetterboxPadsWithMidGrey) {
  const Image white{20, 10, std::vector<uint8_t>(20 * 10 * 3, 255)};
  const ImageTransform transform{.width = 8, .height = 8, .fit = Fit::kLetterbox};
  const auto view = View(transform, white);
  for (int y = 0; y < 8; ++y) {
    const float expected = y >= 2 && y < 6 ? 255 : 128;
    for (int x = 0; x < 8; ++x)
      EXPECT_EQ(PixelOf(transform, view, x, y), std::vector<float>(3, expected)) << y;
  }
}

TEST(ImageTransform, EveryFitTakesEveryShape) {
  for (const Fit fit : {Fit::kStretch, Fit::kCrop, Fit::kLetterbox}) {
    for (const auto& [width, height] : {std::pair{1, 1}, {1, 3000}, {3000, 1}, {7, 5}}) {
      const Image grey{width, height, std::vector<uint8_t>(static_cast<size_t>(width) * height * 3, 128)};
      const auto view = View({.width = 16, .height = 9, .fit = fit, .mean = 128, .scale = 1}, grey);
      EXPECT_TRUE(std::ranges::all_of(view, [](float value) { return value == 0; }))
          << width << " × " << height;
    }
  }
}

TEST(ImageTransform, SurvivesJson) {
  const ImageTransform transform{.width = 240,
                                 .height = 320,
                                 .fit = Fit::kLetterbox,
                                 .flip = true,
                                 .mean = 123.675f,
                                 .scale = 58.395f,
                                 .decode_min_side = 0};
  EXPECT_EQ(ImageTransform::FromJson(transform.ToJson()), transform);
  EXPECT_EQ(ImageTransform::FromJson(ImageTransform{}.ToJson()), ImageTransform{});
}

TEST(ImageTransform, RefusesJsonThatItCannotDo) {
  const auto error_with = [](std::string_view member, json::value value) {
    json::object object = ImageTransform{}.ToJson();
    object[member] = std::move(value);
    const auto read = ImageTransform::FromJson(object);
    return read ? "accepted" : read.error().code + " " + read.error().item;
  };
  EXPECT_EQ(error_with("width", 0), "image-transform-invalid width");
  EXPECT_EQ(error_with("height", 4097), "image-transform-invalid height");
  EXPECT_EQ(error_with("fit", "tile"), "image-transform-invalid fit");
  EXPECT_EQ(error_with("scale", 0), "image-transform-invalid scale");
  EXPECT_EQ(error_with("scale", -1.5), "image-transform-invalid scale");
  EXPECT_EQ(error_with("mean", 1e300), "image-transform-invalid mean");
  EXPECT_EQ(error_with("decode_min_side", -1), "image-transform-invalid decode_min_side");
  EXPECT_EQ(error_with("colour", "grey"), "image-transform-invalid colour");
  EXPECT_EQ(ImageTransform::FromJson({}).error().kind, ErrorKind::kBadInput);
}

TEST(ImageTransform, FollowsTheOrientationOfThePicture) {
  const ImageTransform transform{.width = 20, .height = 30, .follow_orientation = true};
  EXPECT_EQ(transform.For(300, 400), transform);
  EXPECT_EQ(transform.For(300, 300), transform);
  const ImageTransform lying = transform.For(400, 300);
  EXPECT_EQ(lying.width, 30);
  EXPECT_EQ(lying.height, 20);
  EXPECT_EQ(ImageTransform::FromJson(transform.ToJson()).value(), transform);

  // A lying picture gives the pixels of the lying rectangle, not of the squeezed one.
  const Image image{60, 40, std::vector<uint8_t>(60 * 40 * 3, 9)};
  std::vector<float> out(20 * 30 * 3);
  std::vector<float> expected(out.size());
  Apply(transform, image, out);
  Apply({.width = 30, .height = 20}, image, expected);
  EXPECT_EQ(out, expected);
}

}  // namespace
}  // namespace easel::media
