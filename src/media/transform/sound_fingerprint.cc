#include "media/transform/sound_fingerprint.h"

#include <algorithm>
#include <cmath>

namespace easel::media {

uint64_t Fingerprint(const Sound& sound) {
  constexpr uint64_t kPrime = 0x100000001b3;
  uint64_t hash = 0xcbf29ce484222325;
  for (const float sample : sound.samples) {
    const auto number = static_cast<int16_t>(std::lround(std::clamp(sample, -1.0F, 1.0F) * 32767));
    hash = (hash ^ static_cast<uint16_t>(number)) * kPrime;
  }
  return (hash ^ static_cast<uint64_t>(sound.rate)) * kPrime;
}

}  // namespace easel::media
