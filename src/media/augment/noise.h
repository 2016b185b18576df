#pragma once

#include <cstdint>

#include "media/augment/variation.h"
#include "media/image.h"

namespace easel::media {

/// Adds noise of standard deviation σ ≤ 128 to every value and keeps it within 0–255: the sum of three
/// uniform numbers, which is nearly normal and ends at 3 σ.
void AddNoise(Image& image, double sigma, uint64_t seed);

/// Replaces the pixels of a part by random values, evenly drawn from 0–255. Its borders are rounded to
/// pixels.
void Erase(Image& image, const Share& part, uint64_t seed);

}  // namespace easel::media
