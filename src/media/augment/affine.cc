#include "media/augment/affine.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace easel::media {
namespace {

constexpr int kChannels = 3;
constexpr int kPositionBits = 16;
using Byte8 = uint8_t __attribute__((vector_size(8)));
using Byte16 = uint8_t __attribute__((vector_size(16)));
using Short8 = uint16_t __attribute__((vector_size(16)));
static_assert(std::endian::native == std::endian::little);

int64_t Fixed(double value) { return static_cast<int64_t>(std::floor(value * (1 << kPositionBits) + 0.5)); }

Short8 Widen(Byte8 bytes) {
  return std::bit_cast<Short8>(
      __builtin_shufflevector(bytes, Byte8{}, 0, 8, 1, 8, 2, 8, 3, 8, 4, 8, 5, 8, 6, 8, 7, 8));
}

Byte8 Load(const uint8_t* pixels) {
  Byte8 bytes;
  std::memcpy(&bytes, pixels, sizeof bytes);
  return bytes;
}

// Two neighbouring pixels of two rows, R G B R G B and two bytes of whatever follows; the weights are of 256.
// Writes four bytes, of which the last is nothing.
void Blend(Byte8 upper, Byte8 lower, uint16_t across, uint16_t down, uint8_t* out) {
  const Short8 column = (Widen(upper) * static_cast<uint16_t>(256 - down) + Widen(lower) * down + 128) >> 8;
  const auto near = static_cast<uint16_t>(256 - across);
  const Short8 weighted = column * Short8{near, near, near, across, across, across, 0, 0};
  const Short8 moved = __builtin_shufflevector(weighted, weighted, 3, 4, 5, 6, 6, 6, 6, 6);
  const auto sum = std::bit_cast<Byte16>((weighted + moved + 128) >> 8);
  const auto pixel = __builtin_shufflevector(sum, sum, 0, 2, 4, 6);
  std::memcpy(out, &pixel, 4);
}

// The pixel that lies at `i` of an axis of this size and its mirror images on both sides.
size_t Mirrored(int64_t i, int size) {
  const int64_t period = 2 * static_cast<int64_t>(size);
  const int64_t at = ((i % period) + period) % period;
  return static_cast<size_t>(at < size ? at : period - 1 - at);
}

Byte8 LoadMirrored(const Image& image, int64_t x, int64_t y) {
  const uint8_t* row = &image.rgb[Mirrored(y, image.height) * image.width * kChannels];
  Byte8 bytes{};
  for (int c = 0; c < kChannels; ++c) {
    bytes[c] = row[Mirrored(x, image.width) * kChannels + c];
    bytes[kChannels + c] = row[Mirrored(x + 1, image.width) * kChannels + c];
  }
  return bytes;
}

}  // namespace

Image Interpolate(const Image& image, const Affine& from, int width, int height) {
  const size_t stride = static_cast<size_t>(image.width) * kChannels;
  // Where two rows of eight bytes can be read.
  const auto inner_width = static_cast<uint64_t>(std::max(0, image.width - 2));
  const auto inner_height = static_cast<uint64_t>(image.height - 1);
  const int64_t x_right = Fixed(from.x_right);
  const int64_t y_right = Fixed(from.y_right);
  Image out{width, height, std::vector<uint8_t>(static_cast<size_t>(width) * height * kChannels + 1)};
  uint8_t* target = out.rgb.data();
  for (int j = 0; j < height; ++j) {
    int64_t x = Fixed(from.x + j * from.x_down);
    int64_t y = Fixed(from.y + j * from.y_down);
    for (int i = 0; i < width; ++i) {
      const int64_t column = x >> kPositionBits;
      const int64_t row = y >> kPositionBits;
      const auto across = static_cast<uint16_t>((x >> (kPositionBits - 8)) & 255);
      const auto down = static_cast<uint16_t>((y >> (kPositionBits - 8)) & 255);
      if (static_cast<uint64_t>(column) < inner_width && static_cast<uint64_t>(row) < inner_height) {
        const uint8_t* pixels = image.rgb.data() + static_cast<size_t>(row) * stride + column * kChannels;
        Blend(Load(pixels), Load(pixels + stride), across, down, target);
      } else {
        Blend(LoadMirrored(image, column, row), LoadMirrored(image, column, row + 1), across, down, target);
      }
      target += kChannels;
      x += x_right;
      y += y_right;
    }
  }
  out.rgb.pop_back();
  return out;
}

}  // namespace easel::media
