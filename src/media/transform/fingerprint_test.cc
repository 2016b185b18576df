#include "media/transform/fingerprint.h"

#include <gtest/gtest.h>

#include <bit>

#include "base/random.h"
#include "media/transform/image_transform.h"

namespace easel::media {
namespace {

// A 6 × 5 patchwork of random colours, enlarged: pictures differ and have large structures, like photos.
Image Patchwork(uint64_t seed) {
  Random random(seed);
  Image small{6, 5, std::vector<uint8_t>(6 * 5 * 3)};
  for (uint8_t& value : small.rgb) value = static_cast<uint8_t>(random.Below(256));
  return Resize(small, 300, 250);
}

int Distance(const Image& a, const Image& b) { return std::popcount(Fingerprint(a) ^ Fingerprint(b)); }

TEST(Fingerprint, SaysWhereItGrowsBrighterToTheRight) {
  Image ramp{90, 80, {}};
  for (int y = 0; y < 80; ++y) {
    for (int x = 0; x < 90; ++x)
      ramp.rgb.insert(ramp.rgb.end(), 3, static_cast<uint8_t>(y < 40 ? x : 90 - x));
  }
  EXPECT_EQ(Fingerprint(ramp), 0xffff'ffff'0000'0000);
}

TEST(Fingerprint, FindsResizedAndDimmedCopies) {
  for (uint64_t seed = 0; seed < 20; ++seed) {
    const Image image = Patchwork(seed);
    Image dimmed = Resize(image, 131, 97);
    for (uint8_t& value : dimmed.rgb) value = static_cast<uint8_t>(value * 9 / 10);
    EXPECT_LE(Distance(image, dimmed), kNearDuplicateBits) << seed;
    EXPECT_GT(Distance(image, Patchwork(seed + 1000)), kNearDuplicateBits) << seed;
  }
}

}  // namespace
}  // namespace easel::media
