#pragma once

#include <cstdint>

#include "media/image.h"

namespace easel::media {

/// A 64-bit perceptual fingerprint (difference hash: signs of horizontal gradients of the 9 × 8 grey picture,
/// N. Krawetz 2013). Resized or recompressed copies of a picture differ in a few bits.
uint64_t Fingerprint(const Image& image);

/// Pictures whose fingerprints differ in at most this many bits are near-duplicates.
inline constexpr int kNearDuplicateBits = 4;

}  // namespace easel::media
