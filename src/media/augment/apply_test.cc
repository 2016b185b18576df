#include "media/augment/apply.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "base/hash.h"
#include "base/random.h"

namespace easel::media {
namespace {

// A soft pattern of colours, some noise on it.
Image Picture(int width, int height) {
  Random random(4);
  Image image{width, height, {}};
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      for (const int value : {x * 200 / width, y * 200 / height, (x * y) % 200})
        image.rgb.push_back(static_cast<uint8_t>(value + static_cast<int>(random.Below(40))));
    }
  }
  return image;
}

constexpr Fit kFits[] = {Fit::kStretch, Fit::kCrop, Fit::kLetterbox};

// The mean difference of two pictures of one size.
double Difference(const Image& a, const Image& b) {
  double sum = 0;
  for (size_t i = 0; i < a.rgb.size(); ++i) sum += std::abs(a.rgb[i] - b.rgb[i]);
  return sum / static_cast<double>(a.rgb.size());
}

TEST(ApplyAugmentation, WithoutStrengthIsThePlainView) {
  const Image image = Picture(60, 41);
  for (const Fit fit : kFits) {
    for (const bool flip : {false, true}) {
      const ImageTransform transform{.width = 20,
                                     .height = 30,
                                     .fit = fit,
                                     .flip = flip,
                                     .follow_orientation = true,
                                     .mean = 123.7f,
                                     .scale = 58.4f};
      std::vector<float> plain(20 * 30 * 3);
      std::vector<float> augmented(plain.size());
      Apply(transform, image, plain);
      for (uint64_t i = 0; i < 5; ++i) {
        Apply(Augmentation{}, transform, image, i, augmented);
        EXPECT_EQ(augmented, plain);
      }
      EXPECT_EQ(Vary({}, transform, image), Fitted(transform, image));
    }
  }
}

TEST(ApplyAugmentation, IsTheNormalisedVariation) {
  const Image image = Picture(50, 40);
  const ImageTransform transform{.width = 24, .height = 16, .mean = 100, .scale = 50};
  const Augmentation policy = Augmentation::Strong();
  std::vector<float> out(24 * 16 * 3);
  Apply(policy, transform, image, 9, out);
  const Image varied = Vary(Draw(policy, 9), transform, image);
  for (size_t i = 0; i < out.size(); ++i)
    EXPECT_EQ(out[i], (static_cast<float>(varied.rgb[i]) - 100.0f) / 50.0f);
}

TEST(Vary, FlipsAreExact) {
  const Image image = Picture(70, 50);
  for (const Fit fit : kFits) {
    const ImageTransform transform{.width = 31, .height = 22, .fit = fit};
    for (uint64_t i = 0; i < 10; ++i) {
      Variation variation = Draw({.crop = 0.5, .stretch = 0.3, .rotation = i < 5 ? 20.0 : 0.0}, i);
      const Image straight = Vary(variation, transform, image);
      variation.flip = true;
      const Image flipped = Vary(variation, transform, image);
      variation.flip_vertical = true;
      const Image both = Vary(variation, transform, image);
      for (int y = 0; y < 22; ++y) {
        for (int x = 0; x < 31; ++x) {
          for (int c = 0; c < 3; ++c) {
            const uint8_t value = straight.rgb[(static_cast<size_t>(y) * 31 + x) * 3 + c];
            ASSERT_EQ(flipped.rgb[(static_cast<size_t>(y) * 31 + 30 - x) * 3 + c], value);
            ASSERT_EQ(both.rgb[(static_cast<size_t>(21 - y) * 31 + 30 - x) * 3 + c], value);
          }
        }
      }
    }
  }
}

TEST(Vary, ADeclaredMirrorImageIsMirroredBack) {
  const Image image = Picture(40, 30);
  EXPECT_EQ(Vary({.flip = true}, {.width = 20, .height = 20, .flip = true}, image),
            Fitted({.width = 20, .height = 20}, image));
}

TEST(Vary, ShowsThePart) {
  const Image image = Picture(80, 40);
  const Variation quarter{.part = {.left = 0.5, .top = 0.25, .width = 0.5, .height = 0.5}};
  EXPECT_EQ(Vary(quarter, {.width = 20, .height = 10}, image), Resample(image, {40, 80}, {10, 30}, 20, 10));
  // A crop to a square sees the columns 20 to 60 alone.
  EXPECT_EQ(Vary(quarter, {.width = 10, .height = 10, .fit = Fit::kCrop}, image),
            Resample(image, {40, 60}, {10, 30}, 10, 10));
  // Of a letterbox of 80 × 80, the rows 20 to 60 are the picture.
  EXPECT_EQ(Vary(quarter, {.width = 40, .height = 40, .fit = Fit::kLetterbox}, image),
            Resample(image, {40, 80}, {0, 40}, 40, 40));
}

