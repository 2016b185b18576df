#include "media/augment/blur.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include "media/augment/elementary.h"

namespace easel::media {
namespace {

constexpr size_t kChannels = 3;

// The weights of the middle and of the pixels at distance 1, 2, …: together, the latter twice, 256.
std::vector<uint16_t> Weights(double sigma) {
  const int reach = static_cast<int>(std::ceil(2.5 * sigma));
  std::vector<double> exact = {1};
  double total = 1;
  for (int k = 1; k <= reach; ++k) {
    exact.push_back(Decay(k * k / (2 * sigma * sigma)));
    total += 2 * exact.back();
  }
  std::vector<uint16_t> weights = {256};
  for (int k = 1; k <= reach; ++k) {
    const auto weight = static_cast<uint16_t>(256 * exact[k] / total + 0.5);
    if (weight == 0) break;
    weights.push_back(weight);
    weights[0] = static_cast<uint16_t>(weights[0] - 2 * weight);
  }
  return weights;
}

// out[i] = weights[0] · middle[i] + Σ weights[k] · (before[k][i] + after[k][i]), in 16 bits.
void Sum(const std::vector<uint16_t>& weights, const uint8_t* middle,
         const std::vector<const uint8_t*>& before, const std::vector<const uint8_t*>& after, size_t count,
         uint8_t* out) {
  constexpr size_t kBlock = 64;
  for (size_t begin = 0; begin < count; begin += kBlock) {
    // The last block is done anew from where it is whole, unless there is just one.
    const size_t at = count >= kBlock ? std::min(begin, count - kBlock) : 0;
    const size_t size = std::min(kBlock, count);
    uint16_t sums[kBlock];
    const auto add = [&](size_t n) {
      for (size_t i = 0; i < n; ++i) sums[i] = static_cast<uint16_t>(weights[0] * middle[at + i] + 128);
      for (size_t k = 1; k < weights.size(); ++k) {
        const uint8_t* left = before[k] + at;
        const uint8_t* right = after[k] + at;
        const uint16_t weight = weights[k];
        for (size_t i = 0; i < n; ++i)
          sums[i] = static_cast<uint16_t>(sums[i] + weight * static_cast<uint16_t>(left[i] + right[i]));
      }
      for (size_t i = 0; i < n; ++i) out[at + i] = static_cast<uint8_t>(sums[i] >> 8);
    };
    size == kBlock ? add(kBlock) : add(size);
  }
}

}  // namespace

void Blur(Image& image, double sigma) {
  if (sigma <= 0) return;
  const std::vector<uint16_t> weights = Weights(sigma);
  const size_t reach = weights.size() - 1;
  if (reach == 0) return;
  const auto height = static_cast<size_t>(image.height);
  const size_t stride = static_cast<size_t>(image.width) * kChannels;
  const std::vector<uint8_t> source = image.rgb;
  std::vector<uint8_t> row(stride + 2 * reach * kChannels);  // one row with `reach` pixels on both sides
  uint8_t* middle = &row[reach * kChannels];
  std::vector<const uint8_t*> before(reach + 1);
  std::vector<const uint8_t*> after(reach + 1);
  for (size_t y = 0; y < height; ++y) {
    for (size_t k = 1; k <= reach; ++k) {
      before[k] = &source[(y > k ? y - k : 0) * stride];
      after[k] = &source[std::min(y + k, height - 1) * stride];
    }
    Sum(weights, &source[y * stride], before, after, stride, middle);
    for (size_t k = 1; k <= reach; ++k) {
      std::memcpy(middle - k * kChannels, middle, kChannels);
      std::memcpy(middle + stride + (k - 1) * kChannels, middle + stride - kChannels, kChannels);
      before[k] = middle - k * kChannels;
      after[k] = middle + k * kChannels;
    }
    Sum(weights, middle, before, after, stride, &image.rgb[y * stride]);
  }
}

}  // namespace easel::media
