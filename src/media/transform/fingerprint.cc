#include "media/transform/fingerprint.h"

#include "media/transform/image_transform.h"

namespace easel::media {

uint64_t Fingerprint(const Image& image) {
  constexpr int kWidth = 9;
  constexpr int kHeight = 8;
  const Image small = Resize(image, kWidth, kHeight);
  // Rec. 601 luma in thousandths, so that equal greys compare equal.
  const auto grey = [&](int x, int y) {
    const uint8_t* pixel = &small.rgb[static_cast<size_t>(y * kWidth + x) * 3];
    return 299 * pixel[0] + 587 * pixel[1] + 114 * pixel[2];
  };
  uint64_t bits = 0;
  for (int y = 0; y < kHeight; ++y) {
    for (int x = 0; x + 1 < kWidth; ++x)
      bits = bits << 1 | static_cast<uint64_t>(grey(x, y) < grey(x + 1, y));
  }
  return bits;
}

}  // namespace easel::media
