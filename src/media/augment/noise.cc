#include "media/augment/noise.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstring>

#include "base/random.h"

namespace easel::media {
namespace {

static_assert(std::endian::native == std::endian::little);

// The border of `share` of `size` pixels.
size_t Border(double share, int size) {
  return static_cast<size_t>(std::clamp(static_cast<int>(share * size + 0.5), 0, size));
}

}  // namespace

void AddNoise(Image& image, double sigma, uint64_t seed) {
  // 15 of 16 random bits make the noise of one value: three numbers of 0–31, whose sum has the mean 46.5 and
  // the standard deviation √(3 · (32² − 1) / 12) ≈ 16.
  constexpr int kBits = 10;
  constexpr size_t kBlock = 256;
  const auto factor = static_cast<int32_t>(sigma * (1 << kBits) + 0.5);
  if (factor <= 0) return;
  Random random(seed);
  for (size_t begin = 0; begin < image.rgb.size(); begin += kBlock) {
    std::array<uint64_t, kBlock / 4> words;
    for (uint64_t& word : words) word = random.Next();
    const auto bits = std::bit_cast<std::array<uint16_t, kBlock>>(words);
    const size_t count = std::min(kBlock, image.rgb.size() - begin);
    std::array<uint8_t, kBlock> values{};
    std::memcpy(values.data(), &image.rgb[begin], count);
    for (size_t i = 0; i < kBlock; ++i) {
      const int32_t sum = (bits[i] & 31) + (bits[i] >> 5 & 31) + (bits[i] >> 10 & 31);
      const int32_t added = ((2 * sum - 93) * factor + (1 << (kBits + 4))) >> (kBits + 5);
      values[i] = static_cast<uint8_t>(std::clamp(values[i] + added, 0, 255));
    }
    std::memcpy(&image.rgb[begin], values.data(), count);
  }
}

void Erase(Image& image, const Share& part, uint64_t seed) {
  const size_t left = Border(part.left, image.width);
  const size_t right = Border(part.left + part.width, image.width);
  const size_t top = Border(part.top, image.height);
  const size_t bottom = Border(part.top + part.height, image.height);
  Random random(seed);
  for (size_t y = top; y < bottom; ++y) {
    uint8_t* row = &image.rgb[y * image.width * 3];
    for (size_t i = left * 3; i < right * 3; i += 3) {
      const uint64_t bits = random.Next();
      for (size_t c = 0; c < 3; ++c) row[i + c] = static_cast<uint8_t>(bits >> (8 * c));
    }
  }
}

}  // namespace easel::media
