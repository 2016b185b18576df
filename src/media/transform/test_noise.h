#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/random.h"
#include "media/image.h"

namespace easel::media {

/// A picture for tests in which every value is random: nothing of it can be guessed from what lies around.
inline Image Noise(int width, int height, uint64_t seed = 1) {
  Random random(seed);
  Image image{width, height, std::vector<uint8_t>(static_cast<size_t>(width) * height * 3)};
  for (uint8_t& value : image.rgb) value = static_cast<uint8_t>(random.Below(256));
  return image;
}

}  // namespace easel::media
