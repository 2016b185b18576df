#pragma once

#include <cstdint>

#include "media/sound.h"

namespace easel::media {

/// A 64-bit hash of the samples as 16-bit numbers (FNV-1a): equal for copies of a recording in any lossless
/// format, unrelated for all others.
uint64_t Fingerprint(const Sound& sound);

}  // namespace easel::media
