#pragma once

#include "media/sound.h"

namespace easel::media {

/// The sound at `rate` samples a second, of the same duration: ⌈samples × rate / sound.rate⌉ samples,
/// beginning and ending in silence where the filter reaches beyond the sound. What the new rate cannot hold
/// is filtered out: libsoxr's "HQ", 20 bits, linear phase. Equal rates give a copy. Both rates lie in [4,000,
/// 384,000]. One thread; the same bits for the same samples as far as libsoxr gives them.
Sound Resampled(const Sound& sound, int rate);

}  // namespace easel::media