TEST(Vary, HalfATurnIsBothMirrorImages) {
  const Image image = Picture(64, 48);
  const Variation turned{.rotation = 180};
  const Variation mirrored{.flip = true, .flip_vertical = true};
  EXPECT_EQ(Vary(turned, {.width = 64, .height = 48}, image),
            Vary(mirrored, {.width = 64, .height = 48}, image));
  // Shrunk, the two ways of resampling still agree closely.
  EXPECT_LT(Difference(Vary(turned, {.width = 30, .height = 22}, image),
                       Vary(mirrored, {.width = 30, .height = 22}, image)),
            4);
}

TEST(Vary, RotatesClockwiseInTheProportionsOfThePicture) {
  // A white bar upwards from the middle points right after a quarter turn.
  Image image{41, 41, std::vector<uint8_t>(41 * 41 * 3, 0)};
  for (size_t y = 0; y < 20; ++y) std::fill_n(&image.rgb[(y * 41 + 20) * 3], 3, 255);
  const Image turned = Vary({.rotation = 90}, {.width = 41, .height = 41}, image);
  for (size_t x = 0; x < 41; ++x) EXPECT_EQ(turned.rgb[(20 * 41 + x) * 3], x > 20 ? 255 : 0) << x;
}

TEST(Vary, ShrinkingWhileRotatingDoesNotAlias) {
  // Fine stripes become an even grey.
  Image stripes{512, 512, {}};
  for (int i = 0; i < 512 * 512; ++i) stripes.rgb.insert(stripes.rgb.end(), 3, i % 2 == 0 ? 0 : 255);
  const Image small = Vary({.rotation = 10}, {.width = 64, .height = 64}, stripes);
  for (const uint8_t value : small.rgb) ASSERT_NEAR(value, 127.5, 8);
}

TEST(Vary, TakesEveryShapeAndFit) {
  const Augmentation wild{
      .crop = 0.95, .stretch = 2, .flip = 0.5, .flip_vertical = 0.5, .rotation = 180, .blur = 8};
  for (const auto& [width, height] : {std::pair{1, 1}, {1, 900}, {900, 1}, {2, 3}, {7, 5}}) {
    const Image even{width, height, std::vector<uint8_t>(static_cast<size_t>(width) * height * 3, 128)};
    for (const Fit fit : kFits) {
      for (uint64_t i = 0; i < 20; ++i) {
        const ImageTransform transform{.width = 16, .height = 9, .fit = fit};
        const Image varied = Vary(Draw(wild, i), transform, even);
        EXPECT_EQ(varied, Fitted(transform, even));
      }
    }
  }
}

TEST(Vary, ErasesTheDrawnShare) {
  const Image even{50, 50, std::vector<uint8_t>(50 * 50 * 3, 128)};
  for (uint64_t i = 0; i < 50; ++i) {
    const Variation variation = Draw({.erasing = 1}, i);
    const Image erased = Vary(variation, {.width = 100, .height = 80}, even);
    int changed = 0;
    for (size_t k = 0; k < erased.rgb.size(); k += 3)
      changed += erased.rgb[k] != 128 || erased.rgb[k + 1] != 128 || erased.rgb[k + 2] != 128;
    const double width = variation.erased.width * 100;
    const double height = variation.erased.height * 80;
    EXPECT_NEAR(changed, width * height, width + height + 2);  // each border is rounded by half a pixel
  }
}

// What a number stands for never changes, on no machine: trainings that are resumed or repeated depend on it.
TEST(Vary, PinnedBits) {
  const Image image = Picture(320, 256);
  const auto digest = [&](const Augmentation& policy, const ImageTransform& transform, uint64_t first) {
    Sha256Stream stream;
    std::vector<float> out(static_cast<size_t>(transform.width) * transform.height * 3);
    for (uint64_t i = 0; i < 8; ++i) {
      Apply(policy, transform, image, first + i, out);
      stream.Update(std::as_bytes(std::span(out)));
    }
    return stream.Finish().Hex();
  };
  const Augmentation wild{.crop = 0.9,
                          .stretch = 1,
                          .flip = 0.5,
                          .flip_vertical = 0.5,
                          .rotation = 180,
                          .brightness = 1,
                          .contrast = 1,
                          .saturation = 1,
                          .hue = 180,
                          .blur = 4,
                          .noise = 40,
                          .erasing = 0.5,
                          .erasing_area = 0.5};
  EXPECT_EQ(digest(Augmentation::Light(), {}, 0),
            "21b6d10433ade6508cb558110863a58bec54917ec7aff4092b7ed5a59a006092");
  EXPECT_EQ(digest(Augmentation::Strong(), {.fit = Fit::kCrop, .mean = 123.675f, .scale = 58.395f}, 1000),
            "f15a580f2f210540394fae7f08d8236d89dbdf6cf834d50bb157c8bc38753f46");
  EXPECT_EQ(digest(wild, {.width = 96, .height = 64, .fit = Fit::kLetterbox}, ~uint64_t{0} - 7),
            "137d0496c30a400698bd9fb8f2e0f13b6051ad49d5dc17d405901f47ef59f393");
}

}  // namespace
}  // namespace easel::media
